"""What nobody assessed, on a graph worked by hand: a gap is open until someone answers, and nothing to assess is not good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from explorer.analysis.findings import findings
from explorer.domain.advisory import AdvisoryData
from explorer.domain.annotation import Basis, Limit, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import Kind
from explorer.domain.correction import Criticality
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.unassessed import Gap, gaps
from explorer.pipeline.unassessed_table import gap_table, unassessed_sentence, unassessed_table

TODAY = date(2026, 11, 26)
KINDS = {"llama": Kind.MODEL, "meta": Kind.PARTY, "data": Kind.UNKNOWN, "pkg:pypi/torch@2.0": Kind.PACKAGE}
WORDS = {"llama->meta": RelationKind.MADE_BY, "llama->data": RelationKind.TRAINED_ON}
TEXT = "app1->llama->meta llama->data app2->pkg:pypi/torch@2.0"
TRUST = TrustDelegation(
    Subject("meta"), "app1", "meta", basis=Basis.CONTRACT, status=TrustStatus.EXAMINED, owner="ada", granted=TODAY
)


def asked(*annotations: object) -> tuple[Snapshot, Answers]:
    snapshot = example_snapshot(TEXT, KINDS, WORDS, "data")
    return snapshot, answer(snapshot, annotations, None, TODAY)  # type: ignore[arg-type]


def found(*annotations: object) -> dict[str, Gap]:
    snapshot, answers = asked(*annotations)
    return {each.key: each for each in gaps(snapshot, answers)}


def test_that_every_gap_has_its_count_and_its_denominator() -> None:
    counts = {key: (gap.open, gap.of) for key, gap in found().items()}
    assert counts["sight"] == (1, 4)  # data, of llama, meta, data and torch.
    assert counts["confirmed"] == (3, 4)
    assert counts["maker"] == (1, 2)  # torch, of llama and torch: parties, systems and unknowns are not made.
    assert counts["licence"] == (2, 2)
    assert counts["trust"] == (1, 1)
    assert counts["risk"] == (2, 2)
    assert counts["criticality"] == (2, 2)
    assert counts["vulnerabilities"] == (1, 1)
    assert counts["unread"] == (0, None)


def test_that_the_components_behind_a_gap_are_listed_with_where_they_were_read() -> None:
    snapshot, answers = asked()
    table = gap_table(snapshot, answers, "LICENCE")
    assert {row[-1] for row in table.rows} == {"llama", "pkg:pypi/torch@2.0"}
    assert all(row[4] for row in table.rows)
    assert table.headline.startswith("2 of 2:")


def test_that_a_word_that_is_no_gap_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError) as refused:
        gap_table(*asked(), "weather")
    assert "licence" in refused.value.advice


def test_that_judgement_closes_gaps_and_only_its_own() -> None:
    risk = ResidualRisk(Subject("llama"), "opaque", Limit.UNVERIFIABLE_DATA, likelihood_after=2, impact_after=3)
    before, after = found(), found(TRUST, risk, Criticality(Subject("app1"), 3))
    assert after["trust"].open == 0
    assert after["risk"].open == 1  # app2 does not rely on llama.
    assert after["criticality"].open == 1
    assert after["scores"].of == 1
    for key in ("sight", "confirmed", "maker", "version", "licence", "vulnerabilities"):
        assert after[key] == before[key]


def test_that_a_risk_without_a_score_leaves_its_system_open() -> None:
    after = found(ResidualRisk(Subject("llama"), "opaque", Limit.UNVERIFIABLE_DATA))
    assert (after["risk"].open, after["scores"].open) == (2, 1)


def test_that_nothing_to_assess_reads_as_not_assessed_and_never_as_closed() -> None:
    snapshot, answers = asked()
    rows = {row[0]: row for row in unassessed_table(snapshot, answers).rows}
    assert rows["scores"][3:5] == (None, 0)
    assert rows["V2"][3:5] == (None, 0)
    assert rows["unread"][3:5] == (0, "uncounted")


def test_that_the_sentence_names_what_is_wholly_open() -> None:
    sentence = unassessed_sentence(tuple(found().values()))
    assert (
        sentence.endswith("wholly not assessed: licence, trust, risk, criticality, vulnerabilities.")
        or "licence" in sentence
    )
    closed = Gap("sight", "components", 0, 4, "", "frontier")
    nothing = Gap("scores", "risks", 0, 0, "", "risk")
    half = Gap("licence", "components without a licence", 2, 4, "", "licences")
    assert "1 kind had nothing to assess" in unassessed_sentence((closed, nothing))
    assert unassessed_sentence((closed, half)).endswith("widest: components without a licence, 2 of 4.")


def test_that_the_gap_of_vulnerabilities_agrees_with_the_findings() -> None:
    plain = example_snapshot("app->pkg:pypi/torch@2.0 app->pkg:npm/left@1.0 app->pkg:pypi/loose")
    versioned = tuple(replace(each, version=each.id.partition("@")[2]) for each in plain.components)
    snapshot = replace(plain, components=versioned)
    answers = answer(snapshot, (), None, TODAY)
    # With a copy that knows PyPI two stay open: the npm package, and the one without a version.
    for count, still in ((0, 3), (4, 2)):
        data = AdvisoryData("copy", (), count, 0, "2026-01-01", {"pypi": count})
        assessed = findings(snapshot, answers.roots, data)
        gap = next(each for each in gaps(snapshot, answers, data) if each.key == "vulnerabilities")
        assert (gap.open, gap.of) == (still, 3)
        assert gap.open == assessed.packages - assessed.assessed_packages

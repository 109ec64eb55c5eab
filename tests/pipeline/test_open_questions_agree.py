"""The horizon, the vendor sheet, the handout and the command line ask each party for the same facts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.frontier import Fact
from explorer.cli import main
from explorer.cli.asking import answers_for, load
from explorer.domain.annotation import Subject
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.domain.workshop import Slide
from explorer.graph.example import example_snapshot
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.frontier_table import frontier_of, frontier_table
from explorer.pipeline.handout import handout
from explorer.pipeline.sample import open_sample
from explorer.pipeline.vendor_sheet import asked_together, parties_in, questions_section, sheet_document, vendor_sheet

SEEN = (Evidence("test"),)
KINDS = (Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.PACKAGE, Kind.DATASET, Kind.HUB, Kind.PARTY)
WORDS = (
    RelationKind.USES, RelationKind.MADE_BY, RelationKind.OPERATED_BY, RelationKind.TRAINED_ON, RelationKind.REQUIRES,
    RelationKind.DISTRIBUTED_BY, RelationKind.FINE_TUNED_FROM,
)  # fmt: skip


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A system before components of few names, known and unknown, which several parties made, run or supply."""
    count = draw(st.integers(3, 9))
    identities = [ComponentId(f"n{node}") for node in range(count)]
    kinds = [Kind.SYSTEM, Kind.PARTY, *(draw(st.sampled_from(KINDS)) for _ in range(count - 2))]
    parties = [each for each, kind in zip(identities, kinds, strict=True) if kind is Kind.PARTY]
    draft = Draft()
    for identity, kind in zip(identities, kinds, strict=True):
        is_thing = kind not in (Kind.SYSTEM, Kind.PARTY)
        name = draw(st.sampled_from(["llama", "torch"])) if is_thing else identity
        supplier = draw(st.none() | st.sampled_from(parties)) if is_thing else None
        hidden = is_thing and draw(st.integers(0, 4)) == 0
        knowledge = Knowledge.UNKNOWN if hidden else Knowledge.DECLARED
        draft.add(Component(identity, kind, name, supplier=supplier, knowledge=knowledge, evidence=SEEN))
    ends = st.sampled_from(identities)
    for source, target, word in draw(st.lists(st.tuples(ends, ends, st.sampled_from(WORDS)), max_size=18)):
        if word is not RelationKind.DISTRIBUTED_BY or kinds[identities.index(target)] is Kind.HUB:
            draft.add(Relation(source, target, word, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def agreed(snapshot: Snapshot, answers: Answers) -> Iterator[tuple[ComponentId, int]]:
    """Every party that is asked, with the number of facts that each of the ways to look at it gives, if all are equal."""
    graph, facts = snapshot.graph, frozenset(Fact)
    by_horizon = {
        graph.id_of(each): len(asks)
        for each, asks in frontier_of(snapshot, answers, facts).by_addressee()
        if each is not None and graph.kind_of(each) is Kind.PARTY
    }
    rows = Counter(str(row[1]) for row in frontier_table(snapshot, answers, facts).rows)
    listed = {identity for identity, *_ in parties_in(snapshot, answers)}
    assert by_horizon.keys() <= listed  # Whoever is to be asked has a sheet.
    for party in sorted(listed):
        count, sheet = by_horizon.get(party, 0), vendor_sheet(snapshot, answers, party)
        name = graph.names[sheet.party]
        assert rows[name] + rows[f"your own teams ({name})"] == count
        assert len(sheet.asks) == sum(len(asks) for asks in asked_together(snapshot, sheet).values()) == count
        on_paper = questions_section(snapshot, sheet)
        assert len(on_paper.rows) == len({row[1] for row in on_paper.rows})
        told = sum(_asked_for(str(row[1])) for row in on_paper.rows if row[2] != "asked of every such vendor")
        assert told == count
        figures = {each.words: each.value for each in sheet_document(snapshot, answers, sheet).figures}
        assert figures["facts that only it could tell"] == f"{count:,}"
        yield party, count


def test_that_who_answers_for_nothing_is_asked_nothing() -> None:
    snapshot = example_snapshot(
        "app->llama->meta->holding", {"llama": Kind.MODEL, "meta": Kind.PARTY, "holding": Kind.PARTY}
    )
    answers = answer(snapshot, (), None, date(2026, 1, 1))
    document = sheet_document(snapshot, answers, vendor_sheet(snapshot, answers, ComponentId("holding")))
    assert len(document.lead) == 1 and document.sections[0].headline.startswith("Nothing: ")


def _asked_for(question: str) -> int:
    """For how many components one question asks."""
    several = re.match(r"For ([\d,]+) ", question)
    return int(several[1].replace(",", "")) if several else 1


@given(snapshots())
def test_that_each_party_is_asked_for_as_many_facts_wherever_one_looks(snapshot: Snapshot) -> None:
    list(agreed(snapshot, answer(snapshot, (), None, date(2026, 1, 1))))


def test_that_a_model_and_a_service_of_one_name_are_asked_about_apart() -> None:
    draft, meta, app = Draft(), ComponentId("meta"), ComponentId("app")
    draft.add(Component(meta, Kind.PARTY, "Meta", evidence=SEEN))
    draft.add(Component(app, Kind.SYSTEM, "app", evidence=SEEN))
    for identity, kind in (("model", Kind.MODEL), ("service", Kind.MODEL_SERVICE)):
        draft.add(Component(ComponentId(identity), kind, "llama", supplier=meta, evidence=SEEN))
        draft.add(Relation(app, ComponentId(identity), RelationKind.USES, evidence=SEEN))
    snapshot = snapshot_of(draft, "2026-01-01T00:00:00Z")
    answers = answer(snapshot, (), None, date(2026, 1, 1))
    ((party, count),) = agreed(snapshot, answers)
    assert (party, count) == ("meta", 4)  # Base model and training data of each.
    asked = asked_together(snapshot, vendor_sheet(snapshot, answers, party))
    assert {text.partition(":")[0] for text in asked} == {"llama (model)", "llama (model service)"}


def test_that_who_made_what_another_one_supplies_has_a_sheet_too() -> None:
    claims = [Component(ComponentId(each), Kind.PARTY, each, evidence=SEEN) for each in ("maker", "seller")]
    claims.append(Component(ComponentId("app"), Kind.SYSTEM, "app", evidence=SEEN))
    claims.append(Component(ComponentId("llama"), Kind.MODEL, "llama", supplier=ComponentId("seller"), evidence=SEEN))
    draft = Draft()
    for each in claims:
        draft.add(each)
    for source, target, word in (("app", "llama", RelationKind.USES), ("llama", "maker", RelationKind.MADE_BY)):
        draft.add(Relation(ComponentId(source), ComponentId(target), word, evidence=SEEN))
    snapshot = snapshot_of(draft, "2026-01-01T00:00:00Z")
    answers = answer(snapshot, (), None, date(2026, 1, 1))
    listed = [(party, components, systems) for party, _, components, systems in parties_in(snapshot, answers)]
    assert listed == [("seller", 1, 1), ("maker", 0, 1)]
    assert dict(agreed(snapshot, answers))[ComponentId("maker")] > 0


def test_that_the_sample_asks_each_party_for_as_many_facts_wherever_one_looks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = open_sample(tmp_path)
    snapshot, annotations = load(str(path))
    answers = answers_for(snapshot, annotations, None)
    counts = dict(agreed(snapshot, answers))
    assert sum(count > 0 for count in counts.values()) > 10
    party = max(counts, key=lambda each: counts[each])
    name = snapshot.components[snapshot.graph.find(party) or 0].name
    assert main(["show", str(path), "frontier", "--facts", "all", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert sum(row["whom"] in (name, f"your own teams ({name})") for row in rows) == counts[party]
    slide = Slide(Subject("portfolio"), "Hour", "001", "Ask", "vendor-sheet", json.dumps({"selection": [party]}))
    (section,) = (each for each in handout(snapshot, answers, "Hour", [slide]).sections if each.title.startswith("1."))
    sheet = vendor_sheet(snapshot, answers, party)
    assert section.rows == questions_section(snapshot, sheet).rows
    assert main(["sheet", str(path), party, "--format", "json"]) == 0
    assert f"for the {counts[party]} facts that only it could tell" in capsys.readouterr().out

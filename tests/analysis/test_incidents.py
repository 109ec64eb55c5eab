"""Documented incidents, replayed: the right things are struck, at the right moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.analysis.incidents import Replay, replay
from explorer.domain.annotation import Basis, TrustDelegation
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.incidents import State, Verdict, incidents
from explorer.pipeline.incident_table import replay_sentence
from explorer.pipeline.sample import open_sample
from explorer.pipeline.scan import scan
from explorer.storage.workspace import Workspace
from tests.analysis.test_exposure import chain
from tests.analysis.threat_cases import controls, examined


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    with Workspace.open(open_sample(tmp_path_factory.mktemp("sample"))) as workspace:
        return workspace.portfolio()


def replayed(snapshot: Snapshot, key: str, *delegations: TrustDelegation) -> Replay:
    return replay(snapshot, snapshot.graph.systems.tolist(), incidents()[key], controls(snapshot, *delegations))


def names(snapshot: Snapshot, nodes: tuple[int, ...]) -> set[str]:
    return {snapshot.components[node].name for node in nodes}


def test_that_solarwinds_is_exposed_from_the_first_delivered_release_and_not_before(portfolio: Snapshot) -> None:
    steps = {step.event.date: step for step in replayed(portfolio, "I1").steps}
    assert steps["2019-09"].inside == ()
    assert steps["2019-10"].inside != () and steps["2019-10"].systems == ()
    assert names(portfolio, steps["2020-02-20"].systems) == {"claims-lora", "claims-rag", "gpu-serving", "ops-agent"}


def test_that_the_pickle_of_the_adapter_stands_where_the_hub_malware_stood(portfolio: Snapshot) -> None:
    for key in ("I3", "I5"):
        answer = replayed(portfolio, key)
        assert "claims-lora" in names(portfolio, answer.exposure.reached_systems)
        assert "adapter_model.bin" in names(portfolio, answer.exposure.entries)


def test_that_an_exact_component_is_struck_alone(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("litellm\nrequests\n", encoding="utf-8")
    snapshot = scan([str(tmp_path)], "gateway")
    answer = replayed(snapshot, "I7")
    assert answer.is_exact
    assert names(snapshot, answer.exposure.entries) == {"litellm"}
    assert "The very component" in replay_sentence(snapshot, answer, 1)


def test_that_torchtriton_strikes_what_an_extra_index_may_serve_and_a_lock_with_digests_holds(tmp_path: Path) -> None:
    for name, line, expected in (("loose", "torch", 1), ("held", f"torch==2.0.0 --hash=sha256:{'a' * 64}", 0)):
        folder = tmp_path / name
        folder.mkdir()
        text = f"--extra-index-url https://packages.brightwater.example/nightly\n{line}\n"
        (folder / "requirements.txt").write_text(text, encoding="utf-8")
        snapshot = scan([str(folder)], None)
        answer = replayed(snapshot, "I4")
        assert names(snapshot, answer.exposure.entries) == {"torch"}
        assert len(answer.exposure.reached_systems) == expected


def test_that_a_project_with_one_index_has_nothing_in_the_place_of_torchtriton(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("torch==2.0.0\n", encoding="utf-8")
    snapshot = scan([str(tmp_path)], None)
    answer = replayed(snapshot, "I4")
    assert answer.matches == ()
    assert "nothing here stands in the same place" in replay_sentence(snapshot, answer, 1)


def test_that_a_pin_that_held_the_attack_off_holds_the_remedy_back_too() -> None:
    """Log4Shell: the defect was in what was pinned, and whoever pins must move the pin to be rid of it."""
    kinds = {"app": Kind.SYSTEM, "log4j-core": Kind.PACKAGE}
    for version, held in (("2.14.1", {"app"}), ("", set())):
        snapshot = chain({"app->log4j-core": RelationKind.USES}, kinds, {"log4j-core": version})
        answer = replayed(snapshot, "I2")
        assert answer.is_exact
        last = answer.steps[-1]
        assert last.event.state is State.REMEDIED
        assert names(snapshot, last.systems) == {"app"}
        assert names(snapshot, last.held_back) == held


def test_that_the_pinned_release_keeps_the_xz_pattern_out(portfolio: Snapshot) -> None:
    answer = replayed(portfolio, "I6")
    assert names(portfolio, answer.exposure.entries) == {"zstandard"}
    assert answer.exposure.reached_systems == ()


def test_that_a_review_would_not_have_kept_xz_out() -> None:
    snapshot = chain({"app->xz": RelationKind.USES}, {"app": Kind.SYSTEM, "xz": Kind.PACKAGE})
    answer = replayed(snapshot, "I6", examined("xz", Basis.SOURCE_REVIEW))
    assert names(snapshot, answer.exposure.reached_systems) == {"app"}


def test_that_models_fetched_by_name_stand_where_reused_namespaces_stood(portfolio: Snapshot) -> None:
    answer = replayed(portfolio, "I8")
    assert "brightwater-example/Mistral-7B-lnstruct-v0.3" in names(portfolio, answer.exposure.entries)
    assert len(answer.exposure.reached_systems) == 4


def test_that_no_signature_would_have_seen_any_of_the_incidents_in_which_it_is_named() -> None:
    for incident in incidents().values():
        for sight in incident.sees:
            if sight.control == "signature":
                assert sight.verdict is Verdict.BLIND, incident.key


RUNS_CODE = {"loading can execute code": "yes"}
PUBLISHED = {
    # CISA ED 21-01 and SolarWinds' own timeline: tried in September, test code in October 2019, compiled 2020-02-20.
    "I1": (Kind.BUILD, "orion", {}, RelationKind.BUILT_BY, "2019-10", "2020-02-20", "2020-12-13"),
    # Apache Log4j: since 2.0-beta9 of September 2013; CVE-2021-44228 public on 2021-12-10.
    "I2": (Kind.PACKAGE, "log4j-core", {}, RelationKind.USES, "2013-09", "2013-09", "2021-12-10"),
    # JFrog's report of models on the hub, 2024-02-27.
    "I3": (Kind.WEIGHT_FILE, "model.pkl", RUNS_CODE, RelationKind.CONTAINS, "2024-02-27", "2024-02-27", "2024-02-27"),
    # PyTorch's notice of 2022-12-31: installed by pip between 2022-12-25 and 2022-12-30.
    "I4": (Kind.PACKAGE, "torchtriton", {}, RelationKind.USES, "2022-12-25", "2022-12-25", "2022-12-31"),
    # Trail of Bits, Fickling, 2021-03-15.
    "I5": (Kind.WEIGHT_FILE, "model.pkl", RUNS_CODE, RelationKind.CONTAINS, "2021-03-15", "2021-03-15", "2021-03-15"),
    # CVE-2024-3094: 5.6.0 of 2024-02-24, found by Freund on 2024-03-29.
    "I6": (Kind.PACKAGE, "xz", {}, RelationKind.USES, "2024-02-24", "2024-02-24", "2024-03-29"),
    # Ultralytics, December 2024; before it dependency confusion, shown by Birsan on 2021-02-09.
    "I7": (Kind.PACKAGE, "ultralytics", {}, RelationKind.USES, "2021-02-09", "2021-02-09", "2021-02-09"),
    # Unit 42, model namespace reuse, 2025-09-03.
    "I8": (Kind.MODEL, "gone/model", {"on the hub": "not found"}, RelationKind.USES, "2025-09-03", "2025-09-03", "2025-09-03"),
}  # fmt: skip
"""By incident: what stood in its place, and from which published day it held it, reached who used it, and was known."""


@pytest.mark.parametrize("key", PUBLISHED)
def test_that_each_incident_strikes_its_like_from_the_days_that_were_published(key: str) -> None:
    kind, name, facts, word, inside, delivered, known = PUBLISHED[key]
    draft = Draft()
    found = (Evidence("test"),)
    draft.add(Component(ComponentId("app"), Kind.SYSTEM, "app", evidence=found))
    draft.add(Component(ComponentId("struck"), kind, name, attributes=facts, evidence=found))
    draft.add(Component(ComponentId("other"), Kind.CORPUS, "other", evidence=found))
    draft.add(Relation(ComponentId("app"), ComponentId("struck"), word, evidence=found))
    draft.add(Relation(ComponentId("app"), ComponentId("other"), RelationKind.RETRIEVES_FROM, evidence=found))
    snapshot = snapshot_of(draft, "2026-01-01T00:00:00Z")
    steps = replayed(snapshot, key).steps
    assert [step.event.date for step in steps] == sorted(step.event.date for step in steps)
    for step in steps:
        assert names(snapshot, step.inside) == ({name} if step.event.date >= inside else set()), step.event.date
        assert names(snapshot, step.systems) == ({"app"} if step.event.date >= delivered else set()), step.event.date
    assert min(step.event.date for step in steps if step.event.state is State.KNOWN) == known
    assert {inside, delivered, known} <= {step.event.date for step in steps}


def test_that_log4shell_is_replayed_day_by_day() -> None:
    """Apache's own dates: in releases since 2013-09, reported 2021-11-24, public 2021-12-10, 2.17.0 on 2021-12-17."""
    kinds = {"app": Kind.SYSTEM, "held": Kind.SYSTEM, "log4j-core": Kind.PACKAGE}
    words = {"app->log4j-core": RelationKind.USES, "held->log4j-core": RelationKind.USES}
    snapshot = chain(words, kinds, {"log4j-core": "2.14.1"})
    steps = replayed(snapshot, "I2").steps
    assert [(each.event.date, each.event.state, len(each.systems), len(each.held_back)) for each in steps] == [
        ("2013-09", State.DELIVERED, 2, 0), ("2021-11-24", State.DELIVERED, 2, 0), ("2021-12-10", State.KNOWN, 2, 0),
        ("2021-12-17", State.REMEDIED, 2, 2),
    ]  # fmt: skip

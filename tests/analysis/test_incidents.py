"""Documented incidents, replayed: the right things are struck, at the right moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.analysis.incidents import Replay, replay
from explorer.domain.annotation import Basis, TrustDelegation
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.snapshot import Snapshot
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

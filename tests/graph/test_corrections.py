"""Corrections by hand change the graph as their words say, carry their reason as evidence, and lose nothing else."""

from __future__ import annotations

import pytest

from explorer.domain.annotation import Subject
from explorer.domain.component import Kind
from explorer.domain.correction import Correction, CorrectionAction
from explorer.graph.corrections import corrected
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot

BEFORE = example_snapshot("app->a->c app->b->c c->d")


def relations(snapshot: Snapshot) -> set[str]:
    return {f"{each.source} {each.kind.value} {each.target}" for each in snapshot.relations}


def after(subject: str, action: CorrectionAction, **more: object) -> Snapshot:
    return corrected(BEFORE, [Correction(Subject(subject), action, reason="seen on site", author="ada", **more)])  # type: ignore[arg-type]


def test_that_a_hidden_component_takes_its_relations_with_it_and_is_told() -> None:
    snapshot = after("c", CorrectionAction.HIDE_COMPONENT)
    assert {each.id for each in snapshot.components} == {"app", "a", "b", "d"}
    assert relations(snapshot) == {"app uses a", "app uses b"}
    assert any("hidden by a correction" in problem.message for problem in snapshot.problems)


def test_that_merging_moves_relations_of_both_sides() -> None:
    snapshot = after("b", CorrectionAction.MERGE, target="a")
    assert snapshot.component("b") is None
    assert relations(snapshot) == {"app uses a", "a uses c", "c uses d"}
    known = snapshot.component("a")
    assert known is not None
    assert any(found.source == "analyst" for found in known.evidence)


def test_that_a_split_leads_one_relation_to_its_own_and_keeps_what_is_upstream() -> None:
    snapshot = after("relation:b|uses|c", CorrectionAction.SPLIT, target="c2")
    assert relations(snapshot) == {"app uses a", "app uses b", "a uses c", "b uses c2", "c uses d", "c2 uses d"}


def test_that_an_added_component_and_relation_have_the_analyst_as_evidence() -> None:
    snapshot = corrected(
        BEFORE,
        [
            Correction(
                Subject("e"), CorrectionAction.ADD_COMPONENT, kind=Kind.MODEL, name="E", reason="invoice", author="ada"
            ),
            Correction(Subject("relation:app|uses|e"), CorrectionAction.ADD_RELATION, reason="invoice", author="ada"),
        ],
    )
    added = snapshot.component("e")
    assert added is not None
    assert (added.kind, added.name) == (Kind.MODEL, "E")
    assert [found.source for found in added.evidence] == ["analyst"]
    assert "app uses e" in relations(snapshot)


def test_that_a_kind_is_set_right() -> None:
    snapshot = after("d", CorrectionAction.RETYPE, kind=Kind.DATASET)
    known = snapshot.component("d")
    assert known is not None
    assert known.kind is Kind.DATASET


def test_that_a_hidden_relation_leaves_both_ends() -> None:
    snapshot = after("relation:c|uses|d", CorrectionAction.HIDE_RELATION)
    assert snapshot.component("d") is not None
    assert "c uses d" not in relations(snapshot)


@pytest.mark.parametrize("action", [CorrectionAction.HIDE_COMPONENT, CorrectionAction.MERGE, CorrectionAction.RETYPE])
def test_that_a_correction_of_what_is_gone_is_told_and_changes_nothing(action: CorrectionAction) -> None:
    snapshot = after("gone", action, target="a", kind=Kind.MODEL)
    assert {each.id for each in snapshot.components} == {each.id for each in BEFORE.components}
    assert relations(snapshot) == relations(BEFORE)
    assert any("nothing left to correct" in problem.message for problem in snapshot.problems)


def test_that_no_correction_leaves_the_very_snapshot() -> None:
    assert corrected(BEFORE, []) is BEFORE

"""Annotations outlive what they speak of, and are then listed."""

from __future__ import annotations

import pytest

from explorer.domain.annotation import Note, Subject, relation_subject
from explorer.domain.component import ComponentId
from explorer.domain.correction import Correction, CorrectionAction, Criticality
from explorer.domain.relation import RelationKind
from explorer.graph.corrections import corrected
from explorer.graph.example import example_snapshot
from tests.storage.samples import SYSTEM

TORCH = "pkg:pypi/torch"
SNAPSHOT = example_snapshot(f"app->{TORCH}@2.5.0 app->party:meta")


@pytest.mark.parametrize(
    ("subject", "is_orphan"),
    [
        (f"{TORCH}@2.5.0", False),
        (TORCH, False),
        (f"{TORCH}@2.4.1", True),
        ("pkg:pypi/numpy", True),
        ("party:meta", False),
        ("party:elsewhere", True),
        (relation_subject(ComponentId("app"), RelationKind.USES, ComponentId(f"{TORCH}@2.5.0")), False),
        (relation_subject(ComponentId("app"), RelationKind.USES, ComponentId(TORCH)), False),
        (relation_subject(ComponentId("app"), RelationKind.USES, ComponentId("pkg:pypi/numpy")), True),
        (relation_subject(ComponentId("gone"), RelationKind.USES, ComponentId(TORCH)), True),
        ("relation:", True),
        ("", True),
    ],
)
def test_that_an_annotation_is_an_orphan_exactly_when_an_end_is_not_there(workspace, subject, is_orphan):
    note = Note(Subject(subject), "kept")
    workspace.put(note, "ada")
    assert workspace.orphans(SNAPSHOT) == ((note,) if is_orphan else ())


def test_that_a_rescan_keeps_annotations_and_lists_what_became_an_orphan(workspace):
    workspace.put(Note(Subject("model"), "kept"), "ada")
    workspace.put(Note(Subject("gone"), "orphaned"), "ada")
    workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->model app->gone"))
    assert workspace.orphans(workspace.portfolio()) == ()
    workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->model"))
    assert [each.text for each in workspace.orphans(workspace.portfolio())] == ["orphaned"]
    assert len(workspace.annotations()) == 2


def test_that_annotations_of_a_removed_system_stay(workspace):
    workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->model"))
    workspace.put(Note(Subject("model"), "kept"), "ada")
    workspace.remove_system(SYSTEM)
    assert [each.text for each in workspace.orphans(workspace.portfolio())] == ["kept"]


def test_that_a_correction_is_an_orphan_once_it_corrects_nothing(workspace):
    hides = Correction(Subject("gone"), CorrectionAction.HIDE_COMPONENT)
    workspace.put(hides, "ada")
    with_it, without = example_snapshot("app->model app->gone"), example_snapshot("app->model")
    assert workspace.orphans(corrected(with_it, [hides])) == ()  # Hidden, as it should be.
    assert workspace.orphans(corrected(without, [hides])) == (hides,)


def test_that_the_criticality_of_a_system_that_was_removed_is_an_orphan(workspace):
    vital = Criticality(Subject("system:claims"), 5)
    workspace.put(vital, "ada")
    assert workspace.orphans(example_snapshot("app->model")) == (vital,)
    assert workspace.orphans(example_snapshot("system:claims->model")) == ()

"""The journal forgets nothing; undo and redo bring everything back exactly, and survive a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.annotation import Note, Subject
from explorer.domain.annotations import Annotation
from explorer.errors import WorkspaceError
from explorer.storage.annotations import record_of
from explorer.storage.workspace import Workspace
from tests.storage.samples import NOTE, RISK, TRUST, annotations, rewrite, tables

Step = Callable[[Workspace], object]


def of_one_of_four(annotation: Annotation, number: int) -> Annotation:
    return replace(annotation, id=f"annotation-{number}")


made = st.builds(of_one_of_four, annotations, st.integers(1, 4))
steps = st.one_of(
    made.map(lambda each: lambda workspace: workspace.put(each, "ada")),
    st.integers(1, 4).map(lambda number: lambda workspace: workspace.remove(f"annotation-{number}", "bob")),
    st.lists(made, max_size=3).map(lambda some: lambda workspace: workspace.put_all(map(record_of, some), "cyd")),
)


@settings(max_examples=40)
@given(edits=st.lists(steps, max_size=8))
def test_that_undo_to_the_first_step_and_redo_to_the_last_restore_every_bit(tmp_path_factory, edits):
    path = tmp_path_factory.mktemp("w") / "a.catchment"
    with Workspace.create(path) as workspace:
        states = [tables(path, "annotations", "settings")]
        for edit in edits:
            edit(workspace)
            if (state := tables(path, "annotations", "settings")) != states[-1]:
                states.append(state)
        for expected in reversed(states[:-1]):
            assert workspace.undo("dan")
            assert tables(path, "annotations", "settings") == expected
        assert workspace.undo("dan") is None
        for expected in states[1:]:
            assert workspace.redo("dan")
            assert tables(path, "annotations", "settings") == expected
        assert workspace.redo("dan") is None


def test_that_every_edit_is_written_down_with_who_before_and_after(workspace):
    changed = replace(NOTE, text="answered")
    workspace.put(NOTE, "ada")
    workspace.put(changed, "bob")
    workspace.remove(NOTE.id, "cyd")
    workspace.undo("dan")
    told = [(each.who, each.action, each.subject) for each in workspace.journal()]
    assert told == [
        ("ada", "Add note “ask the vendor”", "pkg:pypi/torch"),
        ("bob", "Change note “answered”", "pkg:pypi/torch"),
        ("cyd", "Remove note “answered”", "pkg:pypi/torch"),
        ("dan", "Undo: Remove note “answered”", "pkg:pypi/torch"),
    ]
    texts = [
        [json.loads(text)["text"] if text else None for text in (each.before, each.after)]
        for each in workspace.journal()
    ]
    assert texts == [[None, "ask the vendor"], ["ask the vendor", "answered"], ["answered", None], [None, "answered"]]
    assert all(each.when.endswith("+00:00") for each in workspace.journal())


def test_that_an_edit_that_changes_nothing_is_none(workspace):
    workspace.put(NOTE, "ada")
    workspace.put(NOTE, "bob")
    workspace.remove("nobody", "bob")
    assert [each.who for each in workspace.journal()] == ["ada"]


def test_that_undo_and_redo_say_what_they_would_do_and_did(workspace):
    assert (workspace.can_undo, workspace.can_redo, workspace.undo_text, workspace.redo_text) == (
        False,
        False,
        None,
        None,
    )
    workspace.put(RISK, "ada")
    workspace.put(TRUST, "ada")
    assert workspace.undo_text == "Add trust delegation to party:meta"
    assert workspace.undo("ada") == "Add trust delegation to party:meta"
    assert (workspace.undo_text, workspace.redo_text) == (
        "Add residual risk “One maintainer”",
        "Add trust delegation to party:meta",
    )
    assert workspace.redo("ada") == "Add trust delegation to party:meta"
    assert workspace.annotations() == (RISK, TRUST)


def test_that_a_long_note_is_shortened_where_it_is_named(workspace):
    workspace.put(Note(Subject("x"), "a" * 41), "ada")
    assert workspace.undo_text == f"Add note “{'a' * 40}…”"


def test_that_several_edits_at_once_are_one_step(workspace):
    workspace.put_all([record_of(each) for each in (RISK, TRUST, NOTE)], "ada")
    assert workspace.undo_text == "Add residual risk “One maintainer” and 2 more"
    workspace.undo("ada")
    assert workspace.annotations() == ()
    workspace.redo("ada")
    assert workspace.annotations() == (RISK, TRUST, NOTE)


def test_that_an_identity_twice_in_one_step_ends_as_it_was_last(workspace):
    workspace.put_all([record_of(NOTE), record_of(replace(NOTE, text="answered"))], "ada")
    assert workspace.annotations() == (replace(NOTE, text="answered"),)
    workspace.undo("ada")
    assert workspace.annotations() == ()


def test_that_a_new_edit_ends_redo_and_the_journal_keeps_what_was_undone(workspace):
    workspace.put(RISK, "ada")
    workspace.undo("ada")
    workspace.put(NOTE, "ada")
    assert not workspace.can_redo
    assert [entry.action.split()[0] for entry in workspace.journal()] == ["Add", "Undo:", "Add"]
    workspace.undo("ada")
    assert not workspace.can_undo


def test_that_what_comes_back_stands_where_it_stood(workspace):
    for each in (RISK, TRUST, NOTE):
        workspace.put(each, "ada")
    workspace.remove(RISK.id, "ada")
    workspace.remove(NOTE.id, "ada")
    workspace.undo("ada")
    workspace.undo("ada")
    assert workspace.annotations() == (RISK, TRUST, NOTE)


def test_that_undo_and_redo_work_after_reopening(path):
    with Workspace.create(path) as workspace:
        workspace.put(RISK, "ada")
    with Workspace.open(path) as workspace:
        assert workspace.undo("bob") == "Add residual risk “One maintainer”"
        assert workspace.annotations() == ()
    with Workspace.open(path) as workspace:
        assert workspace.redo("cyd") == "Add residual risk “One maintainer”"
        assert workspace.annotations() == (RISK,)


def test_that_undo_brings_back_what_a_newer_program_had_added(path):
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
    rewrite(path, """UPDATE annotations SET fields = replace(fields, '"id"', '"mood": "worried", "id"')""")
    with Workspace.open(path) as workspace:
        workspace.put(replace(NOTE, text="answered"), "ada")
        workspace.remove(NOTE.id, "ada")
        workspace.undo("ada")
        assert workspace.records()[0].fields["mood"] == "worried"
        assert workspace.annotations() == (replace(NOTE, text="answered"),)


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "note"}', "7"])
def test_that_a_damaged_entry_of_the_journal_is_told(path, text):
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
    rewrite(path, f"UPDATE journal SET after = '{text}'")
    with Workspace.open(path) as workspace:
        with pytest.raises(WorkspaceError, match="entry of the journal is damaged"):
            workspace.undo("ada")
        assert workspace.annotations() == (NOTE,)

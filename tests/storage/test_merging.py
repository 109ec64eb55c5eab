"""Two copies of one workspace, edited apart, become one."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.annotation import Note, Subject
from explorer.storage.annotations import Record, record_of
from explorer.storage.merging import WHOLE, Side, base_of, merge_records
from explorer.storage.workspace import Workspace
from tests.storage.samples import NOTE, RISK, TRUST


@pytest.fixture
def copies(path):
    """A workspace with three annotations, and a colleague's copy of it."""
    with Workspace.create(path) as workspace:
        for each in (RISK, TRUST, NOTE):
            workspace.put(each, "ada")
    other = path.with_name("b.catchment")
    shutil.copy(path, other)
    with Workspace.open(path) as mine, Workspace.open(other) as theirs:
        yield mine, theirs


def merged(mine, theirs, choose=lambda conflict: None):
    found = merge_records(base_of(mine.journal(), theirs.journal()), mine.records(), theirs.records(), choose)
    mine.change_all(found.changes, "ada")
    return found


def held(workspace):
    return {each.id: each for each in workspace.annotations()}


def test_that_the_base_is_what_both_copies_began_with(copies):
    mine, theirs = copies
    mine.put(Note(Subject("x"), "mine", id="m"), "ada")
    theirs.remove(NOTE.id, "bob")
    base = base_of(mine.journal(), theirs.journal())
    assert set(base) == {RISK.id, TRUST.id, NOTE.id}


def test_that_what_only_one_side_did_is_taken(copies):
    mine, theirs = copies
    mine.put(Note(Subject("x"), "mine", id="m"), "ada")
    theirs.put(replace(TRUST, owner="bob"), "bob")
    theirs.remove(NOTE.id, "bob")
    assert merged(mine, theirs).conflicts == ()
    assert set(held(mine)) == {RISK.id, TRUST.id, "m"}
    assert held(mine)[TRUST.id].owner == "bob"


def test_that_different_fields_of_one_annotation_are_joined(copies):
    mine, theirs = copies
    mine.put(replace(RISK, likelihood_after=1), "ada")
    theirs.put(replace(RISK, owner="bob"), "bob")
    assert merged(mine, theirs).conflicts == ()
    assert held(mine)[RISK.id] == replace(RISK, likelihood_after=1, owner="bob")


def test_that_one_field_changed_to_two_values_is_a_conflict_and_mine_stays(copies):
    mine, theirs = copies
    mine.put(replace(RISK, owner="ada-2"), "ada")
    theirs.put(replace(RISK, owner="bob"), "bob")
    (conflict,) = merged(mine, theirs).conflicts
    assert (conflict.field, conflict.base, conflict.mine, conflict.theirs) == ("owner", "ada", "ada-2", "bob")
    assert held(mine)[RISK.id].owner == "ada-2"
    assert merged(mine, theirs, lambda each: Side.THEIRS).conflicts == ()
    assert held(mine)[RISK.id].owner == "bob"


def test_that_removing_what_the_other_changed_is_a_conflict(copies):
    mine, theirs = copies
    mine.remove(RISK.id, "ada")
    theirs.put(replace(RISK, owner="bob"), "bob")
    (conflict,) = merged(mine, theirs).conflicts
    assert conflict.field == WHOLE
    assert RISK.id not in held(mine)
    merged(mine, theirs, lambda each: Side.THEIRS)
    assert held(mine)[RISK.id].owner == "bob"


def test_that_one_undo_takes_the_whole_merge_back(copies):
    mine, theirs = copies
    before = mine.annotations()
    theirs.put(replace(TRUST, owner="bob"), "bob")
    theirs.remove(NOTE.id, "bob")
    merged(mine, theirs)
    assert mine.undo("ada") is not None
    assert mine.annotations() == before


def test_that_merging_again_changes_nothing(copies):
    mine, theirs = copies
    theirs.put(replace(TRUST, owner="bob"), "bob")
    merged(mine, theirs)
    assert merge_records(base_of(mine.journal(), theirs.journal()), mine.records(), theirs.records()).changes == ()


def test_that_unrelated_workspaces_share_no_base_and_still_merge(tmp_path):
    with Workspace.create(tmp_path / "a.catchment") as mine, Workspace.create(tmp_path / "b.catchment") as theirs:
        mine.put(NOTE, "ada")
        theirs.put(RISK, "bob")
        assert base_of(mine.journal(), theirs.journal()) == {}
        assert merged(mine, theirs).conflicts == ()
        assert set(held(mine)) == {NOTE.id, RISK.id}


states = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        lambda text, tags: record_of(Note(Subject("x"), text, tuple(tags), id="")),
        st.sampled_from(("one", "two", "three")),
        st.lists(st.sampled_from("pq"), max_size=1),
    ),
)


def with_ids(state):
    return {identity: Record(each.type, {**each.fields, "id": identity}) for identity, each in state.items()}


def after(state, found):
    result = dict(state)
    for identity, record in found.changes:
        if record is None:
            result.pop(identity, None)
        else:
            result[identity] = record
    return {identity: record.document() for identity, record in result.items()}


@settings(max_examples=400)
@given(states.map(with_ids), states.map(with_ids), states.map(with_ids))
def test_that_merging_mine_into_theirs_and_theirs_into_mine_agree(base, mine, theirs):
    here = merge_records(base, mine.values(), theirs.values(), lambda each: Side.MINE)
    there = merge_records(base, theirs.values(), mine.values(), lambda each: Side.THEIRS)
    assert after(mine, here) == after(theirs, there)
    assert not here.conflicts
    open_here = merge_records(base, mine.values(), theirs.values()).conflicts
    open_there = merge_records(base, theirs.values(), mine.values()).conflicts
    assert [(each.id, each.field, each.mine, each.theirs) for each in open_here] == [
        (each.id, each.field, each.theirs, each.mine) for each in open_there
    ]

"""A full disk is told in a sentence; what was confirmed stays, and nothing half-made is left."""

from __future__ import annotations

from itertools import count

import pytest

from explorer.domain.annotation import Note, Subject
from explorer.errors import WorkspaceError
from explorer.storage.workspace import Workspace
from tests.storage.first_version import make_first_version
from tests.storage.samples import NOTE, SYSTEM, chain_snapshot, integrity, tables


def fill(folder, leave=0):
    """Take all room that a disk has, but for `leave` bytes."""
    with (folder / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            file.truncate(max(file.tell() - leave, 0))


def write_until_full(workspace):
    """Add notes until that fails; returns those that were confirmed."""
    confirmed = []
    with pytest.raises(WorkspaceError, match="no room") as caught:  # noqa: PT012 - which edit fills it is not known
        for number in count():
            note = Note(Subject("x"), f"{number} {'long ' * 400}", id=str(number))
            workspace.put(note, "ada")
            confirmed.append(note)
    assert "nothing was lost" in caught.value.advice
    return confirmed


def test_that_edits_are_confirmed_up_to_the_last_that_had_room(small_disk):
    path = small_disk / "a.catchment"
    with Workspace.create(path) as workspace:
        confirmed = write_until_full(workspace)
        assert confirmed
        assert workspace.annotations() == tuple(confirmed)
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == tuple(confirmed)
    assert integrity(path) == "ok"


def test_that_editing_goes_on_when_there_is_room_again(small_disk):
    fill(small_disk, leave=340_000)
    with Workspace.create(small_disk / "a.catchment") as workspace:
        confirmed = write_until_full(workspace)
        (small_disk / "ballast").unlink()
        workspace.put(NOTE, "ada")
        assert workspace.annotations() == (*confirmed, NOTE)


def test_that_a_snapshot_without_room_leaves_the_one_before(small_disk):
    path = small_disk / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
        fill(small_disk)
        with pytest.raises(WorkspaceError, match="no room"):
            workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(9_000))
        assert len(workspace.portfolio().graph) == 4
    assert integrity(path) == "ok"


@pytest.mark.parametrize("room", [0, 8_000, 40_000, 90_000])
def test_that_a_new_workspace_without_room_leaves_nothing_behind(small_disk, room):
    fill(small_disk, leave=room)
    with pytest.raises(WorkspaceError, match=r"no room|could not|cannot"):
        Workspace.create(small_disk / "a.catchment")
    assert [each.name for each in small_disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("room", [0, 40_000, 100_000])
def test_that_an_older_file_without_room_for_its_copy_is_left_alone(small_disk, room):
    path = small_disk / "a.catchment"
    make_first_version(path)
    before = tables(path, "annotations", "journal", "components", "settings")
    fill(small_disk, leave=room)
    with pytest.raises(WorkspaceError, match=r"no room|could not|cannot"):
        Workspace.open(path)
    (small_disk / "ballast").unlink()
    assert tables(path, *before) == before
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (NOTE,)


def test_that_a_file_that_may_not_grow_is_told_and_nothing_is_lost(workspace):
    workspace.put(NOTE, "ada")
    pages = workspace._connection.execute("PRAGMA page_count").fetchone()[0]
    workspace._connection.execute(f"PRAGMA max_page_count={pages}")
    confirmed = write_until_full(workspace)
    assert workspace.annotations() == (NOTE, *confirmed)
    assert workspace._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_that_opening_on_a_disk_without_any_room_says_so(small_disk):
    path = small_disk / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
    fill(small_disk)
    with pytest.raises(WorkspaceError, match="no room"):
        Workspace.open(path)
    (small_disk / "ballast").unlink()
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (NOTE,)

"""A workspace keeps what it was given, and says in a sentence why it cannot."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.errors import InputError, WorkspaceError
from explorer.storage.workspace import Workspace
from tests.storage.samples import NOTE, RISK, SYSTEM, TRUST, chain_snapshot


def test_that_annotations_are_there_after_reopening_in_the_order_of_making(path):
    with Workspace.create(path) as workspace:
        for each in (RISK, TRUST, NOTE):
            workspace.put(each, "ada")
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (RISK, TRUST, NOTE)
        assert workspace.notices == ()
        assert not workspace.read_only


def test_that_half_a_surrogate_pair_can_stand_anywhere(workspace):
    strange = "\udcff\x1a\0\u202e"
    workspace.put(ResidualRisk(Subject(strange), strange, Limit.OTHER, id=strange), strange)
    workspace.set_setting(strange, strange)
    workspace.cache_put(strange, b"\xff", strange)
    assert workspace.annotations()[0].title == strange
    assert [(each.who, each.subject) for each in workspace.journal()] == [(strange, strange)]
    assert workspace.setting(strange) == strange
    assert workspace.cache_get(strange) == (b"\xff", strange)
    workspace.remove(strange, "ada")
    assert workspace.annotations() == ()


def test_that_a_value_out_of_range_is_refused_in_a_sentence(workspace):
    with pytest.raises(InputError, match="impact_before: 9 is not a whole number from 1 to 5"):
        workspace.put(ResidualRisk(Subject("x"), "too much", Limit.OTHER, impact_before=9), "ada")
    assert workspace.annotations() == ()


def test_that_answers_of_network_sources_are_kept_and_replaced(workspace):
    assert workspace.cache_get("https://hub.example/api/x") is None
    workspace.cache_put("https://hub.example/api/x", b"old", "2026-01-01T00:00:00Z")
    workspace.cache_put("https://hub.example/api/x", b"\0new", "2026-01-02T00:00:00Z")
    assert workspace.cache_get("https://hub.example/api/x") == (b"\0new", "2026-01-02T00:00:00Z")


def test_that_settings_are_kept_and_replaced(path):
    with Workspace.create(path) as workspace:
        assert workspace.setting("view:mine") is None
        workspace.set_setting("view:mine", "{}")
        workspace.set_setting("view:mine", '{"theme": "dark"}')
    with Workspace.open(path) as workspace:
        assert workspace.setting("view:mine") == '{"theme": "dark"}'


def test_that_settings_and_answers_are_no_edits(workspace):
    workspace.set_setting("a", "b")
    workspace.cache_put("a", b"b", "")
    assert workspace.journal() == []
    assert not workspace.can_undo


def test_that_a_new_workspace_is_one_file(tmp_path):
    Workspace.create(tmp_path / "a.catchment").close()
    assert [each.name for each in tmp_path.iterdir()] == ["a.catchment"]


def test_that_a_file_is_never_replaced_by_a_new_workspace(path):
    path.write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match="exists already"):
        Workspace.create(path)
    assert path.read_bytes() == b"mine"


def test_that_an_empty_file_is_taken_over(path):
    path.touch()
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")


def test_that_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WorkspaceError, match="is no folder") as caught:
        Workspace.create(tmp_path / "nowhere" / "a.catchment")
    assert "Make the folder" in caught.value.advice


def test_that_two_connections_see_each_others_edits(path):
    with Workspace.create(path) as first, Workspace.open(path) as second:
        first.put(RISK, "ada")
        second.put(NOTE, "bob")
        assert first.annotations() == second.annotations() == (RISK, NOTE)
        assert second.undo_text == first.undo_text == "Add note “ask the vendor”"


def test_that_a_portfolio_is_read_at_one_moment_though_another_program_writes(path, monkeypatch):
    from explorer.storage import workspace as module

    with Workspace.create(path) as first, Workspace.open(path) as second:
        first.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
        read = module.open_snapshot

        def read_late(connection, path, number):
            second.remove_system(SYSTEM)
            return read(connection, path, number)

        monkeypatch.setattr(module, "open_snapshot", read_late)
        assert len(first.portfolio().graph) == 4
        assert len(first.portfolio().graph) == 0


def test_that_another_thread_may_not_use_a_workspace(workspace):
    caught = []

    def use():
        try:
            workspace.put(NOTE, "ada")
        except Exception as error:
            caught.append(type(error).__name__)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert caught == ["ProgrammingError"]  # A bug of the caller, not a sentence for the user.


def test_that_an_edit_waits_for_the_disk_and_a_snapshot_does_not_change_that(workspace):
    def synchronous():
        return workspace._connection.execute("PRAGMA synchronous").fetchone()[0]

    assert synchronous() == 2  # FULL
    workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
    assert synchronous() == 2
    assert workspace._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert workspace._connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_that_an_existing_workspace_opens_without_loading_sqlite_utils(path):
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
    code = (
        "import sys\nfrom explorer.storage.workspace import Workspace\n"
        "with Workspace.open(sys.argv[1]) as opened: print(len(opened.portfolio().graph), 'sqlite_utils' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["4", "False"]


def test_that_a_copy_holds_what_an_open_file_has_not_settled_yet_and_replaces_nothing(workspace, tmp_path):
    """The latest edits of an open file lie beside it (sqlite.org/wal.html), where a plain copy would miss them."""
    workspace.put(NOTE, "ada")
    workspace.copy_to(tmp_path / "copy.catchment")
    with Workspace.open(tmp_path / "copy.catchment") as copy:
        assert copy.annotations() == (NOTE,)
        assert copy.journal() == workspace.journal()
    assert not list(tmp_path.glob("*.new"))
    with pytest.raises(WorkspaceError):
        workspace.copy_to(tmp_path / "copy.catchment")
    with pytest.raises(WorkspaceError):
        workspace.copy_to(tmp_path / "no such folder" / "copy.catchment")

"""A file of unknown origin is looked at before it is trusted; what is wrong with it is one sentence."""

from __future__ import annotations

import sqlite3

import pytest

from explorer.errors import WorkspaceError
from explorer.storage import opening
from explorer.storage.migrations import CURRENT_VERSION, migrate
from explorer.storage.opening import APPLICATION_ID
from explorer.storage.schema import NEEDED, columns_of
from explorer.storage.workspace import Workspace, check_file
from tests.storage.conftest import make_read_only
from tests.storage.samples import NOTE, RISK, SYSTEM, chain_snapshot, rewrite


@pytest.fixture
def kept(path):
    """A closed workspace with a note and a snapshot."""
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(3))
    return path


def test_that_a_missing_file_is_told(path):
    with pytest.raises(WorkspaceError, match="does not exist"):
        Workspace.open(path)


def test_that_a_folder_is_told(tmp_path):
    with pytest.raises(WorkspaceError, match="is a folder"):
        Workspace.open(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 84, b"\0" * 200, b"PK\x03\x04" * 99]
)
def test_that_a_foreign_file_is_refused_and_left_alone(tmp_path, path, content):
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="not a Catchment workspace") as caught:
        Workspace.open(path)
    assert caught.value.advice
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_that_another_programs_database_is_refused_and_left_alone(tmp_path, path):
    rewrite(path, "PRAGMA journal_mode=WAL", "CREATE TABLE bookmarks (url)", "PRAGMA application_id=252006673")
    content = path.read_bytes()
    with pytest.raises(WorkspaceError, match="not a Catchment workspace"):
        Workspace.open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_workspace_bears_its_mark_where_the_header_has_it(kept):
    content = kept.read_bytes()
    assert content[68:72] == b"Catc" == APPLICATION_ID.to_bytes(4, "big")
    assert int.from_bytes(content[60:64], "big") == CURRENT_VERSION


def test_that_the_needed_columns_are_all_that_the_migrations_make(path):
    migrate(path)
    connection = sqlite3.connect(path)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {name: columns_of(connection, name) for name in names - {"_sqlite_migrations"}} == NEEDED
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM annotations; END",
        "CREATE VIEW v AS SELECT * FROM annotations",
        "CREATE VIRTUAL TABLE v USING fts5(x)",
    ],
)
def test_that_a_file_with_parts_that_could_run_is_refused(kept, statement):
    rewrite(kept, statement)
    with pytest.raises(WorkspaceError, match="triggers, views or virtual tables") as caught:
        Workspace.open(kept)
    assert "Recover" in caught.value.advice


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE answers",
        "ALTER TABLE journal DROP COLUMN action",
        "ALTER TABLE settings RENAME COLUMN value TO worth",
    ],
)
def test_that_a_file_without_a_table_or_column_that_it_should_have_is_damaged(kept, statement):
    rewrite(kept, statement)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(kept)


def test_that_a_table_that_may_hold_anything_is_refused(kept):
    rewrite(kept, "DROP TABLE settings", "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT)")
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(kept)


def test_that_a_newer_file_opens_read_only_with_a_notice(kept):
    content_of_the_future = (
        "PRAGMA user_version=99",
        "ALTER TABLE annotations ADD COLUMN colour TEXT",
        "CREATE TABLE assets (id TEXT)",
        "INSERT INTO annotations (id, type, subject, fields) VALUES ('x', 'verdict', 's', '{\"id\": \"x\", \"subject\": \"s\"}')",
    )
    rewrite(kept, *content_of_the_future)
    with Workspace.open(kept) as workspace:
        assert workspace.read_only
        assert workspace.notices == (
            "a.catchment was made by a newer program; it is open read-only.",
            "1 of 2 annotations cannot be read by this program; they stay in the file.",
        )
        assert workspace.annotations() == (NOTE,)
        assert len(workspace.portfolio().graph) == 4
        assert (workspace.undo_text, workspace.can_redo) == (None, False)
        for edit in (
            lambda: workspace.put(RISK, "ada"),
            lambda: workspace.undo("ada"),
            lambda: workspace.cache_put("a", b"", ""),
        ):
            with pytest.raises(WorkspaceError, match="open read-only") as caught:
                edit()
            assert caught.value.advice == "Update the program to edit it."


def test_that_a_newer_file_in_another_form_is_told(kept):
    rewrite(kept, "PRAGMA user_version=99", "DROP TABLE blocks")
    with pytest.raises(WorkspaceError, match="newer program, in a form that this one cannot read") as caught:
        Workspace.open(kept)
    assert caught.value.advice == "Update the program."


def test_that_a_locked_file_is_told_and_nothing_is_lost(kept, monkeypatch):
    monkeypatch.setattr("explorer.storage.opening.BUSY_SECONDS", 0.05)
    with Workspace.open(kept) as workspace:
        other = sqlite3.connect(kept, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="in use by another program") as caught:
            workspace.put(RISK, "ada")
        assert "nothing was lost" in caught.value.advice
        assert workspace.annotations() == (NOTE,)
        other.execute("ROLLBACK")
        other.close()
        workspace.put(RISK, "ada")
        assert workspace.annotations() == (NOTE, RISK)


def test_that_a_file_that_another_program_keeps_to_itself_is_told(kept, monkeypatch):
    monkeypatch.setattr("explorer.storage.opening.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(kept, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("DELETE FROM settings")
    with pytest.raises(WorkspaceError, match="in use by another program"):
        Workspace.open(kept)
    other.close()
    Workspace.open(kept).close()


def test_that_a_file_in_a_read_only_folder_opens_read_only(lockable_folder):
    path = lockable_folder / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
    make_read_only(lockable_folder)
    with Workspace.open(path) as workspace:
        assert workspace.read_only
        assert workspace.notices == ("a.catchment cannot be written; it is open read-only.",)
        assert workspace.annotations() == (NOTE,)
        with pytest.raises(WorkspaceError, match="open read-only") as caught:
            workspace.put(RISK, "ada")
        assert "copy it to a folder where you may write" in caught.value.advice


def test_that_edits_that_a_read_only_folder_keeps_out_of_reach_are_told(lockable_folder):
    path = lockable_folder / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
        log = (path.with_name("a.catchment-wal")).read_bytes()
    path.with_name("a.catchment-wal").write_bytes(log)  # As a crash or a careless copy leaves it.
    make_read_only(lockable_folder)
    with pytest.raises(WorkspaceError, match=r"still in a\.catchment-wal") as caught:
        Workspace.open(path)
    assert "Copy both files" in caught.value.advice


def test_that_a_new_workspace_in_a_read_only_folder_is_told(lockable_folder):
    make_read_only(lockable_folder)
    with pytest.raises(WorkspaceError, match="cannot be written") as caught:
        Workspace.create(lockable_folder / "a.catchment")
    assert caught.value.advice


def test_that_a_file_in_the_way_of_the_log_is_told(kept):
    kept.with_name("a.catchment-wal").mkdir()
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(kept)
    assert caught.value.advice


def test_that_pages_are_looked_at_again_only_when_the_file_is_another(kept, monkeypatch):
    asked = []
    real = opening.connect_read_only

    def watched(path, forgiving=False):
        connection = real(path, forgiving)
        connection.set_trace_callback(lambda statement: asked.append("quick_check" in statement))
        return connection

    monkeypatch.setattr(opening, "connect_read_only", watched)
    monkeypatch.setattr(opening, "_last_whole", [])
    for _ in range(3):
        check_file(kept)
    assert sum(asked) == 1
    rewrite(kept, "UPDATE systems SET name = 'other'")
    check_file(kept)
    assert sum(asked) == 2


def test_that_damage_is_found_in_a_file_that_was_whole_before(kept):
    with Workspace.open(kept) as workspace:
        assert workspace.notices == ()
    data = bytearray(kept.read_bytes())
    data[4096:8192] = b"\xff" * 4096  # The second page, which is one of a table.
    kept.write_bytes(data)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(kept)

"""A file of any older version comes up to date with all that is in it, and is kept as it was beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from explorer.errors import WorkspaceError
from explorer.storage.migrations import CURRENT_VERSION, NAMES, migrate
from explorer.storage.schema import fits
from explorer.storage.workspace import Workspace
from tests.storage.first_version import COMPONENTS, PROBLEMS, RELATIONS, ROWS, make_first_version
from tests.storage.samples import NOTE, RISK, SYSTEM, TRUST, integrity, rewrite, tables


def version_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


@pytest.fixture(params=range(1, CURRENT_VERSION))
def older(request, path):
    """A workspace of each older version, with something in every table."""
    make_first_version(path)
    migrate(path, to=request.param)
    return path


def test_that_a_new_file_gets_every_step_and_its_record(path):
    assert migrate(path) == []
    assert version_of(path) == CURRENT_VERSION == len(NAMES)
    with closing(sqlite3.connect(path)) as connection:
        assert fits(connection)
        assert [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")] == list(NAMES)


def test_that_an_older_file_opens_with_all_that_is_in_it(older):
    with Workspace.open(older) as workspace:
        snapshot = workspace.portfolio()
        assert sorted(snapshot.components, key=lambda each: each.id, reverse=True) == COMPONENTS
        assert (list(snapshot.relations), snapshot.problems, snapshot.taken) == (
            RELATIONS,
            PROBLEMS,
            "2026-01-01T00:00:00Z",
        )
        assert [(each.id, each.name, each.targets) for each in workspace.systems()] == [(SYSTEM, "app", ("/src/app",))]
        assert workspace.annotations() == (NOTE,)
        assert workspace.cache_get("https://hub.example/x") == (b"{}", "2026-01-01T00:00:00Z")
        assert workspace.setting("online:system:app") == "hub"
        assert workspace.setting("place:risk-1") is None
        assert [each.who for each in workspace.journal()] == ["ada", "ada", "bob"]
    assert integrity(older) == "ok"


def test_that_what_was_done_in_an_older_version_can_be_undone(older):
    with Workspace.open(older) as workspace:
        workspace.put(TRUST, "cyd")
        expected = [(NOTE,), (RISK, NOTE), (RISK,), ()]
        for state in expected:
            assert workspace.undo("cyd")
            assert workspace.annotations() == state
        assert not workspace.can_undo
        for state in [*reversed(expected[:-1]), (NOTE, TRUST)]:
            assert workspace.redo("cyd")
            assert workspace.annotations() == state


def test_that_the_file_is_copied_before_each_step(older):
    started = version_of(older)
    before = tables(older, "annotations", "journal", "settings", "systems")
    with Workspace.open(older) as workspace:
        assert workspace.notices == (
            f"a.catchment was brought up to date; as it was, it is kept as a.catchment.v{started}.backup.",
        )
    copies = [older.with_name(f"a.catchment.v{number}.backup") for number in range(started, CURRENT_VERSION)]
    assert sorted(older.parent.iterdir()) == [older, *copies]
    assert [version_of(copy) for copy in copies] == list(range(started, CURRENT_VERSION))
    assert tables(copies[0], *before) == before
    assert integrity(copies[0]) == "ok"


def test_that_an_older_copy_is_not_overwritten(path):
    make_first_version(path)
    path.with_name("a.catchment.v1.backup").write_bytes(b"mine")
    Workspace.open(path).close()
    assert path.with_name("a.catchment.v1.backup").read_bytes() == b"mine"
    assert version_of(path.with_name("a.catchment.v1.backup-2")) == 1


def test_that_a_file_that_is_up_to_date_is_not_copied(path):
    Workspace.create(path).close()
    with Workspace.open(path) as workspace:
        assert workspace.notices == ()
        assert [each.name for each in path.parent.iterdir() if "backup" in each.name] == []


def test_that_a_step_that_fails_leaves_the_file_as_it_was(path):
    make_first_version(path)
    migrate(path, to=2)
    rewrite(path, "UPDATE snapshots SET components = 3")
    before = tables(path, *ROWS, "_sqlite_migrations")
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(path)
    assert version_of(path) == 2
    assert tables(path, *ROWS, "_sqlite_migrations") == before


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE journal",
        "DROP TABLE components",
        "DROP TABLE snapshots",
        "UPDATE components SET facts = '{'",
        "UPDATE components SET facts = '[1]'",
        "UPDATE components SET kind = 'spaceship'",
        "UPDATE relations SET target = 9",
        "UPDATE problems SET facts = '7'",
        "DELETE FROM relations",
    ],
)
def test_that_an_older_file_that_is_not_what_its_version_wrote_is_told(path, statement):
    make_first_version(path)
    rewrite(path, statement)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(path)


def test_that_an_entry_of_the_journal_that_is_broken_does_not_stop_the_rest(path):
    make_first_version(path)
    rewrite(path, "UPDATE journal SET after = '{' WHERE number = 1")
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (NOTE,)
        assert workspace.undo("ada") == "Remove residual risk “One maintainer”"


def test_that_two_programs_may_bring_a_file_up_to_date_at_once(path, monkeypatch):
    from explorer.storage import migrations

    make_first_version(path)
    back_up = migrations.back_up

    def back_up_while_another_program_is_faster(connection, which, version):
        monkeypatch.setattr(migrations, "back_up", back_up)
        Workspace.open(path).close()
        return back_up(connection, which, version)

    monkeypatch.setattr(migrations, "back_up", back_up_while_another_program_is_faster)
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (NOTE,)
    assert version_of(path) == CURRENT_VERSION


def test_that_an_older_file_that_another_program_writes_to_is_told(path, monkeypatch):
    monkeypatch.setattr("explorer.storage.opening.BUSY_SECONDS", 0.05)
    make_first_version(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="in use by another program"):
            Workspace.open(path)
    assert version_of(path) == 1
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (NOTE,)

"""A workspace opens from arrays, which say the same as its rows; where they do not, that is told and mended."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from explorer.domain.component import ComponentId
from explorer.errors import WorkspaceError
from explorer.graph.example import example_snapshot
from explorer.graph.packing import packed_graph
from explorer.graph.row_columns import ComponentBlock
from explorer.graph.snapshot import Snapshot
from explorer.storage import row_bodies, saved_graphs, snapshot_rows
from explorer.storage.arrays import read_array, write_arrays
from explorer.storage.migrations import migrate
from explorer.storage.workspace import Workspace
from tests.storage import samples
from tests.storage.first_version import COMPONENTS, make_first_version
from tests.storage.samples import SYSTEM, chain_snapshot, contents, rewrite, tables

SNAPSHOT = example_snapshot("app->model model->data data->model app->torch torch->torch app->n1 n1->n2 n2->n3")


def columns(snapshot: Snapshot) -> dict[str, object]:
    """Every array of a graph, to be compared."""
    packed = packed_graph(snapshot.graph).items()
    return {name: array if isinstance(array, bytes) else array.tolist() for name, array in packed}


@pytest.fixture
def number(workspace: Workspace) -> int:
    return workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One workspace for many examples."""
    with Workspace.create(tmp_path_factory.mktemp("w") / "shared.catchment") as opened:
        yield opened


@settings(max_examples=60)
@given(snapshot=samples.snapshots())
def test_that_the_graph_of_the_arrays_is_that_of_the_rows(shared, snapshot):
    number = shared.save_snapshot(ComponentId("system:app"), "app", [], snapshot)
    opened = shared.load_snapshot(number)
    assert columns(opened) == columns(snapshot)
    assert [opened.graph.find(each) for each in snapshot.graph.ids] == list(range(len(snapshot.graph)))
    assert opened.graph.down.targets.tolist() == snapshot.graph.down.targets.tolist()
    assert opened.graph.up.offsets.tolist() == snapshot.graph.up.offsets.tolist()
    rows = [opened.components[place] for place in range(len(opened.components))]
    assert rows == list(snapshot.components)
    assert [opened.relations[place] for place in range(len(opened.relations))] == list(snapshot.relations)


def test_that_no_object_is_made_of_what_nobody_looks_at(workspace, number, monkeypatch):
    made = []
    original = ComponentBlock.__init__
    monkeypatch.setattr(ComponentBlock, "__init__", lambda self, columns: (made.append(1), original(self, columns))[1])
    opened = workspace.load_snapshot(number)
    assert opened.graph.find("torch") is not None
    assert len(opened.components) == len(SNAPSHOT.components)
    assert not made
    assert opened.components[0] == SNAPSHOT.components[0]
    assert made == [1]


def test_that_few_rows_can_be_read_after_their_snapshot_was_removed(workspace, number):
    opened = workspace.load_snapshot(number)
    workspace.remove_system(SYSTEM)
    workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(20))
    assert contents(opened) == contents(SNAPSHOT)


def test_that_many_rows_are_fetched_from_the_file_and_never_taken_for_others(path, monkeypatch):
    monkeypatch.setattr(row_bodies, "HELD_BYTES", 0)
    monkeypatch.setattr(snapshot_rows, "ROWS", 2)
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
        opened = workspace.load_snapshot(number)
        assert contents(opened) == contents(SNAPSHOT)
        assert opened.components[-1] == SNAPSHOT.components[-1]
        assert opened.components[1:4] == list(SNAPSHOT.components[1:4])
        with pytest.raises(IndexError):
            opened.components[len(SNAPSHOT.components)]
        fresh = workspace.load_snapshot(number)
        workspace.remove_system(SYSTEM)
        # The number is given again; the rows must not become those of the next.
        assert workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(20)) == number
        with pytest.raises(WorkspaceError, match="is no longer in"):
            fresh.components[0]
    assert not path.with_name("a.catchment-wal").exists()


def test_that_any_thread_may_ask_for_rows(path, monkeypatch):
    monkeypatch.setattr(row_bodies, "HELD_BYTES", 0)
    monkeypatch.setattr(snapshot_rows, "ROWS", 2)
    with Workspace.create(path) as workspace, ThreadPoolExecutor(4) as pool:
        opened = workspace.load_snapshot(workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(60)))
        places = [*range(60), *range(59, -1, -1)]
        assert list(pool.map(opened.components.__getitem__, places)) == [
            list(opened.components)[each] for each in places
        ]


def test_that_a_snapshot_that_was_read_can_be_kept_again(workspace, number):
    again = workspace.save_snapshot(ComponentId("system:copy"), "copy", [], workspace.load_snapshot(number))
    assert contents(workspace.load_snapshot(again)) == contents(SNAPSHOT)


def test_that_a_block_that_changed_is_told_when_it_is_looked_at(path, monkeypatch):
    monkeypatch.setattr(row_bodies, "HELD_BYTES", 0)
    monkeypatch.setattr(snapshot_rows, "ROWS", 2)
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
    rewrite(path, "UPDATE blocks SET body = x'00' WHERE part = 'components' AND position = 1")
    with Workspace.open(path) as workspace:
        opened = workspace.load_snapshot(number)
        assert opened.components[0] == SNAPSHOT.components[0]
        with pytest.raises(WorkspaceError, match="snapshot of 2026-01-01T00:00:00Z is damaged"):
            opened.components[2]


def test_that_a_graph_in_the_first_form_is_still_read(path):
    """It says so itself; nothing is made anew and nothing is written."""
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
    with closing(sqlite3.connect(path)) as connection, connection:
        about = json.loads(read_array(connection, f"snapshot {number}", "about"))
        arrays = {**packed_graph(SNAPSHOT.graph), "about": json.dumps({**about, "form": 1}).encode()}
        del arrays["names skipped"], arrays["names kept apart"]
        arrays["names"] = "".join(SNAPSHOT.graph.names).encode()
        arrays["names lengths"] = SNAPSHOT.graph.names.lengths.astype(np.uint8)
        starts = {name: read_array(connection, f"snapshot {number}", name) for name in STARTS}
        write_arrays(connection, f"snapshot {number}", {**arrays, **starts})
    before = tables(path, "arrays")
    with Workspace.open(path) as workspace:
        assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)
        assert workspace.notices == ()
    assert tables(path, "arrays") == before


STARTS = ("components starts", "relations starts")

MISFITS = [
    "UPDATE arrays SET body = zeroblob(length(body)) WHERE part = 'ids'",
    "UPDATE arrays SET mark = mark + 1 WHERE part = 'source'",
    "UPDATE arrays SET length = length + 1 WHERE part = 'target'",
    "UPDATE arrays SET form = '<f8' WHERE part = 'kind'",
    "UPDATE arrays SET deflated = 1 - deflated WHERE part = 'ids'",
    "DELETE FROM arrays WHERE part = 'names skipped'",
    "DELETE FROM arrays WHERE part = 'names kept apart'",
    "DELETE FROM arrays WHERE part = 'by target'",
    "DELETE FROM arrays WHERE part = 'components starts'",
]


@pytest.mark.parametrize("statement", MISFITS)
def test_that_arrays_that_do_not_fit_are_told_and_made_anew(path, statement):
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
    before = tables(path, "arrays")
    rewrite(path, statement)
    with Workspace.open(path) as workspace:
        assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)
        assert [each for each in workspace.notices if "does not fit its rows" in each]
    assert tables(path, "arrays") == before
    with Workspace.open(path) as workspace:
        assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)
        assert workspace.notices == ()


def test_that_arrays_of_other_rows_are_not_believed(path):
    """As where another program wrote the rows and knew nothing of arrays."""
    with Workspace.create(path) as workspace:
        first = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
        second = workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->other other->more"))
    rewrite(
        path,
        f"DELETE FROM arrays WHERE owner = 'snapshot {second}'",
        f"UPDATE arrays SET owner = 'snapshot {second}' WHERE owner = 'snapshot {first}'",
    )
    with Workspace.open(path) as workspace:
        assert sorted(workspace.load_snapshot(second).graph.ids) == ["app", "more", "other"]
        assert len(workspace.notices) == 1


def test_that_arrays_of_another_meaning_are_made_anew_without_a_word(path, monkeypatch):
    with Workspace.create(path) as workspace:
        with monkeypatch.context() as patch:
            patch.setitem(saved_graphs.MEANING, "kind", ["spaceship"])
            number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
        assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)
        assert workspace.notices == ()


def test_that_a_file_that_cannot_be_written_still_opens(path, monkeypatch):
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
        workspace._connection.execute("DELETE FROM arrays")
        workspace._connection.execute("PRAGMA query_only=ON")
        assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)
        assert "opens as slowly the next time" in workspace.notices[-1]


def test_that_a_file_of_the_version_before_is_given_its_arrays_when_first_read(path: Path):
    make_first_version(path)
    migrate(path, to=3)
    with Workspace.open(path) as workspace:
        assert sorted(workspace.load_snapshot(1).graph.ids) == sorted(each.id for each in COMPONENTS)
        assert len(workspace.notices) == 1  # That it was brought up to date.
    owners = {row[0] for row in tables(path, "arrays")["arrays"]}
    assert owners == {b"snapshot 1"}
    with Workspace.open(path) as workspace:
        assert isinstance(workspace.load_snapshot(1).components, snapshot_rows.Rows)


def test_that_arrays_go_with_their_snapshot(workspace, number):
    workspace.remove_system(SYSTEM)
    assert tables(workspace.path, "arrays")["arrays"] == []


def test_that_a_graph_too_large_for_one_value_is_not_kept_and_still_opens(workspace, monkeypatch):
    monkeypatch.setattr("explorer.storage.arrays.MOST_BYTES", 10)
    number = workspace.save_snapshot(SYSTEM, "app", [], SNAPSHOT)
    assert tables(workspace.path, "arrays")["arrays"] == []
    assert contents(workspace.load_snapshot(number)) == contents(SNAPSHOT)


def test_that_numbers_come_back_bit_by_bit(workspace):
    from explorer.storage.arrays import read_array, write_arrays

    given = {
        "floats": np.array([0.1, -0.0, np.inf, np.nan, 1e-300]),
        "same": np.full(100_000, 7, np.int64),
        "bytes": bytes(range(256)) * 3,
        "nothing": np.zeros(0, np.int32),
    }
    with closing(sqlite3.connect(workspace.path, isolation_level=None)) as connection:
        write_arrays(connection, "test", given)
        found = {name: read_array(connection, "test", name) for name in given}
        with pytest.raises(ValueError, match="not kept"):
            write_arrays(connection, "words", {"words": np.array(["a"])})
    for name, array in given.items():
        assert bytes(found[name]) == bytes(array), name

"""Snapshots come back as they were saved, and a changed byte in one is noticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings

from explorer.domain.component import ComponentId
from explorer.errors import WorkspaceError
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import snapshot_of
from explorer.storage import blocks, snapshot_rows
from explorer.storage.snapshots import read_snapshot
from explorer.storage.workspace import Workspace
from tests.storage import samples
from tests.storage.samples import SYSTEM, chain_snapshot, contents, rewrite, tables


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One workspace for many examples."""
    with Workspace.create(tmp_path_factory.mktemp("w") / "shared.catchment") as opened:
        yield opened


@settings(max_examples=60)
@given(snapshot=samples.snapshots(), name=samples.texts, target=samples.texts)
def test_that_a_snapshot_comes_back_as_it_was(shared, snapshot, name, target):
    number = shared.save_snapshot(ComponentId(f"system:{name}"), name, [target], snapshot)
    assert contents(shared.load_snapshot(number)) == contents(snapshot)
    entry = next(each for each in shared.systems() if each.snapshot_id == number)
    assert (entry.id, entry.name, entry.targets) == (f"system:{name}", name, (target,))
    assert (entry.components, entry.relations) == (len(snapshot.components), len(snapshot.relations))


def test_that_the_graph_comes_back_column_by_column(workspace):
    snapshot = example_snapshot("app->model model->data data->model app->torch torch->torch")
    loaded = workspace.load_snapshot(workspace.save_snapshot(SYSTEM, "app", [], snapshot)).graph
    assert list(loaded.ids) == list(snapshot.graph.ids)
    for column in ("kind", "knowledge", "supplier", "level", "relation_source", "relation_target", "relation_kind"):
        assert getattr(loaded, column).tolist() == getattr(snapshot.graph, column).tolist()
    assert [[loaded.id_of(node) for node in cycle] for cycle in loaded.cycles()] == [["data", "model"]]


def test_that_rows_of_several_blocks_keep_their_order(workspace, monkeypatch):
    monkeypatch.setattr(snapshot_rows, "ROWS", 7)
    snapshot = chain_snapshot(50)
    number = workspace.save_snapshot(SYSTEM, "app", [], snapshot)
    assert len(tables(workspace.path, "blocks")["blocks"]) == 16  # 51 components and 50 relations, 8 blocks each.
    assert contents(workspace.load_snapshot(number)) == contents(snapshot)


def test_that_an_empty_snapshot_can_be_kept(workspace):
    number = workspace.save_snapshot(SYSTEM, "app", [], snapshot_of(merge([]), ""))
    assert len(workspace.load_snapshot(number).graph) == 0


def test_that_a_snapshot_that_is_not_there_is_a_key_error(workspace):
    with pytest.raises(KeyError):
        workspace.load_snapshot(7)


def test_that_systems_show_their_latest_snapshot_and_keep_the_older(workspace):
    first = workspace.save_snapshot(SYSTEM, "app", ["/old"], chain_snapshot(3))
    second = workspace.save_snapshot(SYSTEM, "renamed", ["/new"], chain_snapshot(2))
    (entry,) = workspace.systems()
    assert (entry.name, entry.targets, entry.snapshot_id, entry.components) == ("renamed", ("/new",), second, 3)
    assert [(each.id, each.components, each.relations) for each in workspace.snapshots(SYSTEM)] == [
        (first, 4, 3),
        (second, 3, 2),
    ]


def test_that_the_portfolio_joins_what_systems_share(workspace):
    workspace.save_snapshot(ComponentId("app1"), "app1", [], example_snapshot("app1->torch"))
    workspace.save_snapshot(ComponentId("app2"), "app2", [], example_snapshot("app2->torch"))
    assert sorted(workspace.portfolio().graph.ids) == ["app1", "app2", "torch"]
    assert [entry.name for entry in workspace.systems()] == ["app1", "app2"]


def test_that_the_portfolio_of_one_system_is_its_snapshot(workspace):
    snapshot = chain_snapshot(3)
    workspace.save_snapshot(SYSTEM, "app", [], snapshot)
    assert contents(workspace.portfolio()) == contents(snapshot)


def test_that_the_portfolio_of_nothing_is_empty(workspace):
    assert len(workspace.portfolio().graph) == 0


def test_that_a_system_goes_with_all_that_is_only_its_own(workspace):
    workspace.save_snapshot(ComponentId("app1"), "app1", [], example_snapshot("app1->torch"))
    workspace.save_snapshot(ComponentId("app2"), "app2", [], example_snapshot("app2->torch"))
    workspace.remove_system(ComponentId("app1"))
    assert sorted(workspace.portfolio().graph.ids) == ["app2", "torch"]
    assert {row[0] for row in tables(workspace.path, "blocks")["blocks"]} == {2}


def test_that_a_snapshot_that_cannot_be_kept_leaves_nothing_behind(workspace, monkeypatch):
    before = tables(workspace.path, "systems", "snapshots", "blocks")
    monkeypatch.setattr(blocks, "MOST_BYTES", 100)
    with pytest.raises(WorkspaceError, match="too large"):
        workspace.save_snapshot(SYSTEM, "app", [], chain_snapshot(50))
    assert tables(workspace.path, "systems", "snapshots", "blocks") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blocks SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB) WHERE part = 'components'",
        "UPDATE blocks SET digest = x'00' WHERE part = 'relations'",
        "DELETE FROM blocks WHERE part = 'components'",
        "DELETE FROM blocks WHERE part = 'relations'",
        "DELETE FROM blocks WHERE part = 'problems'",
        "UPDATE snapshots SET components = 5",
    ],
)
def test_that_a_snapshot_that_was_changed_is_told_as_damaged(path, statement):
    snapshot = example_snapshot("app->app")
    assert snapshot.problems
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", [], snapshot)
    rewrite(path, statement)
    with Workspace.open(path) as workspace:
        with pytest.raises(WorkspaceError, match="snapshot of 2026-01-01T00:00:00Z is damaged") as caught:
            workspace.load_snapshot(number)
        assert "Recover" in caught.value.advice


def test_that_every_row_of_a_snapshot_can_be_looked_at_and_a_broken_one_is_told(workspace):
    snapshot = chain_snapshot(3)
    number = workspace.save_snapshot(SYSTEM, "app", ["/src"], snapshot)
    with closing(sqlite3.connect(workspace.path)) as connection:
        assert contents(read_snapshot(connection, number)) == contents(snapshot)
        connection.execute("UPDATE blocks SET body = zeroblob(9)")
        with pytest.raises(WorkspaceError):
            read_snapshot(connection, number)


def test_that_broken_targets_of_a_system_are_none(workspace):
    workspace.save_snapshot(SYSTEM, "app", ["/src"], chain_snapshot(1))
    rewrite(workspace.path, "UPDATE systems SET targets = '[broken'")
    assert [each.targets for each in workspace.systems()] == [()]

"""The order of the depth map is kept in the workspace: what was there never changes places, what is new settles around it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.component import ComponentId
from explorer.graph.example import example_snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout import strata as strata_module
from explorer.layout.forest import Reading
from explorer.layout.strata import Strata, strata
from explorer.pipeline import first_layout as module
from explorer.pipeline.first_layout import first_layout, kept_strata
from explorer.pipeline.keeping import keep_scan
from explorer.pipeline.scan import scan
from explorer.progress import Progress
from explorer.storage.workspace import Workspace
from tests.storage.samples import rewrite

SYSTEM = ComponentId("app")
BEFORE = "app->a app->b app->c app->d a->x b->y c->z d->x"


def graph_of(text: str) -> SupplyGraph:
    return example_snapshot(text).graph


def row(graph: SupplyGraph, found: Strata, number: int = 1) -> list[str]:
    """The identities of a row from left to right."""
    return [graph.id_of(int(node)) for node in found.node[found.starts[number] : found.starts[number + 1]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.catchment"
    Workspace.create(path).close()
    return path


@pytest.mark.parametrize("reading", list(Reading))
def test_that_a_layout_comes_back_cell_by_cell_without_being_worked_out(path, reading, monkeypatch):
    graph = graph_of(f"{BEFORE} model->data data->model app->model loose->rest alone")
    first = kept_strata(graph, reading, path)
    monkeypatch.setattr(module, "strata", None)
    again = kept_strata(graph, reading, path)
    for name in ("node", "cell", "starts", "left", "right", "parent"):
        assert getattr(again, name).tolist() == getattr(first, name).tolist(), name
    assert (again.reading, again.total, again.loose, again.alone) == (reading, first.total, first.loose, first.alone)


def test_that_each_reading_has_an_order_of_its_own(path):
    graph = graph_of(BEFORE)
    kept_strata(graph, Reading.RELIANCE, path)
    assert kept_strata(graph, Reading.DESCENT, path).reading is Reading.DESCENT
    assert kept_strata(graph, Reading.RELIANCE, path).reading is Reading.RELIANCE


def mirror(path: Path, graph: SupplyGraph) -> Strata:
    """Keep an order that no fresh layout would have."""
    turned = strata(graph, saved=1.0 - strata(graph).shares())
    with Workspace.open(path) as workspace:
        keys = module.keys_of(graph.ids)
        workspace.keep_arrays({"layout reliance": module._layout(graph, turned, keys, module._NOWHERE)})
    return turned


@settings(max_examples=30, deadline=None)
@given(
    gone=st.sets(st.sampled_from("abcd"), max_size=1),
    fresh=st.lists(st.sampled_from(["app->n1", "a->n2", "n1->z", "d->n3 n3->y"]), max_size=3),
)
def test_that_what_stays_keeps_its_order_in_another_session(tmp_path_factory, gone, fresh):
    path = tmp_path_factory.mktemp("w") / "a.catchment"
    Workspace.create(path).close()
    graph = graph_of(BEFORE)
    before = row(graph, mirror(path, graph))
    assert before != row(graph, strata(graph))
    text = " ".join([each for each in BEFORE.split() if not gone & set(each)] + fresh)
    again = graph_of(text)
    after = row(again, kept_strata(again, Reading.RELIANCE, path))
    assert [each for each in after if each in before] == [each for each in before if each in after]


def test_that_what_was_gone_for_a_while_comes_back_to_its_place(path):
    graph = graph_of(BEFORE)
    before = row(graph, mirror(path, graph))
    kept_strata(graph_of("app->a app->c app->d a->x c->z d->x"), Reading.RELIANCE, path)
    kept_strata(graph_of("app->a app->c app->d a->x c->z d->x app->new"), Reading.RELIANCE, path)
    assert row(graph, kept_strata(graph, Reading.RELIANCE, path)) == before


def test_that_another_portfolio_is_laid_out_anew(path):
    mirror(path, graph_of(BEFORE))
    other = graph_of("app->q app->r q->s r->t u->v")
    assert row(other, kept_strata(other, Reading.RELIANCE, path)) == row(other, strata(other))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE arrays SET body = zeroblob(length(body)) WHERE part = 'cell'",
        "DELETE FROM arrays WHERE part = 'parent'",
        "DELETE FROM arrays WHERE part = 'about'",
    ],
)
def test_that_a_layout_that_is_not_whole_is_made_anew_in_the_same_order(path, statement):
    graph = graph_of(BEFORE)
    before = mirror(path, graph)
    rewrite(path, statement)
    assert row(graph, kept_strata(graph, Reading.RELIANCE, path)) == row(graph, before)


@pytest.mark.parametrize(("name", "value"), [("cell", 0), ("cell", 99), ("parent", -5), ("parent", 99), ("starts", 1)])
def test_that_cells_that_are_no_drawing_are_not_drawn(path, name, value):
    graph = graph_of(BEFORE)
    with Workspace.open(path) as workspace:
        (owner, layout), *_ = first_layout(workspace, graph, Progress()).items()
        workspace.keep_arrays({owner: {**layout, name: np.full_like(layout[name], value)}})
    found = kept_strata(graph, Reading.RELIANCE, path)
    assert sorted(found.cell.tolist()) == list(range(len(graph)))
    assert found.starts[0] == 0


def test_that_a_graph_of_nothing_has_a_layout(path):
    graph = graph_of("")
    assert len(kept_strata(graph, Reading.RELIANCE, path)) == 0
    assert len(kept_strata(graph, Reading.RELIANCE, path)) == 0


def test_that_a_scan_is_kept_with_its_layout_in_one_transaction(path, tmp_path, monkeypatch):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "requirements.txt").write_text("torch==2.4.1\nnumpy==2.0.0\n", encoding="utf-8")
    with Workspace.open(path) as workspace:
        snapshot = scan([str(tmp_path / "code")], "app")
        keep_scan(workspace, [str(tmp_path / "code")], snapshot, Progress())
        graph = workspace.portfolio().graph
    monkeypatch.setattr(strata_module, "forest", None)
    assert len(kept_strata(graph, Reading.RELIANCE, path)) == len(graph)


def test_that_a_second_system_leaves_the_layout_of_the_portfolio_alone(path, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "requirements.txt").write_text("torch==2.4.1\n", encoding="utf-8")
    kept = []
    with Workspace.open(path) as workspace:
        for name in ("one", "two"):
            target = str(tmp_path / name)
            keep_scan(workspace, [target], scan([target], name), Progress())
            kept.append(workspace.kept_arrays("layout reliance", ["about"]))
    assert kept[0] is not None
    assert kept[0] == kept[1]


def test_that_layouts_of_earlier_programs_are_found_though_offsets_are_kept_in_fewer_bytes():
    """They were marked by the sums over arrays of 64 bits; the graph is `app` above `model`."""
    graph = example_snapshot("app->model").graph
    assert graph.ids.blob == b"appmodel"
    assert module._mark(graph)[:3] == [2, zlib.crc32(b"appmodel"), zlib.crc32(struct.pack("<3q", 0, 3, 8))]

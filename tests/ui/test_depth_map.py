"""The depth map: what is picked is what is there, counts agree, selection and filter are the session's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentClass
from explorer.layout.settling import keys_of
from explorer.layout.strata import strata
from explorer.ui import theme
from explorer.ui.canvas import strata_canvas
from explorer.ui.canvas.strata_canvas import StrataCanvas
from explorer.ui.canvas.strata_colouring import by_class
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.main_window import MainWindow
from explorer.ui.views.depth_map import MOST_STREAMS, DepthMap
from tests.layout.columns import chain, lineage, ring, star


@pytest.fixture
def depth_map(window: MainWindow) -> DepthMap:
    window.show_view("depth-map")
    wait_until_idle(window.session)
    view = window.views["depth-map"]
    assert isinstance(view, DepthMap)
    return view


def test_that_every_component_of_the_portfolio_has_a_cell(depth_map: DepthMap) -> None:
    census = depth_map.canvas.census()
    assert census.total == len(depth_map.session.snapshot.components)
    assert census.own + census.shared + census.outside == census.total
    assert f"{census.total:,} components" in depth_map.headline()
    assert depth_map.bar.text() == census.text()


def test_that_selection_goes_both_ways(depth_map: DepthMap) -> None:
    session, canvas = depth_map.session, depth_map.canvas
    system = session.snapshot.systems()[0]
    session.select([system])
    assert canvas.selection() == (system,)
    cell = int(canvas.scene.strata.starts[1])
    canvas.select_cells([cell])
    assert session.selection == (canvas.scene.identity(cell),)


def test_that_a_filter_pales_what_it_leaves_out_and_counts_it(depth_map: DepthMap) -> None:
    depth_map.session.set_filter(ComponentFilter(frozenset({ComponentClass.MODEL})))
    models = sum(each.component_class is ComponentClass.MODEL for each in depth_map.session.snapshot.components)
    census = depth_map.canvas.census()
    assert census.filtered == census.total - models
    depth_map.session.set_filter(ComponentFilter())
    assert depth_map.canvas.census().filtered == 0


def test_that_the_bar_says_how_many_relations_the_streams_stand_for(depth_map: DepthMap) -> None:
    assert "stream" not in depth_map.bar.text()
    depth_map._streams.setChecked(True)
    wait_until_idle(depth_map.session)
    census = depth_map.canvas.census()
    assert 0 < census.streams <= MOST_STREAMS
    assert census.streams <= census.streamed < census.across
    assert f"{census.streamed:,} of {census.across:,} relations across" in depth_map.bar.text()


def test_that_after_another_scan_everything_stays_in_order(depth_map: DepthMap) -> None:
    """The order is the workspace's: here it is turned round there, as if it had been made so by an earlier scan."""
    session, before = depth_map.session, depth_map.canvas.scene
    mirrored = strata(before.graph, saved=1 - before.strata.shares())
    places = {"keys": keys_of(before.graph.ids), "shares": mirrored.shares()}
    gone = {"gone keys": np.zeros(0, np.uint64), "gone shares": np.zeros(0)}
    assert session.workspace is not None
    session.workspace.keep_arrays({"layout reliance": {"about": b"{}", **places, **gone}})
    depth_map._laid = replace(depth_map._laid, snapshot=replace(session.snapshot))  # type: ignore[type-var]
    depth_map.refresh()
    wait_until_idle(session)
    after = depth_map.canvas.scene
    assert [after.identity(cell) for cell in range(len(after))] == [
        before.graph.id_of(int(mirrored.node[cell])) for cell in range(len(after))
    ]


def test_that_the_legend_says_unknown_once(depth_map: DepthMap) -> None:
    titles = [shade.title for shade in depth_map.canvas.scene.colouring.shades]
    assert "Unknown" in titles
    assert "Unknown, unknown" not in titles


def test_that_the_strata_are_walked_by_keyboard_and_announced(depth_map: DepthMap, qtbot: QtBot) -> None:
    canvas = depth_map.canvas
    with qtbot.waitSignal(canvas.announced) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert "system" in heard.args[0]
    with qtbot.waitSignal(canvas.announced) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert "depth 1" in heard.args[0]


@pytest.mark.parametrize("key", ["knowledge", "party", "licence", "format", "class"])
def test_that_every_colouring_explains_every_component(depth_map: DepthMap, key: str) -> None:
    depth_map._colour.setCurrentIndex(depth_map._colour.findData(key))
    depth_map._lay_out()
    wait_until_idle(depth_map.session)
    colouring = depth_map.canvas.scene.colouring
    assert colouring.key == key
    assert sum(colouring.counts()) == len(depth_map.session.snapshot.components)
    assert depth_map.legend.accessibleDescription()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_the_picture_is_what_the_screen_shows(depth_map: DepthMap, tmp_path: Path, ending: str) -> None:
    depth_map.render_picture(tmp_path / f"map.{ending}")
    assert (tmp_path / f"map.{ending}").stat().st_size > 1_000


@pytest.mark.parametrize(
    "graph", [lineage(20_000), star(3_000), chain(300), ring(30)], ids=["lineage", "star", "chain", "ring"]
)
def test_that_picking_finds_what_is_under_the_mouse_at_every_zoom(graph: object, qtbot: QtBot) -> None:
    scene = StrataScene(graph, strata(graph), by_class(graph))  # type: ignore[arg-type]
    canvas = StrataCanvas(theme.light(), scene)
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    canvas.viewport.fit(animate=False)
    random = np.random.default_rng(3)
    for _ in range(4):
        census = canvas.census()
        assert census.own + census.shared + census.outside == len(scene)
        for x, y in random.uniform((120, 10), (1190, 790), (50, 2)).tolist():
            cell = canvas.cell_at(QPointF(x, y))
            if cell is not None:
                at, row = canvas.camera.find(QPointF(x, y))
                assert scene.strata.row_of(cell) == int(np.floor(row))
                assert scene.strata.left[cell] <= at < scene.strata.right[cell]
        canvas.viewport.zoom_at_once(3.0, QPointF(600, 200))
    assert not canvas.grab().isNull()


def test_that_a_canvas_of_millions_lets_its_shading_go_while_nobody_sees_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = window.views["depth-map"]
    assert isinstance(view, DepthMap)
    window.show_view("depth-map")
    wait_until_idle(window.session)
    seen = view.canvas.grab().toImage()
    window.show_view("summary")
    assert view.canvas._shading is not None  # Few cells keep it.
    window.show_view("depth-map")
    monkeypatch.setattr(strata_canvas, "MOST_KEPT", 1)
    window.show_view("summary")
    assert view.canvas._shading is None
    window.show_view("depth-map")
    assert view.canvas.grab().toImage() == seen

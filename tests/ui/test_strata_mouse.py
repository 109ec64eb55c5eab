"""What mouse and keyboard do on the cells, in every shape."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from explorer.layout.forest import Reading
from explorer.layout.strata import strata
from explorer.ui import theme
from explorer.ui.canvas.strata_canvas import StrataCanvas
from explorer.ui.canvas.strata_colouring import by_class
from explorer.ui.canvas.strata_light import MOST_LINES
from explorer.ui.canvas.strata_painting import Brushes, paint_strata
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shape import Shape
from tests.layout.columns import lineage
from tests.ui.canvases import pixels_of

Left, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Plain, Shift, Control = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip


@pytest.fixture(params=list(Shape))
def canvas(qtbot: QtBot, request: pytest.FixtureRequest) -> StrataCanvas:
    graph = lineage(200)
    canvas = StrataCanvas(theme.dark(), StrataScene(graph, strata(graph, Reading.DESCENT), by_class(graph)))
    qtbot.addWidget(canvas)
    canvas.resize(1000, 640)
    canvas.set_shape(request.param)
    canvas.viewport.fit(animate=False)
    return canvas


def _at(canvas: StrataCanvas, cell: int) -> QPoint:
    strip = canvas.strip_point(cell)
    assert strip is not None
    return canvas.sheet.to_view(strip).toPoint()


def _wide(canvas: StrataCanvas) -> list[int]:
    """The cells that a mouse can hit, the widest first."""
    placed = canvas.scene.strata
    return sorted(range(len(placed)), key=lambda cell: float(placed.left[cell] - placed.right[cell]))[:4]


def _turn(canvas: StrataCanvas, turn: QPoint, at: QPoint, modifiers: Qt.KeyboardModifier = Plain) -> None:
    wheel = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)


def test_that_clicks_select_add_and_let_go(canvas: StrataCanvas) -> None:
    first, second = _wide(canvas)[:2]
    QTest.mouseClick(canvas, Left, Plain, _at(canvas, first))
    assert canvas.selected_cells == (first,)
    QTest.mouseClick(canvas, Left, Control, _at(canvas, second))
    assert canvas.selected_cells == (first, second)
    QTest.mouseClick(canvas, Left, Control, _at(canvas, first))
    assert canvas.selected_cells == (second,)
    QTest.mouseClick(canvas, Left, Control, QPoint(2, 2))
    assert canvas.selected_cells == (second,)
    QTest.mouseClick(canvas, Left, Plain, QPoint(2, 2))
    assert canvas.selected_cells == ()


def test_that_shift_and_drag_box(canvas: StrataCanvas) -> None:
    QTest.mousePress(canvas, Left, Shift, QPoint(1, 1))
    QTest.mouseMove(canvas, QPoint(999, 639))
    assert not canvas.grab().isNull()
    QTest.mouseRelease(canvas, Left, Shift, QPoint(999, 639))
    assert len(canvas.selected_cells) == len(canvas.scene)


def test_that_a_double_click_asks_for_the_focus_drawing(canvas: StrataCanvas, qtbot: QtBot) -> None:
    cell = _wide(canvas)[1]
    with qtbot.waitSignal(canvas.activated) as asked:
        QTest.mouseDClick(canvas, Left, Plain, _at(canvas, cell))
    assert asked.args == [canvas.scene.identity(cell)]


def test_that_the_wheel_zooms_about_the_mouse_and_moves_with_keys(canvas: StrataCanvas) -> None:
    cell = _wide(canvas)[0]
    at = _at(canvas, cell)
    before = canvas.camera.find(canvas.sheet.to_strip(QPointF(at)))[0]
    _turn(canvas, QPoint(0, 360), at)
    assert canvas.camera.find(canvas.sheet.to_strip(QPointF(at)))[0] == pytest.approx(before, rel=0.01)
    assert canvas.census().outside > 0
    across = canvas.camera.dx
    _turn(canvas, QPoint(0, -60), at, Shift)
    assert canvas.camera.dx == pytest.approx(across - 60)
    _turn(canvas, QPoint(0, -120), at, Control)
    _turn(canvas, QPoint(0, -120 * 30), at)
    assert canvas.census().outside == 0


def test_that_two_fingers_zoom(canvas: StrataCanvas) -> None:
    at = _at(canvas, _wide(canvas)[0])
    before = canvas.camera.across
    for kind, value in ((Qt.NativeGestureType.ZoomNativeGesture, 0.5), (Qt.NativeGestureType.RotateNativeGesture, 9.0)):
        gesture = QNativeGestureEvent(
            kind, QPointingDevice.primaryPointingDevice(), 2, QPointF(at), QPointF(at), QPointF(at), value, QPointF()
        )
        QApplication.sendEvent(canvas, gesture)
    assert canvas.camera.across == pytest.approx(before * 1.5)


def test_that_the_minimap_leads_to_what_it_shows(canvas: StrataCanvas) -> None:
    canvas.viewport.zoom_at_once(8.0, canvas.sheet.paper.topLeft())
    rect = canvas.minimap.rect(canvas.frame())
    assert not rect.isEmpty()
    assert not canvas.grab().isNull()
    right = QPoint(int(rect.right()) - 4, int(rect.center().y()))
    QTest.mousePress(canvas, Left, Plain, rect.center().toPoint())
    QTest.mouseMove(canvas, right)
    QTest.mouseRelease(canvas, Left, Plain, right)
    assert canvas.selected_cells == ()
    assert canvas.viewport.span()[1] == pytest.approx(canvas.scene.strata.total, rel=0.06)


def test_that_the_middle_button_drags_and_hovering_rings(canvas: StrataCanvas) -> None:
    canvas.viewport.zoom_at_once(4.0, canvas.sheet.paper.center())
    cell = next(each for each in _wide(canvas) if canvas.strip_point(each) is not None)
    at = _at(canvas, cell)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, QPointF(at), canvas.mapToGlobal(QPointF(at)), none, none, Plain)
    )
    assert canvas._hovered == cell
    assert not canvas.grab().isNull()
    before = canvas.camera.dx
    QTest.mousePress(canvas, Middle, Plain, at)
    QTest.mouseMove(canvas, at + QPoint(12, 8))
    QTest.mouseRelease(canvas, Middle, Plain, at + QPoint(12, 8))
    assert canvas.camera.dx != before


def test_that_the_tooltip_names_what_is_there(canvas: StrataCanvas) -> None:
    cell = _wide(canvas)[0]
    at = _at(canvas, cell)
    assert canvas.scene.full_name(cell) in canvas.tooltip_at(QPointF(at))
    assert canvas.tooltip_at(QPointF(1, 1)) == ""
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    QToolTip.hideText()


def test_that_keys_walk_to_neighbours_and_along_relations(canvas: StrataCanvas, qtbot: QtBot) -> None:
    placed, graph = canvas.scene.strata, canvas.scene.graph
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.focused == 0
    for key, goal in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Up, 0)):
        qtbot.keyClick(canvas, key)
        assert canvas.focused == goal
    parent = _wide(canvas)[0]
    canvas.set_focused(parent)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    child = canvas.focused
    assert child is not None
    assert placed.parent[child] == parent
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.focused == parent
    canvas.set_focused(child)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert canvas.focused is not None
    assert placed.node[canvas.focused] in graph.up.neighbours(int(placed.node[child]))
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Space, Shift)
    assert len(canvas.selected_cells) == 2
    qtbot.keyClick(canvas, Qt.Key.Key_C, Control)
    assert QApplication.clipboard().text() == "\n".join(canvas.selection())
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selected_cells == ()
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.viewport.fitted


def test_that_many_selected_are_lit_with_their_relations(canvas: StrataCanvas) -> None:
    canvas.select_cells(range(0, len(canvas.scene), 3))
    light, census = canvas.frame().light, canvas.census()
    assert census.relations == light.crossing_up.count + light.crossing_down.count > 0
    assert 0 < census.relations_drawn <= min(census.relations, 2 * MOST_LINES)
    assert not canvas.grab().isNull()


def test_that_no_line_crosses_a_name(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words look the same whether the relations of what is selected are drawn or not."""
    graph = lineage(60)
    canvas = StrataCanvas(theme.light(), StrataScene(graph, strata(graph, Reading.DESCENT), by_class(graph)))
    qtbot.addWidget(canvas)
    canvas.resize(1400, 700)
    canvas.viewport.fit(animate=False)
    canvas.select_cells(_wide(canvas))
    brushes, image = Brushes(), QImage(1400, 700, QImage.Format.Format_RGB32)

    def painted() -> np.ndarray:
        painter = QPainter(image)
        paint_strata(painter, canvas.frame(), brushes)
        painter.end()
        return pixels_of(image)

    drawn = painted()
    monkeypatch.setattr("explorer.ui.canvas.strata_painting.paint_relations", lambda painter, frame: None)
    bare = painted()
    assert (drawn != bare).any()
    assert len(brushes.labels.boxes) > 3
    for box in brushes.labels.boxes:
        left, top, right, bottom = (
            round(side) for side in (box.left() + 1, box.top() + 1, box.right() - 1, box.bottom() - 1)
        )
        assert (drawn[top:bottom, left:right] == bare[top:bottom, left:right]).all()

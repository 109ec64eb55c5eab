from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QPolygonF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from explorer.ui.canvas.lasso import Lasso
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from tests.layout.synthetic import chain, small, star
from tests.ui.canvases import canvas_of, mark_named

Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier
Plain = Qt.KeyboardModifier.NoModifier


def _at(canvas: LineageCanvas, label: str) -> QPoint:
    mark, place = mark_named(canvas, label), canvas.scene.placement
    return canvas.camera.see(QPointF(float(place.x[mark]), float(place.y[mark]))).toPoint()


def test_that_a_click_selects_and_a_click_beside_selects_nothing(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    QTest.mouseClick(canvas, Left, Plain, _at(canvas, "brook"))
    assert canvas.selection() == ("pkg:pypi/brook@2.4.1",)
    QTest.mouseClick(canvas, Left, Plain, QPoint(640, 780))
    assert canvas.selection() == ()


def test_that_control_click_adds_and_takes_away(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    QTest.mouseClick(canvas, Left, Plain, _at(canvas, "brook"))
    QTest.mouseClick(canvas, Left, Control, _at(canvas, "ticket-desk"))
    assert set(canvas.selection()) == {"pkg:pypi/brook@2.4.1", "mcp:ticket-desk"}
    QTest.mouseClick(canvas, Left, Control, _at(canvas, "brook"))
    assert canvas.selection() == ("mcp:ticket-desk",)


def test_that_shift_drag_boxes(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    corner, far = QPoint(5, 60), QPoint(1275, 790)
    QTest.mousePress(canvas, Left, Shift, corner)
    QTest.mouseMove(canvas, far)
    QTest.mouseRelease(canvas, Left, Shift, far)
    assert len(canvas.selected_marks) == 15


def test_that_a_drag_moves_the_paper_and_selects_nothing(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    before = canvas.camera
    QTest.mousePress(canvas, Left, Plain, QPoint(600, 700))
    QTest.mouseMove(canvas, QPoint(640, 730))
    QTest.mouseMove(canvas, QPoint(700, 760))
    QTest.mouseRelease(canvas, Left, Plain, QPoint(700, 760))
    assert (canvas.camera.dx - before.dx, canvas.camera.dy - before.dy) == pytest.approx((100, 60))
    assert canvas.selected_marks == ()


def _wheel(canvas: LineageCanvas, where: QPoint, turn: int) -> None:
    event = QWheelEvent(
        QPointF(where),
        QPointF(where),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Plain,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_that_the_wheel_zooms_about_the_mouse(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    where = QPoint(400, 300)
    fixed, before = canvas.camera.find(QPointF(where)), canvas.camera.scale
    _wheel(canvas, where, 120)
    assert canvas.camera.scale == pytest.approx(before * 1.2)
    seen = canvas.camera.see(fixed)
    assert (seen.x(), seen.y()) == pytest.approx((400, 300))


def test_that_a_double_click_opens_a_bundle(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, star(500))
    with qtbot.waitSignal(canvas.expand_requested) as told:
        QTest.mouseDClick(canvas, Left, Plain, _at(canvas, "packages (500)"))
    assert len(told.args[0]) == 500


def test_that_a_double_click_puts_a_component_in_focus(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    with qtbot.waitSignal(canvas.activated) as told:
        QTest.mouseDClick(canvas, Left, Plain, _at(canvas, "brook"))
    assert told.args == [("pkg:pypi/brook@2.4.1",)]


# The offscreen platform says this of every menu.
_quiet = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def _menu(canvas: LineageCanvas, label: str) -> QMenu:
    where = _at(canvas, label)
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, canvas.mapToGlobal(where)))
    return canvas.findChildren(QMenu)[-1]


@_quiet
def test_that_the_context_menu_selects_and_offers_everything(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    with qtbot.waitSignal(canvas.context_requested) as told:
        menu = _menu(canvas, "brook")
    assert told.args[0] == ("pkg:pypi/brook@2.4.1",)
    texts = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "Focus here",
        "Show path to system",
        "Expand",
        "Collapse",
        "Pin or unpin",
        "Add trust delegation…",
        "Add residual risk…",
        "Copy identity",
    ]
    menu.close()


@_quiet
@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Add trust delegation…", "delegation_requested"),
        ("Add residual risk…", "risk_requested"),
        ("Focus here", "activated"),
    ],
)
def test_that_the_menu_asks_for_what_it_says(qtbot: QtBot, text: str, signal: str) -> None:
    canvas = canvas_of(qtbot, small())
    menu = _menu(canvas, "brook")
    action = next(one for one in menu.actions() if one.text().replace("&", "") == text)
    with qtbot.waitSignal(getattr(canvas, signal)) as told:
        action.trigger()
    assert told.args == [("pkg:pypi/brook@2.4.1",)]
    menu.close()


@_quiet
def test_that_only_bundles_can_be_expanded(qtbot: QtBot) -> None:
    single, bundle = canvas_of(qtbot, small()), canvas_of(qtbot, star(500))
    for canvas, label, can in ((single, "brook", False), (bundle, "packages", True)):
        menu = _menu(canvas, label)
        action = next(one for one in menu.actions() if "xpand" in one.text())
        assert action.isEnabled() is can
        menu.close()


@_quiet
def test_that_a_judgement_is_about_one_component_only(qtbot: QtBot) -> None:
    for snapshot, label, can in ((small(), "brook", True), (star(500), "packages", False)):
        menu = _menu(canvas_of(qtbot, snapshot), label)
        actions = [one for one in menu.actions() if one.text().startswith("Add")]
        assert [one.isEnabled() for one in actions] == [can, can]
        menu.close()


def test_that_the_minimap_moves_the_view(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, chain(60))
    frame = canvas.frame()
    rect = canvas.minimap.rect(frame)
    assert not rect.isEmpty()
    QTest.mouseClick(canvas, Left, Plain, (rect.topRight() + QPointF(-2, rect.height() / 2)).toPoint())
    last = len(canvas.scene.drawing) - 1
    assert last in canvas.frame().visible()


def test_that_there_is_no_minimap_while_everything_is_seen(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    assert canvas.minimap.rect(canvas.frame()).isEmpty()


def test_that_hovering_paints_more_but_selects_nothing(qtbot: QtBot) -> None:
    from tests.ui.canvases import pixels

    canvas = canvas_of(qtbot, small())
    before = pixels(canvas)
    QTest.mouseMove(canvas, _at(canvas, "heron-7b"))
    canvas.set_hovered(mark_named(canvas, "heron-7b"))
    assert (pixels(canvas) != before).any()
    assert canvas.selected_marks == ()
    canvas.set_hovered(None)
    assert (pixels(canvas) == before).all()


def _loop(canvas: LineageCanvas, corners: list[QPoint], keys: Qt.KeyboardModifier = Plain) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_L)
    QTest.mousePress(canvas, Left, keys, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(canvas, corner)
    QTest.mouseRelease(canvas, Left, keys, corners[-1])


def _around(point: QPoint) -> list[QPoint]:
    return [point + QPoint(*step) for step in ((-14, -14), (14, -14), (14, 14), (-14, 14))]


def test_that_a_loop_selects_what_lies_inside_it_and_nothing_between(qtbot: QtBot) -> None:
    """An L-shaped loop around two marks leaves out what a box around both would hold."""
    canvas = canvas_of(qtbot, small())
    before = canvas.camera
    _loop(canvas, _around(_at(canvas, "brook")))
    assert canvas.selection() == ("pkg:pypi/brook@2.4.1",)
    assert canvas.camera == before
    assert not canvas.draws_loop
    _loop(canvas, _around(_at(canvas, "ticket-desk")), Control)
    assert set(canvas.selection()) == {"pkg:pypi/brook@2.4.1", "mcp:ticket-desk"}


def test_that_escape_puts_the_loop_away(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert canvas.draws_loop
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.draws_loop
    QTest.mousePress(canvas, Left, Plain, QPoint(600, 700))
    QTest.mouseMove(canvas, QPoint(700, 760))
    QTest.mouseRelease(canvas, Left, Plain, QPoint(700, 760))
    assert canvas.selected_marks == ()


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9),
    st.lists(st.tuples(st.floats(-1, 41), st.floats(-1, 41)), min_size=1, max_size=20),
)
def test_that_a_loop_holds_what_qts_polygons_hold(
    corners: list[tuple[int, int]], points: list[tuple[float, float]]
) -> None:
    """Points are moved off whole numbers, because what lies on the loop itself may count either way."""
    lasso = Lasso(QPointF(*corners[0]))
    lasso.corners += [QPointF(*corner) for corner in corners[1:]]
    points = [(round(x) + 0.317, round(y) + 0.683) for x, y in points]
    polygon = QPolygonF([QPointF(*corner) for corner in corners])
    x, y = np.array(points).T
    wanted = [polygon.containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill) for point in points]
    assert lasso.holds(x, y).tolist() == wanted


def test_that_with_larger_text_all_is_drawn_larger_and_the_mouse_still_finds_it(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.show()
    usual = canvas.view()
    canvas.setStyleSheet("QWidget { font-size: 26px; }")  # Twice the usual 13.
    QApplication.processEvents()
    assert canvas.view().width() * 2 == pytest.approx(canvas.width())
    assert usual.width() == pytest.approx(canvas.width())
    place = canvas.scene.placement
    assert place.width * canvas.camera.scale <= canvas.view().width()  # The whole drawing is in view still.
    QTest.mouseClick(canvas, Left, Plain, _at(canvas, "brook") * 2)
    assert canvas.selection() == ("pkg:pypi/brook@2.4.1",)
    before = canvas.camera.scale
    _wheel(canvas, _at(canvas, "brook") * 2, 120)
    assert canvas.camera.scale > before

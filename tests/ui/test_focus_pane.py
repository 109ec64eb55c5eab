"""The whole becomes the focus drawing of what is under the mouse, and gives it back, without a jump."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentClass
from explorer.ui.canvas.menu import Command
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.main_window import MainWindow
from explorer.ui.views.cells_view import CellsView


@pytest.fixture(params=["depth-map", "atlas"])
def view(window: MainWindow, request: pytest.FixtureRequest) -> Iterator[CellsView]:
    window.show_view(request.param)
    wait_until_idle(window.session)
    found = window.views[request.param]
    assert isinstance(found, CellsView)
    QApplication.instance().setProperty("reduceMotion", True)  # type: ignore[union-attr]
    yield found
    QApplication.instance().setProperty("reduceMotion", None)  # type: ignore[union-attr]


def _seen(view: CellsView, cell: int) -> QPointF:
    strip = view.canvas.strip_point(cell)
    assert strip is not None
    return view.canvas.sheet.to_view(strip)


def _glyph(view: CellsView, identity: str) -> QPointF:
    canvas = view.focus.canvas
    (mark,) = canvas.scene.marks_of([identity])  # type: ignore[list-item]
    place = canvas.scene.placement
    return canvas.camera.see(QPointF(float(place.x[mark]), float(place.y[mark])))


def _turn(view: CellsView, canvas: object, notches: int, at: QPointF) -> None:
    position = canvas.mapToGlobal(at.toPoint())  # type: ignore[attr-defined]
    wheel = QWheelEvent(
        at, QPointF(position), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)  # type: ignore[arg-type]
    QApplication.processEvents()


def test_that_the_glyph_appears_where_the_cell_was_and_the_whole_comes_back_as_it_was(view: CellsView) -> None:
    canvas = view.canvas
    cell = int(canvas.scene.strata.starts[1])
    identity, at, camera = canvas.scene.identity(cell), _seen(view, cell), canvas.camera
    canvas.activate(cell)
    wait_until_idle(view.session)
    assert view.in_focus
    glyph = _glyph(view, identity)
    assert (glyph.x(), glyph.y()) == pytest.approx((at.x(), at.y()), abs=0.5)
    assert view.session.selection == (identity,) == view.focus.canvas.selection()
    assert view.bar.text().startswith("Focus: Shown ")
    view.focus.canvas.viewport.zoom(0.2)
    assert not view.in_focus
    assert canvas.camera == camera
    assert canvas.selection() == (identity,)
    assert view.bar.text() == canvas.census().text()


def test_that_the_wheel_leads_in_and_out_again(view: CellsView) -> None:
    canvas = view.canvas
    cell = int(canvas.scene.strata.starts[1])
    for _ in range(60):
        if view.in_focus:
            break
        at = _seen(view, cell)
        _turn(view, canvas, 1, at)
    wait_until_idle(view.session)
    assert view.in_focus
    assert view.session.selection == (canvas.scene.identity(cell),)
    for _ in range(40):
        if not view.in_focus:
            break
        _turn(view, view.focus.canvas, -1, QPointF(view.focus.canvas.rect().center()))
    assert not view.in_focus


def test_that_the_wheel_leads_in_without_selecting_anything_else(view: CellsView) -> None:
    canvas = view.canvas
    chosen, cell = canvas.scene.identity(0), int(canvas.scene.strata.starts[1])
    view.session.select([chosen])
    for _ in range(60):
        if view.in_focus:
            break
        _turn(view, canvas, 1, _seen(view, cell))
    wait_until_idle(view.session)
    assert view.in_focus
    assert view.session.selection == (chosen,)


def test_that_the_keyboard_leads_in_and_out_again(view: CellsView, qtbot: QtBot) -> None:
    canvas = view.canvas
    canvas.set_focused(0)
    for _ in range(60):
        if view.in_focus:
            break
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
        wait_until_idle(view.session)
    assert view.in_focus
    qtbot.keyClick(view.focus.canvas, Qt.Key.Key_Escape)  # First what is selected is let go.
    qtbot.keyClick(view.focus.canvas, Qt.Key.Key_Escape)
    assert not view.in_focus
    canvas.activate(0)
    wait_until_idle(view.session)
    assert view.go_back()
    assert not view.go_back()


def test_that_filter_theme_and_picture_hold_for_the_focus_drawing(view: CellsView, tmp_path: Path) -> None:
    view.canvas.activate(int(view.canvas.scene.strata.starts[1]))
    wait_until_idle(view.session)
    before = len(view.focus.canvas.scene.drawing)
    view.session.set_filter(ComponentFilter(frozenset({ComponentClass.MODEL})))
    wait_until_idle(view.session)
    assert len(view.focus.canvas.scene.drawing) < before
    view.session.set_filter(ComponentFilter())
    wait_until_idle(view.session)
    view.render_picture(tmp_path / "focus.svg")
    assert "Lineage" not in view.focus.canvas.accessibleName()
    assert (tmp_path / "focus.svg").stat().st_size > 2_000
    assert not view.legend.isVisible()


def test_that_the_focus_drawing_is_walked_on_in(view: CellsView) -> None:
    view.canvas.activate(int(view.canvas.scene.strata.starts[1]))
    wait_until_idle(view.session)
    focus = view.focus.canvas
    first = focus.scene
    other = next(mark for mark in range(len(first.drawing)) if mark != focus.focused and not first.is_bundle(mark))
    focus.set_focused(other)
    focus.select_marks([other])
    assert view.session.selection == focus.selection()
    focus.run(Command.PIN)
    focus.run(Command.TRAIL)
    assert focus.trail_shown
    focus.run(Command.EXPAND)
    focus.run(Command.COLLAPSE)
    focus.run(Command.FOCUS)
    wait_until_idle(view.session)
    assert view.in_focus
    view.fit.click()
    view.focus.back.click()
    assert not view.in_focus


def test_that_commands_work_on_cells_too(view: CellsView, qtbot: QtBot) -> None:
    canvas, placed = view.canvas, view.canvas.scene.strata
    parent = int(placed.parent[-1])
    canvas.select_cells([parent])
    canvas.set_focused(parent)
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert canvas.pinned == (canvas.scene.identity(parent),)
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert canvas.pinned == ()
    with qtbot.waitSignal(canvas.announced) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_T)
    assert heard.args[0].startswith(f"{placed.row_of(parent)} step")
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    left, right = canvas.viewport.span()
    assert left <= float(placed.left[parent]) + 1e-6
    assert right >= float(placed.right[parent]) - 1e-6
    qtbot.keyClick(canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    wider = canvas.viewport.span()
    assert wider[1] - wider[0] >= right - left
    canvas.run(Command.COPY)
    assert QApplication.clipboard().text() == canvas.scene.identity(parent)
    with qtbot.waitSignal(canvas.edit_requested) as asked:
        canvas.run(Command.RISK)
    assert asked.args == ["risk", canvas.scene.identity(parent)]
    for dialog in view.window().findChildren(QMenu):
        dialog.close()


# The offscreen platform says this of every menu.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_that_there_is_a_menu_on_a_cell(view: CellsView) -> None:
    canvas = view.canvas
    at = _seen(view, 0).toPoint()
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    (menu,) = [each for each in canvas.findChildren(QMenu) if each.isVisible()]
    assert menu.actions()[0].text() == Command.FOCUS.text
    menu.close()
    assert canvas.selection() == (canvas.scene.identity(0),)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))


def test_that_the_fade_goes_away_by_itself(view: CellsView, qtbot: QtBot) -> None:
    QApplication.instance().setProperty("reduceMotion", None)  # type: ignore[union-attr]
    view.canvas.activate(0)
    wait_until_idle(view.session)
    qtbot.waitUntil(lambda: not [each for each in view.stack.children() if type(each).__name__ == "_Veil"])
    assert view.in_focus

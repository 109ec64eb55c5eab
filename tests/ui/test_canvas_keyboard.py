from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.layout.focus import draw, focus_on
from explorer.layout.survey import Question, survey
from explorer.ui import theme
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from tests.layout.synthetic import empty, small, star
from tests.ui.canvases import canvas_of, mark_named

Key = Qt.Key


def _press(canvas: LineageCanvas, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(canvas, key, modifier)


def _label(canvas: LineageCanvas) -> str:
    assert canvas.focused is not None
    return canvas.scene.labels[canvas.focused]


def test_that_the_first_key_goes_to_the_first_system(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    _press(canvas, Key.Key_Right)
    assert _label(canvas) == "support-assistant"


def test_that_arrows_go_to_the_nearest_mark_in_their_direction(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_focused(mark_named(canvas, "support-lora"))
    place, here = canvas.scene.placement, mark_named(canvas, "support-lora")
    for key, axis, sign in (
        (Key.Key_Up, place.y, -1),
        (Key.Key_Down, place.y, 1),
        (Key.Key_Left, place.x, -1),
        (Key.Key_Right, place.x, 1),
    ):
        canvas.set_focused(here)
        _press(canvas, key)
        assert canvas.focused is not None
        assert (axis[canvas.focused] - axis[here]) * sign > 0


def test_that_brackets_follow_relations_up_and_down(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_focused(mark_named(canvas, "support-lora"))
    _press(canvas, Key.Key_BracketLeft)
    assert _label(canvas) == "heron-7b-chat"
    _press(canvas, Key.Key_BracketRight)
    assert _label(canvas) == "support-lora"


def test_that_brackets_stay_where_nothing_leads_on(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_focused(mark_named(canvas, "training data"))
    _press(canvas, Key.Key_BracketLeft)
    assert _label(canvas) == "training data"


def test_that_tab_goes_through_the_stratum_and_then_leaves(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    canvas, after = LineageCanvas(theme.light()), QLineEdit()
    graph = small().graph
    canvas.set_drawing(draw(focus_on(survey(graph, Question()))), graph)
    layout.addWidget(canvas)
    layout.addWidget(after)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    canvas.setFocus()
    canvas.set_focused(mark_named(canvas, "support-assistant"))
    _press(canvas, Key.Key_Right)
    seen = {_label(canvas)}
    for _ in range(3):
        _press(canvas, Key.Key_Tab)
        seen.add(_label(canvas))
    assert seen <= {"support-lora", "brook", "ticket-desk", "support-image"}
    for _ in range(4):
        if canvas.hasFocus():
            _press(canvas, Key.Key_Tab)
    assert after.hasFocus()
    window.close()


def test_that_space_selects_and_shift_space_adds(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    first, second = mark_named(canvas, "support-lora"), mark_named(canvas, "brook")
    canvas.set_focused(first)
    with qtbot.waitSignal(canvas.selected) as told:
        _press(canvas, Key.Key_Space)
    assert told.args == [("pkg:huggingface/harbor-ai/support-lora",)]
    canvas.set_focused(second)
    _press(canvas, Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.selected_marks == tuple(sorted((first, second)))
    _press(canvas, Key.Key_Space)
    assert canvas.selected_marks == ()


def test_that_escape_selects_nothing(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_focused(0)
    canvas.select_marks([0])
    _press(canvas, Key.Key_Escape)
    assert canvas.selected_marks == ()


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "activated"),
        (Key.Key_P, Qt.KeyboardModifier.NoModifier, "pin_requested"),
        (Key.Key_T, Qt.KeyboardModifier.NoModifier, "trail_requested"),
        (Key.Key_E, Qt.KeyboardModifier.NoModifier, "expand_requested"),
        (Key.Key_E, Qt.KeyboardModifier.ShiftModifier, "collapse_requested"),
    ],
)
def test_that_letters_ask_for_what_they_stand_for(
    qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, signal: str
) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_focused(mark_named(canvas, "heron-7b"))
    with qtbot.waitSignal(getattr(canvas, signal)) as told:
        _press(canvas, key, modifier)
    assert told.args == [("pkg:huggingface/northwind-lab/heron-7b",)] or told.args == [
        ("pkg:huggingface/stillwater/heron-7b-chat",)
    ]


def test_that_plus_minus_and_nought_zoom(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    before = canvas.camera.scale
    _press(canvas, Key.Key_Plus)
    assert canvas.camera.scale == pytest.approx(before * 1.25)
    _press(canvas, Key.Key_Minus)
    assert canvas.camera.scale == pytest.approx(before)
    _press(canvas, Key.Key_0)
    assert canvas.camera.scale == pytest.approx(1.0)


def test_that_f_shows_the_whole_drawing(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    whole = canvas.camera
    canvas.viewport.pan(500, 300)
    _press(canvas, Key.Key_F)
    assert canvas.camera == whole


def test_that_a_mark_out_of_sight_is_brought_into_view(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.viewport.pan(-5000, 0)
    mark = mark_named(canvas, "support-assistant")
    canvas.set_focused(mark)
    assert mark in canvas.frame().visible()


def test_that_a_move_is_announced_in_words(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    with qtbot.waitSignal(canvas.announced) as told:
        canvas.set_focused(mark_named(canvas, "brook"))
    assert told.args == ["brook 2.4.1, package, depth 1, 1 dependant, verified"]


def test_that_a_bundle_is_announced_with_its_number(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, star(500))
    with qtbot.waitSignal(canvas.announced) as told:
        canvas.set_focused(1)
    assert told.args == ["packages (500), bundle, depth 1, 1 dependant, declared"]


def test_that_control_c_copies_the_identities(qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    canvas = canvas_of(qtbot, small())
    canvas.set_focused(mark_named(canvas, "brook"))
    canvas.select_marks([mark_named(canvas, "brook")])
    _press(canvas, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "pkg:pypi/brook@2.4.1"


def test_that_keys_do_nothing_on_an_empty_canvas(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, empty())
    for key in (Key.Key_Right, Key.Key_BracketLeft, Key.Key_Space, Key.Key_E, Key.Key_F, Key.Key_Plus, Key.Key_Tab):
        _press(canvas, key)
    assert canvas.focused is None


def test_that_the_canvas_says_what_it_is(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    assert canvas.accessibleName() == "Lineage drawing"
    assert "15 of 15 components shown" in canvas.accessibleDescription()

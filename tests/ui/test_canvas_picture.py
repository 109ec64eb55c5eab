"""A heavy drawing is painted in steps: what stands in for it meanwhile, and that the whole is the same in the end."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from explorer.layout.drawing import CLASSES
from explorer.layout.focus import draw, focus_on
from explorer.layout.survey import Question, survey
from explorer.ui import theme
from explorer.ui.canvas.frame import HEADER, Frame
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.canvas.painting import paint
from explorer.ui.canvas.picture import Picture, is_heavy
from tests.layout.synthetic import portfolio
from tests.ui.canvases import pixels_of

MARKS = 500


def _heavy(qtbot: QtBot) -> LineageCanvas:
    graph = portfolio(4, 4 * MARKS).graph
    canvas = LineageCanvas(theme.light())
    qtbot.addWidget(canvas)
    canvas.resize(1280, 800)
    canvas.set_drawing(draw(focus_on(survey(graph, Question()), few=MARKS, many=MARKS)), graph)
    assert is_heavy(canvas.frame())
    return canvas


def _drawn(picture: Picture, frame: Frame, at_once: bool) -> np.ndarray:
    pixmap = QPixmap(frame.view.size().toSize())
    painter = QPainter(pixmap)
    picture.draw(painter, frame, at_once)
    painter.end()
    return pixels_of(pixmap.toImage())


def _painted(frame: Frame) -> np.ndarray:
    pixmap = QPixmap(frame.view.size().toSize())
    painter = QPainter(pixmap)
    paint(painter, frame)
    painter.end()
    return pixels_of(pixmap.toImage())


def _finish(picture: Picture) -> int:
    turns = 1
    while not picture.go_on():
        turns += 1
    return turns


def test_that_a_picture_painted_in_steps_is_the_same_as_one_painted_at_once(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr("explorer.ui.canvas.picture.TURN", 0.0)
    frame, picture = _heavy(qtbot).frame(), Picture()
    begun = _drawn(picture, frame, at_once=False)
    assert picture.unfinished
    assert _finish(picture) > 10
    assert not picture.unfinished
    whole = _painted(frame)
    assert (_drawn(picture, frame, at_once=False) == whole).all()
    assert (begun != whole).any(axis=2).mean() > 0.02


def test_that_the_last_picture_stands_in_for_one_in_another_light(qtbot: QtBot) -> None:
    canvas, picture = _heavy(qtbot), Picture()
    before = _drawn(picture, canvas.frame(), at_once=True)
    canvas.select_marks([40])
    picture.forget()
    assert (_drawn(picture, canvas.frame(), at_once=False) == before).all()
    _finish(picture)
    after = _drawn(picture, canvas.frame(), at_once=False)
    assert (after == _painted(canvas.frame())).all()
    assert (after != before).any()


def test_that_a_picture_moves_before_it_is_painted_anew(qtbot: QtBot) -> None:
    canvas, picture = _heavy(qtbot), Picture()
    before = _drawn(picture, canvas.frame(), at_once=True)
    canvas.viewport.pan(40.0, 0.0)
    moved = _drawn(picture, canvas.frame(), at_once=False)
    assert not picture.unfinished
    top = round(HEADER) + 1
    assert (moved[top:, 60:] == before[top:, 20:-40]).all()


def test_that_marks_are_seen_before_a_far_camera_is_painted(qtbot: QtBot) -> None:
    """A picture that covers little of the view is not enough: where it does not reach, specks say where marks stand."""
    canvas, picture = _heavy(qtbot), Picture()
    canvas.viewport.fit(animate=False)
    far = canvas.camera
    canvas.viewport.go_to(far.zoomed(4.0, canvas.viewport.rect.center()), animate=False)
    _drawn(picture, canvas.frame(), at_once=True)
    canvas.viewport.go_to(far, animate=False)
    frame = canvas.frame()
    seen = _drawn(picture, frame, at_once=False)
    assert picture.unfinished
    x, y = (
        np.round(frame.x(frame.scene.placement.x)).astype(int),
        np.round(frame.y(frame.scene.placement.y)).astype(int),
    )
    beside = (np.abs(x - 640) > 180) & (y > round(HEADER) + 2)
    colours = np.array([QColor(theme.light().class_colour(CLASSES[code])).getRgb()[:3] for code in range(len(CLASSES))])
    wanted = colours[frame.scene.drawing.component_class[beside]]
    assert beside.sum() > 100
    assert (seen[y[beside], x[beside]] == wanted).all(axis=1).mean() > 0.95


def test_that_a_visible_canvas_finishes_its_picture_by_itself(qtbot: QtBot) -> None:
    canvas = _heavy(qtbot)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.viewport.come_to_rest()
    qtbot.waitUntil(lambda: not canvas._picture.unfinished and canvas._picture._is_true(canvas.frame()), timeout=10_000)

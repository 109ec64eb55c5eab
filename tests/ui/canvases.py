"""Canvases with made-up drawings for tests."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.graph.snapshot import Snapshot
from explorer.layout.focus import draw, focus_on
from explorer.layout.survey import Question, survey
from explorer.ui import theme
from explorer.ui.canvas.lineage_canvas import LineageCanvas


def canvas_of(qtbot: QtBot, snapshot: Snapshot, few: int = 60, size: tuple[int, int] = (1280, 800)) -> LineageCanvas:
    """A canvas that shows a snapshot, with animation off so that every step is final."""
    canvas = LineageCanvas(theme.light())
    qtbot.addWidget(canvas)
    canvas.resize(*size)
    canvas.set_drawing(draw(focus_on(survey(snapshot.graph, Question()), few=few)), snapshot.graph)
    return canvas


def mark_named(canvas: LineageCanvas, label: str) -> int:
    """The mark whose label begins like this."""
    return next(mark for mark, text in enumerate(canvas.scene.labels) if text.startswith(label))


def pixels(widget: QWidget) -> np.ndarray:
    """(height, width, 3): the red, green and blue of what a widget shows."""
    return pixels_of(widget.grab().toImage())


def pixels_of(image: QImage) -> np.ndarray:
    """(height, width, 3): the red, green and blue of an image."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


def distance(first: np.ndarray, colour: str) -> np.ndarray:
    """How far each pixel is from a colour."""
    wanted = QColor(colour)
    return np.abs(first - np.array([wanted.red(), wanted.green(), wanted.blue()])).sum(axis=2)

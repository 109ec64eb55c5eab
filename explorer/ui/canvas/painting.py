"""One picture of a scene, from the ground up: the same for the screen, an image and a file of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.header import paint_header
from explorer.ui.canvas.line_words import paint_words
from explorer.ui.canvas.lines import line_steps, seen_knots
from explorer.ui.canvas.marks import glyph_steps, paint_specks
from explorer.ui.canvas.paper import paint_paper
from explorer.ui.canvas.rings import paint_glow, paint_rings
from explorer.ui.canvas.signs import paint_signs
from explorer.ui.canvas.type import sized
from explorer.ui.canvas.words import line_begins, paint_labels, shown_labels

Step = Callable[[QPainter], None]

EMPTY_TITLE = "Nothing is drawn here yet"
EMPTY_TEXT = (
    "This is where everything upstream of your systems appears: models, data, packages, tools, hubs, hardware and the "
    "parties behind them, in strata of depth. Scan a folder or import a bill of materials to begin."
)


def paint(painter: QPainter, frame: Frame) -> None:
    """Paint a frame, or say what would be here."""
    paint_below_header(painter, frame)
    if len(frame.scene.drawing):
        paint_header(painter, frame)


def paint_below_header(painter: QPainter, frame: Frame) -> None:
    """Everything but the strip along the top, which does not move with the paper."""
    for step in steps(frame):
        paint_step(painter, frame, step)


def paint_step(painter: QPainter, frame: Frame, step: Step) -> None:
    """Paint one step of a picture, and leave the painter as it was."""
    painter.save()
    painter.setClipRect(frame.view, Qt.ClipOperation.IntersectClip)
    step(painter)
    painter.restore()


def steps(frame: Frame) -> Iterator[Step]:
    """The picture below the header from the ground up; each step takes some milliseconds at most."""
    yield lambda painter: paint_paper(painter, frame)
    if not len(frame.scene.drawing):
        yield lambda painter: _empty(painter, frame)
        return
    marks = frame.visible()
    labels = shown_labels(frame, marks)
    knots = seen_knots(frame, line_begins(frame, labels))
    yield lambda painter: paint_glow(painter, frame)
    yield from line_steps(frame, knots)
    yield lambda painter: paint_labels(painter, frame, labels)
    yield from glyph_steps(frame, marks)
    yield lambda painter: paint_words(painter, frame, labels, knots)
    yield lambda painter: paint_signs(painter, frame, labels, knots)
    yield lambda painter: paint_rings(painter, frame)


def sketch(painter: QPainter, frame: Frame) -> None:
    """The paper and where the marks stand on it, until the picture is done."""
    paint_step(painter, frame, lambda each: paint_paper(each, frame))
    paint_step(painter, frame, lambda each: paint_specks(each, frame, frame.visible()))


def _empty(painter: QPainter, frame: Frame) -> None:
    middle = QRectF(0, 0, min(460.0, frame.view.width() - 32), 140)
    middle.moveCenter(frame.view.center())
    painter.setFont(sized(frame.font, 16, bold=True))
    painter.setPen(frame.palette.ink)
    painter.drawText(middle, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), EMPTY_TITLE)
    painter.setFont(sized(frame.font, 13))
    painter.setPen(frame.palette.muted)
    wrapped = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.drawText(middle.adjusted(0, 34, 0, 0), wrapped, EMPTY_TEXT)

"""What became of a mark or line between two scans: a plus, a minus or an unequal sign, and a line through what is gone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from explorer.layout.change_signs import Sign
from explorer.ui.canvas.detail import Detail, label_pixels
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.marks import system_rect
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.type import sized
from explorer.ui.canvas.words import Label, is_written
from explorer.ui.glyphs import blend
from explorer.ui.theme import Theme

Floats = npt.NDArray[np.float64]

LEAST, MOST = 5.0, 7.5
"""Pixels of a badge's radius, on the smallest and on the largest glyphs."""

_FADED = 0.6
"""How far the badge of what is not there at this moment goes towards the paper."""


def sign_hue(sign: Sign, theme: Theme) -> QColor:
    """The colour of a sign; its shape says the same."""
    return QColor({Sign.ADDED: theme.good, Sign.REMOVED: theme.bad}.get(sign, theme.text))


def paint_signs(painter: QPainter, frame: Frame, labels: list[Label], knots: Floats) -> None:
    """Badges on the marks and lines that came, went or changed, where the drawing is of two scans."""
    signs = frame.scene.signs
    if signs is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for label in labels:
        if signs.marks[label.mark] == Sign.REMOVED:
            _strike(painter, frame, label)
    if frame.detail is not Detail.FAR:
        _on_lines(painter, frame, knots)
    for mark in frame.visible().tolist():
        if signs.marks[mark] != Sign.SAME:
            faded = not frame.light.lit[mark]
            paint_badge(
                painter, _corner(frame, mark), _radius(frame), Sign(signs.marks[mark]), frame.palette.theme, faded
            )
    painter.restore()


def paint_badge(
    painter: QPainter, middle: QPointF, radius: float, sign: Sign, theme: Theme, faded: bool = False
) -> None:
    """A disc with a plus, a minus or an unequal sign."""
    paper, hue = QColor(theme.background), sign_hue(sign, theme)
    painter.setPen(QPen(paper, 1.4))
    painter.setBrush(blend(hue, paper, _FADED) if faded else hue)
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QPen(paper, max(radius * 0.28, 1.1)))
    painter.drawLines(_strokes(sign, middle, radius * 0.56))


def _strokes(sign: Sign, at: QPointF, reach: float) -> list[QLineF]:
    across = QPointF(reach, 0)
    if sign is Sign.CHANGED:
        apart, slant = QPointF(0, reach * 0.45), QPointF(reach * 0.5, -reach)
        return [
            QLineF(at - across + apart, at + across + apart),
            QLineF(at - across - apart, at + across - apart),
            QLineF(at - slant, at + slant),
        ]
    down = QPointF(0, reach)
    level = [QLineF(at - across, at + across)]
    return [*level, QLineF(at - down, at + down)] if sign is Sign.ADDED else level


def _radius(frame: Frame) -> float:
    return float(min(max(frame.glyph * 0.3, LEAST), MOST))


def _corner(frame: Frame, mark: int) -> QPointF:
    """The upper right corner of a glyph, or of the frame around a name."""
    if is_written(frame, mark):
        return system_rect(frame, mark).topRight() + QPointF(-2, 1)
    place, camera = frame.scene.placement, frame.camera
    reach = frame.glyph * 0.42
    return QPointF(
        round(place.x[mark] * camera.scale + camera.dx) + reach, round(place.y[mark] * camera.scale + camera.dy) - reach
    )


def _strike(painter: QPainter, frame: Frame, label: Label) -> None:
    """A line through each line of a name that is gone."""
    faded = not frame.light.lit[label.mark]
    metrics = QFontMetricsF(sized(frame.font, label_pixels(frame.camera.scale), frame.scene.is_bundle(label.mark)))
    painter.setPen(QPen(frame.palette.faint if faded else frame.palette.lines[Tone.REMOVED], 1.2))
    for number, line in enumerate(label.text.split("\n")):
        y = label.box.top() + metrics.height() * (number + 0.54)
        painter.drawLine(QPointF(label.box.left(), y), QPointF(label.box.left() + metrics.horizontalAdvance(line), y))


def _on_lines(painter: QPainter, frame: Frame, knots: Floats) -> None:
    """A badge on each line that came or went between marks which stayed, where there is room: elsewhere a mark says it."""
    painted: list[QPointF] = []
    for piece in _told_on_lines(frame):
        x, y = knots[piece, 2:4].mean(axis=0).tolist()
        at = QPointF(x, y)
        if frame.paper.contains(at) and all((at - other).manhattanLength() > 2 * LEAST for other in painted):
            paint_badge(painter, at, LEAST, Sign(frame.scene.piece_signs[piece]), frame.palette.theme)
            painted.append(at)


def _told_on_lines(frame: Frame) -> list[int]:
    """The pieces of which no mark at their ends says that they came or went."""
    scene, flow = frame.scene, frame.scene.placement.streams
    if scene.signs is None or not len(flow.source):
        return []
    moved = np.append(np.isin(scene.signs.marks, (Sign.ADDED, Sign.REMOVED)), False)
    told = np.zeros(len(flow.source), bool)
    for end in (flow.source, flow.target):
        told |= moved[np.where(end < flow.marks, end, -1)]
    own = np.isin(scene.piece_signs, (Sign.ADDED, Sign.REMOVED)) & ~told & (frame.light.tone != Tone.DIM)
    return np.flatnonzero(own).tolist()

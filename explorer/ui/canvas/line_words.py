"""The words of relations, written on their lines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from explorer.ui.canvas.curves import rise_at
from explorer.ui.canvas.detail import Detail
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.labels import Shelf
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.type import sized
from explorer.ui.canvas.words import Label, bounds, wanted

MOST_WORDS = 120

_LEADING = 4.0
"""Words on neighbouring lines stand so many pixels apart."""

_BESIDE = 14.0


def paint_words(
    painter: QPainter,
    frame: Frame,
    labels: list[Label],
    knots: npt.NDArray[np.float64],
    only: npt.NDArray[np.int64] | None = None,
) -> None:
    """Write the words of relations on their lines: all when near, otherwise what is looked at, or `only` these."""
    pieces = _spoken_pieces(frame) if only is None else only[:MOST_WORDS]
    if not len(pieces):
        return
    font = sized(frame.font, 10)
    metrics = QFontMetricsF(font)
    shelf = _occupied(frame, labels)
    painter.save()
    painter.setFont(font)
    for piece in pieces.tolist():
        text, box = _word(frame, piece, knots[piece], metrics)
        if not frame.paper.contains(box) or (only is None and not _has_room(knots[piece], box.width())):
            continue
        if shelf.take(*bounds(box.adjusted(0, -_LEADING, 0, _LEADING))):
            painter.fillRect(box, _paper_at(frame, box.center().x()))
            painter.setPen(frame.palette.lines[max(int(frame.light.tone[piece]), Tone.LINEAGE)])
            painter.drawText(QPointF(box.left() + 2, box.top() + metrics.ascent()), text)
    painter.restore()


def _has_room(knots: npt.NDArray[np.float64], width: float) -> bool:
    """Whether some of the line is still seen beside its word."""
    return bool(knots[3, 0] - knots[2, 0] >= width + _BESIDE)


def _occupied(frame: Frame, labels: list[Label]) -> Shelf:
    """Where no words on lines may stand: on labels and glyphs."""
    shelf = Shelf()
    half = frame.glyph / 2 + 1
    marks = frame.visible()
    x, y = frame.x(frame.scene.placement.x[marks]), frame.y(frame.scene.placement.y[marks])
    for left, middle in zip(x.tolist(), y.tolist(), strict=True):
        shelf.take(left - half, middle - half, left + half, middle + half)
    for label in labels:
        shelf.take(*bounds(label.box))
    return shelf


def _word(frame: Frame, piece: int, knots: npt.NDArray[np.float64], metrics: QFontMetricsF) -> tuple[str, QRectF]:
    """The word of a piece and its box: before the arrow, where the line is nearly level."""
    flow = frame.scene.placement.streams
    link = int(flow.piece_links[flow.piece_offsets[piece]])
    text = frame.scene.word(link).split(" (")[0]
    width = metrics.horizontalAdvance(text) + 4
    begin, end = knots[2], knots[3]
    x = end[0] - 8 - width / 2 if end[0] - begin[0] > 0 else (begin[0] + end[0]) / 2
    y = float(begin[1] + (end[1] - begin[1]) * rise_at((x - begin[0]) / max(end[0] - begin[0], 1.0)))
    return text, QRectF(x - width / 2, y - metrics.height() / 2, width, metrics.height())


def _spoken_pieces(frame: Frame) -> npt.NDArray[np.int64]:
    """Pieces of one link at most, those of the marks in question first."""
    flow = frame.scene.placement.streams
    looked_at = wanted(frame)
    touches = np.isin(flow.source, looked_at) | np.isin(flow.target, looked_at)
    first = np.flatnonzero(touches & (flow.source < flow.marks)) if len(looked_at) else np.zeros(0, np.int64)
    if len(first) > MOST_WORDS // 3:
        first = first[:0]
    others = np.zeros(0, np.int64)
    if frame.detail is Detail.NEAR and frame.resting:
        others = np.setdiff1d(np.flatnonzero((flow.links == 1) & (flow.source < flow.marks)), first)
        others = others[frame.light.tone[others] > Tone.DIM]
    return np.concatenate([first, others])[:MOST_WORDS]


def _paper_at(frame: Frame, x: float) -> QColor:
    band = int(np.searchsorted(frame.x(frame.scene.placement.left), x, side="right")) - 1
    return frame.palette.papers[max(band, 0) % 2]

"""The relations: streams in the tone of the light, dashed where inferred, dotted where they lead to the unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from explorer.ui.canvas import curves
from explorer.ui.canvas.batches import draw_lines, draw_sprites
from explorer.ui.canvas.detail import Detail
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.scene import Scene

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Stroke(IntEnum):
    """How a line is drawn, by how well the relation is known."""

    SOLID = 0
    DASHED = 1
    DOTTED = 2


_STROKE_OF = np.array([Stroke.SOLID, Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED], np.int64)
_PERIOD = {Stroke.DASHED: (9.0, 0.58), Stroke.DOTTED: (4.5, 0.36)}
_WIDTHS = (1.0, 1.5, 2.1, 2.8, 3.6)
_ARROW = 7.0
_SHORTEST = 6.0
_HARDLY_MORE = 1.3
AT_ONCE = 300
"""Lines that are drawn in one step: some milliseconds."""

_OVERLAP = np.array([-0.5, 0.0, 0.5, 0.0])
"""Level lines reach so far over the curves beside them, or there would be notches."""

_ROUND, _ROUGH = 0.2, 0.8
"""How many pixels a chord may stand off its curve, at rest and in motion."""


@dataclass(frozen=True, eq=False)
class _Styled:
    """Pieces of one tone, stroke and width."""

    tone: Tone
    stroke: Stroke
    width: float
    pieces: Ints


def paint_lines(painter: QPainter, frame: Frame, knots: Floats, only: Ints | None = None) -> None:
    """Draw all lines that can be seen (or `only` these), the dimmed first, the selected last.

    `knots` as `seen_knots` gives them.
    """
    for step in line_steps(frame, knots, only):
        step(painter)


def line_steps(frame: Frame, knots: Floats, only: Ints | None = None) -> Iterator[Callable[[QPainter], None]]:
    """The same in steps of at most `AT_ONCE` lines, so that nothing else has to wait for all of them."""
    seen = np.flatnonzero(curves.within(knots, frame.view))
    if only is not None:
        seen = np.intersect1d(seen, only)
    for styled in _styles(frame, seen):
        for first in range(0, len(styled.pieces), AT_ONCE):
            part = replace(styled, pieces=styled.pieces[first : first + AT_ONCE])
            yield partial(_stroke, frame=frame, styled=part, knots=knots)
    yield partial(_arrows, frame=frame, seen=seen, knots=knots)


def seen_knots(frame: Frame, begins: Floats) -> Floats:
    """(q, 6, 2): the knots in pixels, at heights in the middle of a pixel, so that level lines are sharp.

    `begins` (k,) is where each mark's label ends and its lines begin.
    """
    flow, placed = frame.scene.placement.streams, frame.scene.placement.knots
    knots = placed * frame.camera.scale
    knots[:, :, 0] += frame.camera.dx
    knots[:, :, 1] += frame.camera.dy
    if not frame.vector:
        knots[:, :, 1] = (np.floor(knots[:, :, 1] * frame.ratio) + 0.5) / frame.ratio
    point = left_points(frame.scene)
    mark = point < flow.marks
    first = np.where(mark, begins[np.where(mark, point, 0)] if len(begins) else 0.0, knots[:, 0, 0])
    # In a wrapped stratum the line must reach its lane before the next column begins.
    wrapped = placed[:, 1, 0] > placed[:, 0, 0] + 1e-9
    within = bows(frame.scene)
    knots[:, 0, 0] = np.where(wrapped & ~within, np.minimum(first, knots[:, 1, 0] - _SHORTEST), first)
    knots[:, 1, 0] = np.where(wrapped, knots[:, 1, 0], knots[:, 0, 0])
    knots[:, 2, 0] = np.where(within, knots[:, 2, 0], np.maximum(knots[:, 2, 0], knots[:, 1, 0]))
    knots[within, 5, 0] = begins[flow.target[within]]
    return np.asarray(knots)


def left_points(scene: Scene) -> Ints:
    """(q,): the point at which the knots of each piece begin."""
    flow = scene.placement.streams
    back = flow.layer[flow.source] > flow.layer[flow.target]
    return np.where(back, flow.target, flow.source).astype(np.int64)


def bows(scene: Scene) -> npt.NDArray[np.bool_]:
    """(q,): the pieces within one stratum."""
    flow = scene.placement.streams
    return np.asarray(flow.layer[flow.source] == flow.layer[flow.target])


def _styles(frame: Frame, seen: Ints) -> list[_Styled]:
    """The visible pieces by tone, stroke and width, in the order in which they are drawn."""
    scene, flow = frame.scene, frame.scene.placement.streams
    stroke = _STROKE_OF[scene.piece_knowledge[seen]]
    tone = frame.light.tone[seen].astype(np.int64)
    # Streams swell with their tributaries; lineage and what is lit is one step heavier.
    swell = np.minimum(np.log2(np.maximum(flow.links[seen], 1)) / 2.5, 3).astype(np.int64)
    width = swell + ((tone == Tone.LINEAGE) | (tone >= Tone.DOWNSTREAM)) + (tone == Tone.TRAIL)
    width = np.where(tone == Tone.DIM, np.minimum(width, 1), np.minimum(width, len(_WIDTHS) - 1))
    code = (tone * 3 + stroke) * len(_WIDTHS) + width
    return (
        [
            _Styled(
                Tone(one // len(_WIDTHS) // 3),
                Stroke(one // len(_WIDTHS) % 3),
                _WIDTHS[one % len(_WIDTHS)],
                seen[code == one],
            )
            for one in np.flatnonzero(np.bincount(code)).tolist()
        ]
        if len(seen)
        else []
    )


def _stroke(painter: QPainter, frame: Frame, styled: _Styled, knots: Floats) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.resting)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(frame.palette.lines[styled.tone], _pixels(styled.width * min(max(frame.camera.scale, 0.7), 1.4)))
    # Chords join without gaps under round caps; thin lines take the fast way without.
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if styled.width > 1.2 and frame.resting else Qt.PenCapStyle.FlatCap)
    if not frame.resting:
        pen.setWidthF(1.0 if styled.width < 2 else 2.0)
    within = bows(frame.scene)[styled.pieces]
    parts, _ = curves.segments(knots[styled.pieces], within)
    parts = parts[curves.within(parts, frame.view)]
    if frame.vector:
        _vector_stroke(painter, pen, styled.stroke, parts)
        return
    painter.setPen(pen)
    bent = curves.bent(parts)
    levels = np.concatenate([parts[~bent, 0], parts[~bent, 3]], axis=1)
    curled = parts[bent]
    if styled.stroke is Stroke.SOLID:
        _levels(painter, frame, pen, levels + _OVERLAP)
        draw_lines(painter, curves.chords(curled, _ROUND if frame.resting else _ROUGH)[0])
    else:
        period, duty = _PERIOD[styled.stroke]
        period *= 1.0 if frame.resting else 1.5
        _levels(painter, frame, pen, curves.level_dashes(levels, period, duty, frame.view))
        draw_lines(painter, curves.dashes(curled, period, duty))


def _levels(painter: QPainter, frame: Frame, pen: QPen, bits: Floats) -> None:
    """Level lines of one pixel cover whole pixels: without smoothing they look the same and cost a third."""
    smooth = frame.resting and pen.widthF() > 1.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    draw_lines(painter, bits)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.resting)


def _pixels(width: float) -> float:
    """Hardly more than a pixel becomes one: Qt draws lines of up to one pixel several times as fast."""
    return min(width, 1.0) if width < _HARDLY_MORE else width


def _vector_stroke(painter: QPainter, pen: QPen, stroke: Stroke, parts: Floats) -> None:
    if stroke is not Stroke.SOLID:
        period, duty = _PERIOD[stroke]
        pen.setDashPattern([period * duty / pen.widthF(), period * (1 - duty) / pen.widthF()])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    path = QPainterPath()
    for begin, first, second, end in parts.tolist():
        path.moveTo(*begin)
        path.cubicTo(*first, *second, *end)
    painter.setPen(pen)
    painter.drawPath(path)


def _arrows(painter: QPainter, frame: Frame, seen: Ints, knots: Floats) -> None:
    """One arrow where lines arrive at a mark, in the tone of the most lit of them."""
    flow = frame.scene.placement.streams
    ends = seen[flow.target[seen] < flow.marks]
    if frame.detail is Detail.FAR:
        ends = ends[frame.light.tone[ends] >= Tone.DOWNSTREAM]
    if not len(ends):
        return
    forward = flow.layer[flow.source[ends]] < flow.layer[flow.target[ends]]
    back = flow.layer[flow.source[ends]] > flow.layer[flow.target[ends]]
    tip = np.where(back[:, None], knots[ends, 0], knots[ends, 5])
    tone = frame.light.tone[ends]
    order = np.lexsort((-tone.astype(np.int64), forward, flow.target[ends]))
    mark = flow.target[ends][order] * 2 + forward[order]
    keep = order[np.flatnonzero(np.append(True, mark[1:] != mark[:-1]))]
    size = _ARROW * min(max(frame.camera.scale, 0.65), 1.3)
    direction = np.where(forward[keep], 1.0, -1.0)
    x = np.round(tip[keep, 0]) - direction * size * 0.3
    y = np.round(tip[keep, 1])
    for one in np.flatnonzero(np.bincount(tone[keep])).tolist():
        chosen = tone[keep] == one
        colour = frame.palette.lines[one]
        if frame.vector:
            _vector_arrows(painter, colour, size, x[chosen], y[chosen], direction[chosen])
        else:
            pixmap = _arrow_pixmap(colour, size, frame.ratio)
            draw_sprites(painter, pixmap, x[chosen], y[chosen], direction[chosen])


def _triangle(size: float, x: float, y: float, direction: float) -> QPolygonF:
    half = size / 2
    return QPolygonF(
        [
            QPointF(x + direction * half, y),
            QPointF(x - direction * half, y - half),
            QPointF(x - direction * half, y + half),
        ]
    )


def _vector_arrows(painter: QPainter, colour: QColor, size: float, x: Floats, y: Floats, direction: Floats) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for triple in zip(x.tolist(), y.tolist(), direction.tolist(), strict=True):
        painter.drawPolygon(_triangle(size, *triple))


_arrow_cache: dict[tuple[int, int, float], QPixmap] = {}


def _arrow_pixmap(colour: QColor, size: float, ratio: float) -> QPixmap:
    key = (colour.rgba(), round(size * 4), ratio)
    if key not in _arrow_cache:
        side = size + 2
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_triangle(size, side / 2, side / 2, 1.0))
        painter.end()
        _arrow_cache[key] = pixmap
    return _arrow_cache[key]

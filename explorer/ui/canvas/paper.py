"""The ground of the picture: strata of paper and the horizon."""

from __future__ import annotations

from math import sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from explorer.layout.measures import HORIZON_DEPTH
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.type import first_that_fits, sized
from explorer.ui.glyphs import stripes

HORIZON_TEXT = "Beyond the visibility horizon: something is there, nobody says what"

_WAVE = 2.4
"""How far the seams between strata swing, in pixels."""
_HATCH = 9


def paint_paper(painter: QPainter, frame: Frame) -> None:
    """Fill the view with strata and hatch what lies beyond the horizon."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.resting)
    painter.fillRect(frame.view, frame.palette.papers[0])
    if frame.scene.drawing.bands:
        _strata(painter, frame)
        _beyond(painter, frame)
    painter.restore()


def edges(frame: Frame, band: int) -> tuple[float, float]:
    """Where a stratum begins and ends, in pixels; the first and the last reach to the edges of the view."""
    place = frame.scene.placement
    left = float(place.left[band]) * frame.camera.scale + frame.camera.dx
    right = float(place.right[band]) * frame.camera.scale + frame.camera.dx
    last = band == len(place.left) - 1
    return (frame.view.left() if band == 0 else left), (max(right, frame.view.right()) if last else right)


def _strata(painter: QPainter, frame: Frame) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.palette.papers[1])
    bands = len(frame.scene.drawing.bands)
    for number in range(1, bands, 2):
        left, right = edges(frame, number)
        if right < frame.view.left() or left > frame.view.right():
            continue
        last = number == bands - 1
        path = [
            *_seam(frame, left, number),
            *reversed(_seam(frame, right, number + 1) if not last else _straight(frame, right)),
        ]
        painter.drawPolygon(QPolygonF(path))
    painter.setPen(QPen(frame.palette.seam, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number in range(1, bands):
        left, _ = edges(frame, number)
        if frame.view.left() <= left <= frame.view.right():
            painter.drawPolyline(QPolygonF(_seam(frame, left, number)))


def _straight(frame: Frame, x: float) -> list[QPointF]:
    return [QPointF(x, frame.view.top()), QPointF(x, frame.view.bottom())]


def _seam(frame: Frame, x: float, number: int) -> list[QPointF]:
    """A seam that swings a little, like the layers in a section of the ground, and moves with the paper."""
    points, y = [], frame.view.top()
    while y < frame.view.bottom() + 12:
        along = (y - frame.camera.dy) / 46 + number * 1.7
        points.append(QPointF(x + _WAVE * (sin(along) * 0.6 + sin(along * 0.37 + number) * 0.4), y))
        y += 12
    return points


def _beyond(painter: QPainter, frame: Frame) -> None:
    horizon = frame.scene.placement.horizon
    known = np.isfinite(horizon)
    for first, last in _runs(known.tolist()):
        line = _horizon_line(frame, first, last)
        area = QPainterPath(line)
        floor = frame.view.bottom() + 40
        area.lineTo(area.currentPosition().x(), floor)
        area.lineTo(line.elementAt(0).x, floor)
        area.closeSubpath()
        _fill_hatched(painter, frame, area)
        painter.setPen(QPen(frame.palette.horizon, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        _horizon_label(painter, frame, first, last)


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for position, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        elif flag:
            runs.append((position, position))
    return runs


def _horizon_line(frame: Frame, first: int, last: int) -> QPainterPath:
    """From the depths on the left up to the horizon of each stratum and down again on the right."""
    horizon = frame.y(frame.scene.placement.horizon)
    floor = max(frame.view.bottom(), float(np.nanmax(horizon))) + 40
    bands = len(horizon)
    soft = 26 * min(max(frame.camera.scale, 0.35), 1.2)
    left, right = edges(frame, first)[0], edges(frame, last)[1]
    path = QPainterPath(QPointF(left - 2 if first == 0 else left, float(horizon[0]) if first == 0 else floor))
    for number in range(first, last + 1):
        begin, end = edges(frame, number)
        level = float(horizon[number])
        if number == first and first > 0:
            path.lineTo(begin, level + soft)
            path.quadTo(begin, level, begin + soft, level)
        elif number > first:
            path.cubicTo(begin, path.currentPosition().y(), begin, level, begin + soft, level)
        path.lineTo(max(end - soft, begin + soft), level)
        if number == last and last < bands - 1:
            path.quadTo(end, level, end, level + soft)
            path.lineTo(end, floor)
    if last == bands - 1:
        path.lineTo(right + 2, path.currentPosition().y())
    return path


def _horizon_label(painter: QPainter, frame: Frame, first: int, last: int) -> None:
    """Named once, where the hatched ground is thickest."""
    horizon = frame.y(frame.scene.placement.horizon)
    if HORIZON_DEPTH * frame.camera.scale < 15:
        return
    highest = min(range(first, last + 1), key=lambda band: float(horizon[band]))
    left = max(edges(frame, highest)[0], frame.view.left())
    covered = highest
    while covered < last and float(horizon[covered + 1]) < float(horizon[highest]) + 4:
        covered += 1
    room = min(edges(frame, covered)[1], frame.view.right()) - left - 36
    font = sized(frame.font, 11)
    font.setItalic(True)
    metrics = QFontMetricsF(font)
    text = first_that_fits(metrics, room, (HORIZON_TEXT, "Beyond the visibility horizon", "Beyond sight", "Horizon"))
    if not text:
        return
    baseline = float(horizon[highest]) + 13
    back = QRectF(left + 28, baseline - metrics.ascent(), metrics.horizontalAdvance(text) + 8, metrics.height())
    painter.fillRect(back, frame.palette.papers[highest % 2])
    painter.setFont(font)
    painter.setPen(frame.palette.muted)
    painter.drawText(QPointF(left + 32, baseline), text)


def _fill_hatched(painter: QPainter, frame: Frame, area: QPainterPath) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if not frame.vector:
        painter.setBrush(QBrush(hatching(frame.palette.hatch, frame.ratio)))
        painter.setBrushOrigin(QPointF(frame.camera.dx % _HATCH, frame.camera.dy % _HATCH))
        painter.drawPath(area)
        painter.restore()
        return
    box = area.boundingRect().intersected(frame.view)
    painter.setBrush(frame.palette.hatch)
    painter.drawPath(stripes(box, _HATCH, 0.8).intersected(area))
    painter.restore()


_tiles: dict[tuple[int, float], QPixmap] = {}


def hatching(colour: QColor, ratio: float) -> QPixmap:
    """A tile of slanting lines on nothing; one device pixel for each pixel of the screen."""
    key = (colour.rgba(), ratio)
    if key not in _tiles:
        side = round(_HATCH * ratio)
        tile = QPixmap(side, side)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, ratio))
        for shift in (-side, 0, side):
            painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
        painter.end()
        tile.setDevicePixelRatio(ratio)
        _tiles[key] = tile
    return _tiles[key]

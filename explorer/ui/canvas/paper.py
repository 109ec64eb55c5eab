"""The ground of the picture: strata of paper, the horizon, and the strip that names them."""

from __future__ import annotations

from math import sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from explorer.layout.drawing import Band
from explorer.layout.measures import HORIZON_DEPTH
from explorer.ui.canvas.frame import HEADER, Frame
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


def paint_header(painter: QPainter, frame: Frame) -> None:
    """The strip along the top: each stratum's name, how many components, and which share is unknown."""
    strip = QRectF(frame.view.left(), frame.view.top(), frame.view.width(), HEADER)
    painter.save()
    painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(strip, frame.palette.header)
    painter.setPen(QPen(frame.palette.seam, 1))
    painter.drawLine(QPointF(strip.left(), strip.bottom() - 0.5), QPointF(strip.right(), strip.bottom() - 0.5))
    for number, band in enumerate(frame.scene.drawing.bands):
        left, right = _edges(frame, number)
        seen = QRectF(max(left, strip.left()), strip.top(), 0, HEADER)
        seen.setRight(min(right, strip.right()))
        if seen.width() > 14:
            _name(painter, frame, band, seen)
        if right < strip.right():
            painter.setPen(QPen(frame.palette.seam, 1))
            painter.drawLine(QPointF(right, strip.top() + 8), QPointF(right, strip.bottom() - 1))
    painter.restore()


def share_text(band: Band) -> str:
    """`160 · 4 % unknown`: how many components a stratum holds, and how much of them is unknown."""
    if not band.unknown:
        return f"{band.components:,} · none unknown"
    share = 100 * band.unknown / band.components
    return f"{band.components:,} · {'<1' if share < 1 else f'{share:.0f}'} % unknown"


def _edges(frame: Frame, band: int) -> tuple[float, float]:
    place = frame.scene.placement
    left = float(place.left[band]) * frame.camera.scale + frame.camera.dx
    right = float(place.right[band]) * frame.camera.scale + frame.camera.dx
    last = band == len(place.left) - 1
    return (frame.view.left() if band == 0 else left), (max(right, frame.view.right()) if last else right)


def _name(painter: QPainter, frame: Frame, band: Band, seen: QRectF) -> None:
    inside = seen.adjusted(12 if seen.width() > 60 else 3, 0, -6 if seen.width() > 60 else -1, 0)
    title, small = sized(frame.font, 13, bold=True), sized(frame.font, 11)
    text = _fitting(QFontMetricsF(title), inside.width(), _short_titles(band))
    painter.setFont(title)
    painter.setPen(frame.palette.ink)
    painter.drawText(QPointF(inside.left(), seen.top() + 19), text)
    painter.setFont(small)
    painter.setPen(frame.palette.muted)
    counts = (share_text(band), f"{band.components:,}")
    painter.drawText(QPointF(inside.left(), seen.top() + 34), _fitting(QFontMetricsF(small), inside.width(), counts))
    _share_bar(painter, frame, band, QRectF(inside.left(), seen.top() + HEADER - 6, inside.width(), 3))


def _short_titles(band: Band) -> tuple[str, ...]:
    if band.depth is None:
        return (band.title,)
    return (band.title, "Systems" if band.title == "Your systems" else band.title.removeprefix("Depth "))


def _share_bar(painter: QPainter, frame: Frame, band: Band, bar: QRectF) -> None:
    painter.fillRect(bar, frame.palette.seam)
    if band.unknown:
        width = max(2.0, bar.width() * band.unknown / band.components)
        painter.fillRect(QRectF(bar.left(), bar.top(), width, bar.height()), frame.palette.muted)


def _fitting(metrics: QFontMetricsF, width: float, texts: tuple[str, ...]) -> str:
    """The first of these texts that fits; the last one elided where none does."""
    for text in texts:
        if metrics.horizontalAdvance(text) <= width:
            return text
    return metrics.elidedText(texts[0], Qt.TextElideMode.ElideRight, width) if width > 44 else ""


def sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    """The font in another size."""
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return other


def _strata(painter: QPainter, frame: Frame) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.palette.papers[1])
    bands = len(frame.scene.drawing.bands)
    for number in range(1, bands, 2):
        left, right = _edges(frame, number)
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
        left, _ = _edges(frame, number)
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
    left, right = _edges(frame, first)[0], _edges(frame, last)[1]
    path = QPainterPath(QPointF(left - 2 if first == 0 else left, float(horizon[0]) if first == 0 else floor))
    for number in range(first, last + 1):
        begin, end = _edges(frame, number)
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
    left = max(_edges(frame, highest)[0], frame.view.left())
    covered = highest
    while covered < last and float(horizon[covered + 1]) < float(horizon[highest]) + 4:
        covered += 1
    room = min(_edges(frame, covered)[1], frame.view.right()) - left - 36
    font = sized(frame.font, 11)
    font.setItalic(True)
    metrics = QFontMetricsF(font)
    text = _fitting(metrics, room, (HORIZON_TEXT, "Beyond the visibility horizon", "Beyond sight", "Horizon"))
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

"""The sign of a component: its class by shape and hue, how well it is known by the fill. See the legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from explorer.domain.component import ComponentClass, Knowledge
from explorer.ui.canvas.shapes import SHAPES, drum_lid, sheet
from explorer.ui.theme import Theme

PLAIN_BELOW = 9.0
"""Glyphs smaller than this many pixels are drawn without tick, hatching and text."""

_WRITTEN = frozenset({ComponentClass.SYSTEM, ComponentClass.PARTY, ComponentClass.UNKNOWN})


def draw_glyph(
    painter: QPainter,
    rect: QRectF,
    component_class: ComponentClass,
    knowledge: Knowledge,
    theme: Theme,
    text: str = "",
    hue: QColor | None = None,
    paper: QColor | None = None,
) -> None:
    """Draw one glyph into `rect`, in pixels.

    `text` is written inside a system (its name) or a party (its initials). `hue` and `paper` replace the theme's
    colours where a glyph is dimmed or lies on other paper.
    """
    hue = hue or theme.class_colour(component_class)
    paper = paper or QColor(theme.background)
    ink = blend(QColor(theme.text), hue, 0.45)
    path = glyph_path(component_class, rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_outline(ink, hue, knowledge, rect))
    painter.setBrush(_fill(hue, paper, component_class, knowledge))
    painter.drawPath(path)
    if rect.height() >= PLAIN_BELOW:
        _inside(painter, rect, path, component_class, knowledge, text, hue, paper)
    painter.restore()


def glyph_path(component_class: ComponentClass, rect: QRectF) -> QPainterPath:
    """The outline of a class's shape inside `rect`."""
    path = QPainterPath()
    SHAPES[component_class](path, rect)
    return path


def glyph_pixmap(
    component_class: ComponentClass, knowledge: Knowledge, theme: Theme, size: int = 16, ratio: float = 1.0
) -> QPixmap:
    """A glyph for an icon, a legend or a table cell; `size` in logical pixels, `ratio` device pixels for each."""
    wide = 1.6 if component_class is ComponentClass.SYSTEM else 1.0
    pixmap = QPixmap(round(size * wide * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_glyph(painter, QRectF(1, 1, size * wide - 2, size - 2), component_class, knowledge, theme)
    painter.end()
    return pixmap


def blend(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with so much of `second` in it, 0 to 1, as an opaque colour."""
    mixed = (
        round(one + (other - one) * share)
        for one, other in (
            (first.red(), second.red()),
            (first.green(), second.green()),
            (first.blue(), second.blue()),
        )
    )
    return QColor(*mixed)


def _outline(ink: QColor, hue: QColor, knowledge: Knowledge, rect: QRectF) -> QPen:
    width = max(1.0, min(rect.height() / 14, 2.2))
    if knowledge is Knowledge.UNKNOWN:
        pen = QPen(hue, width)
        pen.setDashPattern([2.2, 1.6])
        return pen
    if knowledge is Knowledge.INFERRED:
        return QPen(hue, width * 1.15)
    return QPen(ink, width)


def _fill(hue: QColor, paper: QColor, component_class: ComponentClass, knowledge: Knowledge) -> QBrush:
    if knowledge is Knowledge.UNKNOWN:
        return QBrush(paper)
    if component_class is ComponentClass.SYSTEM:
        return QBrush(paper if knowledge is Knowledge.INFERRED else blend(paper, hue, 0.9))
    return QBrush(blend(paper, hue, 0.2) if knowledge is Knowledge.INFERRED else hue)


def _inside(
    painter: QPainter,
    rect: QRectF,
    path: QPainterPath,
    component_class: ComponentClass,
    knowledge: Knowledge,
    text: str,
    hue: QColor,
    paper: QColor,
) -> None:
    solid = knowledge in (Knowledge.VERIFIED, Knowledge.DECLARED)
    if component_class is ComponentClass.DATA:
        _drum_lid(painter, rect, paper if solid else hue)
    if component_class is ComponentClass.ARTIFACT:
        _fold(painter, rect, paper if solid else hue)
    if knowledge is Knowledge.UNKNOWN:
        _hatch(painter, rect, path, hue, paper)
    if component_class in _WRITTEN:
        _write(painter, rect, "?" if component_class is ComponentClass.UNKNOWN else text, hue, paper, knowledge)
    elif knowledge is Knowledge.UNKNOWN:
        _write(painter, rect, "?", hue, paper, knowledge)
    if knowledge is Knowledge.VERIFIED and component_class is not ComponentClass.UNKNOWN:
        if component_class in _WRITTEN:
            _badge(painter, rect, hue, paper)
        else:
            _tick(painter, rect.center(), rect.height() * 0.46, paper)


def _tick(painter: QPainter, middle: QPointF, size: float, colour: QColor) -> None:
    pen = QPen(colour, max(1.2, size / 4))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = middle.x(), middle.y()
    bend = [
        QPointF(x - size * 0.5, y),
        QPointF(x - size * 0.1, y + size * 0.38),
        QPointF(x + size * 0.5, y - size * 0.4),
    ]
    painter.drawPolyline(QPolygonF(bend))


def _badge(painter: QPainter, rect: QRectF, hue: QColor, paper: QColor) -> None:
    """A tick in a corner of its own, where text stands in the middle."""
    radius = rect.height() * 0.24
    middle = QPointF(rect.right() - radius * 0.8, rect.bottom() - radius * 0.8)
    painter.setPen(QPen(hue, 1.0))
    painter.setBrush(paper)
    painter.drawEllipse(middle, radius, radius)
    _tick(painter, middle, radius * 1.05, hue)


def _hatch(painter: QPainter, rect: QRectF, path: QPainterPath, hue: QColor, paper: QColor) -> None:
    """Slanting lines, so that the unknown also shows in grey print."""
    lines = stripes(rect, max(3.0, rect.height() / 5), max(0.8, rect.height() / 20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(paper, hue, 0.45))
    painter.drawPath(lines.intersected(path))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def stripes(rect: QRectF, step: float, width: float) -> QPainterPath:
    """Slanting stripes over a rectangle, as areas: SVG files know no clipping, but areas can be intersected."""
    path = QPainterPath()
    height = rect.height()
    across = width * 1.4142
    left = rect.left() - height
    while left < rect.right():
        foot, head = QPointF(left, rect.bottom()), QPointF(left + height, rect.top())
        aside = QPointF(across, 0)
        path.addPolygon(QPolygonF([foot, head, head + aside, foot + aside, foot]))
        left += step
    return path


def _write(painter: QPainter, rect: QRectF, text: str, hue: QColor, paper: QColor, knowledge: Knowledge) -> None:
    if not text:
        return
    font = QFont(painter.font())
    wide = rect.width() > rect.height() * 1.8
    font.setPixelSize(
        max(
            6,
            round(
                rect.height() * (0.5 if wide or len(text) > 1 else 0.66) * (0.86 if len(text) > 2 and not wide else 1)
            ),
        )
    )
    font.setBold(not wide)
    painter.setFont(font)
    solid = knowledge in (Knowledge.VERIFIED, Knowledge.DECLARED)
    if not solid and text == "?":
        _halo(painter, rect, paper)
    painter.setPen(paper if solid else hue)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), text)


def _halo(painter: QPainter, rect: QRectF, paper: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.drawEllipse(rect.center(), rect.height() * 0.27, rect.height() * 0.32)


def _drum_lid(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    lid = drum_lid(rect)
    painter.setPen(QPen(colour, max(0.9, rect.height() / 16)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    arc = QPainterPath(QPointF(lid.left(), lid.center().y()))
    arc.arcTo(lid, 180, 180)
    painter.drawPath(arc)


def _fold(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    _left, right, top, _bottom, corner = sheet(rect)
    painter.setPen(QPen(colour, max(0.9, rect.height() / 16)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(right - corner, top), QPointF(right - corner, top + corner), QPointF(right, top + corner)])
    )

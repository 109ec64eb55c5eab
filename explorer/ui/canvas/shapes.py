"""The twelve shapes, one for each class of component."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from explorer.domain.component import ComponentClass


def _regular(path: QPainterPath, rect: QRectF, corners: int, turn: float) -> None:
    middle = rect.center()
    points = [
        QPointF(
            middle.x() + rect.width() / 2 * cos(turn + i * 2 * pi / corners),
            middle.y() + rect.height() / 2 * sin(turn + i * 2 * pi / corners),
        )
        for i in range(corners)
    ]
    path.addPolygon(QPolygonF([*points, points[0]]))
    path.closeSubpath()


def _polygon(path: QPainterPath, rect: QRectF, points: list[tuple[float, float]]) -> None:
    """A polygon given in shares of the rectangle."""
    corners = [QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height()) for x, y in points]
    path.addPolygon(QPolygonF([*corners, corners[0]]))
    path.closeSubpath()


def _hexagon(path: QPainterPath, rect: QRectF) -> None:
    _regular(path, rect, 6, 0.0)


def _notched(path: QPainterPath, rect: QRectF) -> None:
    points = [
        (0.0, 0.5),
        (0.25, 0.06),
        (0.75, 0.06),
        (1.0, 0.5),
        (0.75, 0.94),
        (0.62, 0.94),
        (0.5, 0.66),
        (0.38, 0.94),
        (0.25, 0.94),
    ]
    _polygon(path, rect, points)


def drum_lid(rect: QRectF) -> QRectF:
    """The oval that closes a drum."""
    body = rect.adjusted(rect.width() * 0.08, 0, -rect.width() * 0.08, 0)
    return QRectF(body.left(), body.top(), body.width(), body.height() * 0.36)


def _drum(path: QPainterPath, rect: QRectF) -> None:
    lid = drum_lid(rect)
    floor = lid.translated(0, rect.height() - lid.height())
    path.moveTo(lid.left(), lid.center().y())
    path.arcTo(lid, 180, -180)
    path.lineTo(floor.right(), floor.center().y())
    path.arcTo(floor, 0, -180)
    path.closeSubpath()


def sheet(rect: QRectF) -> tuple[float, float, float, float, float]:
    """Left, right, top, bottom of a sheet of paper, and the side of its folded corner."""
    inset = rect.width() * 0.12
    return rect.left() + inset, rect.right() - inset, rect.top(), rect.bottom(), rect.width() * 0.30


def _file(path: QPainterPath, rect: QRectF) -> None:
    left, right, top, bottom, corner = sheet(rect)
    points = [(left, top), (right - corner, top), (right, top + corner), (right, bottom), (left, bottom)]
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in [*points, points[0]]]))
    path.closeSubpath()


def _square(path: QPainterPath, rect: QRectF) -> None:
    inset = rect.width() * 0.08
    path.addRoundedRect(rect.adjusted(inset, inset, -inset, -inset), rect.width() * 0.08, rect.width() * 0.08)


def _plug(path: QPainterPath, rect: QRectF) -> None:
    x, y, w, h = rect.left(), rect.top(), rect.width(), rect.height()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(QRectF(x, y + h * 0.16, w * 0.74, h * 0.68), h * 0.34, h * 0.34)
    for share in (0.34, 0.56):
        path.addRect(QRectF(x + w * 0.70, y + h * share, w * 0.30, h * 0.11))
    joined = path.simplified()
    path.clear()
    path.addPath(joined)


def _octagon(path: QPainterPath, rect: QRectF) -> None:
    _regular(
        path,
        rect.adjusted(-rect.width() * 0.02, -rect.height() * 0.02, rect.width() * 0.02, rect.height() * 0.02),
        8,
        pi / 8,
    )


def _funnel(path: QPainterPath, rect: QRectF) -> None:
    _polygon(path, rect, [(0.0, 0.08), (1.0, 0.08), (0.66, 0.62), (0.66, 0.94), (0.34, 0.94), (0.34, 0.62)])


def _chip(path: QPainterPath, rect: QRectF) -> None:
    x, y, w, h = rect.left(), rect.top(), rect.width(), rect.height()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRect(QRectF(x + w * 0.17, y + h * 0.17, w * 0.66, h * 0.66))
    for share in (0.28, 0.60):
        path.addRect(QRectF(x, y + h * share, w, h * 0.12))
        path.addRect(QRectF(x + w * share, y, w * 0.12, h))
    joined = path.simplified()
    path.clear()
    path.addPath(joined)


def _wide(path: QPainterPath, rect: QRectF) -> None:
    radius = min(rect.height() * 0.34, 9.0)
    path.addRoundedRect(rect, radius, radius)


def _circle(path: QPainterPath, rect: QRectF) -> None:
    path.addEllipse(rect)


SHAPES: dict[ComponentClass, Callable[[QPainterPath, QRectF], None]] = {
    ComponentClass.MODEL: _hexagon,
    ComponentClass.DATA: _drum,
    ComponentClass.ARTIFACT: _file,
    ComponentClass.LIBRARY: _square,
    ComponentClass.ADAPTATION: _notched,
    ComponentClass.AGENT: _plug,
    ComponentClass.BUILD: _octagon,
    ComponentClass.DISTRIBUTION: _funnel,
    ComponentClass.COMPUTE: _chip,
    ComponentClass.SYSTEM: _wide,
    ComponentClass.PARTY: _circle,
    ComponentClass.UNKNOWN: _circle,
}

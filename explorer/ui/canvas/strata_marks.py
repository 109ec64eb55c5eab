"""What lies over the cells in every shape: pins, and the way by which something hangs on the first row."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.type import sized

MOST_PINS = 60
"""So many pins have their names beside them; the others are pins only."""

_STEM, _HEAD = 11.0, 4.0


def trail_of(scene: StrataScene, cell: int) -> tuple[int, ...]:
    """The cells from the first row to this one, each hanging on the one before."""
    way = [cell]
    while (above := int(scene.strata.parent[way[-1]])) >= 0:
        way.append(above)
    return tuple(reversed(way))


def paint_trail(painter: QPainter, frame: StrataFrame) -> None:
    """A line through the middles of the cells of a way."""
    points = [point for cell in frame.trail if (point := place_of(frame, cell)) is not None]
    line = QPolygonF(points)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((frame.palette.papers[0], 6.0), (frame.palette.accent, 3.0)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(line)
    painter.setPen(QPen(frame.palette.papers[0], 1.5))
    painter.setBrush(frame.palette.accent)
    for point in points:
        painter.drawEllipse(point, 4, 4)


def paint_pins(painter: QPainter, frame: StrataFrame) -> None:
    """A pin in each pinned cell, also where many share its pixel, with its name where there is room."""
    font = sized(frame.font, 11, bold=True)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    taken: list[QRectF] = []
    for number, cell in enumerate(frame.pinned):
        foot = place_of(frame, cell)
        if foot is None:
            continue
        head = QPointF(foot.x(), foot.y() - _STEM)
        painter.setPen(QPen(frame.palette.ink, 1.4))
        painter.drawLine(foot, head)
        painter.setPen(QPen(frame.palette.papers[0], 1.2))
        painter.setBrush(frame.palette.accent)
        painter.drawEllipse(head, _HEAD, _HEAD)
        name = metrics.elidedText(frame.scene.name(cell), Qt.TextElideMode.ElideMiddle, 160)
        box = QRectF(head.x() + 7, head.y() - 8, metrics.horizontalAdvance(name) + 8, 16)
        if number < MOST_PINS and frame.view.contains(box) and not any(box.intersects(other) for other in taken):
            taken.append(box)
            painter.fillRect(box, frame.palette.glow)
            painter.setPen(frame.palette.ink)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)


def place_of(frame: StrataFrame, cell: int) -> QPointF | None:
    """Where the middle of what is seen of a cell is; None where nothing is."""
    strata = frame.scene.strata
    row = int(np.searchsorted(strata.starts, cell, "right")) - 1
    rect = frame.camera.rect(float(strata.left[cell]), float(strata.right[cell]), row)
    return frame.sheet.to_view(rect.intersected(frame.paper).center()) if rect.intersects(frame.paper) else None

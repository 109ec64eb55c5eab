"""The outline of a cell on a disc, and the lines between its cells and its families."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from explorer.layout.sunburst import Disc
from explorer.ui.canvas.batches import draw_lines
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import SEPARATED, gap_of

Floats = npt.NDArray[np.float64]


def sector(disc: Disc, part: QRectF) -> QPainterPath:
    """The outline of a part of the strip."""
    near, far = disc.inner + part.top(), disc.inner + part.bottom()
    # Qt counts angles from three o'clock, against the clock.
    begin, sweep = 90 - math.degrees(part.left() / disc.outer), -math.degrees(part.width() / disc.outer)
    path = QPainterPath()
    if sweep <= -359.9:
        path.addEllipse(QPointF(disc.x, disc.y), far, far)
        path.addEllipse(QPointF(disc.x, disc.y), near, near)
        return path
    path.arcMoveTo(_circle(disc, near), begin)
    path.arcTo(_circle(disc, near), begin, sweep)
    path.arcTo(_circle(disc, far), begin + sweep, -sweep)
    path.closeSubpath()
    return path


def paint_separators(painter: QPainter, frame: StrataFrame) -> None:
    """Lines of paper between cells that are wide enough, stronger between those of the first row: the families."""
    disc, columns, camera = frame.sheet.disc, frame.columns, frame.camera
    assert disc is not None, "only a disc has separators of its own"
    strata, rows = frame.scene.strata, np.asarray(columns.rows, float)
    if not len(rows):
        return
    row = rows[columns.last_row]
    near = row * camera.down + camera.dy
    share = (disc.inner + near + camera.down / 2) / disc.outer
    wide = columns.last_widths(strata) * camera.across * share >= SEPARATED
    x = strata.left[columns.last_cell[wide]] * camera.across + camera.dx
    ends = np.stack([np.maximum(near[wide], 0), np.minimum(near[wide] + camera.down, disc.depth)], axis=1)
    _lines(painter, frame, disc, x, ends, 1.2)
    first = wide & (row == 0)
    x = strata.left[columns.last_cell[first]] * camera.across + camera.dx
    far = min(strata.rows * camera.down + camera.dy, disc.depth)
    _lines(painter, frame, disc, x, np.broadcast_to(np.array([max(camera.dy, 0.0), far]), (len(x), 2)), 2.4)


def row_edges(frame: StrataFrame, row: int) -> tuple[float, float]:
    """From where to where a row lies on the strip, without the gap below it."""
    top = row * frame.camera.down + frame.camera.dy
    return top, top + frame.camera.down - gap_of(frame.camera.down)


def _lines(painter: QPainter, frame: StrataFrame, disc: Disc, x: Floats, ends: Floats, width: float) -> None:
    painter.setPen(QPen(frame.palette.papers[0], width))
    near, far = disc.bend(x, ends[:, 0]), disc.bend(x, ends[:, 1])
    draw_lines(painter, np.stack([*near, *far], axis=1))


def _circle(disc: Disc, radius: float) -> QRectF:
    return QRectF(disc.x - radius, disc.y - radius, 2 * radius, 2 * radius)

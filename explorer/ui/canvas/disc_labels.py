"""Names on a disc, never rotated: inside cells that hold them, and of the widest of the first row beside the rim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from explorer.layout.sunburst import Disc, beside
from explorer.ui.canvas.disc_outline import row_edges
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_labels import seen_rect
from explorer.ui.canvas.strata_minimap import MOST as MINIMAP
from explorer.ui.canvas.type import first_that_fits, sized

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MOST_INSIDE, MOST_BESIDE = 160, 24
"""The widest cells are named; more could not be read at once."""

LINE, BESIDE = 13.0, 17.0
"""Pixels that a name inside and one beside the rim are high."""

_ELIDED = (120.0, 104.0, 90.0, 78.0, 68.0, 60.0, 52.0, 44.0)
"""Pixels to which a name is shortened until it fits."""

LEAST_ARC, LEAST_ROOM = 24.0, 72.0
"""Pixels along a ring that a cell needs for a name, and beside the disc that names need."""

_WIDE = 24.0
"""Pixels along the rim from which on an arc shows how far a name goes."""

_RIM, _ELBOW, _EDGE, _FOOT = 5.0, 12.0, 10.0, 26.0


def paint_names_inside(painter: QPainter, frame: StrataFrame) -> int:
    """Paint the names that fit into their cells; returns how many."""
    disc = frame.sheet.disc
    assert disc is not None, "only a disc has names like these"
    font = sized(frame.font, 11)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painted = 0
    for cell, row in _widest(frame, disc):
        top, bottom = row_edges(frame, row)
        rect = seen_rect(frame, cell, row)
        rect = QRectF(QPointF(rect.left(), max(top, rect.top())), QPointF(rect.right(), min(bottom, rect.bottom())))
        painted += _name_inside(painter, frame, disc, cell, rect, metrics)
    return painted


def paint_names_beside(painter: QPainter, frame: StrataFrame) -> int:
    """Paint the names of the widest cells of the first row with a line to each; returns how many."""
    disc = frame.sheet.disc
    assert disc is not None, "only a disc has a rim"
    room = disc.x - disc.outer - _ELBOW - _EDGE
    cells, x = _of_first_row(frame)
    if room < LEAST_ROOM or not len(cells):
        return 0
    angle = x / disc.outer
    part_seen = frame.scene.strata.total * frame.camera.across > frame.paper.width() + 1
    painted = 0
    for right in (True, False):
        foot = MINIMAP[1] + 2 * _FOOT if right and part_seen else _FOOT  # There the minimap stands.
        most = int((frame.view.height() - _EDGE - foot) // BESIDE)
        side = np.flatnonzero((np.sin(angle) >= 0) == right)[:most]  # The widest come first.
        side = side[np.argsort(-np.cos(angle[side]), kind="stable")]
        wanted = disc.y - disc.outer * np.cos(angle[side])
        places = beside(wanted, BESIDE, frame.view.top() + _EDGE, frame.view.bottom() - foot)
        for cell, at, y in zip(cells[side].tolist(), x[side].tolist(), places.tolist(), strict=True):
            _name_beside(painter, frame, disc, cell, (at, y), room)
        painted += len(side)
    return painted


def _widest(frame: StrataFrame, disc: Disc) -> list[tuple[int, int]]:
    """Cells whose arc is long enough for a name, with their rows, the widest first."""
    columns, camera = frame.columns, frame.camera
    if camera.down < LINE or not len(columns.rows):
        return []
    rows = np.asarray(columns.rows, np.int64)
    over = np.flatnonzero(columns.first >= 0)
    cells = np.concatenate([columns.last_cell, columns.first[over]])
    row = rows[np.concatenate([columns.last_row, over])]
    strata = frame.scene.strata
    middle = disc.inner + (row + 0.5) * camera.down + camera.dy
    arc = (strata.right.take(cells) - strata.left.take(cells)) * camera.across * middle / disc.outer
    wide = np.flatnonzero(arc >= LEAST_ARC)
    wide = wide[np.argsort(-arc[wide], kind="stable")[:MOST_INSIDE]]
    return list(zip(cells[wide].tolist(), row[wide].tolist(), strict=True))


def _name_inside(
    painter: QPainter, frame: StrataFrame, disc: Disc, cell: int, rect: QRectF, metrics: QFontMetricsF
) -> bool:
    middle = QPointF(*disc.at(rect.center().x(), rect.center().y()))
    name = frame.scene.name(cell)
    last = name.rpartition("/")[2] or name
    elided = (metrics.elidedText(last, Qt.TextElideMode.ElideMiddle, width) for width in _ELIDED)
    for text in dict.fromkeys((name, last, *elided)):
        width = metrics.horizontalAdvance(text)
        if _holds(disc, rect, middle, width + 4, LINE):
            ink, behind = frame.shading.inks[int(frame.scene.colouring.code[frame.scene.strata.node[cell]])]
            box = QRectF(middle.x() - width / 2, middle.y() - LINE / 2, width, LINE)
            if not _is_lit(frame, cell):
                ink, behind = frame.palette.faint, None if behind is None else frame.palette.papers[0]
            if behind is not None:
                painter.fillRect(box.adjusted(-2, 0, 2, 0), behind)
            painter.setPen(ink)
            painter.drawText(QPointF(box.left(), middle.y() + metrics.ascent() / 2 - 1.5), text)
            return True
    return False


def _holds(disc: Disc, rect: QRectF, middle: QPointF, width: float, height: float) -> bool:
    """Whether a box around a point lies inside a part of the strip: its corners, and the middles of its long sides."""
    for across in (-0.5, 0.0, 0.5):
        for down in (-0.5, 0.5):
            x, y = disc.back(middle.x() + across * width, middle.y() + down * height)
            if not (rect.left() + 1 <= x <= rect.right() - 1 and rect.top() <= y <= rect.bottom()):
                return False
    return True


def _of_first_row(frame: StrataFrame) -> tuple[Int64, Floats]:
    """The cells of the first row that something hangs on and that are wide enough, the widest first, with their middles."""
    columns, strata, camera, paper = frame.columns, frame.scene.strata, frame.camera, frame.paper
    if not len(columns.rows) or columns.rows.start != 0:
        return np.zeros(0, np.int64), np.zeros(0)
    cells = columns.last_cell[columns.last_row == 0]
    if columns.first[0] >= 0:
        cells = np.append(cells, columns.first[0])
    cells = cells[frame.scene.members[cells] > 1]
    left = np.maximum(strata.left[cells] * camera.across + camera.dx, paper.left())
    right = np.minimum(strata.right[cells] * camera.across + camera.dx, paper.right())
    order = np.argsort(left - right, kind="stable")
    order = order[(right - left)[order] >= 4.0][:MOST_BESIDE]
    return cells[order], ((left + right) / 2)[order]


def _name_beside(
    painter: QPainter, frame: StrataFrame, disc: Disc, cell: int, place: tuple[float, float], room: float
) -> None:
    x, y = place
    rect = seen_rect(frame, cell, 0)
    right = disc.at(x, 0)[0] >= disc.x
    side = 1.0 if right else -1.0
    lit = _is_lit(frame, cell)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if rect.width() >= _WIDE:
        painter.setPen(QPen(frame.palette.horizon if lit else frame.palette.seam, 1.2))
        radius = disc.outer + _RIM
        arc = QRectF(disc.x - radius, disc.y - radius, 2 * radius, 2 * radius)
        begin, sweep = 90 - np.degrees((rect.left() + 2) / disc.outer), -np.degrees((rect.width() - 4) / disc.outer)
        painter.drawArc(arc, round(begin * 16), round(sweep * 16))
    painter.setPen(QPen(frame.palette.seam, 1))
    _, end = row_edges(frame, int(frame.scene.deepest[cell]))
    begin_at = disc.depth + _RIM if rect.width() >= _WIDE else min(end + 2, disc.depth + _RIM)
    elbow = QPointF(disc.x + side * (disc.outer + _ELBOW), y)
    painter.drawPolyline([QPointF(*disc.at(x, begin_at)), QPointF(*disc.at(x, disc.depth + _RIM + 4)), elbow])
    _words(
        painter,
        frame,
        cell,
        QPointF(elbow.x() + 3 * side, y),
        room - 3,
        right,
        frame.palette.ink if lit else frame.palette.faint,
    )


def _words(
    painter: QPainter, frame: StrataFrame, cell: int, at: QPointF, room: float, right: bool, ink: QColor
) -> None:
    """The name and the number, as much of both as there is room for."""
    bold, small = sized(frame.font, 11, bold=True), sized(frame.font, 11)
    number = f" {int(frame.scene.members[cell]):,}"
    name, wide = _short(frame.scene.name(cell), bold, room - QFontMetricsF(small).horizontalAdvance(number))
    left = at.x() if right else at.x() - wide - QFontMetricsF(small).horizontalAdvance(number)
    base = at.y() + QFontMetricsF(bold).ascent() / 2 - 1.5
    painter.setPen(ink)
    painter.setFont(bold)
    painter.drawText(QPointF(left, base), name)
    painter.setFont(small)
    painter.setPen(frame.palette.muted)
    painter.drawText(QPointF(left + wide, base), number)


def _short(name: str, font: QFont, room: float) -> tuple[str, float]:
    metrics = QFontMetricsF(font)
    last = name.rpartition("/")[2] or name
    text = first_that_fits(metrics, room, (name, last))
    if metrics.horizontalAdvance(text) > room or text not in (name, last):
        text = metrics.elidedText(last, Qt.TextElideMode.ElideMiddle, room)
    return text, metrics.horizontalAdvance(text)


def _is_lit(frame: StrataFrame, cell: int) -> bool:
    return frame.light.sums is None or bool(frame.light.sums[cell + 1] != frame.light.sums[cell])

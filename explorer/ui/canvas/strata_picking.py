"""Which cells lie under a point, a box or a loop of the view: exact also where many share a pixel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from explorer.layout.along import first_beyond
from explorer.layout.strata import Strata
from explorer.ui.canvas.strata_frame import StrataFrame

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST_CORNERS = 96
"""A loop is taken as so many straight pieces at most."""


MOST_BOXED = 2_000
"""A box or loop selects so many components at most, and says so."""


def widest_of(strata: Strata, found: Int64, by: str) -> tuple[Int64, str]:
    """The widest of these cells where they are too many, and what to say then; all of them, and nothing, otherwise."""
    if len(found) <= MOST_BOXED:
        return found, ""
    widest = np.argsort(strata.left[found] - strata.right[found], kind="stable")[:MOST_BOXED]
    said = f"The {by} holds {len(found):,} components; the {MOST_BOXED:,} widest are selected. Zoom in for the others."
    return found[np.sort(widest)], said


def cell_at(frame: StrataFrame, point: QPointF) -> int | None:
    """The cell under a point of the view; None where there is none."""
    strip = frame.sheet.to_strip(point)
    if not frame.paper.contains(strip):
        return None
    x, row = frame.camera.find(strip)
    return frame.scene.strata.at(int(np.floor(row)), x)


def others_at(frame: StrataFrame, point: QPointF) -> int:
    """How many other cells share the column of pixels under a point where a cell is."""
    strip = frame.sheet.to_strip(point)
    return max(frame.columns.sharing(int(np.floor(frame.camera.find(strip)[1])), strip.x()) - 1, 0)


def cells_in_box(frame: StrataFrame, box: QRectF) -> Int64:
    """The cells that touch a rectangle of the view, row by row."""
    if frame.sheet.disc is not None:
        return cells_in_loop(frame, [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()])
    box = box.intersected(frame.paper)
    if box.isEmpty():
        return np.zeros(0, np.int64)
    (left, top), (right, bottom) = frame.camera.find(box.topLeft()), frame.camera.find(box.bottomRight())
    strata = frame.scene.strata
    rows = range(max(int(np.floor(top)), 0), min(int(np.floor(bottom)) + 1, strata.rows))
    return np.concatenate([np.zeros(0, np.int64), *(_of_row(strata, row, left, right) for row in rows)])


def cells_in_loop(frame: StrataFrame, corners: Sequence[QPointF]) -> Int64:
    """The cells of which the middle line runs through a closed line of the view, or that one of its corners is on."""
    step = max(1, -(-len(corners) // MOST_CORNERS))
    line = list(corners[::step])
    if len(line) < 3:
        return np.zeros(0, np.int64)
    x, y = _middles(frame)
    inside = _inside(x, y, np.array([(corner.x(), corner.y()) for corner in line]))
    columns = frame.columns
    runs = zip(columns.low[inside].tolist(), columns.high[inside].tolist(), strict=True)
    touched = [cell for corner in line if (cell := cell_at(frame, corner)) is not None]
    found = np.concatenate([np.array(touched, np.int64), *(np.arange(low, high) for low, high in runs)])
    mark = np.zeros(len(frame.scene), bool)
    mark[found] = True
    return np.flatnonzero(mark)


def _of_row(strata: Strata, row: int, left: float, right: float) -> Int64:
    first, last = int(strata.starts[row]), int(strata.starts[row + 1])
    begin = int(first_beyond(strata.right[first:last], left))
    end = int(first_beyond(strata.left[first:last], right))
    return np.arange(first + begin, first + end)


def _middles(frame: StrataFrame) -> tuple[Floats, Floats]:
    """(R, W) each: where the middle of each column of each row is seen."""
    columns = frame.columns
    along = columns.left + (np.arange(columns.low.shape[1]) + 0.5) / columns.pitch
    down = (np.asarray(columns.rows, float) + 0.5) * frame.camera.down + frame.camera.dy
    x, y = np.broadcast_to(along, columns.low.shape), np.broadcast_to(down[:, None], columns.low.shape)
    return (x, y) if frame.sheet.disc is None else frame.sheet.disc.bend(x, y)


def _inside(x: Floats, y: Floats, corners: Floats) -> Flags:
    """Which points a closed line goes around, counted by how often a ray from each crosses it (even-odd rule)."""
    inside = np.zeros(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside

"""The tree of a radial drawing in lines: out from each dot, along half-way between two rings, out to what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.layout.sunburst import Disc
from explorer.ui.canvas.strata_frame import StrataFrame

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

_CHORD = 7.0
"""Pixels of a straight piece of an arc."""


@dataclass(frozen=True, eq=False)
class Dots:
    """d dots; each stands for the cells that begin in one column of one row."""

    number: Int64
    """(d,): position in `Columns.rows`."""
    column: Int64
    cell: Int64
    """(d,): the first of its cells."""
    cells: Int64
    """(d,): how many."""
    x: Floats
    """(d,): on the strip: the middle of its only cell, or of the column that several share."""
    y: Floats


def dots_of(frame: StrataFrame) -> Dots:
    """The dots that are seen; what began before the left edge and reaches into view is one too."""
    columns, strata, camera, paper = frame.columns, frame.scene.strata, frame.camera, frame.paper
    over = np.flatnonzero(columns.first >= 0)
    number = np.concatenate([columns.last_row, over])
    column = np.concatenate([columns.last_column, np.zeros(len(over), np.int64)])
    cells = np.concatenate([columns.begins[columns.last_row, columns.last_column], np.ones(len(over), np.int64)])
    cell = np.concatenate([columns.last_cell, columns.first[over]]) - cells + 1
    left = np.maximum(strata.left.take(cell) * camera.across + camera.dx, paper.left())
    right = np.minimum(strata.right.take(cell) * camera.across + camera.dx, paper.right())
    x = np.where(cells == 1, (left + right) / 2, columns.left + (column + 0.5) / columns.pitch)
    rows = np.asarray(columns.rows, float)
    y = (rows.take(number) + 0.5) * camera.down + camera.dy if len(rows) else np.zeros(0)
    return Dots(number, column, cell, cells, x, y)


def links_of(frame: StrataFrame, disc: Disc, dots: Dots) -> tuple[Floats, Int64]:
    """Lines as x1, y1, x2, y2, and for each the dot at its outer end."""
    parent = frame.scene.strata.parent.take(dots.cell).astype(np.int64)
    child = np.flatnonzero((parent >= 0) & (dots.number > 0))
    child = child[np.lexsort((dots.x[child], parent[child]))]
    if not len(child):
        return np.zeros((0, 4)), np.zeros(0, np.int64)
    down, parent = frame.camera.down, parent[child]
    stubs = _straight(disc, dots.x[child], dots.y[child] - down / 2, dots.y[child])
    begins = np.flatnonzero(np.append(True, parent[1:] != parent[:-1]))
    ends = np.append(begins[1:], len(child)) - 1
    here = _middle(frame, parent[begins])
    low, high = np.minimum(dots.x[child[begins]], here), np.maximum(dots.x[child[ends]], here)
    level = dots.y[child[begins]] - down / 2
    trunks = _straight(disc, here, level - down / 2, level)
    arcs, of = _arcs(disc, low, high, level)
    lines = np.concatenate([stubs, trunks, arcs])
    return lines, np.concatenate([child, child[begins], child[begins][of]])


def _middle(frame: StrataFrame, cells: Int64) -> Floats:
    """Where on the strip the dots of these cells stand."""
    strata, camera, paper = frame.scene.strata, frame.camera, frame.paper
    left = np.maximum(strata.left.take(cells) * camera.across + camera.dx, paper.left())
    right = np.minimum(strata.right.take(cells) * camera.across + camera.dx, paper.right())
    return np.asarray((left + right) / 2)


def _straight(disc: Disc, x: Floats, near: Floats, far: Floats) -> Floats:
    return np.stack([*disc.bend(x, near), *disc.bend(x, far)], axis=1)


def _arcs(disc: Disc, low: Floats, high: Floats, level: Floats) -> tuple[Floats, Int64]:
    """Arcs as short straight pieces, and for each the arc that it is of."""
    pieces = np.maximum(np.ceil((high - low) * (disc.inner + level) / disc.outer / _CHORD), 1).astype(np.int64)
    of = np.repeat(np.arange(len(low)), pieces)
    step = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    width = (high - low)[of] / pieces[of]
    begin = low[of] + step * width
    return np.stack([*disc.bend(begin, level[of]), *disc.bend(begin + width, level[of])], axis=1), of

"""Which cells stand in which column of pixels: one search per row that is seen, nothing per node."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.layout.along import first_from
from explorer.layout.strata import Strata
from explorer.ui.canvas.strata_camera import StrataCamera

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Columns:
    """R rows and W columns of device pixels.

    A cell belongs to the column in which it begins; so every cell in view belongs to exactly one, and a mean over a
    column counts nobody twice. Where none begins, the cell that lies across the column fills it.
    """

    rows: range
    low: Int64
    high: Int64
    """(R, W): the cells `low:high` stand in a column; equal where it is blank."""
    begins: Int64
    """(R, W): how many cells begin in it."""
    first: Int64
    """(R,): the cell at the left edge that began before it; -1 where there is none."""
    left: float
    pitch: float
    """Where the first column begins, in logical pixels, and how many columns there are for each."""

    def sharing(self, row: int, x: float) -> int:
        """How many cells begin in the column at `x` (logical pixels) of a row."""
        column = min(max(int((x - self.left) * self.pitch), 0), self.begins.shape[1] - 1)
        return int(self.begins[row - self.rows.start, column])

    @cached_property
    def _last(self) -> tuple[Int64, Int64, Int64]:
        places = np.flatnonzero(self.begins)
        row, column = np.divmod(places, self.begins.shape[1])
        return row, column, self.low.ravel().take(places) + self.begins.ravel().take(places) - 1

    @property
    def last_row(self) -> Int64:
        """(b,): positions in `rows` of the columns in which a cell begins."""
        return self._last[0]

    @property
    def last_column(self) -> Int64:
        """(b,): these columns."""
        return self._last[1]

    @property
    def last_cell(self) -> Int64:
        """(b,): the last cell that begins in each; of several in one column none is as wide as a pixel but the last."""
        return self._last[2]

    def last_widths(self, strata: Strata) -> Floats:
        """(b,): how many leaves hang on each of `last_cell`."""
        return np.asarray(strata.right.take(self.last_cell) - strata.left.take(self.last_cell))

    @property
    def in_view(self) -> int:
        """How many cells are seen, whole or in part."""
        return int(self.begins.sum()) + int((self.first >= 0).sum())

    @property
    def shared(self) -> tuple[int, int]:
        """How many cells share a column with others, and how many such columns there are."""
        several = self.begins > 1
        return int(self.begins[several].sum()), int(several.sum())


def columns(strata: Strata, camera: StrataCamera, rows: range, left: float, width: int, pitch: float) -> Columns:
    """What is seen from `left` (logical pixels) over `width` columns, `pitch` for each pixel, in these rows."""
    edges = (left + np.arange(width + 1) / pitch - camera.dx) / camera.across
    begin = np.empty((len(rows), width + 1), np.int64)
    floor = np.empty(len(rows), np.int64)
    for number, row in enumerate(rows):
        first, last = int(strata.starts[row]), int(strata.starts[row + 1])
        begin[number] = first_from(strata.left[first:last], edges)
        begin[number] += first
        floor[number] = first
    low, high = begin[:, :-1].copy(), begin[:, 1:]
    begins = high - low
    # Where none begins, the cell that began last may lie across.
    blank = np.flatnonzero(begins == 0)
    blank_row, column = np.divmod(blank, max(width, 1))
    across = low.ravel().take(blank) - 1
    inside = across >= floor.take(blank_row)
    lying = inside & (strata.right.take(np.where(inside, across, 0)) > edges.take(column))
    low.ravel()[blank[lying]] -= 1
    lying_over = _at_left_edge(strata, begin[:, 0] - 1, floor, float(edges[0]))
    return Columns(rows, low, high, begins, lying_over, left, pitch)


def _at_left_edge(strata: Strata, before: Int64, floor: Int64, edge: float) -> Int64:
    inside = before >= floor
    lying = np.zeros(len(before), bool)
    lying[inside] = strata.right[before[inside]] > edge
    return np.where(lying, before, -1)

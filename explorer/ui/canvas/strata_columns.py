"""Which cells stand in which column of pixels: one search per row that is seen, nothing per node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.layout.strata import Strata
from explorer.ui.canvas.strata_camera import StrataCamera

Int64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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

    @property
    def in_view(self) -> int:
        """How many cells are seen, whole or in part."""
        return int(self.begins.sum()) + int((self.first >= 0).sum())

    @property
    def shared(self) -> tuple[int, int]:
        """How many cells share a column with others, and how many such columns there are."""
        several = self.begins > 1
        return int(self.begins[several].sum()), int(several.sum())


def columns(strata: Strata, camera: StrataCamera, rows: range, left: float, width: int, ratio: float) -> Columns:
    """What is seen from `left` (logical pixels) over `width` device pixels in these rows."""
    edges = (left + np.arange(width + 1) / ratio - camera.dx) / camera.across
    begin = np.empty((len(rows), width + 1), np.int64)
    floor = np.empty(len(rows), np.int64)
    for number, row in enumerate(rows):
        first, last = int(strata.starts[row]), int(strata.starts[row + 1])
        begin[number] = np.searchsorted(strata.left[first:last], edges, "left")
        begin[number] += first
        floor[number] = first
    low, high = begin[:, :-1], begin[:, 1:]
    begins = high - low
    across = low - 1
    covered = (begins == 0) & (across >= floor[:, None])
    places = np.flatnonzero(covered)
    cells = across.ravel()[places]
    lying = strata.right[cells] > edges[places % width]
    covered.ravel()[places[~lying]] = False
    low = np.where(covered, across, low)
    high = np.where(covered, across + 1, high)
    return Columns(rows, low, high, begins, _at_left_edge(strata, begin[:, 0] - 1, floor, float(edges[0])))


def _at_left_edge(strata: Strata, before: Int64, floor: Int64, edge: float) -> Int64:
    inside = before >= floor
    lying = np.zeros(len(before), bool)
    lying[inside] = strata.right[before[inside]] > edge
    return np.where(lying, before, -1)

"""One matrix in one order with its words: everything that stays the same while it is scrolled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.graph.snapshot import Snapshot
from explorer.layout.seriation import Order, alike_together
from explorer.pipeline.grids import NO_NODE, Grid, GridKind, cell_words, head_of
from explorer.ui.text import plain


class Ordering(StrEnum):
    """How rows and columns stand."""

    MOST = "most first"
    ALIKE = "alike side by side"
    NAME = "by name"
    DEPTH = "by depth"


@dataclass(frozen=True, eq=False)
class GridScene:
    """Rows and columns are counted in the order shown."""

    snapshot: Snapshot
    grid: Grid
    order: Order

    @cached_property
    def value(self) -> npt.NDArray[np.int64]:
        """(r, c)"""
        return self.grid.value[np.ix_(self.order.rows, self.order.columns)]

    @cached_property
    def hatched(self) -> npt.NDArray[np.bool_]:
        """(r, c): cells of zero that may not be one, and what nobody claims."""
        unsure = self.grid.unsure[np.ix_(self.order.rows, self.order.columns)] & (self.value == 0)
        return np.asarray(unsure | self.unclaimed_rows[:, None])

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """(r,)"""
        return tuple(plain(head_of(self.snapshot, self.row_node(row))) for row in range(len(self.order.rows)))

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """(c,)"""
        return tuple(plain(head_of(self.snapshot, self.column_node(place))) for place in range(len(self.order.columns)))

    @cached_property
    def unclaimed_rows(self) -> npt.NDArray[np.bool_]:
        """(r,): rows that stand for no component, but for what nobody claims."""
        return np.asarray(self.grid.rows, np.int64)[self.order.rows] == NO_NODE

    def row_node(self, row: int) -> int:
        """The node of a row; `NO_NODE` where there is none."""
        return self.grid.rows[int(self.order.rows[row])]

    def column_node(self, column: int) -> int:
        """The node of a column."""
        return self.grid.columns[int(self.order.columns[column])]

    def words(self, row: int, column: int) -> str:
        """A cell in a sentence."""
        return plain(cell_words(self.snapshot, self.grid, int(self.order.rows[row]), int(self.order.columns[column])))


def grid_scene(snapshot: Snapshot, grid: Grid, ordering: Ordering) -> GridScene:
    """Put a matrix in order; what nobody claims stays last, and a square matrix has the same order both ways.

    Names and cells are looked up here already, so that a worker thread does it.
    """
    scene = GridScene(snapshot, grid, _order(snapshot, grid, ordering))
    _ = scene.row_names, scene.column_names, scene.hatched
    return scene


def _order(snapshot: Snapshot, grid: Grid, ordering: Ordering) -> Order:
    real = np.flatnonzero(np.asarray(grid.rows, np.int64) != NO_NODE)
    left = np.setdiff1d(np.arange(len(grid.rows)), real)
    columns = np.arange(len(grid.columns))
    if ordering is Ordering.ALIKE:
        found = alike_together(_weights(grid)[real])
        real, columns = real[found.rows], found.columns
    elif ordering is Ordering.MOST:
        linked = grid.value > 0
        columns = np.lexsort((-grid.value.sum(axis=0), -linked.sum(axis=0)))
        first = linked[:, columns].argmax(axis=1)  # Of rows in equally many columns, those of the same stand together.
        real = real[np.lexsort((-grid.value[real].sum(axis=1), first[real], -linked[real].sum(axis=1)))]
    elif ordering is Ordering.NAME:
        real = np.array(sorted(real.tolist(), key=lambda row: head_of(snapshot, grid.rows[row]).casefold()), np.int64)
        columns = np.array(
            sorted(columns.tolist(), key=lambda place: head_of(snapshot, grid.columns[place]).casefold()), np.int64
        )
    else:
        real = real[np.argsort(np.asarray(grid.rows, np.int64)[real], kind="stable")]
        columns = np.argsort(np.asarray(grid.columns, np.int64), kind="stable")
    rows = np.append(real, left).astype(np.int64)
    return Order(rows, rows.copy() if grid.is_square else columns.astype(np.int64))


def _weights(grid: Grid) -> npt.NDArray[np.float64]:
    """Few hundreds must not drown what is shared; in a square, what two share counts both ways, and each is like itself."""
    if grid.kind is GridKind.COMPONENTS:
        near = np.where(grid.value > 0, 1.0 / np.maximum(grid.value, 1), 0.0)
        return near + near.T + np.eye(len(near))
    return np.log1p(grid.value)

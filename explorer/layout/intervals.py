"""Where each node of a forest lies from left to right: as wide as what hangs on it, relatives side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32, Int64
from explorer.layout.forest import Forest

Floats = npt.NDArray[np.float64]

GAP = 0.004
"""Between the tiers of the first row, as a share of the whole width."""

WHOLE_FROM = 8
"""Leaves from which the gap is a whole number of them, so that all places are."""


@dataclass(frozen=True, eq=False)
class Intervals:
    """By place of the forest; widths are numbers of leaves, so that every leaf is 1 wide."""

    left: Floats
    """(n,)."""
    width: Int64
    """(n,): how many leaves hang on a node, 1 for a leaf."""
    rank: Int32
    """(n,): the position from left to right within the row."""
    total: float
    """The right end of the first row."""


def widths(forest: Forest) -> Int64:
    """(n,): how many leaves hang on each place."""
    width = np.zeros(len(forest.parent), np.int64)
    for row in range(forest.rows - 1, -1, -1):
        here = slice(forest.starts[row], forest.starts[row + 1])
        np.maximum(width[here], 1, out=width[here])
        if row:
            above = slice(forest.starts[row - 1], forest.starts[row])
            width[above] = _summed(forest, row, width[here]).astype(np.int64)
    return width


def gathered(forest: Forest, values: Floats) -> Floats:
    """(n,): the values of each place and of everything that hangs on it, added up."""
    total = np.array(values, np.float64)
    for row in range(forest.rows - 1, 0, -1):
        above = slice(forest.starts[row - 1], forest.starts[row])
        total[above] += _summed(forest, row, total[forest.starts[row] : forest.starts[row + 1]])
    return total


def lay_side_by_side(forest: Forest, width: Int64, key: Floats | Int32, tier: npt.NDArray[np.uint8]) -> Intervals:
    """Put children below their parents, siblings in order of `key` (n,), the first row by `tier` first.

    Ties go by place, so that the same graph gives the same drawing on every machine. Keys that are whole numbers are
    ranks, each of its own from 0 to n - 1, and are obeyed exactly; others are told apart as finely as one sort allows.
    """
    left, rank = np.zeros(len(width)), np.zeros(len(width), np.int32)
    total = 0.0
    in_order = (
        _ranked(key.astype(np.int32, copy=False))
        if key.dtype.kind == "i"
        else _quantised_order(key.astype(np.float64, copy=False))
    )
    for row in range(forest.rows):
        first, last = int(forest.starts[row]), int(forest.starts[row + 1])
        parent = forest.parent[first:last]
        holder = rank[parent] if row else tier[first:last].astype(np.int32)
        order = first + in_order(holder, first, last)
        rank[order] = np.arange(last - first, dtype=np.int32)
        before = np.cumsum(width[order]) - width[order]
        if row:
            mine = forest.parent[order]
            begins = np.flatnonzero(np.append(True, mine[1:] != mine[:-1]))
            base = np.repeat(left[mine[begins]] - before[begins], np.diff(np.append(begins, len(order))))
            left[order] = before + base
        else:
            gap = GAP * float(width[order].sum())
            gap = round(gap) if gap >= WHOLE_FROM else gap
            left[order] = before + gap * _steps(tier[order])
            total = float(left[order[-1]] + width[order[-1]])
    return Intervals(left, width, rank, total)


def _summed(forest: Forest, row: int, values: npt.NDArray[np.generic]) -> Floats:
    """The values of a row added up by what they hang on, for the row above."""
    start, above = int(forest.starts[row]), int(forest.starts[row - 1])
    local = forest.parent[start : int(forest.starts[row + 1])] - above
    return np.asarray(np.bincount(local, weights=values, minlength=start - above), np.float64)


_BITS = 18
"""So finely siblings are told apart by their key."""


def _quantised(key: Floats) -> Int64:
    low, high = (float(key.min()), float(key.max())) if len(key) else (0.0, 0.0)
    span = high - low if high > low else 1.0
    return ((key - low) * (((1 << _BITS) - 1) / span)).astype(np.int64)


Sorted = Callable[[Int32, int, int], Int64]
"""The order of the places from first to last by holder, then key, then place."""


def _quantised_order(key: Floats) -> Sorted:
    """One sort of whole numbers that hold all three."""
    wanted = _quantised(key)

    def order(holder: Int32, first: int, last: int) -> Int64:
        bits = max(len(holder) - 1, 1).bit_length()
        keys = (((holder.astype(np.int64) << _BITS) + wanted[first:last]) << bits) + np.arange(len(holder))
        keys.sort()
        return np.asarray(keys & ((1 << bits) - 1))

    return order


def _ranked(rank: Int32) -> Sorted:
    """No two keys are the same, so that a key tells its place."""
    bits = max(len(rank) - 1, 1).bit_length()
    place = np.empty(len(rank), np.int64)
    place[rank] = np.arange(len(rank))

    def order(holder: Int32, first: int, last: int) -> Int64:
        keys = (holder.astype(np.int64) << bits) + rank[first:last]
        keys.sort()
        return place[keys & ((1 << bits) - 1)] - first

    return order


def _steps(tier: npt.NDArray[np.uint8]) -> Int64:
    return np.cumsum(np.append(0, tier[1:] != tier[:-1]))

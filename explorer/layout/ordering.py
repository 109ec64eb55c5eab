"""In which order the points of each layer stand, so that few lines cross and nothing known changes places.

Barycentre sweeps, then median sweeps, keeping the best order by exact count. Source: K. Sugiyama, S. Tagawa and
M. Toda, Methods for visual understanding of hierarchical system structures, IEEE Trans. SMC 11(2), 1981; E. Gansner
et al., A technique for drawing directed graphs, IEEE Trans. Software Eng. 19(3), 1993.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.layout.crossings import crossings
from explorer.layout.drawing import Flags

Floats = npt.NDArray[np.float64]

BARYCENTRE_SWEEPS = 8
MEDIAN_SWEEPS = 4


@dataclass(frozen=True, eq=False)
class Layers:
    """What the order has to respect; p points."""

    layer: Int32
    """(p,)"""
    sunken: Flags
    """(p,): points that stand below all others of their layer."""
    block: Floats
    """(p,): points of a layer stand in order of their blocks; where blocks are equal, where fewest lines cross."""
    source: Int32
    target: Int32
    """(q,): pieces between neighbouring layers, in either direction."""


def order_points(layers: Layers) -> Int64:
    """(p,): the place of each point within its layer, from 0."""
    count = int(layers.layer.max(initial=-1)) + 1
    rows = [np.flatnonzero(layers.layer == number) for number in range(count)]
    left, right = _leftwards(layers)
    ahead = Adjacency.of(len(layers.layer), left, right)
    behind = Adjacency.of(len(layers.layer), right, left)
    place = np.zeros(len(layers.layer), np.int64)
    for row in rows:
        _set(place, row, layers, np.arange(len(row), dtype=float))
    best, fewest = place.copy(), _total(place, layers, left, right)
    for sweep in range(BARYCENTRE_SWEEPS + MEDIAN_SWEEPS):
        if not fewest:
            break
        median = sweep >= BARYCENTRE_SWEEPS
        _sweep(place, rows if sweep % 2 == 0 else rows[::-1], behind if sweep % 2 == 0 else ahead, layers, median)
        now = _total(place, layers, left, right)
        if now < fewest:
            best, fewest = place.copy(), now
    return best


def count_crossings(layers: Layers, place: Int64) -> int:
    """The pairs of pieces that cross between neighbouring layers."""
    left, right = _leftwards(layers)
    return _total(place, layers, left, right)


def _leftwards(layers: Layers) -> tuple[Int32, Int32]:
    """Both ends of every piece that joins two layers, that of the lower layer first."""
    apart = layers.layer[layers.source] != layers.layer[layers.target]
    source, target = layers.source[apart], layers.target[apart]
    forward = layers.layer[source] < layers.layer[target]
    return np.where(forward, source, target), np.where(forward, target, source)


def _sweep(place: Int64, rows: Sequence[Int64], rows_of: Adjacency, layers: Layers, median: bool) -> None:
    for row in rows:
        if len(row) < 2:
            continue
        slots = rows_of.slots(row)
        counts = rows_of.offsets[row + 1] - rows_of.offsets[row]
        beside = place[rows_of.targets[slots]].astype(float)
        keys = _medians(beside, counts) if median else _means(beside, counts)
        # What has no neighbour on that side stays near the place it has.
        keys = np.where(counts > 0, keys, place[row] * _scale(rows_of, place, row))
        _set(place, row, layers, keys)


def _scale(rows_of: Adjacency, place: Int64, row: Int64) -> float:
    beside = place[rows_of.targets[rows_of.slots(row)]]
    return float(beside.max() + 1) / len(row) if len(beside) else 1.0


def _means(values: Floats, counts: Int64) -> Floats:
    running = np.append(0.0, np.cumsum(values))
    ends = np.cumsum(counts)
    return np.asarray((running[ends] - running[ends - counts]) / np.maximum(counts, 1))


def _medians(values: Floats, counts: Int64) -> Floats:
    owner = np.repeat(np.arange(len(counts)), counts)
    ordered = np.append(values[np.lexsort((values, owner))], 0.0)
    starts = np.cumsum(counts) - counts
    low, high = starts + np.maximum(counts - 1, 0) // 2, starts + counts // 2
    last = len(ordered) - 1
    return np.asarray((ordered[np.minimum(low, last)] + ordered[np.minimum(high, last)]) / 2)


def _set(place: Int64, row: Int64, layers: Layers, keys: Floats) -> None:
    order = np.lexsort((place[row], keys, layers.block[row], layers.sunken[row]))
    place[row[order]] = np.arange(len(row))


def _total(place: Int64, layers: Layers, left: Int32, right: Int32) -> int:
    """Sunken points are drawn apart, so that only lines that end alike can cross by a bad order."""
    total = 0
    gap = layers.layer[left]
    for number in np.flatnonzero(np.bincount(gap)).tolist() if len(gap) else []:
        here = gap == number
        total += crossings(place[left[here]], place[right[here]])
    return total

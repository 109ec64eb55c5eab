"""A better order by sweeps: layer by layer, each point moves to the middle of its neighbours in the layer before.

Sources: K. Sugiyama, S. Tagawa and M. Toda, 1981 (see `smoothing`); E. Gansner et al., 1993 (see `exchanging`), for turning
round, every other time, what the middles do not tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int64

if TYPE_CHECKING:
    from explorer.layout.ordering import Layers

Floats = npt.NDArray[np.float64]

SWEEPS = 16
_IN_VAIN = 4
"""So many sweeps in a row without a better order are enough."""


def swept(place: Int64, layers: Layers, stacked: tuple[int, int]) -> Int64:
    """(p,): of each copy the order with fewest crossings that was met.

    The layers are copies of the same ones, as `Layers.stacked` makes them; `stacked` is their number and their period.
    """
    copies, period = stacked
    ahead, behind = ([_Side.of(points, side) for points in _rows(layers, period)] for side in layers.sides)
    best, fewest = place, layers.crossings_of_copies(place, copies)
    in_vain = 0
    for number in range(SWEEPS):
        steps = behind if number % 2 == 0 else ahead[::-1]
        place = _sweep(place, layers, steps, -1 if number % 4 >= 2 else 1)
        now = layers.crossings_of_copies(place, copies)
        better = now < fewest
        in_vain = 0 if better.any() else in_vain + 1
        best = np.where(np.repeat(better, len(place) // copies), place, best)
        fewest = np.minimum(now, fewest)
        if in_vain == _IN_VAIN or not fewest.min():
            break
    return best


@dataclass(frozen=True, eq=False)
class _Side:
    """The points of one layer (of every copy) and their neighbours on one side; r points, m lines."""

    points: Int64
    neighbours: Int64
    """(m,)"""
    owner: Int64
    """(m,): position in `points`."""
    lines: Int64
    """(r,)"""

    @classmethod
    def of(cls, points: Int64, side: Adjacency) -> _Side:
        lines = side.offsets[points + 1] - side.offsets[points]
        owner = np.repeat(np.arange(len(points)), lines)
        return cls(points, side.targets[side.slots(points)].astype(np.int64), owner, lines)


def _rows(layers: Layers, period: int) -> list[Int64]:
    within = layers.layer % period
    order = np.argsort(within, kind="stable")
    return np.split(order, np.cumsum(np.bincount(within, minlength=period))[:-1])


def _sweep(place: Int64, layers: Layers, steps: list[_Side], turn: int) -> Int64:
    place = place.copy()
    for step in steps:
        points = step.points
        if not len(step.neighbours):
            continue
        middle = np.bincount(step.owner, place[step.neighbours], len(points)) / np.maximum(step.lines, 1)
        before = np.argsort(layers.starts[points] + place[points])
        loose = np.flatnonzero(step.lines[before] == 0)
        if len(loose):
            # What has no neighbour here goes with those that it stood between.
            held = np.flatnonzero(step.lines[before])
            middle[before[loose]] = np.interp(loose, held, middle[before[held]])
        order = _in_order(layers, points, np.round(middle, 6), turn * place[points])
        after = np.empty(len(points), np.int64)
        after[order] = np.arange(len(points))
        first = np.searchsorted(layers.layer[points][order], layers.layer[points])
        place[points] = after - first
    return place


def _in_order(layers: Layers, points: Int64, middle: Floats, ties: Int64) -> Int64:
    """The positions of these points in their new order: by their middles as far as they are free."""
    held = layers.held[points]
    if layers.free is None:
        return np.lexsort((ties, middle, held))
    order = np.lexsort((ties, middle, layers.sunken[points], layers.layer[points]))
    bound = np.flatnonzero(~layers.free[points[order]])
    told = order[bound]
    order[bound] = told[np.lexsort((ties[told], middle[told], held[told]))]
    return order

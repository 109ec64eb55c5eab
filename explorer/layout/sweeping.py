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

SWEEPS = 20
_IN_VAIN = 4
"""So many sweeps in a row without a better order are enough."""


def swept(place: Int64, layers: Layers, stacked: tuple[int, int], sweeps: int = SWEEPS) -> Int64:
    """(p,): of each copy the order with fewest crossings that was met.

    The layers are copies of the same ones, as `Layers.stacked` makes them; `stacked` is their number and their period.
    """
    copies, period = stacked
    ahead, behind = ([_Side.of(points, layers, side) for points in _rows(layers, period)] for side in layers.sides)
    best, fewest = place, layers.crossings_of_copies(place, copies)
    in_vain = 0
    for number in range(sweeps):
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
    """The points of one layer (of every copy, one copy after the other) and their neighbours on one side; r points, m lines."""

    points: Int64
    begins: Int64
    """(r,): where the copy of each point begins among them."""
    held: Floats
    """(r,): see `Layers`."""
    neighbours: Int64
    """(m,)"""
    owner: Int64
    """(m,): position in `points`."""
    lines: Int64
    """(r,)"""

    @classmethod
    def of(cls, points: Int64, layers: Layers, side: Adjacency) -> _Side:
        lines = side.offsets[points + 1] - side.offsets[points]
        owner = np.repeat(np.arange(len(points)), lines)
        begins = np.searchsorted(layers.layer[points], layers.layer[points])
        return cls(points, begins, layers.held[points], side.targets[side.slots(points)].astype(np.int64), owner, lines)


def _rows(layers: Layers, period: int) -> list[Int64]:
    within = layers.layer % period
    order = np.argsort(within, kind="stable")
    return np.split(order, np.cumsum(np.bincount(within, minlength=period))[:-1])


def _sweep(place: Int64, layers: Layers, steps: list[_Side], turn: int) -> Int64:
    place = place.copy()
    for step in steps:
        if not len(step.neighbours):
            continue
        count = len(step.points)
        middle = np.bincount(step.owner, place[step.neighbours], count) / np.maximum(step.lines, 1)
        standing = np.empty(count, np.int64)
        standing[step.begins + place[step.points]] = np.arange(count)
        loose = np.flatnonzero(step.lines[standing] == 0)
        if len(loose):
            # What has no neighbour here goes with those that it stood between.
            held = np.flatnonzero(step.lines[standing])
            middle[standing[loose]] = np.interp(loose, held, middle[standing[held]])
        order = _in_order(layers, step, middle, standing[::turn])
        place[step.points[order]] = np.arange(count) - step.begins
    return place


def _in_order(layers: Layers, step: _Side, middle: Floats, standing: Int64) -> Int64:
    """The positions of these points in their new order: by their middles as far as they are free, then as they stand."""
    if layers.free is None:
        keys = np.round(step.held + middle / (2 * middle.max() + 1), 9)
        return standing[np.argsort(keys[standing], kind="stable")]
    points, middle = step.points[standing], np.round(middle[standing], 6)
    order = np.lexsort((middle, layers.sunken[points], layers.layer[points]))
    bound = np.flatnonzero(~layers.free[points[order]])
    told = order[bound]
    order[bound] = told[np.lexsort((told, middle[told], step.held[standing][told]))]
    return standing[order]

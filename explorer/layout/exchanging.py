"""Neighbours in a layer change places where fewer lines cross then, many pairs at once, until little is saved.

Source: P. Eades and D. Kelly, Heuristics for reducing crossings in 2-layered networks, Ars Combinatoria 21-A, 1986; E.
Gansner et al., A technique for drawing directed graphs, IEEE Trans. Software Eng. 19(3), 1993, who call it transposing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency

if TYPE_CHECKING:
    from explorer.layout.ordering import Layers

Int64 = npt.NDArray[np.int64]

MOST_ROUNDS = 3
_PAIR = 32
"""Bits that the place of a neighbour has; the number of its pair stands above them."""


def exchange(place: Int64, layers: Layers) -> Int64:
    """(p,): places with no more crossings than before."""
    place = place.copy()
    order = np.lexsort((place, layers.layer))
    for _ in range(MOST_ROUNDS):
        moved = 0
        # Of layers and of places every second one at a time: no two pairs that change touch, and what they see stands still.
        for odd_layer in (0, 1):
            for odd_place in (0, 1):
                moved += _turn(place, order, layers, odd_layer, odd_place)
        if not moved:
            break
    return place


def _turn(place: Int64, order: Int64, layers: Layers, odd_layer: int, odd_place: int) -> int:
    """Exchange every pair of one turn that saves crossings; returns how many."""
    first, second = order[:-1], order[1:]
    free = (layers.layer[first] == layers.layer[second]) & (layers.sunken[first] == layers.sunken[second])
    alike = layers.block[first] == layers.block[second]
    free &= alike if layers.free is None else alike | layers.free[first] | layers.free[second]
    free &= (layers.layer[first] % 2 == odd_layer) & (place[first] % 2 == odd_place)
    at = np.flatnonzero(free)
    saved = sum(_saved(place, order[at], order[at + 1], side) for side in layers.sides)
    at = at[np.asarray(saved) > 0]
    above, below = order[at], order[at + 1]
    place[above] += 1
    place[below] -= 1
    order[at], order[at + 1] = below, above
    return len(at)


def _saved(place: Int64, above: Int64, below: Int64, side: Adjacency) -> Int64:
    """For each pair of neighbours how many crossings on one side their exchange would save.

    As they stand, a line of the upper crosses each line of the lower that ends above it; exchanged, each that ends below.
    """
    owner, upper = _ends(place, above, side)
    other, lower = _ends(place, below, side)
    lines = np.bincount(other, minlength=len(above))
    start = np.cumsum(lines) - lines
    keys, ends = (owner << _PAIR) | upper, np.sort((other << _PAIR) | lower)
    now = np.searchsorted(ends, keys, "left") - start[owner]
    then = start[owner] + lines[owner] - np.searchsorted(ends, keys, "right")
    return np.bincount(owner, now - then, len(above)).astype(np.int64)


def _ends(place: Int64, points: Int64, side: Adjacency) -> tuple[Int64, Int64]:
    """The number of the pair and the place of the neighbour, for every line of these points."""
    counts = side.offsets[points + 1] - side.offsets[points]
    return np.repeat(np.arange(len(points)), counts), place[side.targets[side.slots(points)]]

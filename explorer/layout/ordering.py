"""In which order the points of each layer stand, so that few lines cross and nothing known changes places.

Several beginnings are smoothed into a rough order (`smoothing`), neighbours change places where that saves crossings
(`exchanging`), and the beginning that ends with fewest crossings by exact count is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.layout.crossings import crossings
from explorer.layout.drawing import Flags
from explorer.layout.exchanging import exchange
from explorer.layout.smoothing import averaged, relaxed

Floats = npt.NDArray[np.float64]

STEPS_AT_ONCE = 3_000
"""Points that all beginnings together may have; but there is always one, and never more than `MOST_BEGINNINGS`."""

MOST_BEGINNINGS = 6


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

    @cached_property
    def ends(self) -> tuple[Int32, Int32]:
        """Both ends of every piece that joins two layers, that of the lower layer first."""
        apart = self.layer[self.source] != self.layer[self.target]
        source, target = self.source[apart], self.target[apart]
        forward = self.layer[source] < self.layer[target]
        return np.where(forward, source, target), np.where(forward, target, source)

    @cached_property
    def sizes(self) -> Int64:
        """How many points each layer has."""
        return np.bincount(self.layer)

    @cached_property
    def degree(self) -> Int64:
        """(p,): how many pieces each point has that join two layers."""
        count = len(self.layer)
        return np.bincount(self.ends[0], minlength=count) + np.bincount(self.ends[1], minlength=count)

    @cached_property
    def held(self) -> Floats:
        """(p,): equal where points may change places, ascending in the order in which all others stand."""
        columns = np.stack([self.layer, self.sunken, self.block], axis=1)
        return np.unique(columns, axis=0, return_inverse=True)[1].ravel().astype(float)

    @cached_property
    def starts(self) -> Int64:
        """(p,): how many points lie in the layers before that of each."""
        return (np.cumsum(self.sizes) - self.sizes)[self.layer]

    def placed(self, keys: Floats) -> Int64:
        """(p,): the place of each point within its layer, from 0, in order of these keys as far as it is free.

        Keys reach from 0 to 1; what differs by less than a billionth is equal, and stands in order of number.
        """
        order = np.argsort(np.round(self.held * 2 + keys, 9), kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return place - self.starts


def order_points(layers: Layers) -> tuple[Int64, int]:
    """(p,): the place of each point within its layer, from 0; and how many pairs of pieces cross then."""
    if not len(layers.layer):
        return np.zeros(0, np.int64), 0
    left, right = layers.ends
    ahead, behind = (Adjacency.of(len(layers.layer), *pair) for pair in ((left, right), (right, left)))
    best, fewest = np.zeros(0, np.int64), -1
    for keys in _beginnings(layers):
        place = exchange(averaged(keys, layers), layers, (ahead, behind))
        now = count_crossings(layers, place)
        if fewest < 0 or now < fewest:
            best, fewest = place, now
        if not fewest:
            break
    return _in_order_where_alike(best, layers), fewest


def count_crossings(layers: Layers, place: Int64) -> int:
    """The pairs of pieces that cross between neighbouring layers.

    Sunken points are drawn apart, so that only lines that end alike can cross by a bad order.
    """
    left, right = layers.ends
    gap = layers.layer[left]
    total = 0
    for number in np.flatnonzero(np.bincount(gap)).tolist() if len(gap) else []:
        here = gap == number
        total += crossings(place[left[here]], place[right[here]])
    return total


def _beginnings(layers: Layers) -> Iterator[Floats]:
    """The points as they are numbered, relaxed; where they are few enough to try more, the same not relaxed, and shuffled."""
    numbered = np.arange(len(layers.layer)) / len(layers.layer)
    yield relaxed(numbered, layers)
    count = min(STEPS_AT_ONCE // len(numbered), MOST_BEGINNINGS)
    if count > 1:
        yield numbered
    for seed in range(count - 2):
        yield relaxed(np.random.default_rng(seed).random(len(numbered)), layers)


def _in_order_where_alike(place: Int64, layers: Layers) -> Int64:
    """Points with the same neighbours share out their places by number, which crosses no more lines than before."""
    left, right = layers.ends
    # Neighbourhoods are compared by the sums of random numbers of 64 bits, which wrap round.
    sign = np.random.default_rng(0).integers(0, 1 << 63, len(place), np.uint64)
    around = np.zeros(len(place), np.uint64)
    np.add.at(around, left, sign[right])
    np.add.at(around, right, sign[left])
    group = np.unique(
        np.stack([layers.layer, layers.sunken, layers.block, (around >> 11).astype(float)], axis=1),
        axis=0, return_inverse=True,
    )[1].ravel()  # fmt: skip
    result = place.copy()
    result[np.lexsort((np.arange(len(place)), group))] = place[np.lexsort((place, group))]
    return result

"""In which order the points of each layer stand, so that few lines cross and nothing known changes places.

Several rough orders (`beginnings`) are swept layer by layer (`sweeping`), neighbours change places where that saves
crossings (`exchanging`), and what ends with fewest crossings by exact count is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.layout.beginnings import beginnings, walks
from explorer.layout.crossings import greater_before
from explorer.layout.drawing import Flags
from explorer.layout.exchanging import exchange
from explorer.layout.sweeping import swept

Floats = npt.NDArray[np.float64]

STEPS_AT_ONCE = 1_500
"""Points that all beginnings together may have; but there is always one, and never more than `MOST_BEGINNINGS`."""

MOST_BEGINNINGS = 6

NEARLY_A_FOREST = 1.25
"""Up to so many pieces for a point, walks along the trees are the best beginnings; beyond, short lines are."""

RACE, MOST_WALKS = 10_000_000, 32
"""So many walks at most, and so few that their number times the square of the points stays below the former."""

FIRST_SWEEPS = 4
"""After so many sweeps the better quarter of the walks goes on."""

SWEPT = 150
"""Layers of more points than this are only swept where they are nearly a forest: elsewhere it saves hardly anything."""


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
    free: Flags | None = None
    """(p,): points that only begin where their block says, and may change places with any neighbour; None for none."""

    @cached_property
    def ends(self) -> tuple[Int32, Int32]:
        """Both ends of every piece that joins two layers, that of the lower layer first."""
        apart = self.layer[self.source] != self.layer[self.target]
        source, target = self.source[apart], self.target[apart]
        forward = self.layer[source] < self.layer[target]
        return np.where(forward, source, target), np.where(forward, target, source)

    @cached_property
    def ends_both_ways(self) -> tuple[Int64, Int64]:
        """Each of these pieces twice: once from each end, as numbers of 64 bits, which need no conversion to count by."""
        left, right = self.ends
        return np.concatenate([left, right]).astype(np.int64), np.concatenate([right, left]).astype(np.int64)

    @cached_property
    def sides(self) -> tuple[Adjacency, Adjacency]:
        """The neighbours of every point in the layer after it and in the layer before."""
        count, (left, right) = len(self.layer), self.ends
        return Adjacency.of(count, left, right), Adjacency.of(count, right, left)

    @cached_property
    def sizes(self) -> Int64:
        """How many points each layer has."""
        return np.bincount(self.layer)

    @cached_property
    def degree(self) -> Int64:
        """(p,): how many pieces each point has that join two layers."""
        return np.bincount(self.ends_both_ways[0], minlength=len(self.layer))

    @cached_property
    def held(self) -> Floats:
        """(p,): equal where points may change places, ascending in the order in which all others stand."""
        order = np.lexsort((self.block, self.sunken, self.layer))
        changes = np.zeros(len(order), bool)
        for column in (self.layer, self.sunken, self.block):
            changes[1:] |= column[order][1:] != column[order][:-1]
        number = np.empty(len(order))
        number[order] = np.cumsum(changes)
        return number

    @property
    def is_nearly_a_forest(self) -> bool:
        """Whether there are hardly more pieces than in trees over the same points."""
        return len(self.ends[0]) <= NEARLY_A_FOREST * len(self.layer)

    @cached_property
    def has_ties(self) -> bool:
        """Whether any points may change places, beside those that are free."""
        return len(np.unique(self.held)) < len(self.held)

    @cached_property
    def starts(self) -> Int64:
        """(p,): how many points lie in the layers before that of each."""
        return (np.cumsum(self.sizes) - self.sizes)[self.layer]

    @cached_property
    def rows(self) -> Int64:
        """(p,): the layer of each point, where layers without any are not counted."""
        return (np.cumsum(self.sizes > 0) - 1)[self.layer]

    @property
    def period(self) -> int:
        """By how much the numbers of the same layer in two copies differ; even, so that it stays odd or even."""
        return len(self.sizes) + len(self.sizes) % 2

    def stacked(self, copies: int) -> Layers:
        """The same layers several times, one copy behind the other."""
        if copies == 1:
            return self
        points, period = len(self.layer), self.period
        copy = np.repeat(np.arange(copies, dtype=np.int32), points)
        piece = np.repeat(np.arange(copies, dtype=np.int32) * points, len(self.source))
        return Layers(
            np.tile(self.layer, copies) + copy * period,
            np.tile(self.sunken, copies),
            np.tile(self.block, copies),
            np.tile(self.source, copies) + piece,
            np.tile(self.target, copies) + piece,
            None if self.free is None else np.tile(self.free, copies),
        )

    def placed(self, keys: Floats) -> Int64:
        """(p,): the place of each point within its layer, from 0, in order of these keys as far as it is free.

        Keys reach from 0 to 1; what differs by less than a billionth is equal, and stands in order of number.
        """
        order = np.argsort(np.round(self.held * 2 + keys, 9), kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return place - self.starts

    def crossings_of_copies(self, place: Int64, copies: int) -> Int64:
        """(copies,): the pairs of pieces that cross in each copy of what was stacked."""
        left, right = self.ends
        bits = int(self.sizes.max(initial=1)).bit_length()
        key = (self.rows << bits) + place
        order = np.argsort((key[left] << bits) + place[right])
        wrong = greater_before(key[right][order], bits)
        copy = left[order] // max(len(self.layer) // copies, 1)
        return np.bincount(copy, wrong, copies).astype(np.int64)


def order_points(layers: Layers) -> tuple[Int64, int]:
    """(p,): the place of each point within its layer, from 0; and how many pairs of pieces cross then."""
    points = len(layers.layer)
    if not points:
        return np.zeros(0, np.int64), 0
    if layers.has_ties and layers.is_nearly_a_forest:
        return _best(*_raced(layers), layers)
    copies = min(max(STEPS_AT_ONCE // points, 1), MOST_BEGINNINGS) if layers.has_ties else 1
    sweeps = points <= SWEPT or layers.is_nearly_a_forest or layers.free is not None
    if layers.has_ties:
        place = np.concatenate(beginnings(layers, copies, walked=sweeps))
    else:
        place = layers.placed(np.zeros(points))
    if sweeps:
        place = swept(place, layers.stacked(copies), (copies, layers.period))
    return _best(place, copies, layers)


def _raced(layers: Layers) -> tuple[Int64, int]:
    """Walks along the trees of what is nearly a forest, swept; those that are behind after a few sweeps are given up.

    Which walk ends best cannot be told from its beginning: by chance one has half the crossings of another.
    """
    points = len(layers.layer)
    copies = min(max(RACE // points**2, 1), MOST_WALKS)
    place = np.concatenate(walks(layers, copies))
    place = swept(place, layers.stacked(copies), (copies, layers.period), FIRST_SWEEPS)
    left = max(copies // 4, min(copies, 2))
    ahead = np.argsort(layers.stacked(copies).crossings_of_copies(place, copies), kind="stable")[:left]
    place = place.reshape(copies, points)[ahead].ravel()
    return swept(place, layers.stacked(left), (left, layers.period)), left


def _best(place: Int64, copies: int, layers: Layers) -> tuple[Int64, int]:
    """After exchanging, the copy with fewest crossings and their number."""
    stack = layers.stacked(copies)
    place = exchange(place, stack)
    crossed = stack.crossings_of_copies(place, copies)
    best = int(np.argmin(crossed))
    return place.reshape(copies, -1)[best], int(crossed[best])


def count_crossings(layers: Layers, place: Int64) -> int:
    """The pairs of pieces that cross between neighbouring layers.

    Sunken points are drawn apart, so that only lines that end alike can cross by a bad order.
    """
    return int(layers.crossings_of_copies(place, 1)[0])


def in_order_where_alike(place: Int64, layers: Layers) -> Int64:
    """Points with the same neighbours share out their places by number, which crosses no more lines than before."""
    left, right = layers.ends
    # Neighbourhoods are compared by the sums of random numbers of 64 bits, which wrap round.
    sign = np.random.default_rng(0).integers(0, 1 << 63, len(place), np.uint64)
    around = np.zeros(len(place), np.uint64)
    np.add.at(around, left, sign[right])
    np.add.at(around, right, sign[left])
    result = place.copy()
    result[np.lexsort((around, layers.held))] = place[np.lexsort((place, around, layers.held))]
    return result

"""The order of points: what must stand still stands, exchanging never costs, alike points stand in order of number."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.adjacency import Adjacency
from explorer.layout.exchanging import exchange
from explorer.layout.ordering import Layers, count_crossings, order_points
from explorer.layout.smoothing import averaged


@st.composite
def layered(draw: st.DrawFn) -> Layers:
    """Up to five layers of up to eight points with random pieces between neighbouring layers, a few points held."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=5))
    layer = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    pairs = {
        (int(one), int(two))
        for one in range(len(layer)) for two in range(len(layer))
        if layer[two] == layer[one] + 1 and chance.random() < 0.35
    }  # fmt: skip
    turned = [pair if chance.random() < 0.8 else pair[::-1] for pair in sorted(pairs)]
    ends = np.array(turned, np.int32).reshape(-1, 2)
    sunken = chance.random(len(layer)) < 0.15
    block = chance.integers(0, draw(st.integers(1, 3)), len(layer)).astype(float)
    return Layers(layer, sunken, block, ends[:, 0], ends[:, 1])


def _keeps_what_is_known(layers: Layers, place: np.ndarray) -> bool:
    for number in range(int(layers.layer.max()) + 1):
        row = np.flatnonzero(layers.layer == number)
        if sorted(place[row].tolist()) != list(range(len(row))):
            return False
        told = [(bool(layers.sunken[point]), float(layers.block[point])) for point in row[np.argsort(place[row])]]
        if told != sorted(told):
            return False
    return True


@given(layered())
def test_that_every_point_has_a_place_and_what_is_known_keeps_its_order(layers: Layers) -> None:
    place, crossings = order_points(layers)
    assert _keeps_what_is_known(layers, place)
    assert crossings == count_crossings(layers, place)


@given(layered())
def test_that_an_exchange_never_costs_a_crossing_and_ends_where_no_pair_saves_one(layers: Layers) -> None:
    left, right = layers.ends
    sides = Adjacency.of(len(layers.layer), left, right), Adjacency.of(len(layers.layer), right, left)
    before = averaged(np.arange(len(layers.layer), dtype=float), layers)
    place = before
    for _ in range(20):
        place = exchange(place, layers, sides)
    fewest = count_crossings(layers, place)
    assert fewest <= count_crossings(layers, before)
    assert _keeps_what_is_known(layers, place)
    for one in range(len(place)):
        for two in np.flatnonzero((layers.layer == layers.layer[one]) & (place == place[one] + 1)).tolist():
            if layers.sunken[one] == layers.sunken[two] and layers.block[one] == layers.block[two]:
                other = place.copy()
                other[[one, two]] = place[[two, one]]
                assert count_crossings(layers, other) >= fewest


def test_that_points_with_the_same_neighbours_stand_in_order_of_number() -> None:
    """Five leaves of one point, and three of another: as a reader expects a list to stand."""
    layer = np.array([0, 0, *[1] * 8], np.int32)
    source = np.array([0, 0, 0, 0, 0, 1, 1, 1], np.int32)
    target = np.array([9, 3, 5, 2, 7, 4, 8, 6], np.int32)
    layers = Layers(layer, np.zeros(10, bool), np.zeros(10), source, target)
    place, crossings = order_points(layers)
    assert crossings == count_crossings(layers, place) == 0
    for leaves in ([2, 3, 5, 7, 9], [4, 6, 8]):
        assert np.diff(place[leaves]).tolist() == [1] * (len(leaves) - 1)


def test_that_two_ladders_are_disentangled() -> None:
    """Two chains of pairs, numbered crosswise, can be drawn without a crossing."""
    layer = np.repeat(np.arange(6), 2).astype(np.int32)
    source = np.arange(10, dtype=np.int32)
    target = np.array([3, 2, 5, 4, 7, 6, 9, 8, 11, 10], np.int32)
    layers = Layers(layer, np.zeros(12, bool), np.zeros(12), source, target)
    assert order_points(layers)[1] == 0

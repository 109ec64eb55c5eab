"""The order of points: what must stand still stands, exchanging never costs, alike points stand in order of number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.beginnings import along_trees, walks
from explorer.layout.crossings import crossings
from explorer.layout.exchanging import exchange
from explorer.layout.ordering import Layers, count_crossings, in_order_where_alike, order_points
from explorer.layout.smoothing import averaged
from explorer.layout.sweeping import swept


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
    place, crossed = order_points(layers)
    assert _keeps_what_is_known(layers, place)
    assert crossed == count_crossings(layers, place)


@given(layered())
def test_that_crossings_are_counted_gap_by_gap(layers: Layers) -> None:
    """Beside the plain count of each gap between two layers, alone and for two copies of all of it."""
    place = averaged(np.zeros((1, len(layers.layer))), layers)[0]
    left, right = layers.ends
    told = 0
    for number in range(int(layers.layer.max())):
        here = layers.layer[left] == number
        told += crossings(place[left[here]], place[right[here]])
    assert count_crossings(layers, place) == told
    assert layers.stacked(2).crossings_of_copies(np.tile(place, 2), 2).tolist() == [told, told]


@given(layered())
def test_that_sweeps_never_cost_a_crossing_and_move_nothing_that_is_known(layers: Layers) -> None:
    before = averaged(np.zeros((1, len(layers.layer))), layers)[0]
    place = swept(before, layers, (1, layers.period))
    assert _keeps_what_is_known(layers, place)
    assert count_crossings(layers, place) <= count_crossings(layers, before)


@given(layered(), st.integers(0, 100))
def test_that_free_points_move_past_those_that_are_held(layers: Layers, seed: int) -> None:
    """The held ones keep their order among themselves, and what is sunken stays below."""
    free = np.random.default_rng(seed).random(len(layers.layer)) < 0.4
    layers = replace(layers, free=free)
    place, crossed = order_points(layers)
    assert crossed == count_crossings(layers, place)
    for number in range(int(layers.layer.max()) + 1):
        row = np.flatnonzero(layers.layer == number)
        row = row[np.argsort(place[row])]
        assert (np.diff(layers.sunken[row].astype(int)) >= 0).all()
        told = [(bool(layers.sunken[point]), float(layers.block[point])) for point in row[~free[row]]]
        assert told == sorted(told)


def test_that_a_free_point_goes_where_it_crosses_nothing() -> None:
    """Three held pairs, and a free point whose block says the top but whose line is the lowest."""
    layer = np.array([0, 0, 0, 1, 1, 1, 1], np.int32)
    source, target = np.array([0, 1, 2, 2], np.int32), np.array([3, 4, 5, 6], np.int32)
    block = np.array([0.0, 1.0, 2.0, 0.0, 1.0, 2.0, -1.0])
    held = Layers(layer, np.zeros(7, bool), block, source, target)
    assert order_points(held)[1] == 2
    place, crossed = order_points(replace(held, free=np.arange(7) == 6))
    assert crossed == 0
    assert place[3] < place[4] < min(place[5], place[6])


@given(st.integers(2, 40), st.integers(0, 10_000))
def test_that_a_walk_along_a_tree_crosses_nothing(points: int, seed: int) -> None:
    """Each point hangs on one of the layer before, in any numbering: a tree can be drawn without a crossing."""
    chance = np.random.default_rng(seed)
    layer = np.sort(chance.integers(1, 5, points)).astype(np.int32)
    layer = np.unique(np.append(0, layer), return_inverse=True)[1].astype(np.int32)
    hangs = [int(chance.choice(np.flatnonzero(layer == layer[point] - 1))) for point in range(1, len(layer))]
    shuffled = chance.permutation(len(layer)).astype(np.int32)
    renumbered = np.empty_like(layer)
    renumbered[shuffled] = layer
    layers = Layers(
        renumbered, np.zeros(len(layer), bool), np.zeros(len(layer)),
        shuffled[np.array(hangs)], shuffled[np.arange(1, len(layer))],
    )  # fmt: skip
    for walk in (None, 1, 2):
        assert count_crossings(layers, layers.placed(along_trees(layers, walk))) == 0
    assert order_points(layers)[1] == 0


def test_that_walks_by_chance_are_different_and_the_same_every_time() -> None:
    """A star of thirty rays of two pieces: any order of the rays is one without a crossing."""
    layer = np.repeat([0, 1, 2], [30, 30, 1]).astype(np.int32)
    source, target = np.arange(60, dtype=np.int32), np.append(np.arange(30, 60), np.full(30, 60)).astype(np.int32)
    layers = Layers(layer, np.zeros(61, bool), np.zeros(61), source, target)
    one, two = walks(layers, 5), walks(layers, 5)
    assert np.array_equal(one, two)
    assert len({tuple(place.tolist()) for place in one}) == 5
    assert [count_crossings(layers, place) for place in one] == [0] * 5


@given(layered())
def test_that_an_exchange_never_costs_a_crossing_and_ends_where_no_pair_saves_one(layers: Layers) -> None:
    before = averaged(np.arange(len(layers.layer), dtype=float)[None], layers)[0]
    place = before
    for _ in range(20):
        place = exchange(place, layers)
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
    place, crossed = order_points(layers)
    place = in_order_where_alike(place, layers)
    assert crossed == count_crossings(layers, place) == 0
    for leaves in ([2, 3, 5, 7, 9], [4, 6, 8]):
        assert np.diff(place[leaves]).tolist() == [1] * (len(leaves) - 1)


def test_that_two_ladders_are_disentangled() -> None:
    """Two chains of pairs, numbered crosswise, can be drawn without a crossing."""
    layer = np.repeat(np.arange(6), 2).astype(np.int32)
    source = np.arange(10, dtype=np.int32)
    target = np.array([3, 2, 5, 4, 7, 6, 9, 8, 11, 10], np.int32)
    layers = Layers(layer, np.zeros(12, bool), np.zeros(12), source, target)
    assert order_points(layers)[1] == 0

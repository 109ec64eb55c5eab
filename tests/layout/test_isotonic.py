from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.isotonic import spread

_wishes = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30)


@given(_wishes)
def test_that_points_keep_their_order_and_distance(wishes: list[float]) -> None:
    half = np.linspace(2, 9, len(wishes))
    places = spread(np.array(wishes), np.ones(len(wishes)), half)
    assert (np.diff(places) >= half[:-1] + half[1:] - 1e-6).all()


def test_that_points_with_room_get_their_wishes() -> None:
    assert spread(np.array([0.0, 100.0]), np.ones(2), np.full(2, 10.0)).tolist() == [0.0, 100.0]


def test_that_two_points_that_want_the_same_place_share_the_loss() -> None:
    assert spread(np.array([50.0, 50.0]), np.ones(2), np.full(2, 5.0)).tolist() == [45.0, 55.0]


def test_that_a_heavier_point_gives_way_less() -> None:
    places = spread(np.array([50.0, 50.0]), np.array([9.0, 1.0]), np.full(2, 5.0))
    assert places.tolist() == pytest.approx([49.0, 59.0])


def test_that_nothing_is_spread_to_nothing() -> None:
    assert len(spread(np.zeros(0), np.zeros(0), np.zeros(0))) == 0

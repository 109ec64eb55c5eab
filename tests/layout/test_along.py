"""Looking for places among whole numbers gives what it gives among the same numbers with fractions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.along import compact, first_beyond, first_from

PLACES = st.lists(st.integers(0, 50), max_size=20).map(sorted)
ASKED = st.lists(st.floats(-1e12, 1e12) | st.floats(-2, 60) | st.integers(-2, 60).map(float), min_size=1, max_size=10)


@given(PLACES, ASKED)
def test_that_whole_and_fractional_places_are_found_alike(places: list[int], asked: list[float]) -> None:
    whole, fractional, x = np.array(places, np.int32), np.array(places, np.float64), np.array(asked)
    for look in (first_from, first_beyond):
        assert look(whole, x).tolist() == look(fractional, x).tolist()
        assert int(look(whole, asked[0])) == int(look(fractional, asked[0]))


def test_that_only_whole_places_are_made_small() -> None:
    assert compact(np.array([0.0, 3.0])).dtype == np.int32
    assert compact(np.array([0.0, 2.5])).tolist() == [0.0, 2.5]

"""A strip bent into a disc and straightened again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.sunburst import Disc, beside, disc_in

DISC = Disc(300.0, 200.0, 30.0, 180.0)
shares = st.floats(0.0, 0.999)


@given(along=shares, down=shares)
def test_that_what_is_bent_is_straightened_again(along: float, down: float) -> None:
    x, y = along * DISC.length, down * DISC.depth
    bent = DISC.at(x, y)
    assert math.hypot(bent[0] - DISC.x, bent[1] - DISC.y) == pytest.approx(DISC.inner + y)
    back_x, back_y = DISC.back(*bent)
    assert back_y == pytest.approx(y, abs=1e-6)
    # At twelve o'clock the strip ends where it begins.
    assert min(abs(back_x - x), DISC.length - abs(back_x - x)) == pytest.approx(0, abs=1e-6)
    many = DISC.unbend(*DISC.bend(np.array([x]), np.array([y])))
    assert (float(many[0][0]), float(many[1][0])) == pytest.approx((back_x, back_y), abs=1e-6)


def test_that_a_quarter_of_the_strip_is_three_o_clock() -> None:
    x, y = DISC.at(DISC.length / 4, DISC.depth)
    assert (x, y) == pytest.approx((DISC.x + DISC.outer, DISC.y))


def test_that_a_strip_is_never_shorter_than_its_rim_and_the_hole_is_outside() -> None:
    assert math.tau * DISC.outer == pytest.approx(DISC.length)
    assert DISC.back(DISC.x + 5, DISC.y)[1] < 0
    assert DISC.back(DISC.x + DISC.outer + 1, DISC.y)[1] > DISC.depth


@given(width=st.floats(50, 4_000), height=st.floats(50, 4_000))
def test_that_a_disc_lies_in_its_rectangle(width: float, height: float) -> None:
    disc = disc_in(width, height, 20)
    assert disc.outer <= max(min(width, height) / 2 - 20, 24)
    assert 0 < disc.inner < disc.outer


@given(st.lists(st.floats(-500, 900), max_size=20))
def test_that_labels_beside_keep_apart_and_inside(wanted: list[float]) -> None:
    places = beside(np.sort(np.array(wanted)), 17.0, 0.0, 400.0)
    assert (np.diff(places) >= 17.0 - 1e-9).all()
    assert ((places >= 8.5 - 1e-9) & (places <= 391.5 + 1e-9)).all()

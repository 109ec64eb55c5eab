from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.crossings import crossings


def _by_pairs(lines: list[tuple[int, int]]) -> int:
    """Two lines cross where one starts above and ends below the other."""
    return sum(
        (first[0] - second[0]) * (first[1] - second[1]) < 0
        for position, first in enumerate(lines)
        for second in lines[:position]
    )


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60))
def test_that_the_count_is_that_of_comparing_every_pair(lines: list[tuple[int, int]]) -> None:
    left, right = (np.array([line[end] for line in lines], np.int64) for end in (0, 1))
    assert crossings(left, right) == _by_pairs(lines)


def test_that_lines_which_share_an_end_do_not_cross() -> None:
    assert crossings(np.array([0, 0, 0]), np.array([2, 1, 0])) == 0
    assert crossings(np.array([2, 1, 0]), np.array([0, 0, 0])) == 0


def test_that_a_complete_bipartite_drawing_of_three_and_three_crosses_nine_times() -> None:
    left, right = np.divmod(np.arange(9), 3)
    assert crossings(left, right) == 9

"""Alike stands by alike: consecutive ones are found again, parts that share nothing stand apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout import seriation
from explorer.layout.seriation import alike_together


def _staircase(length: int, width: int) -> np.ndarray:
    """(length + width - 1, length): every column's ones are consecutive, and no two rows or columns are alike."""
    rows, columns = np.arange(length + width - 1)[:, None], np.arange(length)
    return ((rows >= columns) & (rows < columns + width)).astype(int)


@given(length=st.integers(4, 14), width=st.integers(2, 4), seed=st.integers(0, 10_000))
def test_that_consecutive_ones_are_found_again(length: int, width: int, seed: int) -> None:
    """Such an order is known to be the only one but for its direction. Source: Schriever 1983."""
    chance = np.random.default_rng(seed)
    true = _staircase(length, width)
    rows, columns = chance.permutation(len(true)), chance.permutation(length)
    order = alike_together(true[np.ix_(rows, columns)])
    places = rows[order.rows].tolist()
    assert places in (sorted(places), sorted(places)[::-1])
    across = columns[order.columns].tolist()
    assert across in (sorted(across), sorted(across)[::-1])


def test_that_many_columns_are_averaged_into_nearly_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    true = _staircase(12, 3)
    chance = np.random.default_rng(7)
    columns = chance.permutation(12)
    monkeypatch.setattr(seriation, "EXACT", 4)
    monkeypatch.setattr(seriation, "AVERAGINGS", 2000)
    order = alike_together(true[:, columns])
    across = columns[order.columns].tolist()
    assert across in (sorted(across), sorted(across)[::-1])


def test_that_parts_that_share_nothing_stand_apart() -> None:
    """Rows 0, 2 and 4 share columns 1 and 3; rows 1 and 3 share columns 0 and 2; row 5 is empty."""
    weights = np.zeros((6, 5))
    weights[np.ix_([0, 2, 4], [1, 3])] = 5
    weights[np.ix_([1, 3], [0, 2])] = 1
    order = alike_together(weights)
    assert set(order.rows[:3].tolist()) == {0, 2, 4}
    assert set(order.rows[3:5].tolist()) == {1, 3}
    assert order.rows[5] == 5
    assert set(order.columns[:2].tolist()) == {1, 3}
    assert order.columns[4] == 4


@given(
    st.integers(0, 6).flatmap(
        lambda wide: st.lists(st.lists(st.integers(0, 3), min_size=wide, max_size=wide), max_size=8).map(
            lambda rows: np.array(rows, int).reshape(len(rows), wide)
        )
    )
)
def test_that_every_row_and_column_stands_once_and_always_in_the_same_place(weights: np.ndarray) -> None:
    order, again = alike_together(weights), alike_together(weights.copy())
    assert sorted(order.rows.tolist()) == list(range(weights.shape[0]))
    assert sorted(order.columns.tolist()) == list(range(weights.shape[1]))
    assert order.rows.tolist() == again.rows.tolist()


def test_that_it_begins_where_more_weight_lies() -> None:
    order = alike_together(np.array([[1, 0, 0], [1, 1, 0], [0, 9, 9], [0, 0, 9]]))
    assert order.rows.tolist() == [3, 2, 1, 0]

"""The map of trust stands in columns by hands, the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.party_columns import party_columns

names = st.sampled_from("abcdefgh")
ties = st.lists(st.tuples(names, names), max_size=20)


@given(ties=ties, starts=st.lists(names, min_size=1, max_size=3))
def test_that_everyone_stands_once_and_starts_stand_first(ties: list[tuple[str, str]], starts: list[str]) -> None:
    columns = party_columns(starts, ties)
    everyone = [name for column in columns for name in column]
    assert sorted(everyone) == sorted({*starts, *(end for tie in ties for end in tie)})
    assert set(starts) == set(columns[0])


@given(ties=ties)
def test_that_nobody_reached_stands_more_than_one_column_behind_who_trusts_him(ties: list[tuple[str, str]]) -> None:
    columns = party_columns("a", ties)
    place = {name: x for x, column in enumerate(columns) for name in column}
    reached = {"a"}
    for _ in ties:
        reached |= {trusted for truster, trusted in ties if truster in reached}
    assert all(place[trusted] <= place[truster] + 1 for truster, trusted in ties if truster in reached)


@given(ties=ties, order=st.randoms(use_true_random=False))
def test_that_the_order_of_input_does_not_matter(ties: list[tuple[str, str]], order: object) -> None:
    shuffled = list(ties)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [set(column) for column in party_columns("a", ties)] == [
        set(column) for column in party_columns("a", shuffled)
    ]

"""A flow drawing adds up on both sides, keeps apart what is apart, and is the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.sankey import sankey

rows = st.lists(
    st.tuples(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("pqrs")), st.integers(1, 50)),
    min_size=1, max_size=20,
)  # fmt: skip


@given(rows)
def test_that_every_column_holds_everything(given_rows: list[tuple[tuple[str, ...], int]]) -> None:
    total = sum(value for _, value in given_rows)
    drawing = sankey(given_rows)
    for column in range(3):
        assert sum(bar.value for bar in drawing.bars if bar.column == column) == total
    for column in range(2):
        assert sum(band.value for band in drawing.bands if band.column == column) == total


@given(rows)
def test_that_bars_and_bands_lie_side_by_side(given_rows: list[tuple[tuple[str, ...], int]]) -> None:
    drawing = sankey(given_rows)
    for column in range(3):
        bars = sorted((bar for bar in drawing.bars if bar.column == column), key=lambda bar: bar.top)
        assert all(0 <= bar.top < bar.bottom <= 1 + 1e-9 for bar in bars)
        assert all(upper.bottom <= lower.top + 1e-9 for upper, lower in zip(bars, bars[1:], strict=False))
    for bar in drawing.bars:
        leaving = sorted(
            (each.source_top, each.source_bottom)
            for each in drawing.bands
            if (each.column, each.source) == (bar.column, bar.name)
        )
        if leaving:
            assert abs(leaving[0][0] - bar.top) < 1e-9
            assert abs(leaving[-1][1] - bar.bottom) < 1e-9
            assert all(abs(one[1] - other[0]) < 1e-9 for one, other in zip(leaving, leaving[1:], strict=False))


@given(rows)
def test_that_the_order_of_rows_does_not_matter(given_rows: list[tuple[tuple[str, ...], int]]) -> None:
    assert {(bar.column, bar.name, bar.value) for bar in sankey(given_rows).bars} == {
        (bar.column, bar.name, bar.value) for bar in sankey(given_rows[::-1]).bars
    }

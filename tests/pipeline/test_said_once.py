"""What paper says once: nothing is lost when a table is taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.pipeline.said_once import common_apart, groups_apart
from explorer.pipeline.table import Table

CELLS = st.sampled_from(["a", "b", 1, None])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(*[CELLS] * width), max_size=7))
    return Table("x", "Said.", tuple(f"c{place}" for place in range(width)), tuple(rows), "Meant.")


@given(tables())
def test_that_groups_and_rows_together_say_what_the_table_said(table: Table) -> None:
    groups, rest = groups_apart(table, "c0", "times")
    by_group = {row[0]: dict(zip(groups.columns, row, strict=True)) for row in groups.rows}
    again = []
    for row in rest.rows:
        cells = dict(zip(rest.columns, row, strict=True))
        whole = by_group[cells["c0"]] | cells
        again.append(tuple(whole[column] for column in table.columns))
    assert tuple(again) == table.rows
    assert sum(each["times"] for each in by_group.values()) == len(table.rows)


@given(tables())
def test_that_a_column_leaves_only_if_it_is_the_same_in_every_row(table: Table) -> None:
    said = common_apart(table)
    gone = [place for place, column in enumerate(table.columns) if column not in said.columns]
    assert len(said.rows) == len(table.rows)
    for place in gone:
        assert len({row[place] for row in table.rows}) == 1
        cell = table.rows[0][place]
        assert f"{table.columns[place]} {'not assessed' if cell is None else cell}" in said.note
    assert said.note.endswith(table.note)


def test_that_two_rows_are_left_as_they_are() -> None:
    table = Table("x", "", ("a", "b"), ((1, 2), (3, 2)))
    assert common_apart(table) is table


def test_that_a_table_whose_rows_are_all_alike_keeps_its_columns() -> None:
    table = Table("x", "", ("a", "b"), ((1, 2),) * 4)
    assert common_apart(table) is table

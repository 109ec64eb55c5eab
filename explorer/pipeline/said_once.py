"""What a table says again in every row, said once: paper has room for few columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from explorer.pipeline.table import Cell, Table

FEWEST = 3
"""Rows from which a column that never changes is said in words."""


def common_apart(table: Table) -> Table:
    """Without the columns that hold the same in every row; a sentence below says what they hold.

    >>> table = Table("x", "", ("system", "of", "state"), (("a", 4, "open"), ("b", 4, "open"), ("c", 4, "lapsed")))
    >>> common_apart(table).columns, common_apart(table).note
    (('system', 'state'), 'The same in every row: of 4.')
    """
    same = [place for place in range(len(table.columns)) if len(table.rows) >= FEWEST and _steady(table.rows, place)]
    if not same or len(same) == len(table.columns):
        return table
    said = ", ".join(f"{table.columns[place]} {_words(table.rows[0][place])}" for place in same)
    kept = [place for place in range(len(table.columns)) if place not in same]
    note = f"The same in every row: {said}.\n{table.note}".rstrip("\n")
    return replace(_only(table, kept), note=note)


def groups_apart(table: Table, column: str, counts: str) -> tuple[Table, Table]:
    """Two tables: one row per group, with what never changes inside any group, and every row with the rest.

    `column` names the groups, `counts` the column that says how many rows each has.

    >>> both = groups_apart(Table("x", "", ("kind", "why", "on"), (("k", "w", "a"), ("k", "w", "b"))), "kind", "times")
    >>> both[0].columns, both[0].rows, both[1].columns
    (('kind', 'times', 'why'), (('k', 2, 'w'),), ('kind', 'on'))
    """
    key = table.columns.index(column)
    sizes = Counter(row[key] for row in table.rows)
    firsts = {row[key]: row for row in reversed(table.rows)}
    steady = [
        place
        for place in range(len(table.columns))
        if place != key and all(row[place] == firsts[row[key]][place] for row in table.rows)
    ]
    rows = tuple((name, sizes[name], *(firsts[name][place] for place in steady)) for name in sizes)
    columns = (column, counts, *(table.columns[place] for place in steady))
    rest = _only(table, [place for place in range(len(table.columns)) if place not in steady])
    return replace(table, columns=columns, rows=rows), replace(rest, note="")


def _steady(rows: Sequence[tuple[Cell, ...]], place: int) -> bool:
    return all(row[place] == rows[0][place] for row in rows)


def _words(cell: Cell) -> str:
    return "not assessed" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else cell or "none"


def _only(table: Table, places: Sequence[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
    )

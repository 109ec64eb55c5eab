"""The rows of the depth map as a table: hand-counted, and nothing between the rows is left uncounted."""

from __future__ import annotations

from datetime import date

from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.strata_table import strata_table
from explorer.pipeline.table import Table
from tests.ui.portfolio import claims_snapshot

DAY = date(2026, 11, 23)


def table_of(snapshot: Snapshot) -> Table:
    return strata_table(snapshot, answer(snapshot, (), None, DAY))


def test_that_the_rows_are_those_that_one_counts_by_hand() -> None:
    table = table_of(claims_snapshot())
    assert table.headline == "8 components in 3 rows of depth; 1 of them unknown."
    # claims; torch, the package called evil and the model; numpy below torch, two parties and the unknown data.
    assert [row[:3] for row in table.rows] == [(0, 1, 0), (1, 3, 0), (2, 4, 1)]
    assert table.rows[0][3:6] == ("claims", 5, 5)
    assert table.rows[1][4] == 2


def test_that_the_relation_that_jumps_a_row_is_counted_in_the_note() -> None:
    assert "do not hang on each other: 1 of 8." in table_of(claims_snapshot()).note


def test_that_nothing_is_said_to_be_nothing() -> None:
    table = table_of(snapshot_of(merge([]), "2026-01-02T03:04:05Z"))
    assert table.rows == ()
    assert "Nothing has been scanned yet" in table.headline

"""An answer's columns in the window: what stands in one cell, and by what it is sorted."""

from __future__ import annotations

from explorer.pipeline.table import Table
from explorer.ui.views.answer_table import answer_columns


def test_that_a_number_stands_with_what_it_is_of_and_is_still_sorted_as_a_number() -> None:
    rows = (("a", 10, 12, 3), ("b", 9, 12, 4), ("c", None, 12, 5))
    columns = answer_columns(Table("t", "", ("name", "systems", "of", "rely on it"), rows, ""))
    assert [column.title for column in columns] == ["Name", "Systems", "Rely on it"]
    assert [columns[1].text(row) for row in rows] == ["10 of 12", "9 of 12", "not assessed"]
    assert columns[1].numeric
    assert [columns[1].sort_value(row) for row in rows] == [10, 9, None]
    assert [columns[2].text(row) for row in rows] == ["3", "4", "5"]


def test_that_of_which_holds_words_is_a_column_of_its_own() -> None:
    columns = answer_columns(Table("t", "", ("largest holder", "of", "share"), (("NVIDIA", "Maker", 0.5),), ""))
    assert [column.title for column in columns] == ["Largest holder", "Of", "Share"]

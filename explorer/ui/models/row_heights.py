"""How high the rows of a table are: as high as their words, up to a few lines; of many rows only those in view are measured."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

MOST_AT_ONCE = 200
"""Rows that are all measured at once; measuring more would be felt."""

MOST_LINES = 4
"""Lines of a row, unless its table is there to be read whole."""


def fit_rows(table: QTableView, air: int, least: int, most: int = MOST_LINES) -> None:
    """Make rows as high as their words with some air; the tooltip holds what more than `most` lines would say.

    `air`: pixels of a cell that are no room for words. `least`: pixels of a row of one line.
    """
    line = table.fontMetrics().lineSpacing()
    for row in _to_measure(table, least):
        # Qt's own measure wraps words without the padding of the style sheet.
        needed = max(table.sizeHintForRow(row), _words_height(table, row, air))
        table.setRowHeight(row, max(min(needed, most * line) + line // 2, least))


def _to_measure(table: QTableView, least: int) -> Iterable[int]:
    """All rows where they are few; else those in view and the last, since where the end is depends on their height."""
    count = table.model().rowCount()
    if count <= MOST_AT_ONCE:
        return range(count)
    page = table.viewport().height() // least + 1
    first = max(table.rowAt(0), 0)
    return {*range(first, min(first + page, count)), *range(max(count - page, 0), count)}


def _words_height(table: QTableView, row: int, air: int) -> int:
    model, metrics = table.model(), table.fontMetrics()
    sections = [each for each in range(model.columnCount()) if not table.isColumnHidden(each)]
    return max(
        metrics.boundingRect(
            0, 0, max(table.columnWidth(each) - air, 1), 0, int(Qt.TextFlag.TextWordWrap), str(model.index(row, each).data() or "")
        ).height()
        for each in sections
    )  # fmt: skip

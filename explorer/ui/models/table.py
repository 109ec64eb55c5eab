"""The table that every view and panel uses: sortable, copyable, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from explorer.ui.models.table_model import ROW_ROLE, Column, Index, TableModel

__all__ = ["Column", "Table"]

_FORMULA = ("=", "+", "-", "@")


class Table(QTableView):
    """A table view with its model."""

    def __init__(self, columns: Sequence[Column], name: str, parent: Any = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows_model = TableModel(columns, self)
        self.setModel(self.rows_model)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(32)
        self._size_columns(columns)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.rows_model.set_columns(columns)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._size_columns(columns)

    def _size_columns(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        for section, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.width < 0 else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(section, mode)
            if column.width > 0:
                self.setColumnWidth(section, column.width)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.rows_model.set_rows(rows)

    def chosen(self) -> list[Any]:
        """The selected rows, in the order shown."""
        return [self.row_at(index) for index in self._selected()]

    def row_at(self, index: Index) -> Any:
        """The row behind an index of this view."""
        return index.data(ROW_ROLE)

    def choose(self, wanted: Callable[[Any], bool] | None) -> None:
        """Select the rows that this accepts, without telling anyone; None selects nothing."""
        selection = self.selectionModel()
        ranges = QItemSelection()
        first: int | None = None
        for place, row in enumerate(self.rows_model.rows if wanted is not None else ()):
            if wanted is not None and wanted(row):
                index = self.rows_model.index(place, 0)
                ranges.select(index, index)
                first = place if first is None else first
        # The selection model stays silent, or a table that follows a selection would change it.
        selection.blockSignals(True)
        selection.select(ranges, _ROWS | QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first is not None:
            selection.setCurrentIndex(self.rows_model.index(first, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(self.rows_model.index(first, 0))
        selection.blockSignals(False)
        self.viewport().update()

    def copy(self) -> None:
        """Put the selected rows, or all where none is, on the clipboard: tab-separated values with a header."""
        model = self.rows_model
        shown = [at for at in range(model.columnCount()) if not self.isColumnHidden(at)]
        places = [index.row() for index in self._selected()] or range(model.rowCount())
        lines = ["\t".join(str(model.headerData(at, Qt.Orientation.Horizontal)) for at in shown)]
        lines += ["\t".join(_cell(model.index(place, at).data()) for at in shown) for place in places]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QTableView.keyPressEvent: Ctrl+C copies rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _selected(self) -> list[Index]:
        return sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())


_ROWS = QItemSelectionModel.SelectionFlag.Rows


def _cell(value: object) -> str:
    """A cell that a spreadsheet takes for text: hostile names may begin like a formula. Source: OWASP, CSV Injection."""
    text = str(value or "").replace("\t", " ")
    is_number = text.lstrip("+-").replace(",", "").replace(".", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text

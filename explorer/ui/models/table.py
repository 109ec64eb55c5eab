"""One model for every table: a column says how a row reads, sorts and looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from explorer.ui.text import plain

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""Roles beside Qt's own: the value to sort by, and the whole row."""


@dataclass(frozen=True)
class Column:
    """How one column shows a row."""

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    """What to sort by; the text where it is None."""
    numeric: bool = False
    tooltip: Callable[[Any], str] | None = None
    icon: Callable[[Any], Any] | None = None
    colour: Callable[[Any], QColor | None] | None = None
    width: int = 0
    """Pixels to start with; 0 is by content, -1 takes what is left."""
    explanation: str = ""
    """The header's tooltip."""


class TableModel(QAbstractTableModel):
    """Frozen rows seen through columns."""

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Any, ...] = ()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows, unsorted."""
        return self._rows

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.beginResetModel()
        self._columns, self._rows = tuple(columns), ()
        self.endResetModel()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """Override QAbstractTableModel.rowCount."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """Override QAbstractTableModel.columnCount."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override QAbstractTableModel.headerData."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.explanation or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override QAbstractTableModel.data."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(column.text(row)).replace("\n", " ")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {plain(column.text(row))}"
            case Qt.ItemDataRole.ToolTipRole:
                return _escaped(column.tooltip(row) if column.tooltip else column.text(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole:
                return column.icon(row) if column.icon else None
            case Qt.ItemDataRole.ForegroundRole:
                return column.colour(row) if column.colour else None
        if role == SORT_ROLE:
            return column.sort(row) if column.sort else column.text(row).casefold()
        return row if role == ROW_ROLE else None


class TableProxy(QSortFilterProxyModel):
    """Sorts by value, not by text, and keeps the rows that a test accepts."""

    def __init__(self, model: TableModel, parent: Any = None) -> None:
        super().__init__(parent)
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self._accepts: Callable[[Any], bool] | None = None

    def set_test(self, accepts: Callable[[Any], bool] | None) -> None:
        """Keep only rows that this accepts; None keeps all."""
        self._accepts = accepts
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Override QSortFilterProxyModel.filterAcceptsRow."""
        model = self.sourceModel()
        return self._accepts is None or not isinstance(model, TableModel) or self._accepts(model.rows[row])

    def lessThan(self, left: Index, right: Index) -> bool:
        """Override QSortFilterProxyModel.lessThan: what is not assessed sorts after everything."""
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if first is None or second is None:
            return first is not None
        return bool(first < second)


class Table(QTableView):
    """A table view with its model and proxy: sortable, copyable, by keyboard."""

    def __init__(self, columns: Sequence[Column], name: str, parent: Any = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows_model = TableModel(columns, self)
        self.proxy = TableProxy(self.rows_model, self)
        self.setModel(self.proxy)
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
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(32)
        self._size_columns(columns)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.rows_model.set_columns(columns)
        self._size_columns(columns)

    def _size_columns(self, columns: Sequence[Column]) -> None:
        for section, column in enumerate(columns):
            if column.width > 0:
                self.setColumnWidth(section, column.width)
            elif column.width < 0:
                self.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.rows_model.set_rows(rows)

    def chosen(self) -> list[Any]:
        """The selected rows, in the order shown."""
        return [
            index.data(ROW_ROLE) for index in sorted(self.selectionModel().selectedRows(), key=lambda each: each.row())
        ]

    def row_at(self, index: Index) -> Any:
        """The row behind an index of this view."""
        return index.data(ROW_ROLE)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as tab-separated values with a header."""
        titles = [self.proxy.headerData(at, Qt.Orientation.Horizontal) for at in range(self.proxy.columnCount())]
        lines = ["\t".join(titles)]
        for index in sorted(self.selectionModel().selectedRows(), key=lambda each: each.row()):
            cells = [index.siblingAtColumn(at).data() or "" for at in range(self.proxy.columnCount())]
            lines.append("\t".join(str(cell).replace("\t", " ") for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: Any) -> None:
        """Override QTableView.keyPressEvent: Ctrl+C copies rows."""
        from PySide6.QtGui import QKeySequence

        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _escaped(text: str) -> str:
    """A tooltip that Qt will not take for HTML."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").join(("<p style='white-space:pre-wrap'>", "</p>"))

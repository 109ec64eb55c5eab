"""One model for every table: a column says how a row reads, sorts and looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from explorer.ui.text import as_tooltip, plain

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
    """What to sort by; the text where it is None. A row whose value is None stands last, whatever the direction."""
    numeric: bool = False
    tooltip: Callable[[Any], str] | None = None
    icon: Callable[[Any], Any] | None = None
    colour: Callable[[Any], QColor | None] | None = None
    width: int = 0
    """Pixels to start with; 0 is by content, -1 takes what is left."""
    explanation: str = ""
    """The header's tooltip."""
    needs: int = 0
    """Pixels of the table, at the usual text size, from which the column is shown; 0 is always."""

    def sort_value(self, row: Any) -> Any:
        """The value that this row is sorted by in this column; None is last."""
        return self.sort(row) if self.sort else self.text(row).casefold()


class TableModel(QAbstractTableModel):
    """Frozen rows seen through columns: a test chooses them, a column sorts them.

    It sorts and filters itself, in lists, because a proxy model would call back once for each row it looks at.
    """

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._all: tuple[Any, ...] = ()
        self._rows: list[Any] = []
        self._accepts: Callable[[Any], bool] | None = None
        self._rank: Callable[[Any], int] | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[Any]:
        """The rows shown, in the order shown."""
        return self._rows

    @property
    def all_rows(self) -> tuple[Any, ...]:
        """All rows, as they were given."""
        return self._all

    def cells(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The headings, and the whole text of every row that is shown, in the order shown."""
        texts = [column.text for column in self._columns]
        rows = tuple(tuple(plain(text(row)).replace("\n", " ") for text in texts) for row in self._rows)
        return tuple(plain(column.title) for column in self._columns), rows

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.beginResetModel()
        self._columns, self._all, self._rows, self._sorted_by = tuple(columns), (), [], None
        self.endResetModel()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, chosen and sorted as those before."""
        self.beginResetModel()
        self._all = tuple(rows)
        self._rows = self._arranged()
        self.endResetModel()

    def set_test(self, accepts: Callable[[Any], bool] | None, rank: Callable[[Any], int] | None = None) -> None:
        """Show only rows that this accepts, those of the least rank first unless a column sorts them; None shows all."""
        self.beginResetModel()
        self._accepts, self._rank = accepts, rank
        self._rows = self._arranged()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Override QAbstractTableModel.sort; a column of -1 gives the order in which the rows came."""
        self._sorted_by = (column, order) if 0 <= column < len(self._columns) else None
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        rows = [self._rows[index.row()] for index in kept]
        self._rows = self._arranged()
        places = {id(row): place for place, row in enumerate(self._rows)} if kept else {}
        moved = [self.index(places[id(row)], index.column()) for row, index in zip(rows, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _arranged(self) -> list[Any]:
        rows = [row for row in self._all if self._accepts is None or self._accepts(row)]
        if self._sorted_by is None or self._sorted_by[0] >= len(self._columns):
            return sorted(rows, key=self._rank) if self._rank else rows
        column, order = self._columns[self._sorted_by[0]], self._sorted_by[1]
        valued = [(column.sort_value(row), row) for row in rows]
        known = [pair for pair in valued if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order is Qt.SortOrder.DescendingOrder)
        return [row for _, row in known] + [row for value, row in valued if value is None]

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
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return plain(column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return plain(column.explanation) or None
            case Qt.ItemDataRole.TextAlignmentRole:
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
                return plain(f"{column.title}: {column.text(row)}")
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip(column.tooltip(row) if column.tooltip else column.text(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole:
                return column.icon(row) if column.icon else None
            case Qt.ItemDataRole.ForegroundRole:
                return column.colour(row) if column.colour else None
        if role == SORT_ROLE:
            return column.sort_value(row)
        return row if role == ROW_ROLE else None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

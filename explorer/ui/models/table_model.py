"""One model for every table: a column says how a row reads, sorts and looks."""

from __future__ import annotations

from array import array
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
    sort_all: Callable[[Any], Sequence[Any]] | None = None
    """What to sort all rows by, none of it None, where they lie in columns and need not be made one by one."""

    def sort_value(self, row: Any) -> Any:
        """The value that this row is sorted by in this column; None is last."""
        return self.sort(row) if self.sort else self.text(row).casefold()


class Ordered(Sequence[Any]):
    """Some of many rows, in an order of their own, without a list of them."""

    def __init__(self, rows: Sequence[Any], order: Sequence[int]) -> None:
        self._rows = rows
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: Any) -> Any:
        """One row, or the list of a slice."""
        if isinstance(place, slice):
            return [self._rows[at] for at in self._order[place]]
        return self._rows[self._order[place]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class TableModel(QAbstractTableModel):
    """Frozen rows seen through columns: a test chooses them, a column sorts them.

    It sorts and filters itself, in lists, because a proxy model would call back once for each row it looks at. Rows that are
    no list or tuple are made when they are asked for, and are told apart by where they stand: hubs have half a million.
    """

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._all: Sequence[Any] = ()
        self._order: array[int] | None = None
        """Where each row that is shown stands among all; None where these are shown as they came."""
        self._accepts: Callable[[Any], bool] | None = None
        self._rank: Callable[[Any], int] | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[Any]:
        """The rows shown, in the order shown."""
        return self._all if self._order is None else Ordered(self._all, self._order)

    @property
    def all_rows(self) -> Sequence[Any]:
        """All rows, as they were given."""
        return self._all

    def cells(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The headings, and the whole text of every row that is shown, in the order shown."""
        texts = [column.text for column in self._columns]
        rows = tuple(tuple(plain(text(row)).replace("\n", " ") for text in texts) for row in self.rows)
        return tuple(plain(column.title) for column in self._columns), rows

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.beginResetModel()
        self._columns, self._all, self._order, self._sorted_by = tuple(columns), (), None, None
        self.endResetModel()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, chosen and sorted as those before."""
        self.beginResetModel()
        self._all = list(rows) if isinstance(rows, list | tuple) else rows
        self._order = self._arranged()
        self.endResetModel()

    def set_test(self, accepts: Callable[[Any], bool] | None, rank: Callable[[Any], int] | None = None) -> None:
        """Show only rows that this accepts, those of the least rank first unless a column sorts them; None shows all."""
        self.beginResetModel()
        self._accepts, self._rank = accepts, rank
        self._order = self._arranged()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Override QAbstractTableModel.sort; a column of -1 gives the order in which the rows came."""
        self._sorted_by = (column, order) if 0 <= column < len(self._columns) else None
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        rows = [self._standing(index.row()) for index in kept]
        self._order = self._arranged()
        wanted, places = set(rows), dict[int, int]()
        for place in range(self.rowCount()) if kept else ():
            if (row := self._standing(place)) in wanted:
                places[row] = place
        moved = [self.index(places[row], index.column()) for row, index in zip(rows, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _standing(self, place: int) -> int:
        """Where the row that is shown in a place stands among all."""
        return place if self._order is None else self._order[place]

    def _arranged(self) -> array[int] | None:
        accepts, rows = self._accepts, enumerate(self._all)
        is_sorted = self._sorted_by is not None and self._sorted_by[0] < len(self._columns)
        if accepts is None and not is_sorted and self._rank is None:
            return None
        if not is_sorted:
            rank = self._rank
            ranked = [(rank(row) if rank else 0, at) for at, row in rows if accepts is None or accepts(row)]
            return array("q", [at for _, at in sorted(ranked)])
        assert self._sorted_by is not None, "it is sorted by a column"
        column, order = self._columns[self._sorted_by[0]], self._sorted_by[1]
        if column.sort_all is not None and accepts is None:
            values = column.sort_all(self._all)
            is_down = order is Qt.SortOrder.DescendingOrder
            return array("q", sorted(range(len(values)), key=values.__getitem__, reverse=is_down))
        valued = [(column.sort_value(row), at) for at, row in rows if accepts is None or accepts(row)]
        known = [pair for pair in valued if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order is Qt.SortOrder.DescendingOrder)
        return array("q", [at for _, at in known] + [at for value, at in valued if value is None])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """Override QAbstractTableModel.rowCount."""
        return 0 if parent.isValid() else len(self._all if self._order is None else self._order)

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
        row, column = self._all[self._standing(index.row())], self._columns[index.column()]
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

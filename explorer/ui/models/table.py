"""The table that every view and panel uses: sortable, copyable, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from explorer.ui.canvas.type import fitted_name
from explorer.ui.models.column_widths import Wish, shared_widths
from explorer.ui.models.row_heights import MOST_LINES, fit_rows
from explorer.ui.models.table_model import ROW_ROLE, Column, Index, TableModel
from explorer.ui.text import plain

__all__ = ["Column", "Table"]

TEXT_PIXELS, ROW_PIXELS = 12, 26
"""Height of the text for which columns state their widths, and of a row then."""

LEAST_NAME, LEAST_WRAPPED = 112, 100
"""Pixels that a column of names has at the least, at the usual text size, and one whose names stand on several lines."""

HEADING_AIR = 17
"""Pixels beside a heading: the padding of the style sheet, and the line."""

CELL_AIR, ICON = 18, 22
"""Pixels beside the words of a cell, and of an icon before them."""

MOST_NEED, MOST_GROWTH, MOST_MEASURED = 420, 2, 200
"""Pixels that the words of a column of names count for at the most; times its usual width that another column may have;
rows by which columns are measured."""

NOTHING = "Nothing to list."

_FORMULA = ("=", "+", "-", "@")


class _Names(QStyledItemDelegate):
    """Leaves out the owner of a name before any of the rest."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Override QStyledItemDelegate.initStyleOption."""
        super().initStyleOption(option, index)
        words, rect = option.text, option.rect  # type: ignore[attr-defined]
        wraps = option.features & QStyleOptionViewItem.ViewItemFeature.WrapText  # type: ignore[attr-defined]
        if "/" in words and rect.isValid() and not wraps:
            style, widget = option.widget.style(), option.widget  # type: ignore[attr-defined]
            room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, widget).width()
            margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, widget) + 1
            option.text = fitted_name(option.fontMetrics, words, room - 2 * margin)  # type: ignore[attr-defined]


class Table(QTableView):
    """A table view with its model."""

    def __init__(self, columns: Sequence[Column], name: str, parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._scale = 0.0
        self._needs: list[int] = []
        self._set_by_hand: set[int] = set()
        self._sharing = False
        self._most_lines = MOST_LINES
        self._nothing = NOTHING
        self.setAccessibleName(name)
        self.rows_model = TableModel(columns, self)
        self.setModel(self.rows_model)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegate(_Names(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(32)
        header.sectionResized.connect(self._on_resized)
        self.rows_model.layoutChanged.connect(self._fit_rows)
        self.verticalScrollBar().valueChanged.connect(lambda *_: self._fit_rows())
        self._fit_to_text()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, and no rows until some are set."""
        self.rows_model.set_columns(columns)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._columns, self._scale = tuple(columns), 0.0
        self._fit_to_text()

    def changeEvent(self, event: QEvent) -> None:
        """Override QTableView.changeEvent: rows and columns grow with the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_to_text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QTableView.resizeEvent: the wider, the more columns."""
        super().resizeEvent(event)
        self._hide_columns()
        self._fit_rows()

    def _hide_columns(self) -> None:
        for section, column in enumerate(self._columns):
            if column.needs:
                self.setColumnHidden(section, self.width() < column.needs * self._scale)
        self._share_out()

    def _share_out(self) -> None:
        """Give each column its part of the width; one that the user has set keeps what it has."""
        header = self.horizontalHeader()
        shown = [at for at in range(len(self._columns)) if not self.isColumnHidden(at) and at not in self._set_by_hand]
        taken = sum(header.sectionSize(at) for at in self._set_by_hand)
        wishes = [self._wish(section) for section in shown]
        self._sharing = True
        for section, width in zip(shown, shared_widths(self.viewport().width() - taken, wishes), strict=True):
            self.setColumnWidth(section, width)
        self._sharing = False

    def _wish(self, section: int) -> Wish:
        column, heading = self._columns[section], self._heading_width(section)
        need = max(heading, self._needs[section] if section < len(self._needs) else 0)
        if column.width < 0:
            least = round((LEAST_WRAPPED if self.wordWrap() else LEAST_NAME) * self._scale)
            if self.rows_model.rows:
                least = min(least, need)
            return Wish(max(heading, least), max(heading, min(need, round(MOST_NEED * self._scale))))
        usual = max(round(column.width * self._scale), heading)
        return Wish(min(usual, need), min(need, MOST_GROWTH * usual), usual)

    def _measure(self) -> None:
        """How wide the words of each column are, by its first rows."""
        rows, metrics = self.rows_model.rows[:MOST_MEASURED], self.fontMetrics()
        self._needs = [
            max((metrics.horizontalAdvance(plain(column.text(row))) for row in rows), default=0)
            + CELL_AIR + (ICON if column.icon else 0)
            for column in self._columns
        ]  # fmt: skip

    def _on_resized(self, section: int, before: int, after: int) -> None:
        if not self._sharing and before and after:  # Hidden and shown columns are not set by anybody.
            self._set_by_hand.add(section)

    def _fit_to_text(self) -> None:
        """Size rows and columns for the text size in use; what the user widened stays while that is the same."""
        scale = self.fontInfo().pixelSize() / TEXT_PIXELS
        if abs(scale - self._scale) < 0.01:
            return
        self._scale = scale
        self._set_by_hand.clear()
        self.verticalHeader().setDefaultSectionSize(round(ROW_PIXELS * max(scale, 1.0)))
        self._measure()
        self._hide_columns()

    def _heading_width(self, section: int) -> int:
        """Pixels that a heading needs; Qt's hint keeps room for an arrow that few columns ever show."""
        header = self.horizontalHeader()
        words = header.fontMetrics().horizontalAdvance(self._columns[section].title) + HEADING_AIR
        return max(words, header.minimumSectionSize())

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.rows_model.set_rows(rows)
        self._measure()
        self._share_out()

    def say_when_empty(self, text: str) -> None:
        """What stands in the middle while there are no rows: why, and what to do."""
        self._nothing = text
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QTableView.paintEvent: an empty table says so."""
        super().paintEvent(event)
        if self.rows_model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(16, 8, -16, -8)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._nothing)
            painter.end()

    def show_whole_words(self, rows: Sequence[Any], most_lines: int = MOST_LINES) -> None:
        """Show other rows, so high that of words on up to `most_lines` nothing is cut off."""
        self._most_lines = most_lines
        self.setWordWrap(True)
        self.set_rows(rows)
        self._fit_rows()

    def _fit_rows(self) -> None:
        if self.wordWrap():
            fit_rows(self, CELL_AIR, self.verticalHeader().defaultSectionSize(), self._most_lines)

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
            for _ in range(2 if self.wordWrap() else 1):  # Rows that come into view grow, and may push it out again.
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
    text = str(value or "")
    is_number = text.lstrip("+-").replace(",", "").replace(".", "").isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text

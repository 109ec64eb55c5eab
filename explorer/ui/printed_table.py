"""A table on paper: how wide its columns are, and rows that know their height before they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter

from explorer.exports.report import Cell, Section
from explorer.ui.printed_words import Words, widths, words

INK, MUTED, SUNKEN, LINE = "#1d2329", "#5a646e", "#f1efea", "#c9cdd1"
NONE = "not assessed"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; never parted between pages unless it is taller than one."""

    cells: tuple[Words, ...]
    lefts: tuple[float, ...]
    """Where each cell's words begin, in dots from the left margin."""
    muted: tuple[bool, ...]
    pad: float
    is_head: bool = False

    @property
    def height(self) -> float:
        """In dots, with the room above and below."""
        return max((each.height for each in self.cells), default=0.0) + 2 * self.pad

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw into a rectangle of the row's own height and the table's width."""
        if self.is_head:
            painter.fillRect(rect, QColor(SUNKEN))
        for cell, left, muted in zip(self.cells, self.lefts, self.muted, strict=True):
            painter.setPen(QColor(MUTED if muted else INK))
            cell.draw(painter, rect.left() + left, rect.top() + self.pad)
        painter.setPen(QColor(LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def parts(self, height: float) -> Iterator[Row]:
        """The row itself, or rows of this height at most with its lines one after the other."""
        rest = self
        while rest.height > height and any(each.end - each.first > 1 for each in rest.cells):
            split = [each.split(height - 2 * self.pad) for each in rest.cells]
            yield replace(rest, cells=tuple(first for first, _ in split))
            rest = replace(rest, cells=tuple(other for _, other in split))
        yield rest


SIZES = (7.5, 7.0, 6.5, 6.0, 5.5)
"""Points of the type; the largest in which no word of the table breaks, otherwise the smallest."""


LEAST_SHARE = 0.125
"""Of the table's width: what a column may ask for at the most so that its longest word is not broken."""
ROOMY = 0.85
"""Of the table's width: what all longest words together may take, so that sentences have room as well."""


WRITING = 7.0
"""Millimetres, beside those of a line of print, of a row that somebody writes on by hand."""


def is_to_write_on(cell: Cell) -> bool:
    """Whether a cell is nothing but a line."""
    return isinstance(cell, str) and cell != "" and not cell.strip("_")


class PrintedTable:
    """The rows of a section for a width of paper."""

    def __init__(self, section: Section, width: float, paper: QPagedPaintDevice) -> None:
        self._paper = paper
        rows = section.rows if section.most is None else section.rows[: section.most]
        for points in SIZES:
            self._font, self._bold = (printed_font(points, bold) for bold in (False, True))
            self._pad = QFontMetricsF(self._font, paper).height() / 4
            measured = [
                (min(least, width * LEAST_SHARE), full)
                for least, full in (self._measured(section, rows, column) for column in range(len(section.columns)))
            ]
            if sum(least for least, _ in measured) <= width * ROOMY:
                break
        self._widths = column_widths(measured, width)
        self._right = [_is_number(rows, column) for column in range(len(section.columns))]
        self.head = self._row(section.columns, self._bold, is_head=True)
        """The line above, which every page repeats."""
        self._rows = rows

    def rows(self) -> Iterator[Row]:
        """Every row that is printed."""
        for each in self._rows:
            yield self._row(each, self._font)

    def _measured(self, section: Section, rows: Sequence[tuple[Cell, ...]], column: int) -> tuple[float, float]:
        """The least and the full width of a column with its padding."""
        metrics = QFontMetricsF(self._font, self._paper)
        head = widths(section.columns[column], QFontMetricsF(self._bold, self._paper))
        found = [head, *(widths(text, metrics) for text in {_text(row[column]) for row in rows})]
        around = 3 * self._pad
        return max(least for least, _ in found) + around, max(full for _, full in found) + around

    def _row(self, cells: Sequence[Cell], font: QFont, is_head: bool = False) -> Row:
        if any(map(is_to_write_on, cells)):
            blank = tuple("" if is_to_write_on(cell) else cell for cell in cells)
            return replace(self._row(blank, font), pad=self._paper.logicalDpiY() / 25.4 * WRITING / 2)
        made, lefts, muted = [], [], []
        x = 0.0
        for cell, width, right in zip(cells, self._widths, self._right, strict=True):
            made.append(words(_text(cell), font, width - 3 * self._pad, self._paper, right))
            lefts.append(x + 1.5 * self._pad)
            muted.append(cell is None)
            x += width
        return Row(tuple(made), tuple(lefts), tuple(muted), self._pad, is_head)


_STEPS = 50
"""Halvings until the number of lines is exact enough for any paper."""


def printed_font(points: float, bold: bool = False) -> QFont:
    """The type of pages."""
    font = QFont("sans-serif")
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def column_widths(measured: Sequence[tuple[float, float]], width: float) -> list[float]:
    """Widths that fill a whole, from the least and the full width of each column.

    Every column gets its least width, or more, so that the longest texts of all columns take about as many lines; where
    the least widths alone are too wide, the widest columns are cut first, and words break.

    >>> column_widths([(10, 10), (10, 20)], 60), column_widths([(10, 10), (90, 90)], 50)
    ([20.0, 40.0], [10.0, 40.0])
    >>> [round(each, 3) for each in column_widths([(10, 10), (10, 60), (10, 120)], 100)]
    [10.0, 30.0, 60.0]
    """
    least, full = [each[0] for each in measured], [each[1] for each in measured]
    if sum(full) <= width:
        return [each * width / sum(full) for each in full]
    if sum(least) >= width:
        return _cut(least, width)
    few, many = 1.0, sum(full) / min(each for each in least if each > 0)
    for _ in range(_STEPS):
        lines = (few + many) / 2
        wide = sum(max(low, high / lines) for low, high in measured) > width
        few, many = (lines, many) if wide else (few, lines)
    return [max(float(low), high / many) for low, high in measured]


def _cut(least: Sequence[float], width: float) -> list[float]:
    """The same widths with the widest made equal until they fit."""
    kept = 0.0
    order = sorted(least)
    for place, each in enumerate(order):
        most = (width - kept) / (len(order) - place)
        if each > most:
            return [min(one, most) for one in map(float, least)]
        kept += each
    return list(map(float, least))


def _text(cell: Cell) -> str:
    if cell is None:
        return NONE
    return f"{cell:,}" if isinstance(cell, int | float) else cell


def _is_number(rows: Sequence[tuple[Cell, ...]], column: int) -> bool:
    """Whether a column holds numbers only, apart from what is not assessed."""
    known = [row[column] for row in rows if row[column] is not None]
    return bool(known) and all(isinstance(each, int | float) for each in known)

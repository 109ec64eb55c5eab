"""Which columns of a table find room side by side; the others stand in words below each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from explorer.exports.report import Cell, Section, visible_text
from explorer.ui.breaking import MARK, marked

COMFORT = 20
"""Times the width of a usual letter that a column of longer texts is at least wide, so that lines hold more than a word."""
AIR = 22
"""Pixels of a cell that are not its text: its padding and what a bold heading is wider than its letters measured plain."""
FEWEST, MOST = 2, 12
"""Columns that stand side by side however narrow the page is, and however wide."""


@dataclass(frozen=True, slots=True)
class Room:
    """A page so many pixels wide, with tables in this type."""

    width: float
    font: QFont

    def columns(self, letters: int) -> int:
        """How many columns of so many letters find room side by side, at least one and at most a dozen."""
        wished = letters * QFontMetricsF(self.font).averageCharWidth() + AIR
        return int(max(1, min(self.width // wished, MOST)))


def columns_below(section: Section, rows: Sequence[tuple[Cell, ...]], room: Room) -> tuple[int, ...]:
    """The columns that go below each row, from the right, as many as it takes; none of those that hold figures.

    The column that leads elsewhere stays. Empty where all find room.
    """
    metrics = QFontMetricsF(room.font)
    wished = [_wished(column, [row[place] for row in rows], metrics) for place, column in enumerate(section.columns)]
    below: list[int] = []
    for place in reversed(range(len(wished))):
        kept = [each for each in range(len(wished)) if each not in below]
        if sum(wished[each] for each in kept) <= room.width or len(kept) <= FEWEST:
            break
        if place != section.leading and not any(isinstance(row[place], int | float) for row in rows):
            below.append(place)
    return tuple(reversed(below))


def _wished(column: str, cells: Sequence[Cell], metrics: QFontMetricsF) -> float:
    """No narrower than the longest piece that cannot break, and wide enough to be read."""
    texts = {column, *(visible_text(cell_text(cell)) for cell in cells)}
    pieces = {piece for text in texts for word in marked(text).split() for piece in word.split(MARK)}
    least = max((metrics.horizontalAdvance(piece) for piece in pieces), default=0.0)
    whole = max(metrics.horizontalAdvance(text) for text in texts)
    return max(least, min(whole, COMFORT * metrics.averageCharWidth())) + AIR


def cell_text(cell: Cell) -> str:
    """A cell in words."""
    return "not assessed" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else cell

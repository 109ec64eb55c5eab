"""Words on paper: a text broken into the lines of a column, which can be parted between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QTextLayout, QTextOption

from explorer.exports.report import visible_text
from explorer.ui.breaking import MARK, marked

_ROUNDING = 4.0
"""Dots by which a line may come out longer than its letters were measured."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one text, from `first` up to before `end`."""

    layout: QTextLayout
    first: int
    end: int

    @property
    def height(self) -> float:
        """In dots."""
        return sum(self.layout.lineAt(line).height() for line in range(self.first, self.end))

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw with its upper left corner there, in the painter's pen."""
        top = self.layout.lineAt(self.first).y() if self.end > self.first else 0.0
        for line in range(self.first, self.end):
            self.layout.lineAt(line).draw(painter, QPointF(x, y - top))

    def split(self, height: float) -> tuple[Words, Words]:
        """The lines that fit into a height, and the rest; at least one line fits."""
        used, place = 0.0, self.first
        while place < self.end and (place == self.first or used + self.layout.lineAt(place).height() <= height):
            used += self.layout.lineAt(place).height()
            place += 1
        return Words(self.layout, self.first, place), Words(self.layout, place, self.end)


def words(text: str, font: QFont, width: float, paper: QPagedPaintDevice, right: bool = False) -> Words:
    """A text in lines of a width in dots; a word that is longer than a line is broken."""
    layout = QTextLayout(breakable(text), font, paper)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    y, count = 0.0, 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        line.setPosition(QPointF(0.0, y))
        y += line.height()
        count += 1
    layout.endLayout()
    return Words(layout, 0, count)


def breakable(text: str) -> str:
    """A text that may break after the separators of an identity; the mark has no width, and most readers do not copy it."""
    return marked(visible_text(text))


def widths(text: str, metrics: QFontMetricsF) -> tuple[float, float]:
    """The least width in which no word is broken, and that of the whole text on one line; in dots."""
    pieces = [piece for word in breakable(text).split() for piece in word.split(MARK)]
    least = max((metrics.horizontalAdvance(piece) for piece in pieces), default=0.0)
    return least + _ROUNDING, metrics.horizontalAdvance(visible_text(text)) + _ROUNDING

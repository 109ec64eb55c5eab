"""A document laid out on pages: headings stay with what they head, tables break between rows only and repeat their heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPagedPaintDevice, QPainter
from PySide6.QtSvg import QSvgRenderer

from explorer.exports.report import Document, Figure, Section
from explorer.exports.svg_charts import print_svg
from explorer.ui.printed_table import INK, LINE, MUTED, SUNKEN, PrintedTable, Row, printed_font
from explorer.ui.printed_words import Words, words

FEW_SECTIONS = 3
"""A document of more has its contents on the first page."""

POINTS, TABLE_POINTS, TITLE_POINTS, HEAD_POINTS, FIGURE_POINTS = 8.5, 7.5, 20.0, 12.0, 15.0


class Part(Protocol):
    """Something that is drawn in one piece."""

    @property
    def height(self) -> float:
        """In dots."""

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw into a rectangle of the part's height and the page's width."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with its rectangle on the page, in dots from the upper left corner of the area that is printed on."""

    part: Part
    rect: QRectF


@dataclass(slots=True)
class Page:
    """What stands on one sheet."""

    placed: list[Placed] = field(default_factory=list)
    used: float = 0.0

    def put(self, part: Part, width: float) -> None:
        """Place a part below what there is."""
        self.placed.append(Placed(part, QRectF(0.0, self.used, width, part.height)))
        self.used += part.height


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or heading."""

    words: Words
    above: float
    colour: str = INK
    left: float = 0.0
    mark: Words | None = None

    @property
    def height(self) -> float:
        """In dots, with the room above."""
        return self.words.height + self.above

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Override Part.draw."""
        painter.setPen(QColor(self.colour))
        self.words.draw(painter, rect.left() + self.left, rect.top() + self.above)
        if self.mark is not None:
            self.mark.draw(painter, rect.left() + self.left / 4, rect.top() + self.above)


@dataclass(frozen=True, slots=True)
class Cards:
    """The figures side by side, each in a box."""

    values: tuple[Words, ...]
    texts: tuple[Words, ...]
    width: float
    gap: float

    @property
    def height(self) -> float:
        """In dots, with the room around."""
        texts = max(each.height for each in self.texts)
        return max(each.height for each in self.values) + texts + 4 * self.gap

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Override Part.draw."""
        for place, (value, text) in enumerate(zip(self.values, self.texts, strict=True)):
            box = QRectF(
                rect.left() + place * (self.width + self.gap), rect.top() + self.gap, self.width, rect.height() - 2 * self.gap
            )  # fmt: skip
            painter.fillRect(box, QColor(SUNKEN))
            painter.setPen(QColor(LINE))
            painter.drawRect(box)
            painter.setPen(QColor(INK))
            value.draw(painter, box.left() + self.gap, box.top() + self.gap)
            painter.setPen(QColor(MUTED))
            text.draw(painter, box.left() + self.gap, box.top() + self.gap + value.height)


class Chart:
    """A drawing of the figures, in lines and not in dots, so that it is sharp on any printer."""

    def __init__(self, svg: str, width: float, above: float) -> None:
        self._renderer = QSvgRenderer(QByteArray(print_svg(svg).encode()))
        size = self._renderer.defaultSize()
        self._width = width
        self._tall = width * size.height() / max(size.width(), 1)
        self._above = above

    @property
    def height(self) -> float:
        """In dots, with the room around."""
        return self._tall + 2 * self._above

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Override Part.draw."""
        self._renderer.render(painter, QRectF(rect.left(), rect.top() + self._above, self._width, self._tall))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: a title, and at the right the page on which it stands once all is laid out."""

    words: Words
    number: Callable[[], Words]
    left: float
    """Where the column of numbers begins."""
    above: float

    @property
    def height(self) -> float:
        """In dots, with the room above."""
        return self.words.height + self.above

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Override Part.draw."""
        painter.setPen(QColor(INK))
        self.words.draw(painter, rect.left(), rect.top() + self.above)
        self.number().draw(painter, rect.left() + self.left, rect.top() + self.above)


class Printed:
    """Lays one document out for a sheet of paper."""

    def __init__(self, document: Document, paper: QPagedPaintDevice, width: float, height: float) -> None:
        self._paper, self._width, self._height = paper, width, height
        self._dot = paper.logicalDpiY() / 72
        self.pages = [Page()]
        self.starts: list[int] = []
        """The page, from 1, on which each section begins."""
        self._begin(document)
        if len(document.sections) > FEW_SECTIONS:
            self._contents(document)
        for section in document.sections:
            self._section(section)

    def _begin(self, document: Document) -> None:
        self._keep(self._line(document.title, TITLE_POINTS, 0, bold=True), self._line(document.age, POINTS, 2, MUTED))
        for start in range(0, len(document.figures), 4):
            self._keep(self._cards(document.figures[start : start + 4]))
        if document.lead:
            first, *more = [self._item(line) for line in document.lead]
            self._keep(self._line(document.lead_title, HEAD_POINTS, 12, bold=True), first)
            for each in more:
                self._keep(each)

    def _contents(self, document: Document) -> None:
        """What stands on which page; the sections begin on a page of their own then."""
        entries = [self._entry(place, each.title) for place, each in enumerate(document.sections)]
        first, *more = entries
        self._keep(self._line("Contents", HEAD_POINTS, 12, bold=True), first)
        for each in more:
            self._keep(each)
        self.pages.append(Page())

    def _entry(self, place: int, title: str) -> Entry:
        font, room = printed_font(POINTS), self._width * 0.9

        def number() -> Words:
            return words(str(self.starts[place]), font, self._width - room, self._paper, right=True)

        return Entry(words(title, font, room, self._paper), number, room, 2 * self._dot)

    def _section(self, each: Section) -> None:
        opening: list[Part] = [
            self._line(each.title, HEAD_POINTS, 16, bold=True), self._line(each.headline, POINTS, 3, bold=True),
        ]  # fmt: skip
        if each.chart:
            opening.append(Chart(each.chart, self._width * 0.9, 4 * self._dot))
        if each.rows:
            table = PrintedTable(each, self._width, self._paper)
            self.starts.append(self._table(opening, table))
        else:
            self._keep(*opening)
            self.starts.append(len(self.pages))
        for text in self._notes(each):
            self._keep(self._line(text, TABLE_POINTS, 4, MUTED))

    def _notes(self, each: Section) -> Iterator[str]:
        left_out = 0 if each.most is None else len(each.rows) - len(each.rows[: each.most])
        if not each.rows and not each.chart and each.columns:
            yield "Nothing to list."
        if left_out:
            yield f"{left_out:,} more rows are not printed here."
        yield from filter(None, each.note.split("\n"))
        if each.query:
            yield f"Ask again: {each.query}"

    def _table(self, opening: list[Part], table: PrintedTable) -> int:
        """The head and the first row stay with what stands above; every page on which the table goes on has the head again.

        Gives back the page, from 1, on which it begins.
        """
        room = self._height - table.head.height
        rows = (part for row in table.rows() for part in row.parts(room))
        first = next(rows)
        if sum(each.height for each in (*opening, table.head, first)) > self._height:
            self._keep(*opening)
            begins = len(self.pages)
            opening = []
        else:
            begins = 0
        self._keep(*opening, self._space(4), table.head, first)
        begins = begins or len(self.pages)
        for row in rows:
            if self.pages[-1].used + row.height > self._height:
                self.pages.append(Page())
                self._put(table.head)
            self._put(row)
        return begins

    def _keep(self, *parts: Part) -> None:
        """Put parts on one page, on the next one where they do not fit any more."""
        page = self.pages[-1]
        if page.placed and page.used + sum(each.height for each in parts) > self._height:
            self.pages.append(Page())
        for each in parts:
            for piece in _pieces(each, self._height):
                if self.pages[-1].used + piece.height > self._height and self.pages[-1].placed:
                    self.pages.append(Page())
                self._put(piece)

    def _put(self, part: Part) -> None:
        self.pages[-1].put(part, self._width)

    def _line(self, text: str, points: float, above: float, colour: str = INK, bold: bool = False) -> Line:
        return Line(words(text, printed_font(points, bold), self._width, self._paper), above * self._dot, colour)

    def _space(self, points: float) -> Line:
        return Line(words("", printed_font(1.0), self._width, self._paper), points * self._dot)

    def _item(self, text: str) -> Line:
        left, font = 12 * self._dot, printed_font(POINTS)
        made = words(text, font, self._width - left, self._paper)
        return Line(made, 2 * self._dot, INK, left, words("•", font, left, self._paper))

    def _cards(self, figures: tuple[Figure, ...]) -> Cards:
        gap = 5 * self._dot
        width = (self._width - 3 * gap) / 4
        inside = width - 2 * gap
        return Cards(
            tuple(words(each.value, printed_font(FIGURE_POINTS, True), inside, self._paper) for each in figures),
            tuple(words(each.words, printed_font(TABLE_POINTS), inside, self._paper) for each in figures),
            width, gap,
        )  # fmt: skip


def _pieces(part: Part, height: float) -> Iterator[Part]:
    """The part, or what it is made of where it is taller than a page."""
    if isinstance(part, Line) and part.height > height:
        first, rest = part.words.split(height - part.above)
        yield Line(first, part.above, part.colour, part.left, part.mark)
        yield from _pieces(Line(rest, 0.0, part.colour, part.left), height)
    elif isinstance(part, Row):
        yield from part.parts(height)
    else:
        yield part

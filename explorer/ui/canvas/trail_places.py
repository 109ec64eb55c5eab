"""Where the cards of a walk stand: columns side by side, each with a height of its own that can be scrolled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

COLUMN, WIDE_COLUMN, GAP = 196, 280, 34
"""Pixels of a column, of one in a wide view, and of the room to the next."""

WIDE_FROM = 1100
"""Pixels from which a view is wide."""

CARD, SPACE = 44, 6
"""Pixels of a card and of the room to the next."""

HEAD, FOOT, EDGE = 34, 22, 4

Card = tuple[int, int]
"""A column and a row in it."""


@dataclass(frozen=True, slots=True)
class TrailPlaces:
    """One view of columns with so many cards each."""

    width: int
    height: int
    counts: tuple[int, ...]
    scrolled: tuple[int, ...]
    """Pixels by which the cards of each column are moved up."""
    x: int = 0
    """Pixels by which all columns are moved to the left."""

    @property
    def column_width(self) -> int:
        """Pixels of a column."""
        return COLUMN if self.width < WIDE_FROM else WIDE_COLUMN

    @property
    def extent(self) -> int:
        """Pixels from the left edge of the first column to the right edge of the last, with their margins."""
        columns = len(self.counts)
        return 2 * EDGE + columns * self.column_width + max(columns - 1, 0) * GAP

    @property
    def furthest(self) -> int:
        """The greatest `x`."""
        return max(self.extent - self.width, 0)

    def column(self, column: int) -> QRectF:
        """Where the cards of a column can be seen."""
        left = EDGE + column * (self.column_width + GAP) - self.x
        return QRectF(left, HEAD, self.column_width, max(self.height - HEAD - FOOT, CARD))

    def card(self, card: Card) -> QRectF:
        """Where a card is, whether it is seen or not."""
        column, row = card
        area = self.column(column)
        return QRectF(area.left(), area.top() + row * (CARD + SPACE) - self.scrolled[column], area.width(), CARD)

    def seen(self, column: int) -> range:
        """The rows of a column that are seen, in part or whole."""
        area = self.column(column)
        if area.right() < 0 or area.left() > self.width:
            return range(0)
        first = self.scrolled[column] // (CARD + SPACE)
        last = -(-(self.scrolled[column] + round(area.height())) // (CARD + SPACE))
        return range(first, min(last, self.counts[column]))

    def at(self, point: QPointF) -> Card | None:
        """The card under a point of the view."""
        column = self.column_at(point)
        if column is None or not self.column(column).contains(point):
            return None
        row = int(point.y() - HEAD + self.scrolled[column]) // (CARD + SPACE)
        card = (column, row)
        return card if row < self.counts[column] and self.card(card).contains(point) else None

    def column_at(self, point: QPointF) -> int | None:
        """The column above, below or on whose cards a point is."""
        place = (point.x() - EDGE + self.x) / (self.column_width + GAP)
        inside = place % 1 * (self.column_width + GAP) <= self.column_width
        return int(place) if inside and 0 <= place < len(self.counts) else None

    def most(self, column: int) -> int:
        """How far a column can be scrolled."""
        return max(self.counts[column] * (CARD + SPACE) - SPACE - round(self.column(column).height()), 0)

    def with_scroll(self, column: int, by: int) -> TrailPlaces:
        """With one column scrolled, as far as it has cards."""
        wanted = min(max(self.scrolled[column] + by, 0), self.most(column))
        return replace(self, scrolled=(*self.scrolled[:column], wanted, *self.scrolled[column + 1 :]))

    def moved(self, x: int) -> TrailPlaces:
        """With all columns moved, as far as there are any."""
        return replace(self, x=min(max(x, 0), self.furthest))

    def showing(self, card: Card) -> TrailPlaces:
        """Moved and scrolled as little as needed so that a card is seen whole."""
        column, row = card
        top, room = row * (CARD + SPACE), round(self.column(column).height())
        wanted = min(max(self.scrolled[column], top + CARD - room), top)
        left = column * (self.column_width + GAP)
        across = min(max(self.x, left + self.column_width + 2 * EDGE - self.width), left)
        return self.with_scroll(column, wanted - self.scrolled[column]).moved(across)

    def sized(self, width: int, height: int) -> TrailPlaces:
        """The same in a view of another size."""
        wanted = replace(self, width=width, height=height)
        for column in range(len(self.counts)):
            wanted = wanted.with_scroll(column, 0)
        return wanted.moved(self.x)


def places_of(counts: tuple[int, ...], width: int, height: int) -> TrailPlaces:
    """Columns seen from their beginnings."""
    return TrailPlaces(width, height, counts, (0,) * len(counts))

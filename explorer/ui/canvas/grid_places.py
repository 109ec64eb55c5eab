"""Where the cells of a matrix are seen: heads, cell sizes and how far it is scrolled, in whole pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

LEAST_CELL, MOST_CELL = 2, 190
READABLE_ROW, HIGHEST_ROW = 22, 44
"""Pixels of a row at first: the first, or as high as there is room for all up to the second."""

WIDEST_COLUMN = 96
NARROWEST_COLUMN = 14
"""Pixels of a column at first: as wide as there is room for all, within these."""

LINE = 16
"""Pixels of one line of column heads."""

MOST_LINES = 6
LEAST_NAME = 84
"""Pixels that a column's name has; where there is less, every second, third … column is named."""


@dataclass(frozen=True, slots=True)
class GridPlaces:
    """Pixels of one view; columns and rows are counted in the order shown."""

    width: int
    height: int
    rows: int
    columns: int
    head_width: int
    """Of the names of rows, left of the cells."""
    name_width: int = LEAST_NAME
    """Of the longest name of a column."""
    cell_width: int = WIDEST_COLUMN
    cell_height: int = READABLE_ROW
    x: int = 0
    y: int = 0
    """How far it is scrolled."""

    @property
    def lines(self) -> int:
        """Lines over which the names of columns are spread, as many as the longest needs."""
        return max(min(-(-self.name_width // self.cell_width), MOST_LINES, self.columns), 1)

    @property
    def every(self) -> int:
        """Every how many columns one is named, so that its name has room to be read."""
        return max(-(-min(self.name_width, LEAST_NAME) // (self.cell_width * self.lines)), 1)

    @property
    def overhang(self) -> int:
        """Pixels that the names of the last columns reach beyond them."""
        return 0 if self.lines == 1 else min(self.name_width, 2 * LEAST_NAME)

    @property
    def head_height(self) -> int:
        """Of the names of columns, above the cells."""
        return self.lines * LINE + 10

    @property
    def cells(self) -> QRectF:
        """The part of the view that shows cells."""
        left, top = self.head_width, self.head_height
        return QRectF(left, top, max(self.width - left, 0), max(self.height - top, 0))

    @property
    def furthest(self) -> tuple[int, int]:
        """The greatest `x` and `y` there are."""
        return (
            max(self.columns * self.cell_width + self.overhang - round(self.cells.width()), 0),
            max(self.rows * self.cell_height - round(self.cells.height()), 0),
        )

    def seen_columns(self) -> range:
        """The columns that are seen, in part or whole."""
        return _seen(self.x, round(self.cells.width()), self.cell_width, self.columns)

    def seen_rows(self) -> range:
        """The rows that are seen, in part or whole."""
        return _seen(self.y, round(self.cells.height()), self.cell_height, self.rows)

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is, whether it is seen or not."""
        left = self.head_width + column * self.cell_width - self.x
        top = self.head_height + row * self.cell_height - self.y
        return QRectF(left, top, self.cell_width, self.cell_height)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """The row and column under a point of the view; None beside the cells."""
        if not self.cells.contains(point):
            return None
        column = int(point.x() - self.head_width + self.x) // self.cell_width
        row = int(point.y() - self.head_height + self.y) // self.cell_height
        return (row, column) if row < self.rows and column < self.columns else None

    def scrolled(self, x: int, y: int) -> GridPlaces:
        """Scrolled elsewhere, as far as there is something."""
        across, down = self.furthest
        return replace(self, x=min(max(x, 0), across), y=min(max(y, 0), down))

    def showing(self, row: int, column: int) -> GridPlaces:
        """Scrolled as little as needed so that a cell is seen whole."""
        left, top, room = column * self.cell_width, row * self.cell_height, self.cells
        x = min(max(self.x, left + self.cell_width - round(room.width())), left)
        y = min(max(self.y, top + self.cell_height - round(room.height())), top)
        return self.scrolled(x, y)

    def zoomed(self, factor: float, about: QPointF) -> GridPlaces:
        """Larger or smaller cells; the point of the matrix under `about` stays there."""
        wide, high = _sized(self.cell_width, factor), _sized(self.cell_height, factor)
        across = (about.x() - self.head_width + self.x) / self.cell_width
        down = (about.y() - self.head_height + self.y) / self.cell_height
        larger = replace(self, cell_width=wide, cell_height=high)
        x = round(across * wide - (about.x() - larger.head_width))
        return larger.scrolled(x, round(down * high - (about.y() - larger.head_height)))

    def whole(self) -> GridPlaces:
        """Everything in view, as far as cells can be so small."""
        wide = _within(self._share(), WIDEST_COLUMN)
        narrower = replace(self, cell_width=wide, x=0, y=0)
        high = _within(round(narrower.cells.height()) // max(self.rows, 1), READABLE_ROW)
        return replace(narrower, cell_height=high)

    def readable(self) -> GridPlaces:
        """Rows that can be read, columns as wide as there is room for."""
        widest = max(WIDEST_COLUMN, min(self.name_width + 6, MOST_CELL))  # A name on one line, where there is room.
        wide = min(max(self._share(), NARROWEST_COLUMN), widest)
        wider = replace(self, cell_width=wide)
        high = min(max(round(wider.cells.height()) // max(self.rows, 1), READABLE_ROW), HIGHEST_ROW)
        return replace(wider, cell_height=high).scrolled(self.x, self.y)

    def _share(self) -> int:
        """Pixels for a column where all are seen, with the names of the last where they need several lines."""
        room, columns = round(self.cells.width()), max(self.columns, 1)
        if room // columns < self.name_width:
            room -= min(self.name_width, 2 * LEAST_NAME)
        return max(room, 0) // columns

    def in_view(self, width: int, height: int) -> GridPlaces:
        """The same in a view of another size."""
        return replace(self, width=width, height=height).scrolled(self.x, self.y)


def _seen(start: int, room: int, size: int, count: int) -> range:
    return range(start // size, min(-(-(start + room) // size), count))


def _sized(size: int, factor: float) -> int:
    """At least one pixel larger or smaller, so that every step is seen."""
    wanted = round(size * factor)
    if wanted == size and factor != 1.0:
        wanted += 1 if factor > 1 else -1
    return min(max(wanted, LEAST_CELL), MOST_CELL)


def _within(size: int, most: int) -> int:
    return min(max(size, LEAST_CELL), most)

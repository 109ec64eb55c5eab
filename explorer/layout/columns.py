"""How wide strata are wrapped into columns, and where these stand from left to right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int64
from explorer.layout.drawing import Drawing
from explorer.layout.measures import COLUMN_GAP, GLYPH, GUTTER, HORIZON_GAP, LANE, MOST_GUTTER, MOST_ROW, ROW, Room
from explorer.layout.ordering import Floats

_MOST_COLUMNS = 60
_LEAST_ROWS = 5
_SCROLLING_COST = 2.5
"""A column costs so many times more where width is not seen whole but scrolled."""

_MOST_WIDTH = 1e5
"""A room wider than this is endless: there is no width to use up."""

_MOST_ROW_PIXELS = 34.0
"""In a small picture rows stand at most so many pixels apart: enough for labels of two lines."""
_WRAPPING_COST = 0.012
"""How much zoom one is willing to lose for each column less."""


@dataclass(frozen=True, eq=False)
class Columns:
    """k marks, b bands."""

    count: Int64
    """(b,): columns in each band."""
    column: Int64
    """(k,): the column of each mark within its band, from 0."""
    row: Int64
    """(k,): its row, counted apart for known marks and for those beyond the horizon."""
    x: Floats
    """(k,): the centre of its glyph."""
    column_left: Floats
    column_right: Floats
    """(k,): where the mark's column begins and ends."""
    left: Floats
    right: Floats
    """(b,): where the marks of a band begin and end; lines curve between one band's right and the next one's left."""
    row_height: float
    gutter: float
    height: float
    """About how high the drawing becomes."""

    @property
    def width(self) -> float:
        """How wide the drawing is."""
        return float(self.right[-1]) + self.gutter / 2 if len(self.right) else 0.0


def columns(
    drawing: Drawing, place: Int64, widths: Floats, lanes: Int64, room: Room, row: float = ROW, gutter: float = GUTTER
) -> Columns:
    """Wrap the bands so that the drawing fits its room at the greatest zoom, then use the room that is left.

    `place` (k,) is the order within each band; `widths` (k,) reach from the centre of a glyph to the end of its label;
    `lanes` (b,) counts the lines that pass each band; `row` and `gutter` are the least distances.
    """
    need = _need(drawing, widths, lanes, row, gutter)
    count = _column_counts(need, room)
    column, line = _cells(drawing, place, count)
    spans = np.zeros((need.bands, int(count.max(initial=1))))
    np.maximum.at(spans, (drawing.layer, column), widths + GLYPH / 2 + COLUMN_GAP)
    band_width = spans.sum(axis=1) - COLUMN_GAP
    gutter, height = _stretch(need, count, float(band_width.sum()), room)
    left = gutter / 2 + np.append(0.0, np.cumsum(band_width[:-1] + gutter))[: need.bands]
    begins = left[:, None] + np.cumsum(spans, axis=1) - spans
    starts = begins[drawing.layer, column]
    ends = starts + spans[drawing.layer, column] - COLUMN_GAP
    return Columns(
        count=count,
        column=column,
        row=line,
        x=starts + GLYPH / 2,
        column_left=starts,
        column_right=ends,
        left=left,
        right=left + band_width,
        row_height=height,
        gutter=gutter,
        height=need.height(count, height),
    )


@dataclass(frozen=True, eq=False)
class _Need:
    """What each band holds; b bands."""

    known: Int64
    beyond: Int64
    lanes: Int64
    widest: Floats
    row: float
    gutter: float
    """The least distances of rows and of bands."""

    @property
    def bands(self) -> int:
        return len(self.known)

    def rows(self, count: Int64) -> Int64:
        return -(-self.known // count) + -(-self.beyond // count)

    def height(self, count: Int64, row_height: float) -> float:
        return float(self.heights(count, row_height))

    def heights(self, count: Int64, row_height: float) -> Floats:
        """(...,): for counts (..., b). Lines that pass a wrapped band run between its rows and need no height."""
        heights = self.rows(count) * row_height + (self.beyond > 0) * HORIZON_GAP + self.lanes * LANE * (count == 1)
        return np.asarray(heights.max(axis=-1, initial=1.0))


def _need(drawing: Drawing, widths: Floats, lanes: Int64, row: float, gutter: float) -> _Need:
    bands = len(drawing.bands)
    widest = np.zeros(bands)
    np.maximum.at(widest, drawing.layer, widths + GLYPH / 2 + COLUMN_GAP)
    known = np.bincount(drawing.layer[~drawing.beyond], minlength=bands)
    beyond = np.bincount(drawing.layer[drawing.beyond], minlength=bands)
    return _Need(known, beyond, lanes, widest, row, gutter)


def _column_counts(need: _Need, room: Room) -> Int64:
    cost = _WRAPPING_COST * (_SCROLLING_COST if room.width > _MOST_WIDTH else 1.0)
    marks = need.known + need.beyond
    rows = np.maximum(-(-int(marks.max(initial=1)) // np.arange(1, _MOST_COLUMNS + 1)), _LEAST_ROWS)
    rows = np.unique(rows)[::-1, None]
    counts = np.maximum(-(-marks // rows), 1)
    widths = (counts * need.widest).sum(axis=1) + need.gutter * need.bands
    zooms = room.zooms(widths, need.heights(counts, need.row))
    scores = zooms - cost * (counts - 1).sum(axis=1) * np.minimum(zooms, 0.5)
    return counts[int(np.argmax(scores))]


def _stretch(need: _Need, count: Int64, filled: float, room: Room) -> tuple[float, float]:
    """Gutter and row height that use the room which the tighter of width and height leaves in the other."""
    bands = max(need.bands, 1)
    zoom = max(room.zoom(filled + need.gutter * bands, need.height(count, need.row)), 0.2)
    gutter = float(np.clip((room.width / zoom - filled) / bands, need.gutter, MOST_GUTTER / max(zoom, 0.6)))
    if room.width > _MOST_WIDTH:
        gutter = need.gutter
    free = room.height / zoom - need.height(count, 0.0)
    most = max(MOST_ROW, _MOST_ROW_PIXELS / zoom)
    row_height = float(np.clip(0.85 * free / max(int(need.rows(count).max(initial=1)), 1), need.row, most))
    return gutter, row_height


def _cells(drawing: Drawing, place: Int64, count: Int64) -> tuple[Int64, Int64]:
    """Row by row in order of place, so that neighbours in the order stay neighbours on paper."""
    order = np.lexsort((place, drawing.beyond, drawing.layer))
    section = drawing.layer[order].astype(np.int64) * 2 + drawing.beyond[order]
    starts = np.flatnonzero(np.append(True, section[1:] != section[:-1])) if len(order) else np.zeros(0, np.int64)
    index = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    column, row = np.empty(len(order), np.int64), np.empty(len(order), np.int64)
    wrap = count[drawing.layer[order]]
    column[order], row[order] = index % wrap, index // wrap
    return column, row

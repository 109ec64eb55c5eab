"""Where the lines run: straight through a stratum, curved only in the gutter before the next one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.layout.columns import Columns
from explorer.layout.drawing import Flags
from explorer.layout.measures import GLYPH
from explorer.layout.ordering import Floats
from explorer.layout.streams import Streams

_CLEAR = 3.0
"""Between a line's end and the mark it belongs to."""

_BEND = 14.0
"""Behind its column, a line between the rows of a wrapped stratum has so much room to bend."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Where lines can begin and end; k marks, p points."""

    columns: Columns
    reach: Floats
    """(k,): from the centre of a glyph to the end of its label."""
    y: Floats
    """(p,)"""


def routes(streams: Streams, ends: Ends) -> Floats:
    """(q, 6, 2): the knots of each piece, from the mark or waypoint on the left to the one on the right.

    From knot 0 to 1, 2 to 3 and 4 to 5 the line curves with level ends; from 1 to 2 and from 3 to 4 it is straight.
    In a wrapped stratum the lines run between the rows. Pieces within one stratum bow out to the right: knots 0 and 1
    are one end, 4 and 5 the other, 2 and 3 the bow. `streams.source` is on the left except where a link leads back.
    """
    layer = streams.layer
    back = layer[streams.source] > layer[streams.target]
    left = np.where(back, streams.target, streams.source)
    right = np.where(back, streams.source, streams.target)
    knots = np.empty((len(left), 6, 2))
    _leave(streams, ends, left, knots)
    _arrive(streams, ends, right, knots)
    _bow(streams, ends, layer[left] == layer[right], knots)
    return knots


def _leave(streams: Streams, ends: Ends, point: np.ndarray, knots: Floats) -> None:
    columns, y = ends.columns, ends.y[point]
    band = streams.layer[point]
    mark = point < streams.marks
    safe = np.where(mark, point, 0)
    wrapped = mark & (columns.column[safe] < columns.count[band] - 1)
    out = columns.x[safe] + ends.reach[safe] + _CLEAR
    knots[:, 0, 0] = np.where(mark, out, columns.left[band])
    knots[:, 1, 0] = np.where(wrapped, columns.column_right[safe] + _BEND, knots[:, 0, 0])
    knots[:, 2, 0] = np.maximum(columns.right[band], knots[:, 1, 0])
    knots[:, 0, 1] = y
    knots[:, 1, 1] = knots[:, 2, 1] = np.where(wrapped, y + columns.row_height / 2, y)


def _arrive(streams: Streams, ends: Ends, point: np.ndarray, knots: Floats) -> None:
    columns, y = ends.columns, ends.y[point]
    band = streams.layer[point]
    mark = point < streams.marks
    safe = np.where(mark, point, 0)
    wrapped = mark & (columns.column[safe] > 0)
    knots[:, 3, 0] = columns.left[band] - GLYPH / 2
    knots[:, 5, 0] = np.where(mark, columns.x[safe] - GLYPH / 2 - _CLEAR, columns.left[band])
    knots[:, 4, 0] = np.where(wrapped, columns.column_left[safe] - GLYPH, knots[:, 5, 0])
    knots[:, 5, 1] = y
    knots[:, 3, 1] = knots[:, 4, 1] = np.where(wrapped, y - columns.row_height / 2, y)


def _bow(streams: Streams, ends: Ends, within: Flags, knots: Floats) -> None:
    pieces = np.flatnonzero(within)
    first, second = streams.source[pieces], streams.target[pieces]
    out_first = ends.columns.x[first] + ends.reach[first] + _CLEAR
    out_second = ends.columns.x[second] + ends.reach[second] + _CLEAR
    rise = np.abs(ends.y[first] - ends.y[second])
    bow = np.maximum(out_first, out_second) + np.minimum(14 + rise * 0.1, ends.columns.gutter * 0.6)
    for knot, x, y in ((0, out_first, first), (2, bow, first), (3, bow, second), (5, out_second, second)):
        knots[pieces, knot, 0], knots[pieces, knot, 1] = x, ends.y[y]
    knots[pieces, 1], knots[pieces, 4] = knots[pieces, 0], knots[pieces, 5]

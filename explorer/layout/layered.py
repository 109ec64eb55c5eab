"""Where everything in a drawing goes: strata from left to right, one for each depth.

Links become pieces between neighbouring strata and all points are put in order (`arrangement`), wide strata are wrapped
(`columns`), heights are settled (`rows`). All are deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.layout.arrangement import Arrangement, Known, arranged
from explorer.layout.channels import through_rows
from explorer.layout.columns import Columns
from explorer.layout.drawing import Drawing
from explorer.layout.legibility import Labels, fitted_columns
from explorer.layout.measures import Room
from explorer.layout.ordering import Floats
from explorer.layout.routes import Ends, routes
from explorer.layout.rows import Rows, rows
from explorer.layout.streams import Streams

_TOO_HIGH = 1.08
_TRIFLE = 1e-6


@dataclass(frozen=True, eq=False)
class Placement:
    """Positions in units that are pixels at a zoom of 1; k marks, p points, q pieces, b bands."""

    x: Floats
    y: Floats
    """(k,): the centres of the glyphs."""
    reach: Floats
    """(k,): from there to the end of the label."""
    space: Floats
    """(k,): from there to where the next column or the gutter begins: how wide a label may be."""
    streams: Streams
    knots: Floats
    """(q, 6, 2): where each piece runs; see `routes`."""
    left: Floats
    right: Floats
    """(b,): the edges of the strata; each begins where the one before ends."""
    horizon: Floats
    """(b,): below it lies what is unknown; nan where nothing unknown is drawn in a band."""
    bottom: float
    """The drawing reaches from 0 down to here."""
    row_height: float
    whole: bool
    """Whether it can be read when it is seen whole; otherwise it is meant to be read piece by piece."""
    crossings: int
    """Pairs of pieces that cross."""
    alone: bool
    """Whether links ran alone at first; see `arrangement`."""

    @property
    def width(self) -> float:
        """The drawing reaches from 0 to here."""
        return float(self.right[-1]) if len(self.right) else 0.0


@dataclass(frozen=True, eq=False)
class Baseline:
    """Where the drawing puts everything before anybody expands or filters: the order that later drawings keep."""

    height: Floats
    """(n,): for each node of the graph the height of the mark that holds it, those of one row told apart by a trifle;
    nan where it is not drawn."""
    alone: bool = False
    """Whether its links ran alone at first."""


def lay_out(drawing: Drawing, labels: Labels, room: Room | None = None, baseline: Baseline | None = None) -> Placement:
    """Place the marks and lines of a drawing so that it fills its room well.

    With a baseline, marks that stood above others stay above them; only what it does not tell apart (the members of
    one bundle) is free to find the best order.
    """
    order = arranged(drawing, None if baseline is None else Known(_heights(drawing, baseline), baseline.alone))
    grid, reach, whole, order, heights = _settle(drawing, order, labels, room or Room())
    flow = order.streams
    middles = (grid.right[:-1] + grid.left[1:]) / 2
    return Placement(
        x=grid.x,
        y=heights.y[: len(drawing)],
        reach=reach,
        space=_space(drawing, grid),
        streams=flow,
        knots=routes(flow, Ends(grid, reach, heights.y)),
        left=np.append(0.0, middles)[: len(drawing.bands)],
        right=np.append(middles, grid.right[-1:] + grid.gutter / 2)[: len(drawing.bands)],
        horizon=heights.horizon,
        bottom=heights.bottom,
        row_height=grid.row_height,
        whole=whole,
        crossings=order.crossings,
        alone=order.alone,
    )


def _settle(
    drawing: Drawing, order: Arrangement, labels: Labels, room: Room
) -> tuple[Columns, Floats, bool, Arrangement, Rows]:
    """Columns and rows; straight lines need more height than was reckoned, so what came out too high is done again."""
    flow, place = order.streams, order.place[: len(drawing)]
    lanes = np.bincount(flow.layer[flow.marks :], minlength=len(drawing.bands))
    grid, reach, whole = fitted_columns(drawing, place, labels, lanes, room)
    led = through_rows(drawing, order, grid)
    heights = rows(drawing, led.streams, grid, led.place, led.sunken)
    if whole and heights.bottom > max(room.height, grid.height * _TOO_HIGH):
        tighter = Room(room.width, room.height * grid.height / heights.bottom)
        grid, reach, whole = fitted_columns(drawing, place, labels, lanes, tighter)
        led = through_rows(drawing, order, grid)
        heights = rows(drawing, led.streams, grid, led.place, led.sunken)
    return grid, reach, whole, led, heights


def _space(drawing: Drawing, grid: Columns) -> Floats:
    """Labels may stand a little into the gutter, where the lines have not begun to bend."""
    last = grid.column == grid.count[drawing.layer] - 1
    return np.asarray(grid.column_right - grid.x + np.where(last, min(grid.gutter * 0.25, 18.0), 0.0))


def baseline_of(drawing: Drawing, placement: Placement) -> Baseline:
    """The order of a drawing, for those that follow it."""
    height = np.append(placement.y + placement.x * _TRIFLE, np.nan)[drawing.mark_of]
    return Baseline(height, placement.alone)


def _heights(drawing: Drawing, baseline: Baseline) -> Floats:
    """(k,): the baseline's height of every mark, that of its first member."""
    first = np.array([drawing.members(mark)[0] for mark in range(len(drawing))], np.int64)
    return np.nan_to_num(baseline.height[first])

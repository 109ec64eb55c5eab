"""Where everything in a drawing goes: strata from left to right, one for each depth.

Four steps: links become pieces between neighbouring strata (`streams`), points are put in order (`ordering`), wide
strata are wrapped (`columns`), heights are settled (`rows`). All are deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int64
from explorer.layout.columns import Columns
from explorer.layout.drawing import Drawing
from explorer.layout.legibility import Labels, fitted_columns
from explorer.layout.measures import Room
from explorer.layout.ordering import Floats, Layers, order_points
from explorer.layout.routes import Ends, routes
from explorer.layout.rows import Rows, rows
from explorer.layout.streams import Streams, streams

_TOO_HIGH = 1.08


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

    @property
    def width(self) -> float:
        """The drawing reaches from 0 to here."""
        return float(self.right[-1]) if len(self.right) else 0.0


@dataclass(frozen=True, eq=False)
class Baseline:
    """Where the drawing puts everything before anybody expands or filters: the order that later drawings keep."""

    height: Floats
    """(n,): for each node of the graph the height of the mark that holds it; nan where it is not drawn."""


def lay_out(drawing: Drawing, labels: Labels, room: Room | None = None, baseline: Baseline | None = None) -> Placement:
    """Place the marks and lines of a drawing so that it fills its room well.

    With a baseline, marks that stood above others stay above them; only what it does not tell apart (the members of
    one bundle) is free to find the best order.
    """
    flow = streams(drawing)
    layers = _layers(drawing, flow, baseline)
    place, crossings = order_points(layers)
    grid, reach, whole, heights = _settle(drawing, flow, labels, place, layers, room or Room())
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
        crossings=crossings,
    )


def _settle(
    drawing: Drawing, flow: Streams, labels: Labels, place: Int64, layers: Layers, room: Room
) -> tuple[Columns, Floats, bool, Rows]:
    """Columns and rows; straight lines need more height than was reckoned, so what came out too high is done again."""
    lanes = np.bincount(flow.layer[flow.marks :], minlength=len(drawing.bands))
    grid, reach, whole = fitted_columns(drawing, place[: len(drawing)], labels, lanes, room)
    heights = rows(drawing, flow, grid, place, layers.sunken)
    if whole and heights.bottom > max(room.height, grid.height * _TOO_HIGH):
        tighter = Room(room.width, room.height * grid.height / heights.bottom)
        grid, reach, whole = fitted_columns(drawing, place[: len(drawing)], labels, lanes, tighter)
        heights = rows(drawing, flow, grid, place, layers.sunken)
    return grid, reach, whole, heights


def _space(drawing: Drawing, grid: Columns) -> Floats:
    """Labels may stand a little into the gutter, where the lines have not begun to bend."""
    last = grid.column == grid.count[drawing.layer] - 1
    return np.asarray(grid.column_right - grid.x + np.where(last, min(grid.gutter * 0.25, 18.0), 0.0))


def baseline_of(drawing: Drawing, placement: Placement) -> Baseline:
    """The order of a drawing, for those that follow it."""
    height = np.append(placement.y, np.nan)[drawing.mark_of]
    return Baseline(height)


def _layers(drawing: Drawing, flow: Streams, baseline: Baseline | None) -> Layers:
    sunken = drawing.beyond[flow.leads_to] if len(drawing) else np.zeros(0, bool)
    block = np.zeros(len(flow.layer))
    if baseline is not None:
        block = _blocks(drawing, flow, baseline)
    return Layers(flow.layer, sunken, block, flow.source, flow.target)


def _blocks(drawing: Drawing, flow: Streams, baseline: Baseline) -> Floats:
    """The baseline's height of every mark; waypoints stand on the way from those that rely to the one relied on."""
    marks = len(drawing)
    first = np.array([drawing.members(mark)[0] for mark in range(marks)], np.int64)
    block = np.nan_to_num(baseline.height[first]) if marks else np.zeros(0)
    way = flow.leads_to[marks:]
    from_marks = np.zeros(marks)
    incoming = np.bincount(drawing.target, minlength=marks)
    np.add.at(from_marks, drawing.target, block[drawing.source])
    start = from_marks / np.maximum(incoming, 1)
    return np.concatenate([block, (start[way] + block[way]) / 2])

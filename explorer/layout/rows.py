"""How high everything stands: straight lines above the horizon, what is unknown in its own ground below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int64
from explorer.layout.columns import Columns
from explorer.layout.drawing import Drawing, Flags
from explorer.layout.isotonic import spread
from explorer.layout.measures import HORIZON_DEPTH, HORIZON_GAP, LANE
from explorer.layout.ordering import Floats
from explorer.layout.streams import Streams

SWEEPS = 8


@dataclass(frozen=True, eq=False)
class Rows:
    """p points, b bands."""

    y: Floats
    """(p,)"""
    horizon: Floats
    """(b,): above it lies what is known; nan where nothing unknown is drawn in a band."""
    bottom: float


@dataclass(frozen=True, eq=False)
class _Ground:
    drawing: Drawing
    streams: Streams
    columns: Columns
    half: Floats
    """(p,): half the height of each point."""
    sunken: Flags
    """(p,): beyond the horizon."""
    rows: list[Int64]
    """For each band its points above the horizon, in order."""
    rigid: list[Floats | None]
    """For each wrapped band the heights of these points below its first row; its grid moves as a whole."""


def rows(drawing: Drawing, streams: Streams, columns: Columns, place: Int64, sunken: Flags) -> Rows:
    """Heights for all points in the order of `place` (p,)."""
    half = np.full(len(streams.layer), LANE / 2)
    half[: len(drawing)] = columns.row_height / 2
    order = np.lexsort((place, streams.layer))
    above = order[~sunken[order]]
    parts = np.split(above, np.cumsum(np.bincount(streams.layer[above], minlength=len(drawing.bands)))[:-1])[
        : len(drawing.bands)
    ]
    rigid = [_grid(columns, row, streams.marks) if columns.count[band] > 1 else None for band, row in enumerate(parts)]
    ground = _Ground(drawing, streams, columns, half, sunken, parts, rigid)
    y = _above(ground)
    return _below(ground, y, place)


def _above(ground: _Ground) -> Floats:
    y = np.zeros(len(ground.half))
    for band, row in enumerate(ground.rows):
        _settle(ground, y, band, np.zeros(len(row)), np.ones(len(row)))
    source, target = ground.streams.source, ground.streams.target
    layer = ground.streams.layer
    joins = (layer[source] != layer[target]) & ~ground.sunken[source] & ~ground.sunken[target]
    source, target = source[joins], target[joins]
    forward = layer[source] < layer[target]
    left, right = np.where(forward, source, target), np.where(forward, target, source)
    behind, ahead = Adjacency.of(len(y), right, left), Adjacency.of(len(y), left, right)
    pulls = [[_Pull.of(ground, row, side) for row in ground.rows] for side in (behind, ahead)]
    bands = range(len(ground.rows))
    for sweep in range(SWEEPS):
        first, second = pulls if sweep % 2 == 0 else pulls[::-1]
        for band in bands if sweep % 2 == 0 else reversed(bands):
            if len(ground.rows[band]):
                _settle(ground, y, band, *_wishes(y, ground.rows[band], first[band], second[band]))
    return y


@dataclass(frozen=True, eq=False)
class _Pull:
    """How r points of a row hang on their neighbours on one side, by m lines."""

    owner: Int64
    """(m,): position in the row."""
    beside: Int64
    """(m,): the neighbour."""
    weight: Floats
    """(m,): lines to and from waypoints weigh more, so that streams run straight."""
    mass: Floats
    """(r,)"""

    @classmethod
    def of(cls, ground: _Ground, row: Int64, side: Adjacency) -> _Pull:
        owner = np.repeat(np.arange(len(row)), side.offsets[row + 1] - side.offsets[row])
        beside = side.targets[side.slots(row)].astype(np.int64)
        weight = 1.0 + 3.0 * (row >= ground.streams.marks)[owner] + 3.0 * (beside >= ground.streams.marks)
        return cls(owner, beside, weight, np.asarray(np.bincount(owner, weight, len(row)), np.float64))

    def means(self, y: Floats) -> Floats:
        """(r,): the mean height of each point's neighbours; 0 where it has none."""
        sums = np.bincount(self.owner, self.weight * y[self.beside], len(self.mass))
        return sums / np.maximum(self.mass, 1e-9)


def _wishes(y: Floats, row: Int64, first: _Pull, second: _Pull) -> tuple[Floats, Floats]:
    """Where each point of a row would like to stand, and how much: beside its neighbours on the first side.

    Failing these, beside those on the second side; what has none at all goes with those before and after it, or it
    would stay behind and stretch the drawing.
    """
    use = first.mass > 0
    wishes, weights = np.where(use, first.means(y), second.means(y)), np.where(use, first.mass, second.mass * 0.5)
    held = np.flatnonzero(weights > 0)
    if not len(held):
        return y[row], np.ones(len(row))
    loose = np.flatnonzero(weights == 0)
    wishes[loose] = np.interp(loose, held, wishes[held])
    return wishes, np.maximum(weights, 0.1)


def _settle(ground: _Ground, y: Floats, band: int, wishes: Floats, weights: Floats) -> None:
    row, rigid = ground.rows[band], ground.rigid[band]
    if rigid is None:
        y[row] = spread(wishes, weights, ground.half[row])
        return
    marks = row < ground.streams.marks
    top = float(np.average(wishes[marks], weights=weights[marks])) - float(rigid[marks].mean())
    y[row] = top + rigid


def _grid(columns: Columns, row: Int64, marks: int) -> Floats | None:
    """(r,): how far below the first row of a wrapped band each of its points stands; lines pass it between the rows."""
    is_mark = row < marks
    if not is_mark.any():
        return None
    line = columns.row[row[is_mark]]
    channel = np.append(-1, line)[np.cumsum(is_mark)[~is_mark]]
    starts = np.flatnonzero(np.append(True, channel[1:] != channel[:-1])) if len(channel) else np.zeros(0, np.int64)
    size = np.diff(starts, append=len(channel))
    share = (np.arange(len(channel)) - np.repeat(starts, size) + 1) / np.repeat(size + 1, size) - 0.5
    heights = np.empty(len(row))
    heights[is_mark] = line
    heights[~is_mark] = channel + 0.5 + share * 0.45
    return heights * columns.row_height


def _below(ground: _Ground, y: Floats, place: Int64) -> Rows:
    """Shift the known to begin at 0 and lay the unknown on one common floor, so that its thickness can be compared."""
    drawing, streams = ground.drawing, ground.streams
    bands = len(drawing.bands)
    known = ~ground.sunken
    y -= float((y - ground.half)[known].min()) if known.any() else 0.0
    bottoms = np.zeros(bands)
    np.maximum.at(bottoms, streams.layer[known], (y + ground.half)[known])
    lanes = np.bincount(streams.layer[streams.marks :][ground.sunken[streams.marks :]], minlength=bands)
    lines = np.zeros(bands, np.int64)
    sunk = np.flatnonzero(drawing.beyond)
    np.maximum.at(lines, drawing.layer[sunk], ground.columns.row[sunk] + 1)
    heights = lanes * LANE + lines * ground.columns.row_height
    used = heights > 0
    floor = float(np.max(np.where(used, bottoms + HORIZON_GAP + heights, bottoms), initial=0.0))
    horizon = np.where(used, floor - heights - HORIZON_DEPTH, np.nan)
    ceiling = np.asarray(floor - lines * ground.columns.row_height, np.float64)
    y[sunk] = ceiling[drawing.layer[sunk]] + (ground.columns.row[sunk] + 0.5) * ground.columns.row_height
    _sink_lanes(ground, y, place, ceiling)
    return Rows(y, horizon, floor)


def _sink_lanes(ground: _Ground, y: Floats, place: Int64, ceiling: Floats) -> None:
    """Lines that pass a band beyond the horizon run above the unknown marks there."""
    layer = ground.streams.layer
    ways = ground.streams.marks + np.flatnonzero(ground.sunken[ground.streams.marks :])
    for band in np.unique(layer[ways]).tolist():
        inside = ways[layer[ways] == band]
        inside = inside[np.argsort(-place[inside], kind="stable")]
        y[inside] = ceiling[band] - (np.arange(len(inside)) + 0.5) * LANE

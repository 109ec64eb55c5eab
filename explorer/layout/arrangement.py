"""Which way the links take and in what order everything stands, so that few lines cross.

Links to one mark flow together from the first stratum that they pass, or they run alone and join where they come to
stand side by side. The first leaves fewer lines and suits dense drawings; the second suits what is nearly a forest, where a
line that joins a far stream at once crosses everything on its way to it. Both are tried where that takes no time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int64
from explorer.layout.drawing import Drawing, Flags
from explorer.layout.exchanging import exchange
from explorer.layout.ordering import Floats, Layers, count_crossings, in_order_where_alike, order_points
from explorer.layout.streams import Streams, confluent, streams

SPARSE = 1.25
"""Up to so many links for a mark, links run alone."""

TRY_BOTH = 400
"""Up to so many links of a denser drawing, both ways are tried."""

_CROWD, _MOST_BETWEEN = 300, 5
"""For each so many points one more may stand between streams that are joined, and never more than this: in large drawings
that leaves fewer lines, and often fewer crossings; where it leaves more, only those side by side are joined."""


@dataclass(frozen=True, eq=False)
class Arrangement:
    """p points: marks first, then waypoints."""

    streams: Streams
    sunken: Flags
    """(p,): beyond the horizon."""
    place: Int64
    """(p,): the place of each within its stratum, from 0."""
    crossings: int
    """Pairs of pieces that cross."""
    alone: bool
    """Whether links ran alone at first."""


@dataclass(frozen=True, eq=False)
class Known:
    """What an earlier drawing has settled."""

    heights: Floats
    """(k,): in this order the marks have to stand."""
    alone: bool


def arranged(drawing: Drawing, known: Known | None = None) -> Arrangement:
    """The arrangement with fewest crossings among those tried; in the way and the order that are known, if any are."""
    tried = [_one(drawing, alone, known) for alone in (_ways(drawing) if known is None else (known.alone,))]
    return min(tried, key=lambda each: each.crossings)


def layers_of(drawing: Drawing, flow: Streams, known: Known | None = None) -> Layers:
    """What the order of the points of these streams has to respect."""
    sunken = drawing.beyond[flow.leads_to] if len(drawing) else np.zeros(0, bool)
    if known is None:
        return Layers(flow.layer, sunken, np.zeros(len(flow.layer)), flow.source, flow.target)
    free = np.arange(len(flow.layer)) >= flow.marks
    return Layers(flow.layer, sunken, _blocks(drawing, flow, known.heights), flow.source, flow.target, free)


def _one(drawing: Drawing, alone: bool, known: Known | None) -> Arrangement:
    flow = streams(drawing, _branching(drawing) if alone else None)
    place, _ = order_points(layers_of(drawing, flow, known))
    if not alone:
        return _ended(drawing, flow, place, False, known)
    between = min(len(place) // _CROWD, _MOST_BETWEEN)
    joined = [_joined(drawing, flow, place, known, most) for most in sorted({0, between}, reverse=True)]
    return min(joined, key=lambda each: each.crossings)


def _joined(drawing: Drawing, flow: Streams, place: Int64, known: Known | None, between: int) -> Arrangement:
    flow, place = confluent(flow, place, between)
    place = exchange(place, layers_of(drawing, flow, known))
    flow, place = confluent(flow, place)
    return _ended(drawing, flow, place, True, known)


def _ended(drawing: Drawing, flow: Streams, place: Int64, alone: bool, known: Known | None) -> Arrangement:
    layers = layers_of(drawing, flow, known)
    place = in_order_where_alike(place, layers)
    return Arrangement(flow, layers.sunken, place, count_crossings(layers, place), alone)


def _ways(drawing: Drawing) -> list[bool]:
    links = len(drawing.source)
    if links <= SPARSE * len(drawing):
        return [True]
    return [False, True] if links <= TRY_BOTH else [False]


def _branching(drawing: Drawing) -> Flags:
    """(r,): links of marks that have others as well; those of mere leaves can always stand together."""
    degree = np.bincount(drawing.source, minlength=len(drawing)) + np.bincount(drawing.target, minlength=len(drawing))
    return np.asarray(degree[drawing.source] > 1)


def _blocks(drawing: Drawing, flow: Streams, heights: Floats) -> Floats:
    """The given heights of the marks; waypoints begin half way from those that rely to the one relied on."""
    piece = np.repeat(np.arange(len(flow.source)), flow.links)
    leaving, start = flow.source[piece], heights[drawing.source[flow.piece_links]]
    mean = np.bincount(leaving, start, len(flow.layer)) / np.maximum(np.bincount(leaving, minlength=len(flow.layer)), 1)
    return np.concatenate([heights, (mean[flow.marks :] + heights[flow.leads_to[flow.marks :]]) / 2])

"""Long links as streams: links to one mark flow together where they pass the same stratum.

Between neighbouring strata a link is one piece. A link that passes strata on its way is led through a waypoint in each
of them, and links to the same mark share these waypoints, so that many long links become one line that gathers its
tributaries; those that run alone join them where both stand side by side (`confluent`). Nothing is falsified: a piece
between waypoints leads to one mark only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int32, Int64
from explorer.layout.drawing import Drawing, Flags


@dataclass(frozen=True, eq=False)
class Streams:
    """p points: first the k marks, then the waypoints; q pieces between points."""

    layer: Int32
    """(p,)"""
    leads_to: Int32
    """(p,): the mark itself, or the mark to which all links through a waypoint lead."""
    source: Int32
    target: Int32
    """(q,): points; the source is nearer to the one that relies."""
    piece_offsets: Int64
    piece_links: Int32
    """The links through piece `i` are `piece_links[piece_offsets[i]:piece_offsets[i + 1]]`."""
    marks: int
    """k, the number of marks."""

    @property
    def links(self) -> Int64:
        """(q,): how many links flow through each piece."""
        return np.diff(self.piece_offsets)


def streams(drawing: Drawing, alone: Flags | None = None) -> Streams:
    """The pieces of all links of a drawing; links within one stratum are one piece whatever their length.

    Links that are `alone` (r,) share their waypoints with no other.
    """
    marks, layer = len(drawing), drawing.layer.astype(np.int64)
    span = layer[drawing.target] - layer[drawing.source]
    steps = np.maximum(np.abs(span), 1)
    link = np.repeat(np.arange(len(span)), steps)
    step = np.arange(len(link)) - np.repeat(np.cumsum(steps) - steps, steps)
    way, target = np.sign(span)[link], drawing.target[link].astype(np.int64)
    begin = layer[drawing.source][link] + step * way
    bands = len(drawing.bands) + 1
    own = np.zeros(len(link), np.int64) if alone is None else np.where(alone[link], link + 1, 0)

    # A waypoint is a stream, a mark, a direction and a stratum; streams that flow back do not mix with those that flow on.
    def waypoint(at: Int64) -> Int64:
        return np.asarray(marks + ((own * marks + target) * 2 + (way < 0)) * bands + at)

    source_code = np.where(step == 0, drawing.source[link], waypoint(begin))
    target_code = np.where(step == steps[link] - 1, target, waypoint(begin + way))
    codes = np.unique(np.concatenate([source_code, target_code]))
    codes = codes[codes >= marks]
    layers = np.concatenate([layer, (codes - marks) % bands])
    leads_to = np.concatenate([np.arange(marks), (codes - marks) // bands // 2 % max(marks, 1)])
    return _gathered(
        marks, layers, leads_to, (_numbers(source_code, codes, marks), _numbers(target_code, codes, marks), link)
    )


def confluent(flow: Streams, place: Int64, between: int = 0) -> tuple[Streams, Int64]:
    """The same streams joined where they lead to the same mark and stand side by side from some stratum on, and the places.

    `place` (p,) is the place of each point within its layer. Where nothing may stand `between` those that are joined, no
    lines cross that did not cross before; otherwise at most so many points may.
    """
    into = _joined(flow, place, between)
    kept = np.flatnonzero(into == np.arange(len(into)))
    number = np.searchsorted(kept, into)
    piece = np.repeat(np.arange(len(flow.source)), flow.links)
    steps = number[flow.source[piece]], number[flow.target[piece]], flow.piece_links.astype(np.int64)
    order = np.lexsort((place[kept], flow.layer[kept]))
    first = np.searchsorted(flow.layer[kept][order], flow.layer[kept])
    places = np.empty(len(kept), np.int64)
    places[order] = np.arange(len(kept))
    return _gathered(flow.marks, flow.layer[kept], flow.leads_to[kept], steps), places - first


def _joined(flow: Streams, place: Int64, between: int) -> Int64:
    """(p,): the point that each is joined with, the one that stands highest; itself where it stays alone."""
    into = np.arange(len(flow.layer))
    after = np.full(len(flow.layer), -1)
    leaving = flow.source >= flow.marks
    after[flow.source[leaving]] = flow.target[leaving]
    ways = np.flatnonzero(after >= 0)
    onward = flow.layer[after[ways]] > flow.layer[ways]
    # Whether two can be joined depends on whether those after them were: from the ends of the streams to their springs.
    for forward in (True, False):
        points = ways[onward == forward]
        layers = np.unique(flow.layer[points]).tolist()
        for layer in reversed(layers) if forward else layers:
            _join(into, after, place, points[flow.layer[points] == layer], between)
    return into


def _join(into: Int64, after: Int64, place: Int64, points: Int64, between: int) -> None:
    """Join those of one layer that lead to the same point after them and stand near one another."""
    goal = into[after[points]]
    order = np.lexsort((place[points], goal))
    points, goal = points[order], goal[order]
    apart = (goal[1:] != goal[:-1]) | (np.diff(place[points]) > between + 1)
    begins = np.append(True, apart)
    into[points] = points[np.flatnonzero(begins)[np.cumsum(begins) - 1]]


def _gathered(marks: int, layer: Int64 | Int32, leads_to: Int64 | Int32, steps: tuple[Int64, Int64, Int64]) -> Streams:
    """Pieces of steps (source, target, link): those between the same points are one."""
    source, target, link = steps
    order = np.lexsort((link, target, source))
    source, target, link = source[order], target[order], link[order]
    first = _firsts(source, target)
    return Streams(
        layer=layer.astype(np.int32),
        leads_to=leads_to.astype(np.int32),
        source=source[first].astype(np.int32),
        target=target[first].astype(np.int32),
        piece_offsets=np.append(first, len(link)),
        piece_links=link.astype(np.int32),
        marks=marks,
    )


def _numbers(code: Int64, codes: Int64, marks: int) -> Int64:
    return np.where(code < marks, code, marks + np.searchsorted(codes, code))


def _firsts(source: Int64, target: Int64) -> Int64:
    if not len(source):
        return np.zeros(0, np.int64)
    changed = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    return np.flatnonzero(np.append(True, changed))

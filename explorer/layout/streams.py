"""Long links as streams: all links to one mark flow together where they pass the same stratum.

Between neighbouring strata a link is one piece. A link that passes strata on its way is led through a waypoint in each
of them, and links to the same mark share these waypoints, so that many long links become one line that gathers its
tributaries. Nothing is falsified: a piece between waypoints leads to one mark only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int32, Int64
from explorer.layout.drawing import Drawing


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


def streams(drawing: Drawing) -> Streams:
    """The pieces of all links of a drawing; links within one stratum are one piece whatever their length."""
    marks, layer = len(drawing), drawing.layer.astype(np.int64)
    span = layer[drawing.target] - layer[drawing.source]
    steps = np.maximum(np.abs(span), 1)
    link = np.repeat(np.arange(len(span)), steps)
    step = np.arange(len(link)) - np.repeat(np.cumsum(steps) - steps, steps)
    way, target = np.sign(span)[link], drawing.target[link].astype(np.int64)
    begin = layer[drawing.source][link] + step * way
    bands = len(drawing.bands) + 1

    # A waypoint is a mark, a direction and a stratum; streams that flow back do not mix with those that flow on.
    def waypoint(at: Int64) -> Int64:
        return np.asarray(marks + (target * 2 + (way < 0)) * bands + at)

    source_code = np.where(step == 0, drawing.source[link], waypoint(begin))
    target_code = np.where(step == steps[link] - 1, target, waypoint(begin + way))
    codes = np.unique(np.concatenate([source_code, target_code]))
    codes = codes[codes >= marks]
    source, target = _numbers(source_code, codes, marks), _numbers(target_code, codes, marks)
    order = np.lexsort((link, target, source))
    source, target, link = source[order], target[order], link[order]
    first = _firsts(source, target)
    return Streams(
        layer=np.concatenate([layer, (codes - marks) % bands]).astype(np.int32),
        leads_to=np.concatenate([np.arange(marks), (codes - marks) // bands // 2]).astype(np.int32),
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

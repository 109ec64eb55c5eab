"""Who reaches what, and over how many steps, after relations went and came: only what they can change is looked at again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.analysis.newcomers import Ends
from explorer.analysis.reliance import Words
from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.condensation import condense
from explorer.graph.sorting import runs, stable_order
from explorer.graph.supply_graph import Flags

_FAR_BELOW = -(1 << 30)
"""A level so low that no chain brings it to zero: that of what nothing reaches."""


@dataclass(frozen=True, eq=False)
class Reached:
    """For each node, the longest chain to it and the systems that rely on it."""

    level: Int32
    """(n,): relations on the longest chain from a system, where a cycle counts as one place; negative if not reached."""
    words: Words
    """(n, words): bit i of a row is set where system i reaches the node."""


def reached_again(before: Reached, inside: Flags, ends: Ends, roots: Int32) -> Reached:
    """What holds after: as `before` outside the region `inside` (n,), counted anew in it.

    Nothing may lead out of the region. `ends` are all relations after; `roots` are the systems by their bit, -1 for one
    that is gone.
    """
    region = np.flatnonzero(inside)
    place = np.zeros(len(inside), np.int32)
    place[region] = np.arange(len(region), dtype=np.int32)
    level, words = np.where(before.level < 0, np.int32(_FAR_BELOW), before.level), before.words.copy()
    level[region], words[region] = _FAR_BELOW, 0
    within = np.flatnonzero((roots >= 0) & inside[roots])
    level[roots[within]] = 0
    words[roots[within], within // 64] = np.uint64(1) << (within % 64).astype(np.uint64)
    entering = np.flatnonzero(inside[ends.target] & (ends.source != ends.target))
    source, target = ends.source[entering], ends.target[entering]
    outside = ~inside[source]
    _enter(Reached(level, words), source[outside], target[outside])
    found = _swept(Reached(level[region], words[region]), place[source[~outside]], place[target[~outside]])
    level[region], words[region] = found.level, found.words
    return Reached(level, words)


def _enter(reached: Reached, source: Int32, target: Int32) -> None:
    """Fold what is final into what stands one step further, in place."""
    order = stable_order(target)
    source, target = source[order], target[order]
    starts = runs(target)
    if len(starts):
        _fold(reached, source, target[starts], starts)


def _fold(reached: Reached, source: Int32, ends: Int32, starts: Int64) -> None:
    """Fold the values of the sources from `starts[i]` on, up to the next start, into node `ends[i]`."""
    level, words = reached.level, reached.words
    level[ends] = np.maximum(level[ends], np.maximum.reduceat(level[source], starts) + 1)
    words[ends] |= np.bitwise_or.reduceat(words[source], starts, axis=0)


def _swept(begun: Reached, source: Int32, target: Int32) -> Reached:
    """Spread what a region begins with over its own relations, cycle groups as one place."""
    count = len(begun.level)
    parts = condense(Adjacency.of(count, source, target), down := Adjacency.of(count, target, source))
    head = parts.group
    if (around := np.flatnonzero(head != np.arange(count, dtype=np.int32))).size:
        np.maximum.at(begun.level, head[around], begun.level[around])
        np.bitwise_or.at(begun.words, head[around], begun.words[around])
        source, target = head[source], head[target]
        between = source != target
        down = Adjacency.of(count, target[between], source[between])
    entered = np.flatnonzero(down.degree()).astype(np.int32)
    nodes = entered[stable_order(parts.level[entered])]
    sources = down.targets[down.slots(nodes)]
    starts = np.append(0, np.cumsum(down.degree()[nodes]))
    rounds = np.append(runs(parts.level[nodes]), len(nodes)).tolist()
    for first, last in zip(rounds[:-1], rounds[1:], strict=True):
        begin, end = int(starts[first]), int(starts[last])
        _fold(begun, sources[begin:end], nodes[first:last], starts[first:last] - begin)
    return Reached(begun.level[head], begun.words[head])

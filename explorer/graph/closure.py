"""Everything that is reached from some nodes, at any distance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.level_order import on_cycles_in
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

MOST_LEVELS = 256
"""A graph of more levels than this is walked by frontier: looking at every level would cost more than the closure."""


def closure(graph: SupplyGraph, seeds: Int32, allowed: Flags | None, upwards: bool) -> Flags:
    """(n,): the seeds and what they reach; `allowed` (m,) restricts the walk to these relations.

    A relation between cycle groups leads to another level, always further in the same direction. So each level is
    looked at once, in order; no queue is needed, and no search for what was reached twice.
    """
    seen = np.zeros(len(graph), bool)
    seen[seeds] = True
    if not len(seeds):
        return seen
    rows = graph.up if upwards else graph.down
    if len(graph.level_starts) > MOST_LEVELS:
        _by_frontier(rows, seen, seeds, allowed)
        return seen
    starts = graph.level_starts.tolist()
    order = range(int(graph.level[seeds].min()), len(starts) - 1)
    if not upwards:
        order = range(int(graph.level[seeds].max()), -1, -1)
    for level in order:
        nodes = np.flatnonzero(seen[starts[level] : starts[level + 1]])
        if len(nodes):
            _leave_level(graph, rows, seen, nodes + starts[level], (starts[level], starts[level + 1]), allowed)
    return seen


def _leave_level(
    graph: SupplyGraph, rows: Adjacency, seen: Flags, nodes: npt.NDArray[np.int64], level: tuple[int, int],
    allowed: Flags | None,
) -> None:  # fmt: skip
    around = on_cycles_in(graph, *level)
    if not len(around):
        seen[step(rows, nodes, allowed)] = True
    elif allowed is None:
        hit = np.zeros(len(graph), bool)
        hit[graph.group[around[seen[around]]]] = True
        seen[around[hit[graph.group[around]]]] = True
        seen[step(rows, np.flatnonzero(seen[slice(*level)]) + level[0], None)] = True
    else:
        _by_frontier(rows, seen, nodes.astype(np.int32), allowed, level)


def _by_frontier(
    rows: Adjacency, seen: Flags, frontier: Int32, allowed: Flags | None, within: tuple[int, int] | None = None
) -> None:
    """Walk on from the frontier; `within` walks only on from nodes of that slice."""
    while len(frontier):
        reached = step(rows, frontier, allowed)
        frontier = distinct(reached[~seen[reached]], len(seen))
        seen[frontier] = True
        if within is not None:
            frontier = frontier[(frontier >= within[0]) & (frontier < within[1])]


def step(rows: Adjacency, nodes: npt.NDArray[np.integer], allowed: Flags | None) -> Int32:
    """What stands one relation further than these nodes, with repeats."""
    slots = rows.slots(nodes)
    if allowed is not None:
        slots = slots[allowed[rows.relations[slots]]]
    return rows.targets[slots]


def distinct(nodes: Int32, count: int) -> Int32:
    """Each node once, ascending; by marking where many, by sorting where few (np.unique is slow on millions)."""
    if len(nodes) * 16 < count:
        ordered = np.sort(nodes)
        return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
    mark = np.zeros(count, bool)
    mark[nodes] = True
    return np.flatnonzero(mark).astype(np.int32)

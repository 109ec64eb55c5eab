"""How deep everything lies under some nodes, and the chain that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32
from explorer.graph.level_order import levels, on_cycles_in, segments
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

UNREACHED = -1
"""Stands in depth columns for nodes that cannot be reached."""

_RELATION = np.int64((1 << 32) - 1)


@dataclass(frozen=True, eq=False)
class LongestChains:
    """The greatest depth of every node under the seeds, and the chain that gives it."""

    depth: Int32
    """(n,): relations between cycle groups on the longest chain from a seed; -1 where not reached."""
    previous: Int32
    """(n,): the relation by which the longest chain enters the node's cycle group; -1 at a seed or unreached."""


def longest_chains_from(graph: SupplyGraph, seeds: Int32, allowed: Flags | None) -> LongestChains:
    """The longest chain from the seeds to every node, where a cycle counts as one place.

    One sweep in level order: each node asks those that rely on it, which are final by then. Relations within a cycle
    add no depth, or the longest chain would have no end. Of chains that are equally long, the relation of the lowest
    number leads on.
    """
    depth = np.full(len(graph), UNREACHED, np.int32)
    previous = np.full(len(graph), UNREACHED, np.int32)
    depth[seeds] = 0
    first = int(graph.level[seeds].min()) if len(seeds) else len(graph.level_starts)
    for start, stop in levels(graph, first):
        _deepen(graph, start, stop, depth, previous, allowed)
        _spread(graph, on_cycles_in(graph, start, stop), depth, previous)
    return LongestChains(depth, previous)


def _deepen(graph: SupplyGraph, start: int, stop: int, depth: Int32, previous: Int32, allowed: Flags | None) -> None:
    """Give each node of a level one more than the deepest of those that rely on it."""
    entered = segments(graph.down, start, stop)
    if not len(entered.nodes):
        return
    sources, relations = graph.down.targets[entered.slots], graph.down.relations[entered.slots]
    before = depth[sources].astype(np.int64)
    # What comes from the same level comes from the same cycle group, or from the node itself.
    usable = (before != UNREACHED) & (sources < start)
    if allowed is not None:
        usable &= allowed[relations]
    best = np.maximum.reduceat(np.where(usable, ((before + 1) << 32) | (_RELATION - relations), -1), entered.starts)
    deeper = (best >> 32) > depth[entered.nodes]
    nodes, best = entered.nodes[deeper], best[deeper]
    depth[nodes] = best >> 32
    previous[nodes] = _RELATION - (best & _RELATION)


def _spread(graph: SupplyGraph, around: Int32, depth: Int32, previous: Int32) -> None:
    """Give all members of a reached cycle the depth of its deepest entry."""
    if not len(around):
        return
    group = graph.group[around]
    order = np.lexsort((-depth[around], group))
    heads = np.append(True, group[order][1:] != group[order][:-1])
    entry = around[order][np.maximum.accumulate(np.where(heads, np.arange(len(order)), 0))]
    depth[around[order]] = depth[entry]
    previous[around[order]] = previous[entry]

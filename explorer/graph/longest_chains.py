"""How deep everything lies under some nodes, and by which relation the longest chain comes to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32
from explorer.graph.level_order import levels, members_of, on_cycles_in, segments
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

UNREACHED = -1
"""Stands in depth columns for nodes that cannot be reached."""


@dataclass(frozen=True, eq=False)
class LongestChains:
    """The greatest depth of every node under the seeds, from which the chain to any of them is found when asked for."""

    depth: Int32
    """(n,): relations between cycle groups on the longest chain from a seed; -1 where not reached."""
    allowed: Flags | None
    """(m,): the relations that were walked; None where all were."""

    def entry(self, graph: SupplyGraph, node: int) -> int:
        """The relation by which the longest chain enters the node's cycle group; -1 at a seed or where not reached.

        Of chains that are equally long, it is the relation of the lowest number to the first node of the group.
        """
        depth = int(self.depth[node])
        for member in members_of(graph, node) if depth > 0 else ():
            relations, sources = graph.down.relations_of(member), graph.down.neighbours(member)
            leads = (self.depth[sources] == depth - 1) & (graph.group[sources] != graph.group[node])
            if self.allowed is not None:
                leads &= self.allowed[relations]
            if leads.any():
                return int(relations[leads].min())
        return UNREACHED


def longest_chains_from(graph: SupplyGraph, seeds: Int32, allowed: Flags | None) -> LongestChains:
    """The longest chain from the seeds, ascending, to every node, where a cycle counts as one place.

    One sweep in level order: each node asks those that rely on it, which are final by then. Relations within a cycle
    add no depth, or the longest chain would have no end.
    """
    if allowed is None and _are_all_roots(graph, seeds):
        return LongestChains(graph.level.astype(np.int32), None)
    depth = np.full(len(graph), UNREACHED, np.int32)
    depth[seeds] = 0
    first = int(graph.level[seeds[0]]) if len(seeds) else len(graph.level_starts)
    for start, stop in levels(graph, first):
        _deepen(graph, start, stop, depth, allowed)
        _spread(graph, on_cycles_in(graph, start, stop), depth)
    return LongestChains(depth, allowed)


def _are_all_roots(graph: SupplyGraph, seeds: Int32) -> bool:
    """Whether the seeds begin with the whole first level; then a node's level is its depth."""
    roots = int(graph.level_starts[1]) if len(graph.level_starts) > 1 else 0
    return roots > 0 and len(seeds) >= roots and int(seeds[roots - 1]) == roots - 1


def _deepen(graph: SupplyGraph, start: int, stop: int, depth: Int32, allowed: Flags | None) -> None:
    """Give each node of a level one more than the deepest of those that rely on it."""
    entered = segments(graph.down, start, stop)
    if not len(entered.nodes):
        return
    sources = graph.down.targets[entered.slots]
    before = depth[sources]
    # What comes from the same level comes from the same cycle group, or from the node itself.
    usable = (before != UNREACHED) & (sources < start)
    if allowed is not None:
        usable &= allowed[graph.down.relations[entered.slots]]
    best = np.maximum.reduceat(np.where(usable, before + 1, UNREACHED), entered.starts)
    depth[entered.nodes] = np.maximum(depth[entered.nodes], best)


def _spread(graph: SupplyGraph, around: Int32, depth: Int32) -> None:
    """Give all members of a reached cycle the depth of its deepest entry."""
    if not len(around):
        return
    groups, place = np.unique(graph.group[around], return_inverse=True)
    deepest = np.full(len(groups), UNREACHED, np.int32)
    np.maximum.at(deepest, place, depth[around])
    depth[around] = deepest[place]

"""On whom a component wholly depends to be reached: the last node that every chain from the roots to it runs through."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32, Int64
from explorer.graph.cycle_dominators import dominate_cycle
from explorer.graph.level_order import levels, on_cycles_in, segments
from explorer.graph.reach import upstream
from explorer.graph.sorting import runs, stable_order
from explorer.graph.supply_graph import SupplyGraph

ROOT = -1
"""Stands for the virtual root before all roots: no single node dominates."""

UNREACHED = -2
"""Stands at nodes that the roots do not reach."""


def immediate_dominators(graph: SupplyGraph, roots: Iterable[int]) -> Int32:
    """(n,): the nearest node, itself excluded, that every chain from the roots to a node runs through.

    `ROOT` where there is none, `UNREACHED` where no chain leads. One pass in level order: what points at a level is
    final by then, and the dominator is where the trees of all that point at a node meet (K. Cooper, T. Harvey,
    K. Kennedy, A simple, fast dominance algorithm, 2001); only within cycles it has to be repeated.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c c->d")
    >>> found = immediate_dominators(graph, [graph.find("app")])
    >>> graph.id_of(found[graph.find("c")]), graph.id_of(found[graph.find("d")])
    ('app', 'c')
    """
    tree = _Tree(graph, list(roots))
    for start, stop in levels(graph):
        tree.grow(start, stop)
    return tree.answer()


class _Tree:
    """The tree of dominators as far as it has grown; number n is the virtual root."""

    def __init__(self, graph: SupplyGraph, roots: list[int]) -> None:
        count = len(graph)
        self._graph = graph
        self._above = np.full(count + 1, count, np.int32)
        self._depth = np.zeros(count + 1, np.int32)
        self._reached = upstream(graph, roots)
        self._is_root = np.zeros(count, bool)
        self._is_root[roots] = True

    def answer(self) -> Int32:
        """The immediate dominators in the caller's words."""
        above = self._above[:-1]
        found = np.where(above == len(self._graph), np.int32(ROOT), above)
        return np.where(self._reached, found, np.int32(UNREACHED))

    def grow(self, start: int, stop: int) -> None:
        """Place the nodes of one level."""
        graph = self._graph
        self._depth[start:stop] = 1
        entered = segments(graph.down, start, stop)
        sources = graph.down.targets[entered.slots]
        nodes = np.repeat(entered.nodes, entered.sizes)
        # What comes from the same level comes from the same cycle group, or from the node itself.
        usable = self._reached[sources] & (sources < start)
        nodes, sources = nodes[usable], sources[usable]
        around = on_cycles_in(graph, start, stop)
        if len(around):
            self._grow_cycles(around, nodes, sources)
            on_cycle = np.zeros(stop - start, bool)
            on_cycle[around - start] = True
            nodes, sources = nodes[~on_cycle[nodes - start]], sources[~on_cycle[nodes - start]]
        placed, meeting = self._meet(nodes, sources)
        meeting = np.where(self._is_root[placed], len(graph), meeting)
        self._above[placed] = meeting
        self._depth[placed] = self._depth[meeting] + 1

    def _meet(self, nodes: Int64, sources: npt.NDArray[np.integer]) -> tuple[Int64, npt.NDArray[np.integer]]:
        """For each run of equal `nodes`, where the trees of all its `sources` meet: pair by pair, until one is left."""
        while len(starts := runs(nodes)) < len(nodes):
            position = np.arange(len(nodes)) - np.repeat(starts, np.diff(np.append(starts, len(nodes))))
            first = np.flatnonzero(position % 2 == 0)
            paired = first[(first + 1 < len(nodes))]
            paired = paired[nodes[paired + 1] == nodes[paired]]
            sources = sources.copy()
            sources[paired] = self._meet_pairs(sources[paired], sources[paired + 1])
            nodes, sources = nodes[first], sources[first]
        return nodes, sources

    def _meet_pairs(self, one: npt.NDArray[np.integer], other: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
        one, other = one.copy(), other.copy()
        apart = np.flatnonzero(one != other)
        while len(apart):
            left, right = one[apart], other[apart]
            deep_left, deep_right = self._depth[left], self._depth[right]
            one[apart] = np.where(deep_left >= deep_right, self._above[left], left)
            other[apart] = np.where(deep_right >= deep_left, self._above[right], right)
            apart = apart[one[apart] != other[apart]]
        return one

    def _grow_cycles(self, around: Int32, nodes: Int64, sources: npt.NDArray[np.integer]) -> None:
        """Place the members of the cycle groups of a level, group by group."""
        group = self._graph.group[around]
        order = stable_order(group)
        for members in np.split(around[order], runs(group[order])[1:]):
            if self._reached[members[0]]:
                self._grow_cycle(members, nodes, sources)

    def _grow_cycle(self, members: Int32, nodes: Int64, sources: npt.NDArray[np.integer]) -> None:
        mine = np.isin(nodes, members)
        roots = members[self._is_root[members]].tolist()
        entered, entering = nodes[mine], sources[mine]
        if roots:
            entered = np.append(entered, roots)
            entering = np.append(entering, np.full(len(roots), len(self._graph)))
        # All that enters meets in one node outside the group, which stands for all of it within.
        _, meeting = self._meet(np.zeros(len(entering), np.int64), entering)
        outside = int(meeting[0])
        for node, above in dominate_cycle(self._graph, members.tolist(), entered.tolist(), outside):
            self._above[node] = above
            self._depth[node] = self._depth[above] + 1

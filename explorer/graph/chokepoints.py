"""The nodes that every path between two others runs through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explorer.graph.reach import downstream, upstream
from explorer.graph.shortest_paths import loop_free_paths
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]


def chokepoints(graph: SupplyGraph, start: int, goal: int) -> tuple[int, ...]:
    """The nodes, ends excluded, without which `start` would not reach `goal`, nearest to `start` first.

    All nodes between lie in one row of cycle groups, in which every relation leads on. A group that no relation leaps
    over stands on every path; of a cycle, those members do that its entries cannot go around.
    """
    inside = upstream(graph, [start]) & downstream(graph, [goal])
    if not inside[start] or start == goal:
        return ()
    standing = _not_leapt_over(graph, inside)
    path = next(loop_free_paths(graph, inside, start, goal))
    alone = np.bincount(graph.group[inside], minlength=len(graph)) == 1
    by_group: dict[int, list[int]] = defaultdict(list)
    for node in path:
        by_group[int(graph.group[node])].append(node)
    found: list[int] = []
    for group, nodes in by_group.items():
        if standing[group]:
            found += nodes if alone[group] else _that_cannot_be_avoided(graph, inside, nodes, start, goal)
    return tuple(node for node in found if node not in (start, goal))


def _not_leapt_over(graph: SupplyGraph, inside: Flags) -> Flags:
    """(n,) by group: whether no relation between nodes inside leads from before it to behind it."""
    place = np.zeros(len(graph), bool)
    place[graph.group[inside]] = True
    rank = np.cumsum(place) - 1
    used = inside[graph.relation_source] & inside[graph.relation_target]
    first = rank[graph.group[graph.relation_source[used]]]
    last = rank[graph.group[graph.relation_target[used]]]
    leaps = last > first + 1
    count = int(rank[-1]) + 2
    change = np.bincount(first[leaps] + 1, minlength=count) - np.bincount(last[leaps], minlength=count)
    return place & (np.cumsum(change)[rank] == 0)


def _that_cannot_be_avoided(
    graph: SupplyGraph, inside: Flags, nodes: list[int], start: int, goal: int
) -> Iterator[int]:
    """Of the nodes of a path within one cycle group, those that stand on every way through the group."""
    group = graph.group[nodes[0]]
    members = set(np.flatnonzero(inside & (graph.group == group)).tolist())
    entries = {start} if start in members else {each for each in members if _comes_from_outside(graph, inside, each)}
    exits = {goal} if goal in members else {each for each in members if _leads_outside(graph, inside, each)}
    for node in nodes:
        if not _gets_through(graph, entries - {node}, exits - {node}, members - {node}):
            yield node


def _comes_from_outside(graph: SupplyGraph, inside: Flags, node: int) -> bool:
    sources = graph.down.neighbours(node)
    return bool((inside[sources] & (graph.group[sources] != graph.group[node])).any())


def _leads_outside(graph: SupplyGraph, inside: Flags, node: int) -> bool:
    targets = graph.up.neighbours(node)
    return bool((inside[targets] & (graph.group[targets] != graph.group[node])).any())


def _gets_through(graph: SupplyGraph, entries: set[int], exits: set[int], members: set[int]) -> bool:
    seen = set(entries)
    waiting = list(entries)
    while waiting:
        node = waiting.pop()
        if node in exits:
            return True
        for target in graph.up.neighbours(node).tolist():
            if target in members and target not in seen:
                seen.add(target)
                waiting.append(target)
    return False

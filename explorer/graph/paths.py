"""Ways from one component to another: how many there are, the shortest ones, and what all of them run through."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explorer.graph.reach import downstream, upstream
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

Path = tuple[int, ...]
"""Nodes from the one that relies to the one relied on; neighbours are joined by at least one relation."""


def between(graph: SupplyGraph, start: int, goal: int) -> Flags:
    """(n,): the nodes that lie on some walk from `start` up to `goal`; all False where there is none."""
    return upstream(graph, [start]) & downstream(graph, [goal])


def shortest_paths(graph: SupplyGraph, start: int, goal: int, most: int) -> list[Path]:
    """Up to `most` loop-free paths from `start` up to `goal`, shortest first, ties by node numbers.

    Parallel relations count once. Source: J. Yen, Finding the K shortest loopless paths in a network,
    Management Science 17(11), 1971; the search is confined to the nodes that lie between the two ends.
    """
    inside = between(graph, start, goal)
    if not inside[start] or most < 1:
        return []
    first = _shortest(graph, inside, start, goal, frozenset(), frozenset())
    if first is None:
        return []
    found = [first]
    waiting: list[tuple[int, Path]] = []
    queued = {first}
    while len(found) < most:
        for candidate in _detours(graph, inside, found, goal):
            if candidate not in queued:
                queued.add(candidate)
                heapq.heappush(waiting, (len(candidate), candidate))
        if not waiting:
            break
        found.append(heapq.heappop(waiting)[1])
    return found


def count_paths(graph: SupplyGraph, start: int, goal: int) -> int | None:
    """How many loop-free paths lead from `start` up to `goal`, without listing them.

    Exact where no cycle lies between them; None where one does (counting is then infeasible in general).
    Parallel relations count once.
    """
    inside = between(graph, start, goal)
    nodes = np.flatnonzero(inside)
    groups = graph.group[nodes]
    if len(np.unique(groups)) < len(nodes):
        return None
    ways = {goal: 1}
    for node in nodes[::-1].tolist():
        if node != goal:
            ways[node] = sum(ways.get(target, 0) for target in set(graph.up.neighbours(node).tolist()))
    return ways.get(start, 0) if inside[start] else 0


def exclusive_upstream(graph: SupplyGraph, node: int, roots: list[int]) -> Flags:
    """(n,): what the roots would no longer reach if `node` were gone, `node` included."""
    everything = upstream(graph, roots)
    kept_relations = (graph.relation_source != node) & (graph.relation_target != node)
    remaining = upstream(graph, [root for root in roots if root != node], kept_relations)
    return everything & ~remaining if everything[node] else np.zeros(len(graph), bool)


def _detours(graph: SupplyGraph, inside: Flags, found: list[Path], goal: int) -> Iterator[Path]:
    last = found[-1]
    for place in range(len(last) - 1):
        head = last[: place + 1]
        closed_steps = frozenset(path[place + 1] for path in found if path[: place + 1] == head)
        rest = _shortest(graph, inside, last[place], goal, frozenset(head[:-1]), closed_steps)
        if rest is not None:
            yield head[:-1] + rest


def _shortest(
    graph: SupplyGraph, inside: Flags, start: int, goal: int, closed: frozenset[int], closed_first: frozenset[int]
) -> Path | None:
    """Breadth-first, avoiding `closed` nodes and, at the first step, the nodes `closed_first`."""
    if start == goal:
        return (start,)
    came = {start: start}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for target in graph.up.neighbours(node).tolist():
            if target in came or target in closed or not inside[target]:
                continue
            if node == start and target in closed_first:
                continue
            came[target] = node
            if target == goal:
                return _walk_back(came, start, goal)
            waiting.append(target)
    return None


def _walk_back(came: dict[int, int], start: int, goal: int) -> Path:
    walk = [goal]
    while walk[-1] != start:
        walk.append(came[walk[-1]])
    return tuple(reversed(walk))

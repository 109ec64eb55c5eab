"""The shortest loop-free paths between two nodes, one after the other."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explorer.graph.closure import distinct, step
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

Path = tuple[int, ...]
"""Nodes from the one that relies to the one relied on; neighbours are joined by at least one relation."""

NO_WAY = -1


def loop_free_paths(graph: SupplyGraph, inside: Flags, start: int, goal: int) -> Iterator[Path]:
    """All loop-free paths over the nodes `inside`, shortest first, in the same order every time.

    J. Yen, Finding the K shortest loopless paths in a network, Management Science 17(11), 1971, with the remark of
    E. Lawler (18(7), 1972) that a path need not be left before the place where it left its own predecessor. Each search
    knows how far every node is from the goal, so that it hardly looks beside the path that it finds.
    """
    ways = _Ways(graph, inside, goal)
    first = ways.shortest(start, frozenset(), frozenset())
    if first is None:
        return
    found: list[Path] = []
    waiting: list[tuple[int, Path, int]] = [(len(first), first, 0)]
    queued = {first}
    while waiting:
        _, path, left_at = heapq.heappop(waiting)
        found.append(path)
        yield path
        for place in range(left_at, len(path) - 1):
            head = path[: place + 1]
            closed_steps = frozenset(each[place + 1] for each in found if each[: place + 1] == head)
            rest = ways.shortest(path[place], frozenset(head[:-1]), closed_steps)
            if rest is not None and (candidate := head[:-1] + rest) not in queued:
                queued.add(candidate)
                heapq.heappush(waiting, (len(candidate), candidate, place))


class _Ways:
    """Searches towards one goal among the nodes that lead to it."""

    def __init__(self, graph: SupplyGraph, inside: Flags, goal: int) -> None:
        self._graph = graph
        self._goal = goal
        self._distance = _distances_to(graph, inside, goal)
        self._next: dict[int, list[tuple[int, int]]] = {}

    def shortest(self, start: int, closed: frozenset[int], closed_first: frozenset[int]) -> Path | None:
        """A shortest path that avoids `closed` nodes and, at its first step, the nodes `closed_first`."""
        if start == self._goal:
            return (start,)
        came = {start: start}
        steps = {start: 0}
        waiting = [(0, 0, start)]
        while waiting:
            _, behind, node = heapq.heappop(waiting)
            if node == self._goal:
                return self._walk_back(came, start)
            walked = steps[node] + 1
            if -behind != walked - 1:
                continue  # A shorter way to this node was found meanwhile.
            for left, target in self._onwards(node):
                if target in closed or (node == start and target in closed_first):
                    continue
                if walked < steps.get(target, walked + 1):
                    steps[target] = walked
                    came[target] = node
                    # Of two that may be equally short, the one that has come further is looked at first.
                    heapq.heappush(waiting, (walked + left, -walked, target))
        return None

    def _onwards(self, node: int) -> list[tuple[int, int]]:
        """The nodes one step on that lead to the goal, the nearest to it first, each with its distance."""
        if node not in self._next:
            near = set(self._graph.up.neighbours(node).tolist())
            distances = ((int(self._distance[target]), target) for target in near)
            self._next[node] = sorted(each for each in distances if each[0] != NO_WAY)
        return self._next[node]

    def _walk_back(self, came: dict[int, int], start: int) -> Path:
        walk = [self._goal]
        while walk[-1] != start:
            walk.append(came[walk[-1]])
        return tuple(reversed(walk))


def _distances_to(graph: SupplyGraph, inside: Flags, goal: int) -> npt.NDArray[np.int32]:
    """(n,): relations on the shortest way to the goal over the nodes inside; -1 where there is none."""
    distance = np.full(len(graph), NO_WAY, np.int32)
    frontier = np.array([goal], np.int32)
    steps = 0
    while len(frontier):
        distance[frontier] = steps
        reached = step(graph.down, frontier, None)
        frontier = distinct(reached[inside[reached] & (distance[reached] == NO_WAY)], len(graph))
        steps += 1
    return distance

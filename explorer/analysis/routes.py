"""The shortest ways from one component up to another, with nodes to pass, nodes to avoid and relations to keep to.

Yen's algorithm with Lawler's improvement; every search is guided by the exact distance to the goal, so that where no
cycle interferes it walks straight there. Source: J. Yen, Finding the K shortest loopless paths in a network, Management
Science 17(11), 1971; E. Lawler, A procedure for computing the K best solutions, Management Science 18(7), 1972.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.condensation import condense
from explorer.graph.paths import Path
from explorer.graph.reach import UNREACHED, downstream, least_depths, upstream
from explorer.graph.supply_graph import SupplyGraph

MOST_TRIES = 50
"""Where cycles let a path go around a node that it must pass: paths tried for each one that is wanted."""


@dataclass(frozen=True, eq=False)
class Routes:
    """The part of the graph that paths from `start` to `goal` may use."""

    graph: SupplyGraph
    """With no other relations than those; nodes keep their numbers, relations do not."""
    start: int
    goal: int
    relations: Int32
    """The number in the whole graph of each of its relations."""
    between: Flags
    """(n,): the nodes on some walk from start to goal, via all that must be passed; all False where there is none."""
    via: tuple[int, ...]
    is_exact: bool
    """Whether every loop-free path in it passes `via`; otherwise, for cycles, paths must be looked at one by one."""


def routes(
    graph: SupplyGraph,
    start: int,
    goal: int,
    via: Sequence[int] = (),
    avoid: Sequence[int] = (),
    allowed: Flags | None = None,
) -> Routes:
    """What paths from `start` to `goal` may use: `allowed` relations (m,), no node of `avoid`, through all of `via`.

    Nodes to pass are ordered by level, since a path climbs. Between two of them only relations on the way from the one
    to the next are kept, so that outside of cycles no path can go around any of them.
    """
    kept = np.ones(graph.relation_count, bool) if allowed is None else allowed.copy()
    closed = np.zeros(len(graph), bool)
    closed[list(avoid)] = True
    kept &= ~(closed[graph.relation_source] | closed[graph.relation_target])
    stops = [start, *sorted(set(via) - {start, goal}, key=lambda node: int(graph.level[node])), goal]
    nodes, relations = np.zeros(len(graph), bool), np.zeros(graph.relation_count, bool)
    pieces = list(zip(stops, stops[1:], strict=False))
    for one, two in pieces:
        inside = upstream(graph, [one], kept) & downstream(graph, [two], kept)
        if not inside[one] or closed[start] or closed[goal]:
            nodes[:], relations[:] = False, False
            break
        nodes |= inside
        relations |= kept & inside[graph.relation_source] & inside[graph.relation_target]
    numbers = np.flatnonzero(relations).astype(np.int32)
    passing = tuple(stops[1:-1])
    part = _only(graph, numbers, nodes)
    # Outside of cycles, the parts of a path between two stops meet in the stop alone.
    return Routes(part, start, goal, numbers, nodes, passing, not (passing and _on_a_cycle(part, passing)))


def has_cycle(found: Routes) -> bool:
    """Whether a cycle lies between start and goal, which makes loop-free paths infeasible to count."""
    return _on_a_cycle(found.graph, np.flatnonzero(found.between).tolist())


def shortest_routes(found: Routes, most: int) -> tuple[list[Path], bool]:
    """Up to `most` loop-free paths, shortest first, and whether there may be more that were not looked for.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c app->c")
    >>> ways = routes(graph, graph.find("app"), graph.find("c"), via=[graph.find("a")])
    >>> [[graph.id_of(node) for node in path] for path in shortest_routes(ways, 5)[0]]
    [['app', 'a', 'c']]
    """
    if most < 1 or not found.between[found.start]:
        return [], most < 1 and bool(found.between[found.start])
    chosen: list[Path] = []
    for tried, path in enumerate(_in_order(found), 1):
        if set(found.via) <= set(path):
            chosen.append(path)
        if len(chosen) > most or tried >= most * MOST_TRIES:
            return chosen[:most], True
    return chosen, False


def _in_order(found: Routes) -> Iterator[Path]:
    """Every loop-free path of the part, the shortest first."""
    search = _Search(found)
    first = search.path((), found.start, frozenset())
    if first is None:
        return
    waiting: list[tuple[int, Path, int]] = [(len(first), first, 0)]
    closed: dict[Path, set[int]] = {}
    while waiting:
        _, path, left_at = heapq.heappop(waiting)
        yield path
        for place in range(left_at, len(path) - 1):
            head = path[: place + 1]
            steps = closed.setdefault(head, set())
            steps.add(path[place + 1])
            rest = search.path(head[:-1], path[place], frozenset(steps))
            if rest is not None:
                heapq.heappush(waiting, (len(head) - 1 + len(rest), head[:-1] + rest, place))


class _Search:
    """Shortest completions of a begun path, guided by the distance to the goal."""

    def __init__(self, found: Routes) -> None:
        graph = found.graph
        backwards = replace(graph, up=graph.down, down=graph.up)
        self._distance = least_depths(backwards, [found.goal])
        self._up, self._goal = graph.up, found.goal
        self._next: dict[int, list[tuple[int, int]]] = {}

    def path(self, before: Path, start: int, closed_steps: frozenset[int]) -> Path | None:
        """The shortest path from `start` to the goal that meets no node of `before` and takes no closed first step."""
        if start == self._goal:
            return (start,)
        visited, came = set(before), {start: start}
        waiting = [(1 + far, -1, target, start) for far, target in self._steps(start) if target not in closed_steps]
        heapq.heapify(waiting)
        while waiting:
            _, deep, node, previous = heapq.heappop(waiting)
            if node in came or node in visited:
                continue
            came[node] = previous
            if node == self._goal:
                return _walk_back(came, start, node)
            for far, target in self._steps(node):
                if target not in came and target not in visited:
                    heapq.heappush(waiting, (-deep + 1 + far, deep - 1, target, node))
        return None

    def _steps(self, node: int) -> list[tuple[int, int]]:
        """Where one relation leads, each place once, with its distance to the goal."""
        if node not in self._next:
            targets = np.unique(self._up.neighbours(node))
            far = self._distance[targets]
            open_ = far != UNREACHED
            self._next[node] = list(zip(far[open_].tolist(), targets[open_].tolist(), strict=True))
        return self._next[node]


def _walk_back(came: dict[int, int], start: int, goal: int) -> Path:
    walk = [goal]
    while walk[-1] != start:
        walk.append(came[walk[-1]])
    return tuple(reversed(walk))


def _on_a_cycle(graph: SupplyGraph, nodes: Sequence[int]) -> bool:
    """Whether any of these nodes lies on a cycle."""
    return bool((np.bincount(graph.group, minlength=len(graph))[graph.group[list(nodes)]] > 1).any())


def _only(graph: SupplyGraph, relations: Int32, nodes: Flags) -> SupplyGraph:
    """The graph with these relations alone; nodes keep their numbers, cycles are found anew where there were any."""
    source, target = graph.relation_source[relations], graph.relation_target[relations]
    part = replace(
        graph,
        relation_source=source,
        relation_target=target,
        relation_kind=graph.relation_kind[relations],
        relation_knowledge=graph.relation_knowledge[relations],
        relation_scope=graph.relation_scope[relations],
        up=Adjacency.of(len(graph), source, target),
        down=Adjacency.of(len(graph), target, source),
    )
    if not _on_a_cycle(graph, np.flatnonzero(nodes).tolist()):
        return part
    parts = condense(part.up, part.down)
    return replace(part, group=parts.group, level=parts.level)

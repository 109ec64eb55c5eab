"""Why is this here? The ways from one component up to another, each hop with its relations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.paths import Path, between, count_paths, exclusive_upstream, shortest_paths
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, slots=True)
class Why:
    """How `start` comes to rely on `goal`."""

    start: int
    goal: int
    paths: tuple[Path, ...]
    """Shortest first, no more than were asked for."""
    count: int | None
    """How many loop-free paths there are in all; None where a cycle lies between, which makes counting infeasible."""
    chokepoints: tuple[int, ...]
    """Nodes other than the two ends that every path runs through, nearest to `start` first."""
    exclusive: int
    """How many components `start` would no longer reach without `goal`, `goal` included."""

    @property
    def bounded(self) -> bool:
        """Whether there are, or may be, more paths than are listed."""
        return self.count is None or self.count > len(self.paths)


def why(graph: SupplyGraph, start: int, goal: int, most: int = 10) -> Why:
    """The `most` shortest ways by which `start` relies on `goal`.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c c->d")
    >>> answer = why(graph, graph.find("app"), graph.find("d"))
    >>> [[graph.id_of(node) for node in path] for path in answer.paths]
    [['app', 'a', 'c', 'd'], ['app', 'b', 'c', 'd']]
    >>> answer.count, [graph.id_of(node) for node in answer.chokepoints], answer.bounded
    (2, ['c'], False)
    """
    return Why(
        start,
        goal,
        tuple(shortest_paths(graph, start, goal, most)),
        count_paths(graph, start, goal),
        chokepoints(graph, start, goal),
        int(exclusive_upstream(graph, goal, [start]).sum()),
    )


def chokepoints(graph: SupplyGraph, start: int, goal: int) -> tuple[int, ...]:
    """The nodes, ends excluded, without which `start` would not reach `goal`, nearest to `start` first.

    Each of them lies on every path, so only the nodes of one path need to be tried.
    """
    inside = between(graph, start, goal)
    if not inside[start] or start == goal:
        return ()
    only_path = shortest_paths(graph, start, goal, 1)[0]
    return tuple(node for node in only_path[1:-1] if _cuts(graph, inside, start, goal, node))


def _cuts(graph: SupplyGraph, inside: np.ndarray, start: int, goal: int, node: int) -> bool:
    """Whether nothing leads from `start` to `goal` around `node`."""
    seen = {start}
    waiting = [start]
    while waiting:
        for target in graph.up.neighbours(waiting.pop()).tolist():
            if target == goal:
                return False
            if target != node and inside[target] and target not in seen:
                seen.add(target)
                waiting.append(target)
    return True

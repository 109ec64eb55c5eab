"""Why is this here? The ways from one component up to another, each hop with its relations."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.graph.chokepoints import chokepoints
from explorer.graph.paths import Path, count_paths, exclusive_upstream, shortest_paths
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

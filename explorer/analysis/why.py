"""Why is this here? The ways from one component up to another, each hop with its relations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.path_counts import exact_count
from explorer.analysis.routes import Routes, has_cycle, routes, shortest_routes
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.paths import Path, exclusive_upstream
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """How `start` comes to rely on `goal`, by the paths that were asked for."""

    start: int
    goal: int
    paths: tuple[Path, ...]
    """Shortest first, no more than were asked for."""
    count: int | None
    """How many loop-free paths there are in all; None where a cycle lies between, which makes counting infeasible."""
    at_least: int
    """How many there are at least: the count, or the paths that differ where each cycle is one place."""
    chokepoints: tuple[int, ...]
    """Nodes other than the two ends that every path runs through, nearest to `start` first."""
    exclusive_nodes: tuple[int, ...]
    """What `start` would no longer reach without `goal`, `goal` included, whatever paths were asked for."""
    nodes: tuple[int, ...]
    """Everything on any of the paths, the ends included; where cycles lie between, on any walk."""
    relations: tuple[int, ...]
    """The relations among these nodes by which the paths go."""
    via: tuple[int, ...] = ()
    avoid: tuple[int, ...] = ()

    @property
    def exclusive(self) -> int:
        """How many components `start` would no longer reach without `goal`, `goal` included."""
        return len(self.exclusive_nodes)

    @property
    def bounded(self) -> bool:
        """Whether there are, or may be, more paths than are listed."""
        return self.count is None or self.count > len(self.paths)


def why(
    graph: SupplyGraph,
    start: int,
    goal: int,
    most: int = 10,
    via: Sequence[int] = (),
    avoid: Sequence[int] = (),
    kinds: Collection[RelationKind] | None = None,
) -> Why:
    """The `most` shortest ways by which `start` relies on `goal`.

    Only paths through every node of `via`, through none of `avoid`, and by relations of these `kinds` (None is all).

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c c->d")
    >>> answer = why(graph, graph.find("app"), graph.find("d"))
    >>> [[graph.id_of(node) for node in path] for path in answer.paths]
    [['app', 'a', 'c', 'd'], ['app', 'b', 'c', 'd']]
    >>> answer.count, [graph.id_of(node) for node in answer.chokepoints], answer.bounded
    (2, ['c'], False)
    >>> why(graph, graph.find("app"), graph.find("d"), via=[graph.find("b")]).count
    1
    """
    allowed = None if kinds is None else graph.relation_has_kind(*kinds)
    found = routes(graph, start, goal, via, avoid, allowed)
    paths, more = shortest_routes(found, most)
    count, at_least = _counted(found, paths, more)
    return Why(
        start, goal, tuple(paths), count, at_least, _chokepoints(found.graph, paths[0]) if paths and found.is_exact else (),
        tuple(np.flatnonzero(exclusive_upstream(graph, goal, [start])).tolist()),
        tuple(np.flatnonzero(found.between).tolist()), tuple(found.relations.tolist()), tuple(via), tuple(avoid),
    )  # fmt: skip


def _counted(found: Routes, paths: list[Path], more: bool) -> tuple[int | None, int]:
    if not more:
        return len(paths), len(paths)  # All were listed, whatever cycles there are.
    if not found.is_exact:
        return None, len(paths)
    at_least = max(exact_count(found.graph, found.start, found.goal), len(paths))
    return (None if has_cycle(found) else at_least), at_least


def _chokepoints(graph: SupplyGraph, path: Path) -> tuple[int, ...]:
    """The inner nodes of this path that every path runs through, in one pass over what leads from its start to its end.

    From the nodes of the path, one after the other, everything beside the path is explored; where that has come back to
    the path no farther than the next node, there is no way around that node.
    """
    place = np.full(len(graph), -1, np.int64)
    place[list(path)] = np.arange(len(path))
    seen = np.zeros(len(graph), bool)
    farthest, found = 0, []
    for here, node in enumerate(path[:-1]):
        if 0 < here == farthest:
            found.append(node)
        frontier = np.asarray([node], np.int32)
        while len(frontier):
            targets: Int32 = graph.up.targets[graph.up.slots(frontier)]
            farthest = max(farthest, int(place[targets].max(initial=-1)))
            frontier = np.unique(targets[(place[targets] < 0) & ~seen[targets]])
            seen[frontier] = True
    return tuple(found)

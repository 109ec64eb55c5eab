"""Who is reached from where, and how far: closures and depths on the frozen graph."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32
from explorer.graph.closure import closure, distinct, step
from explorer.graph.longest_chains import UNREACHED as UNREACHED
from explorer.graph.longest_chains import LongestChains as LongestChains
from explorer.graph.longest_chains import longest_chains_from
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]


def upstream(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Flags:
    """(n,): everything that the seeds rely on, at any distance, the seeds included.

    `allowed` (m,) restricts the walk to these relations.
    """
    return closure(graph, _as_nodes(graph, seeds), allowed, upwards=True)


def downstream(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Flags:
    """(n,): everything that relies on the seeds, at any distance, the seeds included."""
    return closure(graph, _as_nodes(graph, seeds), allowed, upwards=False)


def systems_upon(graph: SupplyGraph, systems: Iterable[int]) -> Int32:
    """(n,): how many of these systems rely on each node; a system counts on itself.

    >>> from explorer.graph.example import example_snapshot
    >>> graph = example_snapshot("app1->torch->numpy app2->numpy").graph
    >>> counts = systems_upon(graph, graph.systems)
    >>> [int(counts[graph.find(name)]) for name in ("numpy", "torch", "app1")]
    [2, 1, 1]
    """
    counts = np.zeros(len(graph), np.int32)
    for system in systems:
        counts += upstream(graph, [int(system)])
    return counts


def least_depths(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Int32:
    """(n,): relations on the shortest chain from any seed up to each node; -1 where there is none."""
    depth = np.full(len(graph), UNREACHED, np.int32)
    frontier = _as_nodes(graph, seeds)
    distance = 0
    while len(frontier):
        depth[frontier] = distance
        reached = step(graph.up, frontier, allowed)
        frontier = distinct(reached[depth[reached] == UNREACHED], len(graph))
        distance += 1
    return depth


def longest_chains(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> LongestChains:
    """The longest chain from the seeds to every node, where a cycle counts as one place."""
    return longest_chains_from(graph, _as_nodes(graph, seeds), allowed)


def chain_to(graph: SupplyGraph, chains: LongestChains, node: int) -> list[int]:
    """The nodes of the longest chain to `node`, the seed first.

    Where the chain passes through a cycle, the shortest way inside that cycle is filled in, so that each step is a
    relation of the graph.
    """
    steps = [node]
    while (relation := chains.entry(graph, steps[0])) != UNREACHED:
        entered, left = int(graph.relation_target[relation]), int(graph.relation_source[relation])
        if entered != steps[0]:
            steps = _within_group(graph, entered, steps[0])[:-1] + steps
        steps = [left, *steps]
    return steps


def _as_nodes(graph: SupplyGraph, seeds: Iterable[int]) -> Int32:
    nodes = seeds if isinstance(seeds, np.ndarray) else np.fromiter(seeds, np.int32)
    return distinct(nodes.astype(np.int32, copy=False), len(graph))


def _within_group(graph: SupplyGraph, start: int, goal: int) -> list[int]:
    """A shortest walk inside one cycle group."""
    inside = int(graph.group[start])
    came = {start: start}
    frontier = [start]
    while frontier and goal not in came:
        following = []
        for node in frontier:
            for target in graph.up.neighbours(node).tolist():
                if target not in came and int(graph.group[target]) == inside:
                    came[target] = node
                    following.append(target)
        frontier = following
    walk = [goal]
    while walk[-1] != start:
        walk.append(came[walk[-1]])
    return walk[::-1]

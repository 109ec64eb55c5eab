"""Who is reached from where, and how far: closures and depths on the frozen graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

UNREACHED = -1
"""Stands in depth columns for nodes that cannot be reached."""


def upstream(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Flags:
    """(n,): everything that the seeds rely on, at any distance, the seeds included.

    `allowed` (m,) restricts the walk to these relations.
    """
    return _closure(graph.up, len(graph), seeds, allowed)


def downstream(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Flags:
    """(n,): everything that relies on the seeds, at any distance, the seeds included."""
    return _closure(graph.down, len(graph), seeds, allowed)


def least_depths(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> Int32:
    """(n,): relations on the shortest chain from any seed up to each node; -1 where there is none."""
    depth = np.full(len(graph), UNREACHED, np.int32)
    frontier = _as_nodes(seeds)
    step = 0
    while len(frontier):
        depth[frontier] = step
        reached = _step(graph.up, frontier, allowed)
        frontier = _distinct(reached[depth[reached] == UNREACHED], len(graph))
        step += 1
    return depth


@dataclass(frozen=True, eq=False)
class LongestChains:
    """The greatest depth of every node under the seeds, and the chain that gives it."""

    depth: Int32
    """(n,): relations between cycle groups on the longest chain from a seed; -1 where not reached."""
    previous: Int32
    """(n,): the relation by which the longest chain enters the node's cycle group; -1 at a seed or unreached."""


def longest_chains(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags | None = None) -> LongestChains:
    """The longest chain from the seeds to every node, where a cycle counts as one place.

    One sweep in level order: a relation between cycle groups always goes to a greater level, so every group is final
    before it is left. Relations within a cycle add no depth, or the longest chain would have no end.
    """
    depth = np.full(len(graph), UNREACHED, np.int32)
    previous = np.full(len(graph), UNREACHED, np.int32)
    depth[_as_nodes(seeds)] = 0
    members = _group_members(graph)
    starts = graph.level_starts
    for level in range(len(starts) - 1):
        nodes = np.arange(starts[level], starts[level + 1])
        nodes = nodes[depth[nodes] != UNREACHED]
        nodes = _spread_in_groups(nodes, members, graph, depth, previous)
        _deepen(graph, nodes, depth, previous, allowed)
    return LongestChains(depth, previous)


def chain_to(graph: SupplyGraph, chains: LongestChains, node: int) -> list[int]:
    """The nodes of the longest chain to `node`, the seed first.

    Where the chain passes through a cycle, the shortest way inside that cycle is filled in, so that each step is a
    relation of the graph.
    """
    steps = [node]
    while (relation := int(chains.previous[steps[0]])) != UNREACHED:
        entered, left = int(graph.relation_target[relation]), int(graph.relation_source[relation])
        if entered != steps[0]:
            steps = _within_group(graph, entered, steps[0])[:-1] + steps
        steps = [left, *steps]
    return steps


def _closure(rows: Adjacency, nodes: int, seeds: Iterable[int], allowed: Flags | None) -> Flags:
    seen = np.zeros(nodes, bool)
    frontier = _as_nodes(seeds)
    seen[frontier] = True
    while len(frontier):
        reached = _step(rows, frontier, allowed)
        frontier = _distinct(reached[~seen[reached]], nodes)
        seen[frontier] = True
    return seen


def _step(rows: Adjacency, frontier: Int32, allowed: Flags | None) -> Int32:
    slots = rows.slots(frontier)
    if allowed is not None:
        slots = slots[allowed[rows.relations[slots]]]
    return rows.targets[slots]


def _distinct(nodes: Int32, count: int) -> Int32:
    """Each node once, ascending; by marking where many, by sorting where few (np.unique is slow on millions)."""
    if len(nodes) * 16 < count:
        return np.unique(nodes)
    mark = np.zeros(count, bool)
    mark[nodes] = True
    return np.flatnonzero(mark).astype(np.int32)


def _as_nodes(seeds: Iterable[int]) -> Int32:
    return np.unique(np.fromiter((int(seed) for seed in seeds), np.int32))


def _group_members(graph: SupplyGraph) -> dict[int, Int32]:
    return {int(graph.group[members[0]]): members for members in graph.cycles()}


def _spread_in_groups(
    nodes: Int32, members: dict[int, Int32], graph: SupplyGraph, depth: Int32, previous: Int32
) -> Int32:
    """Give all members of a reached cycle the depth of its deepest entry."""
    if not members or not len(nodes):
        return nodes
    for group in {int(graph.group[node]) for node in nodes} & members.keys():
        around = members[group]
        entry = int(around[np.argmax(depth[around])])
        others = around[around != entry]
        depth[around] = depth[entry]
        previous[others] = previous[entry]
        nodes = np.union1d(nodes, around).astype(np.int32)
    return nodes


def _deepen(graph: SupplyGraph, nodes: Int32, depth: Int32, previous: Int32, allowed: Flags | None) -> None:
    slots = graph.up.slots(nodes)
    relations = graph.up.relations[slots]
    if allowed is not None:
        relations = relations[allowed[relations]]
    targets, sources = graph.relation_target[relations], graph.relation_source[relations]
    between = graph.group[targets] != graph.group[sources]
    relations, targets, sources = relations[between], targets[between], sources[between]
    new = depth[sources] + 1
    better = new > depth[targets]
    # Ascending order of `new`, so that the deepest assignment to a target is the one that stays.
    order = np.argsort(new[better], kind="stable")
    depth[targets[better][order]] = new[better][order]
    previous[targets[better][order]] = relations[better][order]


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

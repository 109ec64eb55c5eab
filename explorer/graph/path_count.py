"""How many loop-free paths there are, without listing them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.sorting import runs, stable_order
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

_EXACT_IN_FLOAT = 2.0**52
"""Whole numbers up to here, and sums of a few, are exact as 64-bit floats."""


def count_between(graph: SupplyGraph, inside: Flags, start: int, goal: int) -> int | None:
    """The number of loop-free paths over the nodes `inside`, which lie between start and goal; None where cycles do.

    Parallel relations count once. A node has as many ways to the goal as the nodes that it relies on together.
    """
    nodes = np.flatnonzero(inside)
    if len(runs(np.sort(graph.group[nodes]))) < len(nodes):
        return None
    place = np.full(len(graph), -1, np.int64)
    place[nodes] = np.arange(len(nodes))
    sources, targets = _pairs(graph, inside, place)
    bounds = np.searchsorted(sources, np.searchsorted(nodes, graph.level_starts))
    ways = np.zeros(len(nodes))
    ways[place[goal]] = 1
    for first, last in reversed(list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))):
        if first < last:
            starts = runs(sources[first:last])
            ways[sources[first:last][starts]] = np.add.reduceat(ways[targets[first:last]], starts)
    if ways.max(initial=0) < _EXACT_IN_FLOAT:
        return int(ways[place[start]])
    return _in_whole_numbers(sources, targets, int(place[start]), int(place[goal]), len(nodes))


def _pairs(
    graph: SupplyGraph, inside: Flags, place: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each pair of nodes inside that a relation joins, once, by source; self-loops left out."""
    source, target = graph.relation_source, graph.relation_target
    chosen = inside[source] & inside[target] & (source != target)
    sources, targets = place[source[chosen]], place[target[chosen]]
    order = stable_order(targets)
    order = order[stable_order(sources[order])]
    sources, targets = sources[order], targets[order]
    fresh = np.append(True, (sources[1:] != sources[:-1]) | (targets[1:] != targets[:-1]))[: len(sources)]
    return sources[fresh], targets[fresh]


def _in_whole_numbers(
    sources: npt.NDArray[np.int64], targets: npt.NDArray[np.int64], start: int, goal: int, count: int
) -> int:
    ways = [0] * count
    ways[goal] = 1
    for source, target in zip(sources[::-1].tolist(), targets[::-1].tolist(), strict=True):
        ways[source] += ways[target]
    return ways[start]

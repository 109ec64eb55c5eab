"""Ways from one component to another: how many there are, the shortest ones, and what all of them run through."""

from __future__ import annotations

from itertools import islice

import numpy as np
import numpy.typing as npt

from explorer.graph.path_count import count_between
from explorer.graph.reach import downstream, upstream
from explorer.graph.shortest_paths import Path as Path
from explorer.graph.shortest_paths import loop_free_paths
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]


def between(graph: SupplyGraph, start: int, goal: int) -> Flags:
    """(n,): the nodes that lie on some walk from `start` up to `goal`; all False where there is none."""
    return upstream(graph, [start]) & downstream(graph, [goal])


def shortest_paths(graph: SupplyGraph, start: int, goal: int, most: int) -> list[Path]:
    """Up to `most` loop-free paths from `start` up to `goal`, shortest first, in the same order every time.

    Parallel relations count once.
    """
    inside = between(graph, start, goal)
    return list(islice(loop_free_paths(graph, inside, start, goal), max(most, 0))) if inside[start] else []


def count_paths(graph: SupplyGraph, start: int, goal: int) -> int | None:
    """How many loop-free paths lead from `start` up to `goal`, without listing them.

    Exact where no cycle lies between them; None where one does (counting is then infeasible in general).
    Parallel relations count once.
    """
    inside = between(graph, start, goal)
    return count_between(graph, inside, start, goal) if inside[start] else 0


def exclusive_upstream(graph: SupplyGraph, node: int, roots: list[int]) -> Flags:
    """(n,): what the roots would no longer reach if `node` were gone, `node` included."""
    everything = upstream(graph, roots)
    if not everything[node]:
        return np.zeros(len(graph), bool)
    kept_relations = (graph.relation_source != node) & (graph.relation_target != node)
    return everything & ~upstream(graph, [root for root in roots if root != node], kept_relations)

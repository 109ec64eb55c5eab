"""What lies on the ways from one component to another, and what hangs on one alone."""

from __future__ import annotations

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


def exclusive_upstream(graph: SupplyGraph, node: int, roots: list[int]) -> Flags:
    """(n,): what the roots would no longer reach if `node` were gone, `node` included."""
    everything = upstream(graph, roots)
    if not everything[node]:
        return np.zeros(len(graph), bool)
    kept_relations = (graph.relation_source != node) & (graph.relation_target != node)
    return everything & ~upstream(graph, [root for root in roots if root != node], kept_relations)

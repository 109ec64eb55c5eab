"""What several components all rely on: hidden common ancestors."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from explorer.graph.reach import upstream
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]


def common_upstream(graph: SupplyGraph, nodes: Iterable[int]) -> Flags:
    """(n,): what each of the nodes relies on, at any distance; a node relies on itself for this purpose.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("a->x b->x x->y b->z")
    >>> common = common_upstream(graph, [graph.find("a"), graph.find("b")])
    >>> [graph.id_of(node) for node in np.flatnonzero(common)]
    ['x', 'y']
    """
    common = np.ones(len(graph), bool)
    several = [int(node) for node in nodes]
    for node in several:
        common &= upstream(graph, [node])
    return common if several else ~common


def nearest_common(graph: SupplyGraph, nodes: Iterable[int]) -> list[int]:
    """Of what all the nodes rely on, that which nothing else of it relies on: where their ways first meet.

    Members of one cycle that all rely on are all named.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("a->x b->x x->y")
    >>> [graph.id_of(node) for node in nearest_common(graph, [graph.find("a"), graph.find("b")])]
    ['x']
    """
    common = common_upstream(graph, nodes)
    source, target = graph.relation_source, graph.relation_target
    relied_on = common[source] & common[target] & (graph.group[source] != graph.group[target])
    further = np.zeros(len(graph), bool)
    further[graph.group[target[relied_on]]] = True
    return np.flatnonzero(common & ~further[graph.group]).tolist()

"""How deep does it go? Least and greatest depth of everything upstream, the longest chain, histograms by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass
from explorer.graph.reach import UNREACHED, chain_to, least_depths, longest_chains
from explorer.graph.supply_graph import KINDS, SupplyGraph


@dataclass(frozen=True, eq=False)
class Depth:
    """Depths in relations from the nearest or farthest of the roots; -1 where a node is not upstream of them."""

    least: np.ndarray
    """(n,) int32: the shortest way."""
    greatest: np.ndarray
    """(n,) int32: the longest way, where a cycle counts as one place."""
    longest_chain: tuple[int, ...]
    """Nodes from a root to the deepest component; a longest chain (the first by identity where several tie)."""
    histogram: Mapping[ComponentClass, tuple[int, ...]]
    """For each class, how many components have greatest depth 0, 1, 2, …; all tuples have the same length."""

    @property
    def deepest(self) -> int:
        """The greatest depth of all, in relations; 0 where nothing is upstream."""
        return int(self.greatest.max(initial=0))

    @property
    def reached(self) -> int:
        """How many components are upstream, the roots included."""
        return int((self.least != UNREACHED).sum())


def depth(graph: SupplyGraph, roots: Sequence[int]) -> Depth:
    """Depth of everything upstream of the roots.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->model app->torch model->base base->data model->torch")
    >>> answer = depth(graph, [graph.find("app")])
    >>> [graph.id_of(node) for node in answer.longest_chain]
    ['app', 'model', 'base', 'data']
    >>> int(answer.least[graph.find("torch")]), int(answer.greatest[graph.find("torch")])
    (1, 2)
    """
    chains = longest_chains(graph, roots)
    least = least_depths(graph, roots)
    greatest = chains.depth
    chain: tuple[int, ...] = ()
    if len(greatest) and greatest.max() >= 0:
        chain = tuple(chain_to(graph, chains, int(np.argmax(greatest))))
    return Depth(least, greatest, chain, _histogram(graph, greatest))


def _histogram(graph: SupplyGraph, greatest: np.ndarray) -> Mapping[ComponentClass, tuple[int, ...]]:
    reached = greatest != UNREACHED
    depths = int(greatest.max(initial=-1)) + 1
    table = {}
    for component_class in ComponentClass:
        codes = [code for code, kind in enumerate(KINDS) if kind.component_class is component_class]
        chosen = reached & np.isin(graph.kind, codes)
        table[component_class] = tuple(np.bincount(greatest[chosen], minlength=depths).tolist()) if depths else ()
    return table

"""How deep does it go? Least and greatest depth of everything upstream, the longest chain, histograms by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED, chain_to, least_depths, longest_chains
from explorer.graph.supply_graph import KINDS, SupplyGraph


@dataclass(frozen=True, slots=True)
class Cycle:
    """Components that rely on each other in a circle."""

    nodes: tuple[int, ...]
    name: str
    """Its first members by name, and how many there are besides."""


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
    tiers: Mapping[ComponentClass, tuple[int, ...]]
    """The same by least depth: tier 1 is what the roots rely on directly, tier 2 what those rely on, and so on."""
    cycles: tuple[Cycle, ...]
    """Components upstream that rely on each other in a circle; each cycle is one place of a chain."""

    @property
    def deepest(self) -> int:
        """The greatest depth of all, in relations; 0 where nothing is upstream."""
        return int(self.greatest.max(initial=0))

    @property
    def reached(self) -> int:
        """How many components are upstream, the roots included."""
        return int((self.least != UNREACHED).sum())


@kept
def depth(graph: SupplyGraph, roots: Sequence[int]) -> Depth:
    """Depth of everything upstream of the roots.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->model app->torch model->base base->data model->torch")
    >>> answer = depth(graph, [graph.find("app")])
    >>> [graph.id_of(node) for node in answer.longest_chain]
    ['app', 'model', 'base', 'data']
    >>> int(answer.least[graph.find("torch")]), int(answer.greatest[graph.find("torch")])
    (1, 2)
    >>> answer.tiers[ComponentClass.LIBRARY], answer.cycles
    ((0, 2, 1, 1), ())
    """
    chains = longest_chains(graph, roots)
    least, greatest = least_depths(graph, roots), chains.depth
    if np.array_equal(least, greatest):  # As of a hub on which nobody relies.
        least = greatest
    chain: tuple[int, ...] = ()
    if len(greatest) and greatest.max() >= 0:
        chain = tuple(chain_to(graph, chains, int(np.argmax(greatest))))
    return Depth(least, greatest, chain, _histogram(graph, greatest), _histogram(graph, least), _cycles(graph, least))


def _cycles(graph: SupplyGraph, least: np.ndarray) -> tuple[Cycle, ...]:
    found = [members.tolist() for members in graph.cycles() if least[members[0]] != UNREACHED]
    return tuple(Cycle(tuple(nodes), _cycle_name([graph.names[node] for node in nodes])) for nodes in found)


def _cycle_name(names: Sequence[str]) -> str:
    ordered = sorted(names)
    if len(ordered) == 2:
        return " and ".join(ordered)
    more = len(ordered) - 2
    return f"{ordered[0]}, {ordered[1]} and {more:,} other{'s' if more > 1 else ''}"


def _histogram(graph: SupplyGraph, measured: np.ndarray) -> Mapping[ComponentClass, tuple[int, ...]]:
    reached = measured != UNREACHED
    depths = int(measured.max(initial=-1)) + 1
    class_of_kind = np.asarray([_CLASSES.index(kind.component_class) for kind in KINDS])
    table = np.zeros((len(_CLASSES), max(depths, 0)), np.int64)
    np.add.at(table, (class_of_kind[graph.kind[reached]], measured[reached]), 1)
    return {component_class: tuple(row) for component_class, row in zip(_CLASSES, table.tolist(), strict=True)}


_CLASSES = tuple(ComponentClass)

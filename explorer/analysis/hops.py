"""How far is it from each to each: the least number of relations between any two of some components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Knowledge
from explorer.graph.reach import downstream, least_depths
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.progress import Progress


@dataclass(frozen=True, eq=False)
class Hops:
    """k components."""

    nodes: tuple[int, ...]
    count: npt.NDArray[np.int64]
    """(k, k): relations on the shortest way by which the one of the row relies on the one of the column; 0 where none is known."""
    ends_unseen: npt.NDArray[np.bool_]
    """(k,): whether something upstream of it, or itself, is unknown, so that it may rely on more than is seen."""


def hops(graph: SupplyGraph, nodes: Sequence[int], progress: Progress | None = None) -> Hops:
    """The distances among these components; those through others count too.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->b app->b")
    >>> hops(graph, [graph.find(each) for each in ("app", "a", "b")]).count.tolist()
    [[0, 1, 1], [0, 0, 1], [0, 0, 0]]
    """
    chosen = np.asarray(nodes, np.int64)
    count = np.zeros((len(nodes), len(nodes)), np.int64)
    for place, node in enumerate(nodes):
        if progress is not None:
            progress.step("Measuring how far it is from each to each", place, len(nodes))
        count[place] = np.maximum(least_depths(graph, [node])[chosen], 0)
    unseen = np.flatnonzero(graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN))
    return Hops(tuple(nodes), count, downstream(graph, unseen)[chosen])


def nearest(graph: SupplyGraph, node: int, most: int) -> tuple[list[int], int]:
    """A component with what it relies on and what relies on it, the nearest first, at most so many; and how many there are.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->b->c")
    >>> found, every = nearest(graph, graph.find("a"), 3)
    >>> sorted(graph.id_of(each) for each in found), every
    (['a', 'app', 'b'], 4)
    """
    above = least_depths(graph, [node])
    below = _heights(graph, node)
    away = np.where(above < 0, below, np.where(below < 0, above, np.minimum(above, below)))
    found = np.flatnonzero(away >= 0)
    order = np.lexsort((found, away[found]))[:most]
    return np.sort(found[order]).tolist(), len(found)


def _heights(graph: SupplyGraph, node: int) -> npt.NDArray[np.int64]:
    """(n,): relations on the shortest way from each down to the node; -1 where there is none."""
    away = np.full(len(graph), -1, np.int64)
    front, distance = np.asarray([node], np.int32), 0
    while len(front):
        away[front] = distance
        reached = np.unique(graph.down.targets[graph.down.slots(front)])
        front = reached[away[reached] < 0]
        distance += 1
    return away

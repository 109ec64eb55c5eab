"""How something spreads from where it enters to whatever relies on it, and by which relation it came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.reach import UNREACHED, Flags
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, eq=False)
class Spread:
    """A shortest way from the seeds to every node that they reach."""

    step: Int32
    """(n,): relations from the nearest seed; -1 where it is not reached."""
    by: Int32
    """(n,): the relation over which it came; -1 at a seed or where it is not reached."""

    @property
    def reached(self) -> Flags:
        """(n,): what is reached, the seeds included."""
        return self.step != UNREACHED


def spread_down(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags) -> Spread:
    """From what is relied on to whatever relies on it, along the relations `allowed` (m,)."""
    return _spread(graph.down, len(graph), seeds, allowed)


def spread_up(graph: SupplyGraph, seeds: Iterable[int], allowed: Flags) -> Spread:
    """From what relies to what it relies on, along the relations `allowed` (m,)."""
    return _spread(graph.up, len(graph), seeds, allowed)


def relations_to(graph: SupplyGraph, spread: Spread, node: int) -> list[int]:
    """The relations from `node` back to a seed of a `spread_down`, the node's own first."""
    way = []
    while (relation := int(spread.by[node])) != UNREACHED:
        way.append(relation)
        node = int(graph.relation_target[relation])
    return way


def _spread(rows: Adjacency, nodes: int, seeds: Iterable[int], allowed: Flags) -> Spread:
    step = np.full(nodes, UNREACHED, np.int32)
    by = np.full(nodes, UNREACHED, np.int32)
    frontier = np.unique(np.fromiter((int(seed) for seed in seeds), np.int32))
    step[frontier] = 0
    distance = 0
    while len(frontier):
        distance += 1
        slots = rows.slots(frontier)
        slots = slots[allowed[rows.relations[slots]]]
        targets, relations = rows.targets[slots], rows.relations[slots]
        new = step[targets] == UNREACHED
        # The first relation to reach a node is the one that stays, so that ties are always settled alike.
        frontier, first = np.unique(targets[new], return_index=True)
        step[frontier] = distance
        by[frontier] = relations[new][first]
    return Spread(step, by)

"""How something spreads from where it enters to whatever relies on it, and by which relation it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.reach import UNREACHED, Flags
from explorer.graph.sorting import runs, stable_order
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


@dataclass(frozen=True, eq=False)
class Spreads:
    """A shortest way from each of several seeds to every node that it reaches, all found in the same rounds.

    A place is a seed and a node together: `place = number of the seed × n + node`.
    """

    nodes: int
    """n."""
    rounds: tuple[tuple[Int64, Int32, Int64], ...]
    """What is reached after 0, 1, 2 … relations: places, ascending; the relation over which each was reached, and from
    which place of the round before."""

    def reached(self, seeds: int, among: Flags) -> Int64:
        """(seeds,): how many of the nodes `among` (n,) each seed reaches, itself included."""
        found = [places[among[places % self.nodes]] // self.nodes for places, _, _ in self.rounds]
        return np.bincount(np.concatenate([*found, np.zeros(0, np.int64)]), minlength=seeds)


def spread_up_each(graph: SupplyGraph, seeds: Sequence[int], allowed: Flags) -> Spreads:
    """What `spread_up` finds for each seed by itself; a round costs for all seeds what it costs for one."""
    rows, count = graph.up, max(len(graph), 1)
    degree = rows.degree()
    frontier = np.arange(len(seeds), dtype=np.int64) * count + np.asarray(seeds, np.int64)
    seen = np.zeros(len(seeds) * count, bool)
    seen[frontier] = True
    rounds = [(frontier, np.full(len(frontier), UNREACHED, np.int32), np.full(len(frontier), UNREACHED))]
    while len(frontier):
        nodes = frontier % count
        slots = rows.slots(nodes)
        came_from = np.repeat(np.arange(len(frontier)), degree[nodes])
        targets = rows.targets[slots] + (frontier - nodes)[came_from]
        relations = rows.relations[slots]
        new = np.flatnonzero(allowed[relations] & ~seen[targets])
        # The first relation to reach a node is the one that stays, as in a single spread.
        found = np.sort(targets[new] * len(slots) + new) if len(new) else new
        frontier = found // max(len(slots), 1)
        firsts = runs(frontier)
        frontier = frontier[firsts]
        seen[frontier] = True
        by = found[firsts] % max(len(slots), 1)
        rounds.append((frontier, relations[by], came_from[by]))
    return Spreads(count, tuple(rounds[:-1]))


def reached_pairs(graph: SupplyGraph, seeds: Sequence[int], among: Flags, allowed: Flags) -> int:
    """How many pairs of a seed and a node `among` (n,) there are where the seed reaches the node, or is it.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app1->a->b->a app2->b b->c")
    >>> reached_pairs(graph, [0, 1], np.array([False, False, True, True, True]), np.ones(5, bool))
    6
    """
    return int(np.bitwise_count(reached_words(graph, seeds, allowed)[among]).sum())


def reached_words(
    graph: SupplyGraph, seeds: Sequence[int], allowed: Flags, upwards: bool = True
) -> npt.NDArray[np.uint64]:
    """(n, k / 64): for each node, one bit for each of k seeds that reaches it, upwards or down; a seed reaches itself.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app1->a app2->a")
    >>> reached_words(graph, [0, 1], np.ones(2, bool)).tolist()
    [[1], [2], [3]]
    """
    rows = graph.up if upwards else graph.down
    degree = rows.degree()
    words = np.zeros((len(graph), -(-len(seeds) // 64)), np.uint64)
    places = np.arange(len(seeds))
    np.bitwise_or.at(
        words, (np.asarray(seeds, np.int64), places // 64), np.uint64(1) << (places % 64).astype(np.uint64)
    )
    frontier = np.unique(np.asarray(seeds, np.int64))
    fresh = words[frontier]
    while len(frontier):
        slots, carried = rows.slots(frontier), np.repeat(np.arange(len(frontier)), degree[frontier])
        usable = allowed[rows.relations[slots]]
        targets, carried = rows.targets[slots[usable]], carried[usable]
        order = stable_order(targets)
        starts = runs(targets[order])
        if not len(starts):
            break
        frontier = targets[order][starts].astype(np.int64)
        fresh = np.bitwise_or.reduceat(fresh[carried[order]], starts, axis=0) & ~words[frontier]
        changed = (fresh != 0).any(axis=1)
        frontier, fresh = frontier[changed], fresh[changed]
        words[frontier] |= fresh
    return words


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

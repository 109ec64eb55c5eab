"""Over which relations do the routes of an attack lead that nothing cuts yet? Counted anew only where a cut changes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import entries_of, stopped, ways_of
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.reach import Flags, downstream, upstream
from explorer.graph.spread import Spreads, reached_pairs, spread_up_each
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.attacks import AttackType, Moment


class OpenRoutes:
    """The pairs of an entry of one attack and a system that it comes to, and the shortest way of each.

    From each system the shortest ways up form a tree. A cut changes a tree only where it takes away a relation that
    leads to an entry, so that all others stay as they are.
    """

    def __init__(
        self, graph: SupplyGraph, roots: Sequence[int], attack: AttackType, moment: Moment, controls: RecordedControls
    ) -> None:
        self.attack, self.may_stand = attack, may_stand_on(graph, attack, moment)
        self._graph, self._roots, self._moment = graph, [int(root) for root in roots], moment
        self._ways = ways_of(graph, attack)
        self._entries = np.zeros(len(graph), bool)
        self._entries[list(entries_of(graph, roots, attack))] = True
        self.modelled = self._pairs(self._ways)
        self._open = self._ways & ~stopped(graph, attack, controls, moment)
        self.over: Int64 = np.zeros(graph.relation_count, np.int64)
        """(m,): over how many shortest open routes each relation lies, summed over systems."""
        self._trees: list[tuple[Int32, Int64, int]] = [(_NONE, _NO_WEIGHT, 0)] * len(self._roots)
        self._grow(range(len(self._roots)))

    @property
    def count(self) -> int:
        """How many pairs of entry and system are still joined."""
        return sum(joined for _, _, joined in self._trees)

    @property
    def open_ways(self) -> Flags:
        """(m,): the relations along which the attack spreads and on which nothing stops it."""
        return self._open

    @property
    def leading(self) -> Flags:
        """(m,): those of them that lie on a way from an entry to a system, detours included."""
        graph, entries = self._graph, np.flatnonzero(self._entries)
        above = downstream(graph, entries, self._open)[graph.relation_target]
        return self._open & above & upstream(graph, self._roots, self._open)[graph.relation_source]

    def count_with(self, cut: Flags) -> int:
        """How many pairs would still be joined without these relations (m,)."""
        return self._pairs(self._open & ~cut)

    def over_with(self, controls: RecordedControls) -> Int64:
        """(m,): `over`, as it would be with more controls than before."""
        still = self._open & ~stopped(self._graph, self.attack, controls, self._moment)
        if not (self._open & ~still).any():
            return self.over
        other = copy(self)
        other.over, other._trees = self.over.copy(), list(self._trees)
        other.cut(controls)
        return other.over

    def cut(self, controls: RecordedControls) -> None:
        """Count anew with more controls than before."""
        still = self._open & ~stopped(self._graph, self.attack, controls, self._moment)
        lost, self._open = self._open & ~still, still
        if lost.any():
            self._grow([place for place, (used, _, _) in enumerate(self._trees) if lost[used].any()])

    def _grow(self, places: Sequence[int]) -> None:
        # What leads to no entry is in no route, so no tree need go there.
        leading = (
            self._open & downstream(self._graph, np.flatnonzero(self._entries), self._open)[self._graph.relation_target]
        )
        for some in self._in_parts(places):
            spreads = spread_up_each(self._graph, [self._roots[place] for place in some], leading)
            joined = spreads.reached(len(some), self._entries).tolist()
            for place, (used, weight), pairs in zip(some, self._trees_of(spreads, len(some)), joined, strict=True):
                before, old, _ = self._trees[place]
                self.over[before] -= old
                self.over[used] += weight
                self._trees[place] = (used, weight, pairs)

    def _in_parts(self, places: Sequence[int]) -> Iterator[Sequence[int]]:
        """As many systems at once as there is memory for."""
        most = max(1, MOST_PLACES // max(len(self._graph), 1))
        return (places[start : start + most] for start in range(0, len(places), most))

    def _trees_of(self, spreads: Spreads, count: int) -> Iterator[tuple[Int32, Int64]]:
        """For each tree, the relations that lead to an entry, and over how many ways each lies."""
        trees, over, weight = [_NO_WEIGHT], [_NONE], [_NO_WEIGHT]
        further = _NO_WEIGHT  # By place of the round that is looked at: the entries beyond it.
        for (nearer, _, _), (places, by, came_from) in zip(spreads.rounds[-2::-1], spreads.rounds[:0:-1], strict=True):
            below: Int64 = self._entries[places % spreads.nodes].astype(np.int64)
            below += further if len(further) else 0
            leads = np.flatnonzero(below)
            further = np.zeros(len(nearer), np.int64)
            np.add.at(further, came_from[leads], below[leads])
            trees.append(places[leads] // spreads.nodes)
            over.append(by[leads])
            weight.append(below[leads])
        tree = np.concatenate(trees)
        order = np.argsort(tree, kind="stable")
        ends = np.searchsorted(tree[order], np.arange(1, count))
        return zip(
            np.split(np.concatenate(over)[order], ends), np.split(np.concatenate(weight)[order], ends), strict=True
        )

    def _pairs(self, ways: Flags) -> int:
        leading = ways & downstream(self._graph, np.flatnonzero(self._entries), ways)[self._graph.relation_target]
        return reached_pairs(self._graph, self._roots, self._entries, leading)


MOST_PLACES = 1 << 24
"""Pairs of a system and a node that are walked at once; each takes a byte, and what is reached some more."""

_NONE, _NO_WEIGHT = np.zeros(0, np.int32), np.zeros(0, np.int64)


def may_stand_on(graph: SupplyGraph, attack: AttackType, moment: Moment) -> dict[str, Flags]:
    """By control: (m,), on which relations it would stop the attack."""
    ways = ways_of(graph, attack)
    found: dict[str, Flags] = {}
    for stop in attack.stops_at(moment):
        on = ways & graph.relation_has_kind(*stop.relations) if stop.relations else ways
        found[stop.control] = found.get(stop.control, np.zeros(graph.relation_count, bool)) | on
    return found

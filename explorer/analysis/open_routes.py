"""Over which relations do the routes of an attack lead that nothing cuts yet? Counted anew only where a cut changes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import entries_of, stopped, ways_of
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.reach import UNREACHED, Flags, downstream
from explorer.graph.spread import Spread, spread_up
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
        for place in places:
            used, weight, _ = self._trees[place]
            self.over[used] -= weight
            used, weight, joined = self._tree(spread_up(self._graph, [self._roots[place]], leading))
            self.over[used] += weight
            self._trees[place] = (used, weight, joined)

    def _tree(self, tree: Spread) -> tuple[Int32, Int64, int]:
        """The relations that lead to an entry, over how many ways each lies, and how many entries there are."""
        weight = np.zeros(self._graph.relation_count, np.int64)
        below = (self._entries & tree.reached).astype(np.int64)
        joined = int(below.sum())
        order = np.argsort(tree.step, kind="stable")
        ends = np.searchsorted(tree.step[order], np.arange(1, int(tree.step.max(initial=UNREACHED)) + 2))
        for step in range(len(ends) - 1, 0, -1):
            nodes = order[ends[step - 1] : ends[step]]
            over = tree.by[nodes]
            weight[over] += below[nodes]
            np.add.at(below, self._graph.relation_source[over], below[nodes])
        used = np.flatnonzero(weight).astype(np.int32)
        return used, weight[used], joined

    def _pairs(self, ways: Flags) -> int:
        leading = ways & downstream(self._graph, np.flatnonzero(self._entries), ways)[self._graph.relation_target]
        reached = (spread_up(self._graph, [root], leading).reached for root in self._roots)
        return sum(int((self._entries & each).sum()) for each in reached)


_NONE, _NO_WEIGHT = np.zeros(0, np.int32), np.zeros(0, np.int64)


def may_stand_on(graph: SupplyGraph, attack: AttackType, moment: Moment) -> dict[str, Flags]:
    """By control: (m,), on which relations it would stop the attack."""
    ways = ways_of(graph, attack)
    found: dict[str, Flags] = {}
    for stop in attack.stops_at(moment):
        on = ways & graph.relation_has_kind(*stop.relations) if stop.relations else ways
        found[stop.control] = found.get(stop.control, np.zeros(graph.relation_count, bool)) | on
    return found

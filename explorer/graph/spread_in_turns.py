"""What a node relies on, soonest first: relations come in turns, and a way is as late as its latest relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.reach import UNREACHED, Flags
from explorer.graph.sorting import runs, stable_order
from explorer.graph.supply_graph import SupplyGraph, UInt8

AT_ONCE = 1 << 22
"""Nodes, times spreads, that are gone through together: each takes five bytes."""


@dataclass(frozen=True, eq=False)
class TurnSpread:
    """One way from a node to everything that it relies on."""

    turn: UInt8
    """(n,): the turn in which each node is reached, the number of turns where it never is."""
    by: Int32
    """(n,): the relation over which it is reached; -1 at the start or where it is not reached."""

    def way(self, graph: SupplyGraph, node: int) -> list[int]:
        """The relations from the start to `node`, the start's own first; none where it is not reached."""
        way = []
        while (relation := int(self.by[node])) != UNREACHED:
            way.append(relation)
            node = int(graph.relation_source[relation])
        return way[::-1]


class Turns:
    """The relations of a graph by turn, for many spreads from different nodes.

    `turn` (m,) is the turn of each relation, from 0; one of `turns` or above is never taken. The turn of a node is the
    least, over all ways to it, of the greatest on the way (a bottleneck path); within a turn, the fewest relations.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->slow->end app->a->b->end")
    >>> slow = (graph.relation_target == graph.find("slow")).astype(np.uint8)
    >>> found = Turns(graph, slow, 2).spread(graph.find("app"))
    >>> [int(found.turn[graph.find(each)]) for each in ("slow", "end")], len(found.way(graph, graph.find("end")))
    ([1, 0], 3)
    """

    def __init__(self, graph: SupplyGraph, turn: UInt8, turns: int) -> None:
        self._nodes, self._turns = len(graph), turns
        along = turn[graph.up.relations]
        self._new = [_rows(graph.up, along == each) for each in range(turns)]
        self._so_far = [_rows(graph.up, along <= each) for each in range(turns)]

    def spread(self, start: int) -> TurnSpread:
        """What `start` relies on, each in the first turn in which relations of that turn and of those before lead to it."""
        return next(self.spreads([start]))

    def spreads(self, starts: Sequence[int]) -> Iterator[TurnSpread]:
        """The same for each of several, step by step together: most steps have little to do, and each takes its time."""
        at_once = max(1, AT_ONCE // max(1, self._nodes))
        for first in range(0, len(starts), at_once):
            yield from self._spread_together(np.asarray(starts[first : first + at_once], np.int64))

    def _spread_together(self, starts: Int64) -> Iterator[TurnSpread]:
        """A place is a node in the spread of one of the starts: `number of the start * n + node`."""
        turns = np.full(len(starts) * self._nodes, self._turns, np.uint8)
        by = np.full(len(turns), UNREACHED, np.int32)
        reached = np.arange(len(starts)) * self._nodes + starts
        turns[reached] = 0
        for turn, (new, so_far) in enumerate(zip(self._new, self._so_far, strict=True)):
            # What was reached before has gone over all relations but those of this turn.
            frontier = self._step(turns, by, new, reached, turn)
            parts = [reached]
            while len(frontier):
                parts.append(frontier)
                frontier = self._step(turns, by, so_far, frontier, turn)
            reached = np.sort(np.concatenate(parts))
        shape = (len(starts), self._nodes)
        yield from map(TurnSpread, turns.reshape(shape), by.reshape(shape))

    def _step(self, turns: UInt8, by: Int32, rows: Adjacency, frontier: Int64, turn: int) -> Int64:
        """Go over one relation from each of these places; the places that are new, ascending."""
        nodes = frontier % self._nodes
        slots = rows.slots(nodes)
        degree = rows.offsets[nodes + 1] - rows.offsets[nodes]
        places = np.asarray(np.repeat(frontier - nodes, degree) + rows.targets[slots], np.int64)
        new = np.flatnonzero(turns[places] == self._turns)
        if not len(new):
            return new
        # The first relation to reach a node is the one that stays, so that ties are always settled alike.
        order = new[stable_order(places[new])]
        order = order[runs(places[order])]
        places = places[order]
        turns[places] = turn
        by[places] = rows.relations[slots[order]]
        return places


def _rows(rows: Adjacency, chosen: Flags) -> Adjacency:
    """The rows with the relations in these slots only, in the same order."""
    slots = np.flatnonzero(chosen)
    return Adjacency(np.append(0, np.cumsum(chosen))[rows.offsets], rows.targets[slots], rows.relations[slots])

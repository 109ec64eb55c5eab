"""What a node relies on, soonest first: relations come in turns, and a way is as late as its latest relation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int32
from explorer.graph.reach import UNREACHED, Flags
from explorer.graph.supply_graph import SupplyGraph, UInt8


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


def spread_in_turns(graph: SupplyGraph, start: int, turn: UInt8, turns: int) -> TurnSpread:
    """What `start` relies on, each in the first turn in which relations of that turn and of those before lead to it.

    `turn` (m,) is the turn of each relation, from 0; one of `turns` or above is never taken. The turn of a node is the
    least, over all ways to it, of the greatest on the way (a bottleneck path); within a turn, the fewest relations.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->slow->end app->a->b->end")
    >>> slow = (graph.relation_target == graph.find("slow")).astype(np.uint8)
    >>> found = spread_in_turns(graph, graph.find("app"), slow, 2)
    >>> [int(found.turn[graph.find(each)]) for each in ("slow", "end")], len(found.way(graph, graph.find("end")))
    ([1, 0], 3)
    """
    found = TurnSpread(np.full(len(graph), turns, np.uint8), np.full(len(graph), UNREACHED, np.int32))
    found.turn[start] = 0
    for each in range(turns):
        _go_on(graph, found, turn <= each, each, turns)
    return found


def _go_on(graph: SupplyGraph, found: TurnSpread, allowed: Flags, turn: int, turns: int) -> None:
    """Go as far as this turn's relations lead, from everything that was reached before."""
    frontier = np.flatnonzero(found.turn < turns)
    while len(frontier):
        slots = graph.up.slots(frontier)
        slots = slots[allowed[graph.up.relations[slots]]]
        targets, relations = graph.up.targets[slots], graph.up.relations[slots]
        new = found.turn[targets] == turns
        # The first relation to reach a node is the one that stays, so that ties are always settled alike.
        frontier, first = np.unique(targets[new], return_index=True)
        found.turn[frontier] = turn
        found.by[frontier] = relations[new][first]

"""Which party stands behind each component: its maker or operator, or its supplier where no relation says."""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.graph_columns import GraphColumns
from explorer.graph.kept import kept
from explorer.graph.sorting import runs
from explorer.graph.supply_graph import SupplyGraph

_OWNERSHIP = (RelationKind.MADE_BY, RelationKind.OPERATED_BY)


@kept
def makers(graph: SupplyGraph) -> dict[int, tuple[int, ...]]:
    """For each node that has any, the nodes of the parties that made it; of those that operate it, where nobody made it.

    Parties have none: who owns a party is another question. Made once per graph.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds, made = {"meta": Kind.PARTY}, {"llama->meta": RelationKind.MADE_BY}
    >>> graph = example_snapshot("app->llama->meta", kinds, made).graph
    >>> {graph.id_of(node): [graph.id_of(party) for party in found] for node, found in makers(graph).items()}
    {'llama': ['meta']}
    """
    node, party = pairs_with_makers(graph)
    begins = runs(node)
    parties, ends = party.tolist(), np.append(begins, len(node))[1:].tolist()
    return {
        each: tuple(parties[begin:end])
        for each, begin, end in zip(node[begins].tolist(), begins.tolist(), ends, strict=True)
    }


@kept
def first_maker(graph: SupplyGraph) -> Int32:
    """(n,): the first of a node's makers; -1 where none is known."""
    node, party = pairs_with_makers(graph)
    begins = runs(node)
    column = np.full(len(graph), -1, np.int32)
    column[node[begins]] = party[begins]
    return column


def pairs_with_makers(graph: GraphColumns) -> tuple[Int32, Int32]:
    """(pairs,) twice: nodes, and the parties behind them as `makers` has them, ascending by node and party."""
    count = len(graph)
    party = graph.has_kind(Kind.PARTY)
    without = ~party
    found = []
    for kind in _OWNERSHIP:
        chosen = np.flatnonzero(graph.relation_has_kind(kind))
        source, target = graph.relation_source[chosen], graph.relation_target[chosen]
        naming = without[source] & party[target]
        source, target = source[naming], target[naming]
        without[source] = False
        found.append(source.astype(np.int64) * count + target)
    supplied = np.flatnonzero((graph.supplier >= 0) & without)
    pairs = np.sort(np.concatenate([*found, supplied * count + graph.supplier[supplied]]))
    pairs = pairs[runs(pairs)]
    return (pairs // max(count, 1)).astype(np.int32), (pairs % max(count, 1)).astype(np.int32)

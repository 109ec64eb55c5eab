"""Which party stands behind each component: its maker or operator, or its supplier where no relation says."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import SupplyGraph

_OWNERSHIP = (RelationKind.MADE_BY, RelationKind.OPERATED_BY)


def makers(graph: SupplyGraph) -> dict[int, tuple[int, ...]]:
    """For each node that has any, the nodes of the parties that made it; of those that operate it, where nobody made it.

    Parties have none: who owns a party is another question. Made once per graph.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds, made = {"meta": Kind.PARTY}, {"llama->meta": RelationKind.MADE_BY}
    >>> graph = example_snapshot("app->llama->meta", kinds, made).graph
    >>> {graph.id_of(node): [graph.id_of(party) for party in found] for node, found in makers(graph).items()}
    {'llama': ['meta']}
    """
    known = _KNOWN.get(graph)
    if known is None:
        known = _KNOWN[graph] = _makers(graph)
    return known


_KNOWN: WeakKeyDictionary[SupplyGraph, dict[int, tuple[int, ...]]] = WeakKeyDictionary()


def first_maker(graph: SupplyGraph) -> Int32:
    """(n,): the first of a node's makers; -1 where none is known."""
    column = np.full(len(graph), -1, np.int32)
    for node, found in makers(graph).items():
        column[node] = found[0]
    return column


def _makers(graph: SupplyGraph) -> dict[int, tuple[int, ...]]:
    found: dict[int, set[int]] = {}
    party = graph.has_kind(Kind.PARTY)
    for kind in _OWNERSHIP:
        already = set(found)
        chosen = np.flatnonzero(
            graph.relation_has_kind(kind) & ~party[graph.relation_source] & party[graph.relation_target]
        )
        ends = zip(graph.relation_source[chosen].tolist(), graph.relation_target[chosen].tolist(), strict=True)
        for source, target in ends:
            if source not in already:
                found.setdefault(source, set()).add(target)
    for node in np.flatnonzero((graph.supplier >= 0) & ~party).tolist():
        if node not in found:
            found[node] = {int(graph.supplier[node])}
    return {node: tuple(sorted(targets)) for node, targets in sorted(found.items())}

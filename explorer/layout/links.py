"""Which marks are joined, and by what: the relations between components seen from the marks that hold them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.domain.relation import LINEAGE
from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import RELATION_KINDS, SupplyGraph, UInt8
from explorer.layout.drawing import Flags

_LINEAGE_KINDS = [RELATION_KINDS.index(kind) for kind in RELATION_KINDS if kind in LINEAGE]


@dataclass(frozen=True, eq=False)
class Links:
    """Columns of r links, ordered by source, then target; the meaning is that of the same columns of `Drawing`."""

    source: Int32
    target: Int32
    kind: UInt8
    knowledge: UInt8
    lineage: Flags
    relations: Int32
    link_of: Int32
    """(m,): the link that stands for each relation of the graph; -1 where it is not drawn."""


def links_between(graph: SupplyGraph, mark_of: Int32, marks: int) -> Links:
    """One link for each ordered pair of different marks with at least one relation between their members."""
    source, target = mark_of[graph.relation_source], mark_of[graph.relation_target]
    chosen = np.flatnonzero((source >= 0) & (target >= 0) & (source != target))
    lineage = np.isin(graph.relation_kind[chosen], _LINEAGE_KINDS)
    pair = source[chosen].astype(np.int64) * marks + target[chosen]
    # Lineage first within a pair, so that its word is the one that is shown.
    order = np.lexsort((graph.relation_kind[chosen], ~lineage, pair))
    chosen, pair, lineage = chosen[order], pair[order], lineage[order]
    first = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])) if len(pair) else np.zeros(0, np.int64)
    link_of = np.full(graph.relation_count, -1, np.int32)
    if not len(first):
        none, flags = np.zeros(0, np.int32), np.zeros(0, bool)
        return Links(none, none, none.astype(np.uint8), none.astype(np.uint8), flags, none, link_of)
    counts = np.diff(np.append(first, len(pair)))
    link_of[chosen] = np.repeat(np.arange(len(first)), counts)
    return Links(
        source=source[chosen[first]],
        target=target[chosen[first]],
        kind=graph.relation_kind[chosen[first]],
        knowledge=np.minimum.reduceat(graph.relation_knowledge[chosen], first),
        lineage=lineage[first],
        relations=counts.astype(np.int32),
        link_of=link_of,
    )

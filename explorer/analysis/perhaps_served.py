"""Which packages may come from a place that is not their usual one?"""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.kept import kept
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.knowledge.hubs import is_default_hub


@kept
def perhaps_served(graph: SupplyGraph) -> Int32:
    """The relations that say from where something may come, which is not where such things come from by default."""
    perhaps = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    perhaps &= graph.relation_knowledge == KNOWLEDGE.index(Knowledge.INFERRED)
    relations = np.flatnonzero(perhaps)
    sources = graph.ids.texts(graph.relation_source[relations])
    targets = graph.ids.texts(graph.relation_target[relations])
    found = [
        relation
        for relation, source, target in zip(relations.tolist(), sources, targets, strict=True)
        if not is_default_hub(source, target)
    ]
    return np.asarray(found, np.int32)

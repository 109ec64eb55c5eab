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
    found = [
        relation
        for relation in np.flatnonzero(perhaps).tolist()
        if not is_default_hub(graph.ids[graph.relation_source[relation]], graph.ids[graph.relation_target[relation]])
    ]
    return np.asarray(found, np.int32)

"""Which relations name only one of several places, so that nobody said that it is the one that is needed?"""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, upstream
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph


@kept
def one_of_several(graph: SupplyGraph) -> Flags:
    """(m,): what runs on a cloud that is one of several which it names, or may run on besides others.

    A provider that publicly names a cloud of somebody else names one "among the clouds" that it runs on (`providers.toml`:
    at least); where the cloud is the provider's own, it is the place. A system whose files describe several clouds may need
    all of them or any.
    """
    on_cloud = graph.relation_has_kind(RelationKind.RUNS_ON) & graph.has_kind(Kind.CLOUD)[graph.relation_target]
    several = np.bincount(graph.relation_source[on_cloud], minlength=len(graph)) > 1
    found = on_cloud & several[graph.relation_source]
    inferred = on_cloud & (graph.relation_knowledge == KNOWLEDGE.index(Knowledge.INFERRED))
    for relation in np.flatnonzero(inferred & ~found).tolist():
        found[relation] = not _is_ones_own(graph, relation)
    return found


def _is_ones_own(graph: SupplyGraph, relation: int) -> bool:
    """Whether whoever operates the one that runs there stands behind the cloud too, by name or as its owner."""
    operated = graph.relation_has_kind(RelationKind.OPERATED_BY)
    own = _operators(graph, int(graph.relation_source[relation]), operated)
    behind = upstream(graph, [int(graph.relation_target[relation])], operated)
    return any(behind[each] for each in own)


def _operators(graph: SupplyGraph, node: int, operated: Flags) -> list[int]:
    return [int(graph.relation_target[each]) for each in graph.up.relations_of(node).tolist() if operated[each]]

"""Which packages may come from a place that is not their usual one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.analysis.artifacts import fetched_by_systems
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int64
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.knowledge.hubs import is_default_hub


@dataclass(frozen=True, eq=False)
class PerhapsServed:
    """Components, and the relations that say from where each may come, (k,) each.

    A relation is the component's own, or that of a system that fetches it.
    """

    nodes: Int64
    relations: Int64

    def __len__(self) -> int:
        return len(self.nodes)

    def only(self, which: Flags) -> PerhapsServed:
        """Those for which `which` (k,) is set."""
        return PerhapsServed(self.nodes[which], self.relations[which])


@kept
def perhaps_served(snapshot: Snapshot) -> PerhapsServed:
    """What may come from somewhere that is not where such things come from by default, by relation."""
    graph = snapshot.graph
    perhaps = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    perhaps &= graph.relation_knowledge == KNOWLEDGE.index(Knowledge.INFERRED)
    relations = np.flatnonzero(perhaps)
    relations = relations[~_from_default(graph, relations)]
    nodes = graph.relation_source[relations].astype(np.int64)
    by_system = graph.has_kind(Kind.SYSTEM)[nodes]
    known = fetched_by_systems(snapshot)
    fetched = [(relation, each) for relation in relations[by_system].tolist() for each in known.get(relation, ())]
    more_relations, more_nodes = np.array(fetched, np.int64).reshape(-1, 2).T
    relations = np.concatenate([relations[~by_system], more_relations])
    order = np.argsort(relations, kind="stable")
    return PerhapsServed(np.concatenate([nodes[~by_system], more_nodes])[order], relations[order])


def _from_default(graph: SupplyGraph, relations: Int64) -> Flags:
    """(relations,): whether the identity of the source alone leads to the target."""
    places, place = np.unique(graph.relation_target[relations], return_inverse=True)
    hubs = graph.ids.texts(places)
    sources = graph.ids.texts(graph.relation_source[relations])
    known: dict[tuple[str, int], bool] = {}
    found = np.zeros(len(relations), bool)
    for number, (source, at) in enumerate(zip(sources, place.tolist(), strict=True)):
        # Only what stands before the name matters, unless a registry is named behind it.
        told = source if "repository_url=" in source else source.partition("/")[0]
        answer = known.get((told, at))
        if answer is None:
            answer = known[told, at] = is_default_hub(source, hubs[at])
        found[number] = answer
    return found

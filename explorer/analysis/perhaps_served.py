"""Which packages may come from a place that is not their usual one?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from explorer.analysis.artifacts import fetched_by_systems
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.knowledge.hubs import is_default_hub


class PerhapsServed(NamedTuple):
    """A component, and the relation that says from where it may come: its own, or that of a system that fetches it."""

    node: int
    relation: int


@kept
def perhaps_served(snapshot: Snapshot) -> tuple[PerhapsServed, ...]:
    """What may come from somewhere that is not where such things come from by default, by relation."""
    graph = snapshot.graph
    perhaps = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    perhaps &= graph.relation_knowledge == KNOWLEDGE.index(Knowledge.INFERRED)
    relations = np.flatnonzero(perhaps)
    nodes = graph.relation_source[relations]
    sources = graph.ids.texts(nodes)
    targets = graph.ids.texts(graph.relation_target[relations])
    fetched, systems = fetched_by_systems(snapshot), graph.has_kind(Kind.SYSTEM)
    found = []
    for relation, node, source, target in zip(relations.tolist(), nodes.tolist(), sources, targets, strict=True):
        if not is_default_hub(source, target):
            found += [PerhapsServed(each, relation) for each in fetched.get(relation, () if systems[node] else (node,))]
    return tuple(found)

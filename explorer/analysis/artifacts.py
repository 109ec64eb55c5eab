"""What is each relation about? The artifact that is taken, fetched, built or trained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.kept import kept
from explorer.graph.own_places import SERVED
from explorer.graph.reach import Flags
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph

MADE_OR_FETCHED = (RelationKind.DISTRIBUTED_BY, RelationKind.BUILT_BY, RelationKind.TRAINED_BY)
"""Relations by which an artifact says where it is from; in all others the artifact is what is relied on."""


@kept
def artifact_nodes(graph: SupplyGraph) -> Int32:
    """(m,): the node that each relation is about: the artifact that is taken, fetched, built or trained."""
    from_there = graph.relation_has_kind(*MADE_OR_FETCHED)
    return np.where(from_there, graph.relation_source, graph.relation_target).astype(np.int32)


@kept
def fetched_by_systems(snapshot: Snapshot) -> Mapping[int, tuple[int, ...]]:
    """By relation from a system to a place that only its own files name: the components that it fetches from there.

    What comes that way is these components, each under its own pin, and not the system.
    """
    graph = snapshot.graph
    told = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY) & graph.has_kind(Kind.SYSTEM)[graph.relation_source]
    found: dict[int, tuple[int, ...]] = {}
    for relation in np.flatnonzero(told).tolist():
        named = snapshot.relations[relation].attributes.get(SERVED, "").split()
        if nodes := tuple(node for each in named if (node := graph.find(each)) is not None):
            found[relation] = nodes
    return found


def on_relations(snapshot: Snapshot, of_nodes: np.ndarray) -> np.ndarray:
    """(m,): what holds of the artifact of each relation, of (n,) flags or levels; of several the least."""
    told: np.ndarray = of_nodes[artifact_nodes(snapshot.graph)]
    for relation, nodes in fetched_by_systems(snapshot).items():
        told[relation] = of_nodes[list(nodes)].min()
    return told


def artifact_of(snapshot: Snapshot, relation: int) -> int:
    """The node that one relation is about; the first of several."""
    nodes = fetched_by_systems(snapshot).get(relation)
    return nodes[0] if nodes else int(artifact_nodes(snapshot.graph)[relation])


def own_relations(snapshot: Snapshot) -> Flags:
    """(m,): the relations that are about one node of their own, and not about what a system fetches."""
    own = np.ones(snapshot.graph.relation_count, bool)
    own[list(fetched_by_systems(snapshot))] = False
    return own

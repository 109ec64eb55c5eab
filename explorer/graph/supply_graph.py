"""The frozen graph: columns and rows of numbers, one node per component, relations in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.condensation import Condensation
from explorer.graph.tail_column import Texts
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex

if TYPE_CHECKING:
    import networkx as nx

UInt8 = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

KINDS = tuple(Kind)
KNOWLEDGE = tuple(Knowledge)
RELATION_KINDS = tuple(RelationKind)
SCOPES = tuple(Scope)
"""What the codes in the uint8 columns mean: the position in these tuples."""


@dataclass(frozen=True, eq=False)
class SupplyGraph:
    """Everything upstream of the systems, in level order.

    Nodes are numbered so that a level (the longest chain from a node that nothing relies on) is one slice, and every
    relation between nodes that are not on a common cycle goes to a greater level. n nodes, m relations.
    """

    ids: TextColumn
    names: Texts
    versions: TextColumn
    kind: UInt8
    """(n,): position in `KINDS`."""
    knowledge: UInt8
    """(n,): position in `KNOWLEDGE`, 0 verified to 3 unknown."""
    supplier: Int32
    """(n,): the node of the supplying party, -1 where none is known."""
    level: Int32
    """(n,): ascending."""
    group: Int32
    """(n,): nodes with the same number are on a common cycle (or are the same node)."""
    relation_source: Int32
    relation_target: Int32
    relation_kind: UInt8
    relation_knowledge: UInt8
    relation_scope: UInt8
    """(m,) each; relations point upstream, source relies on target."""
    up: Adjacency
    """From each node to what it relies on."""
    down: Adjacency
    """From each node to what relies on it."""
    index: TextIndex

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def relation_count(self) -> int:
        """m, the number of relations."""
        return len(self.relation_kind)

    def find(self, identity: str) -> int | None:
        """The node of this identity; None where the graph has none."""
        return self.index.find(self.ids, identity)

    def find_all(self, identities: Sequence[str]) -> Int32:
        """(identities,): the node of each; -1 where the graph has none."""
        return self.index.find_all(self.ids, identities)

    def id_of(self, node: int) -> ComponentId:
        """The identity of a node."""
        return ComponentId(self.ids[node])

    def kind_of(self, node: int) -> Kind:
        """The kind of a node."""
        return KINDS[self.kind[node]]

    def knowledge_of(self, node: int) -> Knowledge:
        """How well a node is known."""
        return KNOWLEDGE[self.knowledge[node]]

    def relation_kind_of(self, relation: int) -> RelationKind:
        """The word of a relation."""
        return RELATION_KINDS[self.relation_kind[relation]]

    def has_kind(self, *kinds: Kind) -> Flags:
        """(n,): which nodes are of one of these kinds."""
        return among([KINDS.index(kind) for kind in kinds])[self.kind]

    def relation_has_kind(self, *kinds: RelationKind) -> Flags:
        """(m,): which relations are of one of these kinds."""
        return among([RELATION_KINDS.index(kind) for kind in kinds])[self.relation_kind]

    @cached_property
    def systems(self) -> Int32:
        """The nodes that are the user's own systems."""
        return np.flatnonzero(self.has_kind(Kind.SYSTEM)).astype(np.int32)

    @cached_property
    def level_starts(self) -> Int32:
        """(levels + 1,): level L is the slice `level_starts[L]:level_starts[L + 1]` of the nodes."""
        levels = int(self.level[-1]) + 1 if len(self) else 0
        return np.searchsorted(self.level, np.arange(levels + 1)).astype(np.int32)

    @cached_property
    def on_cycles(self) -> Int32:
        """The nodes that are in a group of two or more, ascending."""
        sizes = np.bincount(self.group, minlength=1)
        return np.flatnonzero(sizes[self.group] > 1).astype(np.int32)

    def cycles(self) -> list[Int32]:
        """The groups of two or more nodes that reach each other."""
        return Condensation(self.group, self.level).cyclic_groups()

    def to_networkx(self, nodes: Iterable[int] | None = None) -> nx.MultiDiGraph:
        """A networkx graph of these nodes (all by default) and the relations among them, keyed by identity."""
        import networkx as nx

        chosen = range(len(self)) if nodes is None else sorted(set(nodes))
        inside = np.zeros(len(self), bool)
        inside[list(chosen)] = True
        result = nx.MultiDiGraph()
        for node in chosen:
            result.add_node(
                self.ids[node],
                name=self.names[node],
                version=self.versions[node],
                kind=str(self.kind_of(node)),
                knowledge=str(self.knowledge_of(node)),
            )
        for relation in np.flatnonzero(inside[self.relation_source] & inside[self.relation_target]).tolist():
            result.add_edge(
                self.ids[self.relation_source[relation]],
                self.ids[self.relation_target[relation]],
                key=str(self.relation_kind_of(relation)),
                kind=str(self.relation_kind_of(relation)),
                knowledge=str(KNOWLEDGE[self.relation_knowledge[relation]]),
                scope=str(SCOPES[self.relation_scope[relation]]),
            )
        return result


def among(codes: Iterable[int]) -> Flags:
    """(256,): whether each code of a uint8 column is one of these; looking up is many times as quick as searching."""
    table = np.zeros(256, bool)
    table[list(codes)] = True
    return table

"""What a question about kinds, suppliers and relations reads: a frozen graph has it, and one that is only thought of."""

from __future__ import annotations

from typing import Protocol

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import Flags, UInt8


class GraphColumns(Protocol):
    """n nodes in the order of a graph, and m relations, as columns of numbers."""

    @property
    def kind(self) -> UInt8:
        """(n,): position in `KINDS`."""

    @property
    def supplier(self) -> Int32:
        """(n,): the node of the supplying party, -1 where none is known."""

    @property
    def relation_source(self) -> Int32:
        """(m,)."""

    @property
    def relation_target(self) -> Int32:
        """(m,)."""

    @property
    def relation_kind(self) -> UInt8:
        """(m,): position in `RELATION_KINDS`."""

    def __len__(self) -> int: ...

    def has_kind(self, *kinds: Kind) -> Flags:
        """(n,): which nodes are of one of these kinds."""

    def relation_has_kind(self, *kinds: RelationKind) -> Flags:
        """(m,): which relations are of one of these kinds."""

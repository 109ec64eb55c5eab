"""What is to be replaced by what, and which components that means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.analysis.makers import pairs_with_makers
from explorer.domain.component import ComponentId, Kind
from explorer.errors import InputError
from explorer.graph.adjacency import Int32
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, slots=True)
class Swap:
    """Something to replace or, without a new identity, to take away.

    `old` is a component, a family (all its versions), a party (everything it made or operates), a hub, a cloud or
    hardware. `new` is any identity, known here or not. A party in the place of something that is no party stands for
    a product of that party which nobody has chosen yet.
    """

    old: ComponentId
    new: ComponentId | None = None

    def words(self) -> str:
        """The swap in words."""
        return f"{self.old} → {self.new}" if self.new is not None else f"without {self.old}"


def found_by(snapshot: Snapshot, identity: ComponentId) -> list[int]:
    """The nodes that an identity means: itself, or every version of the family. Raises `InputError` where there is none.

    >>> from explorer.graph.example import example_snapshot
    >>> found_by(example_snapshot("app->a"), ComponentId("a"))
    [1]
    """
    graph = snapshot.graph
    node = graph.find(identity)
    if node is not None:
        return [node]
    versions = versions_of(graph, identity)
    if not versions:
        raise InputError(f"{identity} is not upstream of anything here.", "Give an identity from the inventory.")
    return versions


def versions_of(graph: SupplyGraph, identity: str) -> list[int]:
    """The nodes of a family, whatever their versions, ascending."""
    alike = graph.ids.beginning_with(re.split("[?#]", identity, maxsplit=1)[0])
    return [place for place in alike if family(graph.ids[place]) == identity]


def pieces(snapshot: Snapshot, swap: Swap) -> list[Swap]:
    """The swap as the smallest ones it consists of: a party's is one for each thing that it made or operates."""
    nodes = found_by(snapshot, swap.old)
    if snapshot.graph.kind_of(nodes[0]) is not Kind.PARTY:
        return [swap]
    made = snapshot.graph.ids.texts(made_by(snapshot.graph, nodes[0]))
    return [Swap(ComponentId(each), swap.new) for each in made] or [swap]


def made_by(graph: SupplyGraph, party: int) -> Int32:
    """The nodes that a party made, or operates where nobody made them, ascending."""
    node, maker = _pairs(graph)
    return node[maker == party]


@kept
def _pairs(graph: SupplyGraph) -> tuple[Int32, Int32]:
    return pairs_with_makers(graph)

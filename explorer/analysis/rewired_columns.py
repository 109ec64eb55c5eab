"""The graph as it would be after some swaps, as columns: what figures are counted from, without a new snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.analysis.depth import depth
from explorer.analysis.dimensions import frameworks
from explorer.analysis.newcomers import Ends, Newcomers, newcomers
from explorer.analysis.reliance import Reliance, reached_rows, reliance
from explorer.analysis.rewired_reach import Reached, reached_again
from explorer.analysis.rewiring_plan import NOTHING, SOMETHING, Plan
from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.reach import upstream
from explorer.graph.stated import named_suppliers, supplier_column
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, Flags, UInt8, among
from explorer.graph.tail_column import Texts
from explorer.graph.text_ranks import ranks_with


@dataclass(frozen=True, eq=False)
class RewiredColumns:
    """n nodes and m relations in the order that a graph of them would have; relations in any order, some of them twice."""

    plan: Plan
    comes: Newcomers
    origin: Int32
    """(n,): the node of the graph before; the number of nodes before and more for a newcomer."""
    place: Int32
    """(before + newcomers,): where each stands here; -1 where the systems do not reach it."""
    kind: UInt8
    supplier: Int32
    relation_source: Int32
    relation_target: Int32
    relation_kind: UInt8
    level: Int32
    """(n,): the longest chain from a system."""
    is_unknown: Flags
    """(n,): of unknown knowledge."""
    is_framework: Flags
    """(n,): packages that are, or stand in for, frameworks of machine learning."""
    reach: Reliance
    """Which of the systems rely on each node; a system that went is -1 among the roots."""
    rank: Int32
    """(before + newcomers,): how many identities come before each in alphabetical order."""

    def __len__(self) -> int:
        return len(self.kind)

    def has_kind(self, *kinds: Kind) -> Flags:
        """(n,): which nodes are of one of these kinds."""
        return among([KINDS.index(kind) for kind in kinds])[self.kind]

    def relation_has_kind(self, *kinds: RelationKind) -> Flags:
        """(m,): which relations are of one of these kinds."""
        return among([RELATION_KINDS.index(kind) for kind in kinds])[self.relation_kind]

    def identities(self, nodes: np.ndarray) -> list[ComponentId]:
        """The identities of these nodes."""
        new = self.comes.identities
        return list(map(ComponentId, self._texts(nodes, self.plan.snapshot.graph.ids, new.__getitem__)))

    def names(self, nodes: np.ndarray) -> list[str]:
        """What people call these nodes."""
        return self._texts(nodes, self.plan.snapshot.graph.names, self.comes.names.__getitem__)

    def _texts(self, nodes: np.ndarray, before: Texts, new: Callable[[int], str]) -> list[str]:
        count, origin = len(before), self.origin[nodes]
        known = iter(before.texts(origin[origin < count]))
        return [next(known) if each < count else new(each - count) for each in origin.tolist()]

    def find(self, identity: ComponentId) -> int | None:
        """The node of this identity; what hides behind something unknown is not looked for."""
        number = self.comes.number(identity)
        number = self.plan.snapshot.graph.find(identity) if number is None else number
        place = -1 if number is None else int(self.place[number])
        return None if place < 0 else place

    def name(self, identity: ComponentId) -> str | None:
        """What people call this, as it comes new or as it was before; None where nothing has this identity."""
        place = self.comes.places.get(identity)
        if place is not None:
            return self.comes.names[place]
        graph = self.plan.snapshot.graph
        node = graph.find(identity)
        return None if node is None else graph.names[node]

    def version(self, identity: ComponentId) -> str:
        """The version of this, as it comes new or as it was before; empty where it has none."""
        number = self.comes.numbers.get(identity)
        if number is not None:
            return self.comes.named[number - len(self.plan.snapshot.graph)].version
        node = self.plan.snapshot.graph.find(identity)
        return "" if node is None else self.plan.snapshot.graph.versions[node]

    @cached_property
    def naming(self) -> np.ndarray:
        """The relations that name a party, in the order that a graph would have them."""
        chosen = np.flatnonzero(self.relation_has_kind(RelationKind.MADE_BY, RelationKind.OPERATED_BY))
        ends = self.relation_source[chosen].astype(np.int64) * len(self) + self.relation_target[chosen]
        return chosen[np.argsort(ends * 2 + (self.relation_kind[chosen] == _OPERATED_BY))]


_OPERATED_BY = RELATION_KINDS.index(RelationKind.OPERATED_BY)


def rewired_columns(plan: Plan, roots: Sequence[int]) -> RewiredColumns:
    """The graph after the swaps of the plan, with what is still upstream of the systems `roots`."""
    graph = plan.snapshot.graph
    words = reliance(graph, roots).words
    inside = reached_rows(words)
    comes = newcomers(plan, inside & ~plan.goes)
    ends, touched = _relations(plan, comes, inside)
    region = np.ones(len(graph) + len(comes), bool)
    region[: len(graph)] = (upstream(graph, touched) | plan.goes) & inside
    seeds = np.array([_still(plan, comes, root) for root in roots], np.int32)
    level = np.append(depth(graph, roots).greatest, np.full(len(comes), -1, np.int32))
    before = Reached(level, np.concatenate([words, np.zeros((len(comes), words.shape[1]), np.uint64)]))
    return _in_order(plan, comes, ends, reached_again(before, region, ends, seeds), seeds)


def _still(plan: Plan, comes: Newcomers, root: int) -> int:
    """The number of a system; -1 where it went with the party that made it."""
    return comes.numbers.get(plan.snapshot.graph.id_of(root), -1) if plan.goes[root] else root


def _relations(plan: Plan, comes: Newcomers, inside: Flags) -> tuple[Ends, np.ndarray]:
    """All relations after, and the nodes that lost or won some, or are led to by others that did."""
    graph = plan.snapshot.graph
    source, target = graph.relation_source, graph.relation_target
    ours, from_gone, to_gone = inside[source], plan.goes[source], plan.goes[target]
    stays = np.flatnonzero(ours & ~from_gone & ~to_gone)
    moved = np.flatnonzero(ours & ~from_gone & to_gone)
    heir = _heirs(plan, comes)[target[moved]]
    moved, heir = moved[heir != NOTHING], heir[heir != NOTHING]
    kinds = graph.relation_kind
    ends = Ends.together(
        [
            Ends(source[stays], target[stays], kinds[stays]),
            Ends(source[moved], heir, kinds[moved]),
            comes.relations,
        ]
    )
    led_to = np.concatenate([target[ours & (from_gone | to_gone)], heir, comes.relations.target])
    touched = np.zeros(len(graph) + len(comes), bool)
    touched[led_to] = True
    return ends, np.flatnonzero(touched[: len(graph)])


def _heirs(plan: Plan, comes: Newcomers) -> Int32:
    """(n,): the number of what takes the place of each node that goes; `NOTHING` where nothing does."""
    heir = np.append(comes.heirs, np.int32(NOTHING))[np.where(plan.heir >= 0, plan.heir, -1)]
    first = len(plan.goes) + len(comes.named)
    heir[comes.stand_ins] = np.where(
        plan.heir[comes.stand_ins] == SOMETHING,
        np.arange(first, first + len(comes.stand_ins), dtype=np.int32),
        heir[comes.stand_ins],
    )
    for node, number in comes.looked_at.items():
        if plan.heir[node] == SOMETHING:
            heir[node] = number
    return heir


def _in_order(plan: Plan, comes: Newcomers, ends: Ends, reached: Reached, roots: Int32) -> RewiredColumns:
    graph = plan.snapshot.graph
    ranks = ranks_with(graph, comes.identities)
    there = np.flatnonzero(reached.level >= 0)
    by_rank = np.empty(len(ranks), np.int32)
    by_rank[ranks] = np.arange(len(ranks), dtype=np.int32)
    keys = np.sort((reached.level[there].astype(np.int64) << 32) | ranks[there])
    origin = by_rank[keys & 0xFFFFFFFF]
    place = np.full(len(ranks) + 1, -1, np.int32)  # The last for a supplier that is not known.
    place[origin] = np.arange(len(origin), dtype=np.int32)
    ours = np.flatnonzero(place[ends.source] >= 0)
    knowledge = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    return RewiredColumns(
        plan,
        comes,
        origin,
        place[:-1],
        np.concatenate([graph.kind, comes.kind])[origin],
        place[_suppliers(plan, comes)[origin]],
        place[ends.source[ours]],
        place[ends.target[ours]],
        ends.kind[ours],
        reached.level[origin],
        np.concatenate([knowledge, comes.is_unknown])[origin],
        np.concatenate([frameworks(plan.snapshot), comes.is_framework])[origin],
        Reliance(tuple(place[roots].tolist()), reached.words[origin]),
        ranks,
    )


def _suppliers(plan: Plan, comes: Newcomers) -> Int32:
    """(before + newcomers,): the number of each one's supplier, -1 where it is not known; some may not be reached."""
    snapshot = plan.snapshot
    nodes, numbers = snapshot.graph.find_all(list(comes.numbers)), np.array(list(comes.numbers.values()), np.int32)
    now = np.append(np.arange(len(snapshot.graph), dtype=np.int32), np.int32(-1))  # The last where none is known.
    now[nodes[nodes >= 0]] = numbers[nodes >= 0]
    supplier = now[supplier_column(snapshot)]
    for identity, number in comes.numbers.items():
        supplier[named_suppliers(snapshot).get(identity, [])] = number
    return np.concatenate([supplier, comes.supplier])

"""What a substitution brings in, as columns beside those of the graph: nobody makes an object of each of thousands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np

from explorer.analysis.dimensions import frameworks
from explorer.analysis.rewiring_plan import STAND_IN, Plan, stand_in_for, stand_in_name
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.derive import derive
from explorer.graph.kept import kept
from explorer.graph.merge import Draft
from explorer.graph.supply_graph import KINDS, RELATION_KINDS, Flags, SupplyGraph, UInt8

_ONE_BY_ONE = (Kind.HUB, Kind.HARDWARE)
"""What stands in for these is looked at by name by the rules, which may know a host or a machine type by it."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Relations by their ends; a number below that of the graph's nodes is one of these, a greater one a newcomer."""

    source: Int32
    target: Int32
    kind: UInt8

    @classmethod
    def together(cls, parts: list[Ends]) -> Ends:
        """One after the other."""
        return cls(
            np.concatenate([each.source for each in parts]),
            np.concatenate([each.target for each in parts]),
            np.concatenate([each.kind for each in parts]),
        )


@dataclass(frozen=True, eq=False)
class Newcomers:
    """What comes new: first what was named and what the rules know of it, then stand-ins, then what hides behind these.

    Newcomer number i has the number n + i beside the n nodes of the graph.
    """

    plan: Plan
    named: tuple[Component, ...]
    stand_ins: Int32
    """The nodes for which something stands in, ascending by kind and node."""
    looked_at: Mapping[int, int]
    """Nodes whose stand-ins are among what was named, and the numbers of these."""
    hidden: tuple[tuple[str, str, Int32], ...]
    """What must exist behind some of the stand-ins: how its identity and its name begin, and their places among them."""
    heirs: Int32
    """What was named to take a place, by its number in the plan: its number here."""
    relations: Ends
    """Of newcomers, and those that they bring for others."""

    def __len__(self) -> int:
        return len(self.named) + len(self.stand_ins) + self._hidden_count

    @cached_property
    def numbers(self) -> dict[ComponentId, int]:
        """The numbers of what was named and of what the rules know of it."""
        return {each.id: len(self.plan.snapshot.graph) + place for place, each in enumerate(self.named)}

    @cached_property
    def identities(self) -> list[str]:
        """By newcomer."""
        standing = [stand_in_for(each) for each in self.plan.snapshot.graph.ids.texts(self.stand_ins)]
        behind = [f"{prefix}{standing[place]}" for prefix, _, places in self.hidden for place in places.tolist()]
        return [*(each.id for each in self.named), *standing, *behind]

    @property
    def kind(self) -> UInt8:
        """By newcomer."""
        behind = np.full(self._hidden_count, KINDS.index(Kind.UNKNOWN), np.uint8)
        named = np.array([KINDS.index(each.kind) for each in self.named], np.uint8)
        return np.concatenate([named, self.plan.snapshot.graph.kind[self.stand_ins], behind])

    @property
    def is_unknown(self) -> Flags:
        """By newcomer: nobody knows what stands in for something, nor what hides behind it."""
        named = [each.knowledge is Knowledge.UNKNOWN for each in self.named]
        return np.concatenate([np.array(named, bool), np.ones(len(self) - len(named), bool)])

    @property
    def is_framework(self) -> Flags:
        """By newcomer: packages that are, or stand in for, frameworks of machine learning."""
        named = [each.kind is Kind.PACKAGE and each.attributes.get("framework") == "yes" for each in self.named]
        behind = np.zeros(self._hidden_count, bool)
        return np.concatenate([np.array(named, bool), frameworks(self.plan.snapshot)[self.stand_ins], behind])

    @property
    def supplier(self) -> Int32:
        """By newcomer: the number of its supplier, as far as it is a newcomer or stands in the graph; else -1."""
        makers = self.heirs[self.plan.maker[self.stand_ins]]
        named = self._found([each.supplier or "" for each in self.named])
        return np.concatenate([named, makers, np.full(self._hidden_count, -1, np.int32)])

    @property
    def _hidden_count(self) -> int:
        return sum(len(places) for _, _, places in self.hidden)

    def _found(self, identities: list[str]) -> Int32:
        known = self.plan.snapshot.graph.find_all(identities).tolist()
        places = (self.numbers.get(ComponentId(each), node) for each, node in zip(identities, known, strict=True))
        return np.fromiter(places, np.int32, len(identities))

    def number(self, identity: str) -> int | None:
        """The number of what was named or stands in for something; None where there is none of this identity."""
        if not identity.startswith(STAND_IN):
            return self.numbers.get(ComponentId(identity))
        node = self.plan.snapshot.graph.find(identity.removeprefix(STAND_IN))
        places = [] if node is None else np.flatnonzero(self.stand_ins == node).tolist()
        first = len(self.plan.snapshot.graph) + len(self.named)
        return first + places[0] if places else self.numbers.get(ComponentId(identity))

    @cached_property
    def names(self) -> list[str]:
        """What people call each newcomer."""
        makers = [self.plan.name_of(each) for each in self.plan.identities()]
        old = self.plan.snapshot.graph.names.texts(self.stand_ins)
        standing = [
            stand_in_name(makers[maker], name)
            for maker, name in zip(self.plan.maker[self.stand_ins].tolist(), old, strict=True)
        ]
        behind = [f"{words}{standing[place]}" for _, words, places in self.hidden for place in places.tolist()]
        return [*(each.name for each in self.named), *standing, *behind]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where among the newcomers each identity stands."""
        return {identity: place for place, identity in enumerate(self.identities)}


def newcomers(plan: Plan, stays: Flags) -> Newcomers:
    """What comes new where these nodes of the graph stay."""
    graph, standing = plan.snapshot.graph, plan.stand_ins
    singly = graph.has_kind(*_ONE_BY_ONE)[standing] | _has_stand_ins(graph)
    brought = plan.brought_along(stays, standing[singly].tolist())
    stand_ins = standing[~singly]
    stand_ins = stand_ins[np.argsort(graph.kind[stand_ins], kind="stable")]
    found = zip(brought.components, graph.find_all(list(brought.components)).tolist(), strict=True)
    numbers = {identity: node for identity, node in found if node >= 0 and stays[node]}
    named = tuple(each for each in brought.components.values() if each.id not in numbers)
    first = len(graph) + len(named)
    numbers |= {each.id: len(graph) + place for place, each in enumerate(named)}
    number = partial(_number, graph, stays, numbers)
    heirs = np.array([number(each) for each in plan.newcomers], np.int32)
    looked_at = {node: number(stand_in_for(graph.id_of(node))) for node in standing[singly].tolist()}
    places = np.arange(first, first + len(stand_ins), dtype=np.int32)
    maker = heirs[plan.maker[stand_ins]]
    hidden, behind = _hidden(graph.kind[stand_ins], places)
    relations = Ends.together([_ends_of(brought, numbers), _of_kind(places, maker, RelationKind.MADE_BY), *behind])
    return Newcomers(plan, named, stand_ins, looked_at, hidden, heirs, relations)


@kept
def _has_stand_ins(graph: SupplyGraph) -> bool:
    """Whether something in it stands in for something already; then identities may meet, and are looked at one by one."""
    return STAND_IN.encode() in graph.ids.blob


def _number(graph: SupplyGraph, stays: Flags, numbers: Mapping[ComponentId, int], identity: ComponentId) -> int:
    node = graph.find(identity)
    return node if node is not None and stays[node] else numbers[identity]


def _ends_of(brought: Draft, numbers: Mapping[ComponentId, int]) -> Ends:
    relations = list(brought.relations.values())
    return Ends(
        np.array([numbers[each.source] for each in relations], np.int32),
        np.array([numbers[each.target] for each in relations], np.int32),
        np.array([RELATION_KINDS.index(each.kind) for each in relations], np.uint8),
    )


def _of_kind(source: Int32, target: Int32, kind: RelationKind) -> Ends:
    return Ends(source, target, np.full(len(source), RELATION_KINDS.index(kind), np.uint8))


def _hidden(kinds: UInt8, places: Int32) -> tuple[tuple[tuple[str, str, Int32], ...], list[Ends]]:
    """What hides behind stand-ins of these kinds, ascending, and the relations to it; `places` are their numbers."""
    hidden, relations = [], []
    following = int(places[-1]) + 1 if len(places) else 0
    for code in np.unique(kinds).tolist():
        same = np.flatnonzero(kinds == code).astype(np.int32)
        for prefix, words, kind in _behind(KINDS[code]):
            hidden.append((prefix, words, same))
            relations.append(_of_kind(places[same], np.arange(following, following + len(same), dtype=np.int32), kind))
            following += len(same)
    return tuple(hidden), relations


@cache
def _behind(kind: Kind) -> tuple[tuple[str, str, RelationKind], ...]:
    """What the rules say must exist behind a stand-in of this kind: how identity and name begin, and the relation."""
    one, maker = stand_in_for("one"), ComponentId("party:maker")
    draft = Draft()
    draft.add(Component(maker, Kind.PARTY, "maker"))
    draft.add(Component(one, kind, "one", supplier=maker, knowledge=Knowledge.UNKNOWN))
    draft.add(Relation(one, maker, RelationKind.MADE_BY))
    derive(draft)
    added = [each for each in draft.relations.values() if each.target != maker]
    assert all(each.source == one and draft.components[each.target].kind is Kind.UNKNOWN for each in added)
    return tuple(
        (each.target.removesuffix(one), draft.components[each.target].name.removesuffix("one"), each.kind)
        for each in added
    )

"""What goes when something is replaced, and what takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from explorer.analysis.swaps import Swap, found_by, made_by
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.adjacency import Int32
from explorer.graph.derive import derive
from explorer.graph.identity import family, kind_from_id, version_of
from explorer.graph.merge import Draft
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import Flags
from explorer.knowledge.parties import parties

STAND_IN = "unknown:stand-in:"
"""Before the identity of what is replaced, for a product of another party that nobody has chosen yet."""

NOTHING, SOMETHING = -1, -2
"""What takes a node's place where no newcomer does: nothing, or something of a party that nobody has chosen yet."""

Claims = Iterable[Component | Relation]


class Plan:
    """What goes, and what takes its place, by node of the snapshot."""

    def __init__(self, snapshot: Snapshot, swaps: Sequence[Swap]) -> None:
        """Raises `InputError` where a swap makes no sense."""
        self.snapshot = snapshot
        count = len(snapshot.graph)
        self.goes: Flags = np.zeros(count, bool)
        self.heir: Int32 = np.full(count, NOTHING, np.int32)
        """(n,): the number of the newcomer that takes the place of what goes, `NOTHING` or `SOMETHING`."""
        self.maker: Int32 = np.full(count, NOTHING, np.int32)
        """(n,): for what something of a party has been put in the place of, the number of that party as a newcomer."""
        self.newcomers: dict[ComponentId, Component | None] = {}
        """What was named to take a place, in the order of naming; None where the snapshot has it already."""
        self._numbers: dict[ComponentId, int] = {}
        for swap in swaps:
            self._take(swap)

    @property
    def stand_ins(self) -> Int32:
        """The nodes whose place something of a party was to take, ascending."""
        return np.flatnonzero(self.maker >= 0).astype(np.int32)

    def identities(self) -> list[ComponentId]:
        """What was named to take a place, by number."""
        return list(self.newcomers)

    def in_place_of(self, node: int) -> ComponentId | None:
        """The identity that takes the place of a node that goes; None where it is taken away."""
        heir = int(self.heir[node])
        if heir == SOMETHING:
            return stand_in_for(self.snapshot.graph.id_of(node))
        return None if heir == NOTHING else self.identities()[heir]

    def brought_along(self, stays: Flags, stand_ins: Iterable[int]) -> Draft:
        """What comes new, with what the rules know of it, as far as it is not among what `stays`.

        Of what stands in for something, only that of these nodes is made into components.
        """
        draft = Draft()
        find = self.snapshot.graph.find
        for identity in self.newcomers:
            if (node := find(identity)) is None or not stays[node]:
                _add(draft, self._claims_of(identity))
        for number in np.unique(self.maker[self.stand_ins]).tolist():
            _add(draft, self._claims_of(self.identities()[number]))
        for node in stand_ins:
            there = find(stand_in_for(self.snapshot.graph.id_of(node)))
            if there is None or not stays[there]:
                _add(draft, self.stand_in(node))
        derive(draft)
        return draft

    def stand_in(self, node: int) -> Claims:
        """Something of a party in the place of a node, made by that party."""
        old, maker = self.snapshot.components[node], self.identities()[int(self.maker[node])]
        name = stand_in_name(self.name_of(maker), old.name)
        told = (Evidence("analyst", "substitution", text=f"in place of {old.id}; which product is not chosen"),)
        identity = stand_in_for(old.id)
        yield Component(identity, old.kind, name, "", maker, Knowledge.UNKNOWN, _kept_of(old), told)
        yield Relation(identity, maker, RelationKind.MADE_BY, evidence=told)

    def _take(self, swap: Swap) -> None:
        if swap.new is not None and family(swap.new) == swap.old:
            raise InputError(f"{swap.old} cannot be replaced by itself.", "Name something else to take its place.")
        graph = self.snapshot.graph
        for node in found_by(self.snapshot, swap.old):
            if graph.kind_of(node) is Kind.SYSTEM:
                raise InputError(f"{swap.old} is one of your systems.", "Replace something that it relies on.")
            if graph.kind_of(node) is Kind.PARTY:
                self.goes[node] = True
                self.heir[node] = NOTHING if swap.new is None else self._known(swap.new, Kind.PARTY)
                self._replace(made_by(graph, node), swap.new)
            else:
                self._replace(np.array([node], np.int32), swap.new)

    def _replace(self, nodes: Int32, new: ComponentId | None) -> None:
        self.goes[nodes] = True
        if new is None or not len(nodes):
            self.heir[nodes] = NOTHING
            return
        kind = self.snapshot.graph.kind_of(int(nodes[0]))
        if self._kind_of(new, kind) is not Kind.PARTY:
            self.heir[nodes] = self._known(new, kind)
        else:
            self.heir[nodes], self.maker[nodes] = SOMETHING, self._known(new, Kind.PARTY)

    def _known(self, new: ComponentId, kind: Kind) -> int:
        """The number of an identity that the snapshot has, or of one that is made up for it."""
        if new not in self.newcomers:
            self._numbers[new] = len(self._numbers)
            self.newcomers[new] = None if self._is_here(new) else self._made_up(new, kind)
        return self._numbers[new]

    def _made_up(self, new: ComponentId, kind: Kind) -> Component:
        told = (Evidence("analyst", "substitution", text=f"{new}, as the analyst named it"),)
        party = parties().get(new.removeprefix("party:"))
        return Component(
            new, self._kind_of(new, kind), party.name if party else _plain_name(new), version_of(new), evidence=told
        )

    def _claims_of(self, identity: ComponentId) -> Claims:
        """A newcomer; what the snapshot has may have been upstream only through what goes, so it comes with its upstream."""
        made_up = self.newcomers[identity]
        return _with_upstream(self.snapshot, identity) if made_up is None else (made_up,)

    def _is_here(self, identity: ComponentId) -> bool:
        return self.snapshot.graph.find(identity) is not None

    def _kind_of(self, identity: ComponentId, otherwise: Kind) -> Kind:
        node = self.snapshot.graph.find(identity)
        if node is not None:
            return self.snapshot.graph.kind_of(node)
        suggested = kind_from_id(identity)
        return otherwise if suggested is Kind.UNKNOWN else suggested

    def name_of(self, identity: ComponentId) -> str:
        """What people call something that was named to take a place."""
        node, made_up = self.snapshot.graph.find(identity), self.newcomers[identity]
        return self.snapshot.graph.names[node] if node is not None else made_up.name if made_up else identity


def stand_in_for(identity: str) -> ComponentId:
    """The identity of something of a party in the place of this."""
    return ComponentId(f"{STAND_IN}{identity}")


def stand_in_name(maker: str, old: str) -> str:
    """What something of a maker in the place of something is called."""
    return f"something of {maker} in place of {old}"


def _add(draft: Draft, claims: Claims) -> None:
    for claim in claims:
        draft.add(claim)


def _kept_of(old: Component) -> dict[str, str]:
    """A stand-in for a framework is a framework."""
    return {"framework": "yes"} if old.attributes.get("framework") == "yes" else {}


def _plain_name(identity: ComponentId) -> str:
    body = identity.partition(":")[2] or identity
    for prefix in ("huggingface/datasets/", "huggingface/", "pypi/", "npm/", "docker/", "github/"):
        body = body.removeprefix(prefix)
    return body.partition("@")[0].partition("?")[0]


def _with_upstream(snapshot: Snapshot, identity: ComponentId) -> Iterator[Component | Relation]:
    graph = snapshot.graph
    node = graph.find(identity)
    assert node is not None, "only what the snapshot has brings something along"
    inside = upstream(graph, [node])
    yield from (snapshot.components[each] for each in np.flatnonzero(inside).tolist())
    yield from (snapshot.relations[each] for each in np.flatnonzero(inside[graph.relation_source]).tolist())

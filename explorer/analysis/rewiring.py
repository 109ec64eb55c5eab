"""The graph as it would be with something replaced or taken away: who relied on the old relies on the new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.makers import makers
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.derive import derive
from explorer.graph.identity import family, kind_from_id, version_of
from explorer.graph.merge import Draft
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.parties import parties

STAND_IN = "unknown:stand-in:"
"""Before the identity of what is replaced, for a product of another party that nobody has chosen yet."""


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


@dataclass(frozen=True, slots=True)
class Rewired:
    """A snapshot after some swaps, with what was touched."""

    snapshot: Snapshot
    moved: tuple[ComponentId, ...]
    """Components, systems among them, that relied directly on what was replaced and now rely on what is new."""
    replaced: tuple[ComponentId, ...]
    """What went: for a party, everything it made or operates, and itself."""


def found_by(snapshot: Snapshot, identity: ComponentId) -> list[int]:
    """The nodes that an identity means: itself, or every version of the family. Raises `InputError` where there is none.

    >>> from explorer.graph.example import example_snapshot
    >>> found_by(example_snapshot("app->a"), ComponentId("a"))
    [1]
    """
    node = snapshot.graph.find(identity)
    if node is not None:
        return [node]
    versions = [place for place, each in enumerate(snapshot.components) if family(each.id) == identity]
    if not versions:
        raise InputError(f"{identity} is not upstream of anything here.", "Give an identity from the inventory.")
    return versions


def pieces(snapshot: Snapshot, swap: Swap) -> list[Swap]:
    """The swap as the smallest ones it consists of: a party's is one for each thing that it made or operates."""
    nodes = found_by(snapshot, swap.old)
    if snapshot.graph.kind_of(nodes[0]) is not Kind.PARTY:
        return [swap]
    made = _made_by(snapshot, nodes[0])
    return [Swap(snapshot.graph.id_of(node), swap.new) for node in made] or [swap]


def rewired(snapshot: Snapshot, roots: Sequence[int], swaps: Sequence[Swap]) -> Rewired:
    """The snapshot after these swaps, with only what is still upstream of the systems `roots`.

    What relied on the old relies on the new, by the same relations; what the old relied on stays only where something
    else relies on it. Something new that is not in the snapshot brings what the rules of derivation know of it: its hub,
    its maker, and unknown training data or dependencies, since nobody has read anything about it.

    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->a->b app->c")
    >>> after = rewired(snapshot, [0], [Swap(ComponentId("a"), ComponentId("c"))])
    >>> sorted(after.snapshot.graph.ids), after.moved
    (['app', 'c'], ('app',))
    """
    graph = snapshot.graph
    inside = upstream(graph, roots)
    plan = _Plan(snapshot)
    for swap in swaps:
        plan.take(swap)
    stays = (snapshot.components[node] for node in np.flatnonzero(inside).tolist() if node not in plan.goes)
    draft = Draft({component.id: component for component in stays})
    moved: dict[ComponentId, None] = {}
    for number in np.flatnonzero(inside[graph.relation_source]).tolist():
        source, target = int(graph.relation_source[number]), int(graph.relation_target[number])
        if source in plan.goes:
            continue
        relation = snapshot.relations[number]
        if target in plan.goes:
            moved[relation.source] = None
            for new in plan.goes[target]:
                draft.add(_redirected(relation, new))
        else:
            draft.add(relation)
    for claim in plan.new_claims(draft):
        draft.add(claim)
    systems = [graph.id_of(root) for root in roots]
    replaced = tuple(graph.id_of(node) for node in sorted(plan.goes) if inside[node])
    return Rewired(_reached(draft, systems, snapshot.taken), tuple(moved), replaced)


class _Plan:
    """What goes, and what takes its place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.goes: dict[int, tuple[ComponentId, ...]] = {}
        """For each node that goes, the identities that take its place; none where it is taken away."""
        self._new: dict[ComponentId, list[Component | Relation]] = {}
        self._known_here: dict[ComponentId, Component | None] = {}

    def _here(self, identity: ComponentId) -> Component | None:
        """The component of the snapshot; the same few are sought again and again."""
        if identity not in self._known_here:
            self._known_here[identity] = self._snapshot.component(identity)
        return self._known_here[identity]

    def take(self, swap: Swap) -> None:
        """Take one swap into account."""
        snapshot = self._snapshot
        if swap.new is not None and family(swap.new) == swap.old:
            raise InputError(f"{swap.old} cannot be replaced by itself.", "Name something else to take its place.")
        for node in found_by(snapshot, swap.old):
            if snapshot.graph.kind_of(node) is Kind.SYSTEM:
                raise InputError(f"{swap.old} is one of your systems.", "Replace something that it relies on.")
            if snapshot.graph.kind_of(node) is Kind.PARTY:
                self._take_party(node, swap.new)
            else:
                self.goes[node] = self._in_place_of(node, swap.new)

    def new_claims(self, draft: Draft) -> Iterator[Component | Relation]:
        """What comes new, with what the rules know of it; what the draft has already is not said again."""
        small = Draft()
        for identity, claims in self._new.items():
            if identity not in draft.components:
                for claim in claims:
                    small.add(claim)
        derive(small)
        for component in small.components.values():
            if component.id not in draft.components:
                yield component
        yield from small.relations.values()

    def _take_party(self, party: int, new: ComponentId | None) -> None:
        self.goes[party] = () if new is None else self._known(new, Kind.PARTY)
        for node in _made_by(self._snapshot, party):
            self.goes[node] = self._in_place_of(node, new)

    def _in_place_of(self, node: int, new: ComponentId | None) -> tuple[ComponentId, ...]:
        if new is None:
            return ()
        old = self._snapshot.components[node]
        if _kind_of(self._here(new), new, old.kind) is not Kind.PARTY:
            return self._known(new, old.kind)
        (maker,) = self._known(new, Kind.PARTY)
        identity = ComponentId(f"{STAND_IN}{old.id}")
        name = f"something of {self._name(maker)} in place of {old.name}"
        told = (Evidence("analyst", "substitution", text=f"in place of {old.id}; which product is not chosen"),)
        self._new[identity] = [
            Component(identity, old.kind, name, "", maker, Knowledge.UNKNOWN, _kept(old), told),
            Relation(identity, maker, RelationKind.MADE_BY, evidence=told),
            *self._new.get(maker, ()),
        ]
        return (identity,)

    def _known(self, new: ComponentId, kind: Kind) -> tuple[ComponentId, ...]:
        """An identity that the snapshot has, or one that is made up for it."""
        if self._here(new) is None and new not in self._new:
            told = (Evidence("analyst", "substitution", text=f"{new}, as the analyst named it"),)
            party = parties().get(new.removeprefix("party:"))
            name = party.name if party else _plain_name(new)
            self._new[new] = [Component(new, _kind_of(None, new, kind), name, version_of(new), evidence=told)]
        elif new not in self._new:
            # It may have been upstream of the systems only through what goes, or not at all: it comes with what it needs.
            self._new[new] = list(_with_upstream(self._snapshot, new))
        return (new,)

    def _name(self, identity: ComponentId) -> str:
        component = self._here(identity)
        first = self._new.get(identity, [None])[0]
        return component.name if component else first.name if isinstance(first, Component) else identity


def _kind_of(component: Component | None, identity: ComponentId, otherwise: Kind) -> Kind:
    if component is not None:
        return component.kind
    suggested = kind_from_id(identity)
    return otherwise if suggested is Kind.UNKNOWN else suggested


def _kept(old: Component) -> dict[str, str]:
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


def _made_by(snapshot: Snapshot, party: int) -> list[int]:
    return [node for node, found in makers(snapshot.graph).items() if party in found]


def _redirected(relation: Relation, new: ComponentId) -> Relation:
    told = Evidence("analyst", "substitution", text=f"in place of {relation.target}")
    return replace(relation, target=new, evidence=(*relation.evidence, told))


def _reached(draft: Draft, systems: Sequence[ComponentId], taken: str) -> Snapshot:
    """The snapshot of what the systems reach in the draft."""
    following: dict[ComponentId, list[Relation]] = {}
    for relation in draft.relations.values():
        following.setdefault(relation.source, []).append(relation)
    kept, waiting = set(systems), list(systems)
    while waiting:
        for relation in following.get(waiting.pop(), ()):
            if relation.target not in kept:
                kept.add(relation.target)
                waiting.append(relation.target)
    # What is in a draft is merged already.
    components = {identity: component for identity, component in draft.components.items() if identity in kept}
    relations = {key: relation for key, relation in draft.relations.items() if relation.source in kept}
    return snapshot_of(Draft(components, relations), taken)

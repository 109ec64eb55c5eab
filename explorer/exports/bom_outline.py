"""Which parts of a snapshot go where in a BOM, whatever its format: subject, things, nodes that are no things, relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from explorer.domain.annotations import Annotation
from explorer.domain.component import INCOMPLETE, Component, ComponentId, Kind
from explorer.domain.relation import Relation
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot

NO_THINGS = frozenset({Kind.PARTY, Kind.UNKNOWN})
"""Kinds that are no component of anything: whoever makes a thing, and what nobody has told of."""


@dataclass(frozen=True)
class Outline:
    """A snapshot, or what is upstream of one of its systems, laid out for a BOM."""

    subject: Component | None
    """The system that the BOM is about; None where there are several."""
    things: Sequence[Component]
    """Everything else that is a component."""
    nodes: Sequence[Component]
    """Parties, and what must be there but is unseen."""
    relations: Mapping[ComponentId, Sequence[Relation]]
    """By the component that relies, in the order of the graph."""
    judgements: Mapping[ComponentId, Sequence[Annotation]]
    """Annotations by the component or node that they are about, or whose family."""
    taken: str

    @cached_property
    def parties(self) -> frozenset[ComponentId]:
        """The identities of the parties."""
        return frozenset(each.id for each in self.nodes if each.kind is Kind.PARTY)

    @cached_property
    def unseen(self) -> frozenset[ComponentId]:
        """The identities of what must be there but is unseen."""
        return frozenset(each.id for each in self.nodes if each.id.startswith("unknown:"))

    @cached_property
    def incomplete(self) -> Mapping[ComponentId, str]:
        """Of the unseen, those for which a BOM itself says that its list is incomplete, with its word for it."""
        stated = ((each.id, each.attributes.get("completeness", "")) for each in self.nodes if each.id in self.unseen)
        return {identity: word for identity, word in stated if word.startswith(INCOMPLETE)}

    @cached_property
    def names_of_things(self) -> frozenset[ComponentId]:
        """The identities of the things."""
        return frozenset(each.id for each in self.things)

    @cached_property
    def components(self) -> list[Component]:
        """The subject and all things."""
        return [*([self.subject] if self.subject else []), *self.things]

    @property
    def number(self) -> UUID:
        """A number for the document: the same content has the same."""
        names = "\n".join(sorted(each.id for each in (*self.components, *self.nodes)))
        return uuid5(NAMESPACE_URL, f"{self.taken}\n{names}")


def outline(snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None) -> Outline:
    """Lay out the whole snapshot, or what is upstream of one system."""
    chosen = _chosen(snapshot, system)
    systems = [each for each in chosen if each.kind is Kind.SYSTEM]
    subject = next((each for each in systems if system is None or each.id == system), None)
    if system is None and len(systems) != 1:
        subject = None
    names = {each.id for each in chosen}
    relations: dict[ComponentId, list[Relation]] = {}
    for relation in snapshot.relations:
        if relation.source in names and relation.target in names:
            relations.setdefault(relation.source, []).append(relation)
    things = [each for each in chosen if each is not subject and each.kind not in NO_THINGS]
    nodes = [each for each in chosen if each.kind in NO_THINGS]
    return Outline(subject, things, nodes, relations, _by_component(chosen, annotations), snapshot.taken)


def _chosen(snapshot: Snapshot, system: ComponentId | None) -> list[Component]:
    from explorer.graph.reach import upstream

    node = None if system is None else snapshot.graph.find(system)
    if node is None:
        return list(snapshot.components)
    reached = upstream(snapshot.graph, [node])
    return [each for number, each in enumerate(snapshot.components) if number == node or reached[number]]


def _by_component(
    components: Sequence[Component], annotations: Sequence[Annotation]
) -> dict[ComponentId, list[Annotation]]:
    by_subject: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        by_subject.setdefault(str(annotation.subject), []).append(annotation)
    found: dict[ComponentId, list[Annotation]] = {}
    for each in components if by_subject else ():
        names = dict.fromkeys((str(each.id), str(family(each.id))))
        if judged := [annotation for name in names for annotation in by_subject.get(name, ())]:
            found[each.id] = judged
    return found

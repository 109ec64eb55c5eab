"""What every rule of derivation uses: what has been said so far, and how an inferred claim looks."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft


class Said:
    """What has been said so far, by component: enough to know whether a rule still has anything to add."""

    def __init__(self, draft: Draft) -> None:
        self._kinds: dict[ComponentId, set[RelationKind]] = {}
        self._targets: dict[tuple[ComponentId, RelationKind], list[ComponentId]] = {}
        for relation in draft.relations.values():
            self.note(relation)

    def note(self, relation: Relation) -> None:
        """Take one more relation into account."""
        self._kinds.setdefault(relation.source, set()).add(relation.kind)
        self._targets.setdefault((relation.source, relation.kind), []).append(relation.target)

    def has(self, source: ComponentId, *kinds: RelationKind) -> bool:
        """Whether a relation of one of these kinds leaves the component."""
        return not self._kinds.get(source, set()).isdisjoint(kinds)

    def targets(self, source: ComponentId, kind: RelationKind) -> list[ComponentId]:
        """Where the relations of this kind lead."""
        return self._targets.get((source, kind), [])


def inferred(
    source: Component, target: Component, kind: RelationKind, rule: str, why: str, fact: str = ""
) -> Iterator[Claim]:
    """The target and the relation to it; the evidence names the rule, and the source of the fact that it rests on."""
    found = Evidence("rule", rule, None, fact, why)
    yield Component(
        target.id, target.kind, target.name, target.version, None, Knowledge.INFERRED, target.attributes, (found,)
    )
    yield Relation(source.id, target.id, kind, knowledge=Knowledge.INFERRED, evidence=(found,))


def unseen(
    source: Component, identity: ComponentId, name: str, kind: RelationKind, stands_for: Kind, rule: str, why: str
) -> Iterator[Claim]:
    """Something that must exist but of which nothing is known, and the relation to it."""
    found = Evidence("rule", rule, None, "", why)
    attributes = {"stands for": stands_for.value}
    yield Component(identity, Kind.UNKNOWN, name, "", None, Knowledge.UNKNOWN, attributes, (found,))
    yield Relation(source.id, identity, kind, knowledge=Knowledge.UNKNOWN, evidence=(found,))


def bare(target: ComponentId, kind: Kind, name: str, **attributes: str) -> Component:
    """A component as a rule's target; the evidence is put on by `inferred`."""
    return Component(target, kind, name, attributes=attributes)

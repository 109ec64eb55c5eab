"""Short ways to say the commonest claims."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope


def used_by(
    user: ComponentId,
    component: Component,
    kind: RelationKind = RelationKind.USES,
    scope: Scope = Scope.RUNTIME,
    knowledge: Knowledge | None = None,
) -> Iterator[Claim]:
    """The component, and the relation from `user` to it, with the component's evidence for both."""
    yield component
    yield Relation(user, component.id, kind, scope, knowledge or component.knowledge, {}, component.evidence)

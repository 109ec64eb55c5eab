"""The relations of a graph as SPDX 2.3 relationships, with roles, and with NOASSERTION and NONE where sight ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import LINEAGE, Relation, RelationKind, Scope
from explorer.exports.bom_outline import Outline

_RELIES = frozenset({RelationKind.REQUIRES, RelationKind.USES, RelationKind.CALLS, RelationKind.RETRIEVES_FROM})
_DEPENDENCIES = {
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
    Scope.BUILD: "BUILD_DEPENDENCY_OF",
    Scope.DEVELOPMENT: "DEV_DEPENDENCY_OF",
    Scope.TEST: "TEST_DEPENDENCY_OF",
}
"""Roles for which clause 11 has a word; it names first what is relied on."""

_DESCENT = LINEAGE - {RelationKind.TRAINED_ON}
_Triple = tuple[str, str, str, str]


def relationships(plan: Outline, places: Mapping[ComponentId, str]) -> Iterator[dict[str, str]]:
    """Each relation between components; those to parties stand with the packages, as their supplier or originator."""
    for component in plan.components:
        triples = (
            triple
            for relation in plan.relations.get(component.id, ())
            if (triple := _triple(relation, plan, places)) is not None
        )
        for source, word, target, comment in dict.fromkeys([*triples, *_nothing(component, plan, places)]):
            stated = {"spdxElementId": source, "relationshipType": word, "relatedSpdxElement": target}
            yield stated | ({"comment": comment} if comment else {})


def _nothing(component: Component, plan: Outline, places: Mapping[ComponentId, str]) -> list[_Triple]:
    """That a component is known to depend on nothing."""
    kinds = {each.kind for each in plan.relations.get(component.id, ())}
    is_listed = component.attributes.get("dependencies") == "listed"
    return [(places[component.id], "DEPENDS_ON", "NONE", "")] if is_listed and not kinds & _RELIES else []


def _triple(relation: Relation, plan: Outline, places: Mapping[ComponentId, str]) -> _Triple | None:
    source, kind, comment = places[relation.source], relation.kind, relation.kind.value
    if relation.target in plan.parties:
        return None
    if relation.target in plan.unseen:
        word = _word(kind)
        return (source, word, "NOASSERTION", "" if word in ("DEPENDS_ON", "CONTAINS") else comment)
    target = places.get(relation.target)
    if target is None:
        return None
    if kind is RelationKind.BUILT_BY:
        return (target, "BUILD_TOOL_OF", source, "")
    if kind in _RELIES and (word := _DEPENDENCIES.get(relation.scope, "")):
        return (target, word, source, "" if kind is RelationKind.REQUIRES else comment)
    word = _word(kind)
    return (source, word, target, "" if kind in (RelationKind.REQUIRES, RelationKind.CONTAINS) else comment)


def _word(kind: RelationKind) -> str:
    if kind in _RELIES:
        return "DEPENDS_ON"
    if kind in _DESCENT:
        return "DESCENDANT_OF"
    return "CONTAINS" if kind is RelationKind.CONTAINS else "OTHER"

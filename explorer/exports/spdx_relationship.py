"""The relations of a graph as SPDX 3 relationships, with scope and completeness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.component import LISTED, Component, ComponentId
from explorer.domain.relation import LINEAGE, Relation, RelationKind, Scope
from explorer.exports.bom_outline import Outline

_NOBODY = "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement"
_TYPES = {
    **dict.fromkeys(LINEAGE, "descendantOf"),
    RelationKind.TRAINED_ON: "trainedOn",
    RelationKind.EVALUATED_ON: "testedOn",
    RelationKind.CONTAINS: "contains",
    RelationKind.REQUIRES: "dependsOn",
    RelationKind.USES: "dependsOn",
    RelationKind.CALLS: "dependsOn",
    RelationKind.RETRIEVES_FROM: "dependsOn",
    RelationKind.BUILT_BY: "usesTool",
    RelationKind.TRAINED_BY: "usesTool",
    RelationKind.DISTRIBUTED_BY: "availableFrom",
    RelationKind.RUNS_ON: "hasHost",
}
"""The others have no word in SPDX: they are `other`, with the word in the comment."""

_SCOPES = {
    Scope.BUILD: "build",
    Scope.DEVELOPMENT: "development",
    Scope.TEST: "test",
}
_LISTS = {"dependsOn": "dependencies", "contains": "contents"}
"""The fact that says, for a type of relationship, that all its ends are listed."""

_Key = tuple[str, str, str]


def relationships(plan: Outline, places: Mapping[ComponentId, str]) -> Iterator[dict[str, Any]]:
    """One relationship for all that a component relies on in the same way; what is unseen is not asserted."""
    for component in plan.components:
        groups: dict[_Key, list[str]] = {}
        incomplete: set[_Key] = set()
        for relation in plan.relations.get(component.id, ()):
            key = _key(relation)
            target = _NOBODY if relation.target in plan.unseen else places[relation.target]
            groups.setdefault(key, []).append(target)
            if relation.target in plan.incomplete:
                incomplete.add(key)
        for key, targets in groups.items():
            completeness = _completeness(component, key, targets, key in incomplete)
            yield _relationship(places[component.id], key, targets, completeness)


def _key(relation: Relation) -> _Key:
    kind = _TYPES.get(relation.kind, "other")
    if relation.scope is Scope.OPTIONAL and kind == "dependsOn":
        kind = "hasOptionalDependency"
    return kind, _SCOPES.get(relation.scope, ""), "" if kind in ("dependsOn", "contains") else relation.kind.value


def _completeness(component: Component, key: _Key, targets: list[str], is_incomplete: bool) -> str:
    """As a BOM called it; what is unseen without anyone's word is not asserted; empty where nothing is known."""
    kind, scope, _ = key
    if is_incomplete:
        return "incomplete"
    if _NOBODY in targets:
        return "noAssertion"
    return "complete" if component.attributes.get(_LISTS.get(kind, "")) == LISTED and not scope else ""


def _relationship(source: str, key: _Key, targets: list[str], completeness: str) -> dict[str, Any]:
    kind, scope, comment = key
    found: dict[str, Any] = {
        "type": "LifecycleScopedRelationship" if scope else "Relationship",
        "from": source,
        "relationshipType": kind,
        "to": list(dict.fromkeys(targets)),
    }
    if completeness:
        found["completeness"] = completeness
    return found | ({"scope": scope} if scope else {}) | ({"comment": comment} if comment else {})

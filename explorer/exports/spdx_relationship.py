"""The relations of a graph as SPDX 3 relationships, with scope and completeness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.component import ComponentId
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
    unseen = {each.id for each in plan.nodes if each.id.startswith("unknown:")}
    for component in plan.components:
        groups: dict[_Key, list[str]] = {}
        for relation in plan.relations.get(component.id, ()):
            target = _NOBODY if relation.target in unseen else places[relation.target]
            groups.setdefault(_key(relation), []).append(target)
        for (kind, scope, comment), targets in groups.items():
            is_listed = component.attributes.get(_LISTS.get(kind, "")) == "listed" and not scope
            yield _relationship(places[component.id], kind, scope, comment, targets, is_listed)


def _key(relation: Relation) -> _Key:
    kind = _TYPES.get(relation.kind, "other")
    if relation.scope is Scope.OPTIONAL and kind == "dependsOn":
        kind = "hasOptionalDependency"
    return kind, _SCOPES.get(relation.scope, ""), "" if kind in ("dependsOn", "contains") else relation.kind.value


def _relationship(
    source: str, kind: str, scope: str, comment: str, targets: list[str], is_listed: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "LifecycleScopedRelationship" if scope else "Relationship",
        "from": source,
        "relationshipType": kind,
        "to": list(dict.fromkeys(targets)),
    }
    if _NOBODY in targets:
        found["completeness"] = "noAssertion" if len(found["to"]) == 1 else "incomplete"
    elif is_listed:
        found["completeness"] = "complete"
    return found | ({"scope": scope} if scope else {}) | ({"comment": comment} if comment else {})

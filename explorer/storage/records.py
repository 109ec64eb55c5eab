"""Components, relations and annotations as JSON texts, and back, exactly."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from explorer.domain.annotation import (
    Annotation,
    Attack,
    Basis,
    Limit,
    Note,
    ResidualRisk,
    RiskStatus,
    Subject,
    Treatment,
    TrustDelegation,
    TrustStatus,
)
from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope

ANNOTATION_TYPES: dict[str, type[Annotation]] = {
    "trust-delegation": TrustDelegation,
    "residual-risk": ResidualRisk,
    "note": Note,
}


def component_text(component: Component) -> str:
    """Everything of a component but its identity and kind."""
    return _dumped(
        [
            component.name, component.version, component.supplier, component.knowledge.value,
            dict(component.attributes), [_evidence_list(each) for each in component.evidence],
        ]
    )  # fmt: skip


def component_from(identity: str, kind: str, text: str) -> Component:
    """The component again."""
    name, version, supplier, knowledge, attributes, evidence = json.loads(text)
    return Component(
        ComponentId(identity), Kind(kind), name, version, supplier, Knowledge(knowledge), attributes,
        tuple(Evidence(*each) for each in evidence),
    )  # fmt: skip


def relation_text(relation: Relation) -> str:
    """Everything of a relation but its ends and kind."""
    return _dumped(
        [
            relation.scope.value, relation.knowledge.value, dict(relation.attributes),
            [_evidence_list(each) for each in relation.evidence],
        ]
    )  # fmt: skip


def relation_from(source: ComponentId, target: ComponentId, kind: str, text: str) -> Relation:
    """The relation again."""
    scope, knowledge, attributes, evidence = json.loads(text)
    return Relation(
        source, target, RelationKind(kind), Scope(scope), Knowledge(knowledge), attributes,
        tuple(Evidence(*each) for each in evidence),
    )  # fmt: skip


def problem_text(problem: Problem) -> str:
    """A problem."""
    return _dumped([problem.source, problem.location, problem.line, problem.message, problem.advice])


def problem_from(text: str) -> Problem:
    """The problem again."""
    return Problem(*json.loads(text))


def annotation_type(annotation: Annotation) -> str:
    """The word for an annotation's type in files."""
    return next(word for word, kind in ANNOTATION_TYPES.items() if isinstance(annotation, kind))


def annotation_fields(annotation: Annotation) -> dict[str, Any]:
    """All fields of an annotation as plain JSON values; dates as ISO texts."""
    return {each.name: _plain(getattr(annotation, each.name)) for each in fields(annotation)}


def annotation_from(word: str, values: dict[str, Any]) -> Annotation:
    """The annotation again; fields that this program does not know are left out, missing ones get their default.

    Raises ValueError, KeyError or TypeError for values that no annotation can have.
    """
    kind = ANNOTATION_TYPES[word]
    known = {each.name for each in fields(kind)}
    return kind(**{name: _typed(name, value) for name, value in values.items() if name in known})


_TYPES = {
    "basis": Basis,
    "limit": Limit,
    "attack": Attack,
    "treatment": Treatment,
    "subject": Subject,
}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [str(each) for each in value] if isinstance(value, tuple) else value


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("granted", "review_by"):
        return date.fromisoformat(value)
    if name == "attacks":
        return tuple(Attack(each) for each in value)
    if name in ("classes", "tags"):
        return tuple(str(each) for each in value)
    if name == "status":
        return TrustStatus(value) if value in set(TrustStatus) else RiskStatus(value)
    kind = _TYPES.get(name)
    return kind(value) if kind is not None else value


def _evidence_list(found: Evidence) -> list[Any]:
    """An evidence as a list, without what is empty at its end."""
    values: list[Any] = [found.source, found.location, found.line, found.field, found.text, found.read]
    while values and values[-1] in ("", None):
        values.pop()
    return values


def _dumped(value: Any) -> str:
    """Pure ASCII, so that even half a surrogate pair from a hostile file comes back as it was."""
    return json.dumps(value, separators=(",", ":"))

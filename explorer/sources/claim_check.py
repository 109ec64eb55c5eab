"""Whether something is a claim through and through, as the interface says; code that is not ours may yield anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope


def is_claim(value: object) -> TypeGuard[Claim]:
    """Whether it is a component, a relation or a problem, and every field of it has the type that it must have."""
    match value:
        case Component():
            return (
                _are_texts(value.id, value.name, value.version, value.supplier or "")
                and bool(value.id)
                and isinstance(value.kind, Kind)
                and _is_founded(value.knowledge, value.attributes, value.evidence)
            )
        case Relation():
            return (
                _are_texts(value.source, value.target)
                and bool(value.source and value.target)
                and isinstance(value.kind, RelationKind)
                and isinstance(value.scope, Scope)
                and _is_founded(value.knowledge, value.attributes, value.evidence)
            )
        case Problem():
            return _are_texts(value.source, value.location, value.message, value.advice) and _is_line(value.line)
    return False


def _is_founded(knowledge: object, attributes: object, evidence: object) -> bool:
    return (
        isinstance(knowledge, Knowledge)
        and isinstance(attributes, Mapping)
        and _are_texts(*attributes, *attributes.values())
        and isinstance(evidence, tuple)
        and all(isinstance(each, Evidence) and _is_place(each) for each in evidence)
    )


def _is_place(found: Evidence) -> bool:
    return _are_texts(found.source, found.location, found.field, found.text, found.read) and _is_line(found.line)


def _are_texts(*values: object) -> bool:
    return all(isinstance(each, str) for each in values)


def _is_line(line: object) -> bool:
    return line is None or isinstance(line, int)

"""What this program writes into a BOM beside the standard's own fields, and how it is read back.

A standard has no place for an exact identity, for the kind of a relation or for where sight ends. These go into
properties whose names begin with `catchment:`; every other program sees a plain BOM.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.sources.loose_values import as_mapping, as_mappings

PREFIX = "catchment:"
IDENTITY, KIND, KNOWLEDGE, SUPPLIER = (f"{PREFIX}{word}" for word in ("identity", "kind", "knowledge", "supplier"))
FACT, RELATION, NODE = f"{PREFIX}fact:", f"{PREFIX}relation", f"{PREFIX}node"
"""A fact is followed by its name; a relation is one of its own per property; a node is what is no component: a party,
or something that must be there but that nobody has told of."""
JUDGEMENT = f"{PREFIX}judgement"
"""An analyst's annotation, as the annotation document has it."""

_DERIVED = frozenset({"ethical considerations"})
"""What the standard's fields tell of analysts' judgements; read back, it would become a fact of the component."""

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass
class OwnWords:
    """What one component says of itself in our words."""

    identity: ComponentId
    kind: Kind | None = None
    knowledge: Knowledge = Knowledge.DECLARED
    supplier: ComponentId | None = None
    facts: dict[str, str] = field(default_factory=dict)
    relations: list[Mapping[str, Any]] = field(default_factory=list)

    def said_of(self, component: Component) -> Component:
        """The component with what is said here; the standard's own fields win where both tell a fact."""
        kind = self.kind or component.kind
        derived = _DERIVED if kind is Kind.PACKAGE else {*_DERIVED, "type"}
        stated = {name: text for name, text in component.attributes.items() if name not in derived}
        if stated.get("purl") == self.identity:
            del stated["purl"]
        return replace(
            component,
            id=self.identity,
            kind=kind,
            supplier=self.supplier or component.supplier,
            knowledge=self.knowledge,
            attributes={**self.facts, **stated},
        )

    def relations_with(self, found: Evidence) -> list[Relation]:
        """The relations that start here; one of an unknown kind is left out."""
        stated = (relation_of(self.identity, each, found) for each in self.relations)
        return [each for each in stated if each is not None]


def own_words(pairs: Iterable[tuple[str, str]]) -> OwnWords | None:
    """What names and values of properties say in our words; None where they say no identity."""
    words = OwnWords(ComponentId(""))
    for name, value in pairs:
        if name == IDENTITY:
            words.identity = ComponentId(value)
        elif name == KIND:
            words.kind = _word(Kind, value)
        elif name == KNOWLEDGE:
            words.knowledge = _knowledge(value)
        elif name == SUPPLIER:
            words.supplier = ComponentId(value) if value else None
        elif name == RELATION:
            words.relations.append(as_mapping(_loaded(value)))
        elif name.startswith(FACT):
            words.facts[name.removeprefix(FACT)] = value
    return words if words.identity else None


def relation_words(relation: Relation) -> str:
    """A relation as the value of a property; what is as usual is left out."""
    facts: dict[str, Any] = {"to": relation.target, "kind": relation.kind.value}
    if relation.scope is not Scope.RUNTIME:
        facts["scope"] = relation.scope.value
    if relation.knowledge is not Knowledge.DECLARED:
        facts["knowledge"] = relation.knowledge.value
    if relation.attributes:
        facts["facts"] = dict(relation.attributes)
    return json.dumps(facts, ensure_ascii=False)


def relation_of(source: ComponentId, stated: Mapping[str, Any], found: Evidence) -> Relation | None:
    """The relation that such a value states."""
    kind, target = _word(RelationKind, _string(stated.get("kind"))), _string(stated.get("to"))
    if kind is None or not target:
        return None
    scope = _word(Scope, _string(stated.get("scope"))) or Scope.RUNTIME
    facts = {str(name): _string(value) for name, value in as_mapping(stated.get("facts")).items()}
    knowledge = _knowledge(_string(stated.get("knowledge")))
    return Relation(source, ComponentId(target), kind, scope, knowledge, facts, (found,))


def node_words(component: Component, relations: Iterable[Relation]) -> str:
    """A party, or something unseen, with its relations, as the value of a property."""
    facts: dict[str, Any] = {
        "id": component.id,
        "kind": component.kind.value,
        "name": component.name,
        "knowledge": component.knowledge.value,
        "facts": dict(component.attributes),
        "relations": [json.loads(relation_words(each)) for each in relations],
    }
    return json.dumps(facts, ensure_ascii=False)


def node_of(value: str, found: Evidence) -> tuple[Component, list[Relation]] | None:
    """The component that such a value states, with its relations; None where it states none."""
    stated = as_mapping(_loaded(value))
    identity, kind = ComponentId(_string(stated.get("id"))), _word(Kind, _string(stated.get("kind")))
    if not identity or kind is None:
        return None
    facts = {str(name): _string(text) for name, text in as_mapping(stated.get("facts")).items()}
    name, knowledge = _string(stated.get("name")) or identity, _knowledge(_string(stated.get("knowledge")))
    relations = (relation_of(identity, each, found) for each in as_mappings(stated.get("relations") or []))
    component = Component(identity, kind, name, "", None, knowledge, facts, (found,))
    return component, [each for each in relations if each is not None]


def _knowledge(text: str) -> Knowledge:
    """Nothing is verified because a document says so: what was, is declared here."""
    known = _word(Knowledge, text) or Knowledge.DECLARED
    return Knowledge.DECLARED if known is Knowledge.VERIFIED else known


def _word(words: type[_Word], text: str) -> _Word | None:
    try:
        return words(text)
    except ValueError:
        return None


def _string(value: Any) -> str:
    """A text as it was written: `NONE` is a name here like any other, not the word of a standard for nothing."""
    return value if isinstance(value, str) else ""


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None  # Not one of ours after all; it says nothing.

"""All claims of one component, or of one relation, as one: in time that grows with their number, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, Scope

CONFLICT_SEPARATOR = " | "
"""Joins values of one attribute on which claims disagree."""

_SCOPE_STRENGTH = {scope: strength for strength, scope in enumerate(Scope)}
_VAGUE_KINDS = frozenset({Kind.UNKNOWN, Kind.MODEL, Kind.PACKAGE})


def joined_components(claims: Sequence[Component]) -> Component:
    """Claims of one identity as one component: all evidence, all attribute values, the best knowledge."""
    first = claims[0]
    facts = _Facts(first.attributes)
    kind, supplier = first.kind, first.supplier
    for claim in claims[1:]:
        kind = _more_specific(kind, claim.kind)
        facts.add(claim.attributes)
        if supplier and claim.supplier and supplier != claim.supplier:
            facts.add({"also supplied by": claim.supplier})
        supplier = supplier or claim.supplier
    return replace(
        first,
        kind=kind,
        name=next((claim.name for claim in claims if claim.name), first.name),
        version=next((claim.version for claim in claims if claim.version), first.version),
        supplier=supplier,
        knowledge=_best(claim.knowledge for claim in claims),
        attributes=facts.joined(),
        evidence=_all(claim.evidence for claim in claims),
    )


def joined_relations(claims: Sequence[Relation]) -> Relation:
    """Claims of one relation as one: all evidence, the strongest scope, the best knowledge."""
    facts = _Facts(claims[0].attributes)
    for claim in claims[1:]:
        facts.add(claim.attributes)
    return replace(
        claims[0],
        scope=min((claim.scope for claim in claims), key=_SCOPE_STRENGTH.__getitem__),
        knowledge=_best(claim.knowledge for claim in claims),
        attributes=facts.joined(),
        evidence=_all(claim.evidence for claim in claims),
    )


class _Facts:
    """All values of each attribute; those on which claims disagree are joined by ` | `, each once."""

    def __init__(self, first: Mapping[str, str]) -> None:
        self._first = self._last = first
        self._values: dict[str, list[str]] = {}
        self._known: dict[str, set[str]] = {}

    def add(self, facts: Mapping[str, str]) -> None:
        """Take the facts of one more claim; those of the one before it again are nothing new."""
        if not facts or facts == self._last:
            return
        if not self._values:
            self._take(self._first)
        self._take(facts)
        self._last = facts

    def _take(self, facts: Mapping[str, str]) -> None:
        for key, value in facts.items():
            values = self._values.setdefault(key, [])
            if value and value not in self._known.setdefault(key, set()):
                values.append(value)
                self._known[key].update(value.split(CONFLICT_SEPARATOR), (value,))

    def joined(self) -> Mapping[str, str]:
        """The facts as one mapping; the first claim's own where no other added any."""
        if not self._values:
            return self._first
        return {key: CONFLICT_SEPARATOR.join(values) for key, values in self._values.items()}


def _all(evidence: Iterable[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(evidence)))


def _more_specific(first: Kind, second: Kind) -> Kind:
    return second if first in _VAGUE_KINDS and second not in _VAGUE_KINDS else _known_kind(first, second)


def _known_kind(first: Kind, second: Kind) -> Kind:
    return second if first is Kind.UNKNOWN else first


def _best(knowledge: Iterable[Knowledge]) -> Knowledge:
    return min(knowledge, key=lambda each: each.rank)

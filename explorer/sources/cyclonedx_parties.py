"""Who a CycloneDX component or service names as its manufacturer, supplier, publisher or provider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import party_id
from explorer.knowledge.parties import party_of_namespace
from explorer.sources.loose_values import as_mapping, as_text, as_texts, without_empty
from explorer.sources.package_index import without_credentials

_PERSON = re.compile(r"\s*[<(][^>)]*[>)]")


def without_contact(text: str) -> str:
    """A name without the mail address or page in brackets behind it."""
    return _PERSON.sub("", text)


def supplier_of(data: Mapping[str, Any]) -> ComponentId | None:
    """The party that supplies a component: its manufacturer, supplier or publisher, the first that is named."""
    return next((party.id for party, _ in _parties(data, None)), None)


def party_claims(data: Mapping[str, Any], of: ComponentId, found: Evidence, kind: RelationKind) -> Iterator[Claim]:
    """The parties that a component names, and that it is made (or operated) by them, each with its role."""
    for party, role in _parties(data, found):
        yield party
        yield Relation(of, party.id, kind, attributes={"role": role}, evidence=(found,))


def _parties(data: Mapping[str, Any], found: Evidence | None) -> Iterator[tuple[Component, str]]:
    for role in ("manufacturer", "manufacture", "supplier", "provider", "publisher"):
        stated = data.get(role)
        facts = as_mapping(stated)
        name = as_text(facts.get("name")) or (without_contact(as_text(stated)) if isinstance(stated, str) else "")
        if name:
            yield _party(name, facts, found), "manufacturer" if role == "manufacture" else role


def _party(name: str, facts: Mapping[str, Any], found: Evidence | None) -> Component:
    known = party_of_namespace(name)
    addresses = as_texts(facts.get("url"))
    stated = {
        "url": without_credentials(addresses[0]) if addresses else "",
        "country": as_text(as_mapping(facts.get("address")).get("country")),
    }
    evidence = (found,) if found is not None else ()
    identity = known.id if known is not None else party_id(name)
    return Component(identity, Kind.PARTY, name, "", None, Knowledge.DECLARED, without_empty(stated), evidence)

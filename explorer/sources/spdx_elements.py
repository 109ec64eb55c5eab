"""Gives out the components of an SPDX document, 2 or 3, each once, with identity, makers and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.sources.cyclonedx_component import component_of, identity_of, kind_of, settled_kind
from explorer.sources.cyclonedx_parties import party_claims
from explorer.sources.loose_values import as_text, without_empty
from explorer.sources.own_words import OwnWords
from explorer.sources.spdx_links import Place, SpdxLinks


def element_claims(
    links: SpdxLinks,
    reference: str,
    data: Mapping[str, Any],
    place: Place,
    facts: Mapping[str, str],
    own: OwnWords | None = None,
) -> Iterator[Claim]:
    """The component for an element in the shape of CycloneDX, its makers, and what is wrong with it.

    `own` is what this program wrote of it, if it did.
    """
    if not reference:
        yield links.problem(f"{_title(data)} has no identifier.", "Nothing can refer to it; give it one.", place.line)
    elif reference in links.ids:
        message = f"The identifier {reference[:80]} is used twice, again for {_title(data)}."
        yield links.problem(message, "References lead to the first; give each element its own.", place.line)
    kind = kind_of(data)
    identity, is_known = identity_of(data, kind, links.scope)
    is_known = is_known or own is not None
    if not is_known and identity in links.places:
        identity = ComponentId(f"{identity}#{slug(reference or place.pointer or str(place.line))}")
    kind = settled_kind(kind, identity)
    found = links.evidence(place, f"{as_text(data.get('name'))} {as_text(data.get('version'))}")
    component = component_of(data, identity, kind, found, without_empty(facts))
    if own is not None:
        component = own.said_of(component)
        links.own[component.id] = own.relations_with(found)
    links.ids.setdefault(reference, component.id)
    links.known.setdefault(component.id, (component.kind, component.name, component.version))
    links.places.setdefault(component.id, place)
    yield component
    if own is None:
        yield from party_claims(data, component.id, found, RelationKind.MADE_BY)
    if (purl := as_text(data.get("purl"))) and not is_known and kind is not Kind.CONTAINER_IMAGE:
        message = f"The package URL of {_title(data)} does not parse: {purl[:80]}"
        yield links.problem(message, "Correct it; the package stands under its name until then.", place.line)


def _title(data: Mapping[str, Any]) -> str:
    return as_text(data.get("name"))[:80] or "An element without a name"

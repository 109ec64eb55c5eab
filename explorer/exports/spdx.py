"""The graph as an SPDX 3.0.1 document in JSON-LD: packages, AI and dataset packages, files, parties, relationships."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import Component, ComponentId, Kind
from explorer.exports.bom_outline import Outline, outline
from explorer.exports.judgement_words import judgement_sentence
from explorer.exports.spdx_element import element, extension, licence_element
from explorer.exports.spdx_relationship import relationships
from explorer.graph.snapshot import Snapshot
from explorer.sources.own_words import IDENTITY, NODE, node_words

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
VERSION = "3.0.1"
_CREATION = "_:creation"


def to_spdx_json(snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None) -> str:
    """The document as JSON text; the same snapshot and annotations give the same bytes."""
    return json.dumps(spdx_document(snapshot, annotations, system), indent=1, ensure_ascii=False) + "\n"


def spdx_document(
    snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None
) -> dict[str, Any]:
    """The document as plain data. Read back by this program, it gives the same components and relations."""
    plan = outline(snapshot, annotations, system)
    space = f"urn:uuid:{plan.number}#"
    places = {each.id: f"{space}element-{number}" for number, each in enumerate((*plan.components, *plan.nodes))}
    elements = [
        *(element(each, plan, places) for each in plan.components),
        *(_party(each, places) for each in plan.nodes if each.kind is Kind.PARTY),
        *_licences(plan.components, places, space),
        *_numbered(relationships(plan, places), f"{space}relationship-"),
        *_numbered(_annotations(plan, places), f"{space}annotation-"),
    ]
    elements = [{**each, "creationInfo": _CREATION} for each in elements]
    return {"@context": CONTEXT, "@graph": [*_frame(plan, space, places, elements), *elements]}


def _frame(
    plan: Outline, space: str, places: Mapping[ComponentId, str], elements: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Who wrote the document and when, and the document itself."""
    from explorer import __version__

    program = {"type": "SoftwareAgent", "spdxId": f"{space}catchment", "name": f"Catchment {__version__}"}
    roots = [plan.subject] if plan.subject else [each for each in plan.components if each.kind is Kind.SYSTEM]
    nodes = [(NODE, node_words(each, plan.relations.get(each.id, ()))) for each in plan.nodes]
    document = {
        "type": "SpdxDocument",
        "spdxId": f"{space}document",
        "creationInfo": _CREATION,
        "name": plan.subject.name if plan.subject else "Portfolio",
        "profileConformance": ["core", "software", "simpleLicensing"],
        "rootElement": [places[each.id] for each in roots],
        "element": [each["spdxId"] for each in elements],
        **extension(nodes),
    }
    creation = {
        "type": "CreationInfo",
        "@id": _CREATION,
        "specVersion": VERSION,
        "created": moment(plan.taken),
        "createdBy": [program["spdxId"]],
    }
    return [creation, {**program, "creationInfo": _CREATION}, document]


def moment(taken: str) -> str:
    """A moment as SPDX has it: UTC, whole seconds, `Z`."""
    from datetime import UTC, datetime

    return datetime.fromisoformat(taken).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _party(party: Component, places: Mapping[ComponentId, str]) -> dict[str, Any]:
    return {
        "type": "Organization",
        "spdxId": places[party.id],
        "name": party.name,
        **extension([(IDENTITY, party.id)]),
    }


def _licences(
    components: Iterable[Component], places: Mapping[ComponentId, str], space: str
) -> Iterator[dict[str, Any]]:
    """Each licence once, and who declares it."""
    holders: dict[str, list[ComponentId]] = {}
    for each in components:
        # Where sources disagree, the fact holds what each says, and no licence is declared.
        if (text := each.attributes.get("licence", "")) and " | " not in text:
            holders.setdefault(text, []).append(each.id)
    for number, (text, identities) in enumerate(holders.items()):
        reference = f"{space}licence-{number}"
        yield licence_element(text, reference)
        for position, identity in enumerate(identities):
            yield {
                "type": "Relationship",
                "spdxId": f"{reference}-of-{position}",
                "relationshipType": "hasDeclaredLicense",
                "from": places[identity],
                "to": [reference],
            }


def _annotations(plan: Outline, places: Mapping[ComponentId, str]) -> Iterator[dict[str, Any]]:
    for identity, judged in plan.judgements.items():
        for each in judged:
            if identity in places and not identity.startswith("unknown:"):
                yield {
                    "type": "Annotation",
                    "annotationType": "review",
                    "subject": places[identity],
                    "statement": judgement_sentence(each),
                }


def _numbered(entries: Iterable[dict[str, Any]], space: str) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries):
        yield {**entry, "spdxId": f"{space}{number}"}

"""The graph as a CycloneDX BOM, 1.6 or 1.7: software, models, data, services, hardware, with trust and risk as annotations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import GIVEN, LISTED, Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.exports.bom_outline import Outline, outline
from explorer.exports.cyclonedx_component import component_object, is_service, service_object
from explorer.exports.judgement_words import judgement_sentence
from explorer.graph.snapshot import Snapshot
from explorer.sources.own_words import NODE, node_words

VERSIONS = ("1.6", "1.7")
PROGRAM = "catchment"
"""The reference of this program among the tools, for what it says itself."""

EXTERNAL = frozenset({Kind.HUB, Kind.CLOUD, Kind.HARDWARE})
"""What the environment provides and no assembly holds; CycloneDX 1.7 has a word for that."""


def to_cyclonedx_json(
    snapshot: Snapshot,
    annotations: Sequence[Annotation] = (),
    system: ComponentId | None = None,
    *,
    version: str = VERSIONS[0],
) -> str:
    """The BOM as JSON text; the same snapshot and annotations give the same bytes."""
    document = cyclonedx_document(snapshot, annotations, system, version=version)
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def cyclonedx_document(
    snapshot: Snapshot,
    annotations: Sequence[Annotation] = (),
    system: ComponentId | None = None,
    *,
    version: str = VERSIONS[0],
) -> dict[str, Any]:
    """The BOM as plain data in one of `VERSIONS`. Read back by this program, it gives the same components and relations."""
    plan = outline(snapshot, annotations, system)
    names = {str(each.id): each for each in (*plan.components, *plan.nodes)}
    document = {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": f"urn:uuid:{plan.number}",
        "version": 1,
        "metadata": _metadata(plan, names),
        "components": [component_object(each, plan, names) for each in plan.things if not is_service(each)],
        "services": [service_object(each, plan, names) for each in plan.things if is_service(each)],
        "dependencies": list(_dependencies(plan)),
        "compositions": _compositions(plan),
        "annotations": _annotations(plan),
        "properties": [
            {"name": NODE, "value": node_words(each, plan.relations.get(each.id, ()))} for each in plan.nodes
        ],
    }
    if version != VERSIONS[0]:
        _say_in_17(document, plan)
    return {key: value for key, value in document.items() if value != []}


def _say_in_17(document: dict[str, Any], plan: Outline) -> None:
    """What only CycloneDX 1.7 has a place for: what the environment provides, and what was deduced by whom."""
    document["metadata"]["tools"]["components"][0]["bom-ref"] = PROGRAM
    kinds = {str(each.id): each.kind for each in plan.things}
    for each in document["components"]:
        if kinds[each["bom-ref"]] in EXTERNAL:
            each["isExternal"] = True
    inferred = {str(each.id) for each in plan.things if each.knowledge is Knowledge.INFERRED}
    pointers = [
        f"/{key}/{position}"
        for key in ("components", "services")
        for position, each in enumerate(document[key])
        if each["bom-ref"] in inferred
    ]
    note = "Deduced by this program from what it read; nobody has declared it."
    citation = {"pointers": pointers, "timestamp": plan.taken, "attributedTo": PROGRAM, "note": note}
    document["citations"] = [citation] if pointers else []


def _metadata(plan: Outline, names: Mapping[str, Component]) -> dict[str, Any]:
    found: dict[str, Any] = {"timestamp": plan.taken, "tools": {"components": [_program()]}}
    if plan.subject is not None:
        found["component"] = component_object(plan.subject, plan, names)
    return found


def _program() -> dict[str, str]:
    from explorer import __version__

    return {"type": "application", "name": "Catchment", "version": __version__}


def _dependencies(plan: Outline) -> list[dict[str, Any]]:
    """What each component relies on; relations to parties and unseen things are no dependencies."""
    components = {each.id for each in plan.components}
    found = []
    for each in plan.components:
        relations = plan.relations.get(each.id, ())
        targets = dict.fromkeys(relation.target for relation in relations if relation.target in components)
        if targets or each.attributes.get("dependencies") in (LISTED, GIVEN):
            found.append({"ref": each.id, "dependsOn": list(targets)} if targets else {"ref": each.id})
    return found


def _compositions(plan: Outline) -> list[dict[str, Any]]:
    """Where sight ends: whose dependencies or parts are called complete, incomplete, or have an unseen end."""
    found: dict[str, dict[str, list[str]]] = {}
    for field, fact in (("assemblies", "contents"), ("dependencies", "dependencies")):
        for each in plan.components:
            aggregate = _aggregate(plan, each, fact, field == "assemblies")
            if aggregate:
                found.setdefault(aggregate, {}).setdefault(field, []).append(each.id)
    return [{"aggregate": aggregate, **stated} for aggregate, stated in sorted(found.items())]


def _aggregate(plan: Outline, component: Component, fact: str, is_part: bool) -> str:
    """The word of the BOM that it was read from, `unknown` where something unseen is there, or none."""
    unseen = [
        each.target
        for each in plan.relations.get(component.id, ())
        if each.target in plan.unseen
        and each.kind is not RelationKind.MADE_BY
        and (each.kind is RelationKind.CONTAINS) is is_part
    ]
    if unseen:
        return next((plan.incomplete[each] for each in unseen if each in plan.incomplete), "unknown")
    return "complete" if component.attributes.get(fact) == LISTED else ""


def _annotations(plan: Outline) -> list[dict[str, Any]]:
    """Trust, residual risks and notes, each in a sentence; the moment is that of the snapshot they lie beside."""
    components = {each.id for each in plan.components}
    by_sentence: dict[str, list[ComponentId]] = {}
    for identity, judged in plan.judgements.items():
        for each in judged:
            by_sentence.setdefault(judgement_sentence(each), []).append(identity)
    found = []
    for sentence, identities in by_sentence.items():
        # A party is no component: what is judged of it is said of all that is made by it, or else of the document.
        subjects = dict.fromkeys(ref for each in identities for ref in _subjects(plan, each, components))
        if subjects:
            annotator = {"component": _program()}
            entry = {"subjects": list(subjects), "annotator": annotator, "timestamp": plan.taken, "text": sentence}
            found.append(entry)
    return found


def _subjects(plan: Outline, identity: ComponentId, components: set[ComponentId]) -> list[ComponentId]:
    if identity in components:
        return [identity]
    made = [
        source
        for source, relations in plan.relations.items()
        if source in components and any(each.target == identity for each in relations)
    ]
    return made or ([plan.subject.id] if plan.subject is not None else [])

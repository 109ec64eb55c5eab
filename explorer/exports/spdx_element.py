"""One component as an SPDX 3 element: the standard's own fields, and our words for what it has none for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.exports.bom_outline import Outline
from explorer.exports.cyclonedx_component import is_address, is_expression, own_properties

_CLASSES = {
    Kind.MODEL: "ai_AIPackage", Kind.ADAPTER: "ai_AIPackage", Kind.MODEL_SERVICE: "ai_AIPackage",
    Kind.DATASET: "dataset_DatasetPackage", Kind.CORPUS: "dataset_DatasetPackage", Kind.WEIGHT_FILE: "software_File",
}  # fmt: skip
_PURPOSES = {
    Kind.MODEL: "model", Kind.ADAPTER: "model", Kind.MODEL_SERVICE: "model", Kind.WEIGHT_FILE: "model",
    Kind.DATASET: "data", Kind.CORPUS: "data", Kind.PACKAGE: "library", Kind.CONTAINER_IMAGE: "container",
    Kind.HARDWARE: "device", Kind.HUB: "platform", Kind.CLOUD: "platform",
}  # fmt: skip
"""What a thing is for; a system, an agent, a tool, a build or a training run is an application."""

_HASHES = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128,
}  # fmt: skip
_TEXTS = {"description": "description", "copyright": "software_copyrightText"}
_AI_TEXTS = {"technical limitations": "ai_limitation", "use cases": "ai_informationAboutApplication"}
_AI_LISTS = {"architecture": "ai_typeOfModel", "domain": "ai_domain"}


def element(component: Component, plan: Outline, places: Mapping[ComponentId, str]) -> dict[str, Any]:
    """A package, AI package, dataset package or file of SPDX 3.0.1."""
    facts, kind = component.attributes, _CLASSES.get(component.kind, "software_Package")
    found: dict[str, Any] = {
        "type": kind,
        "spdxId": places[component.id],
        "name": component.name,
        "software_primaryPurpose": _PURPOSES.get(component.kind, "application"),
        **{field: facts[name] for name, field in _TEXTS.items() if facts.get(name)},
    }
    if hashes := _hashes(facts):
        found["verifiedUsing"] = hashes
    if supplier := places.get(component.supplier or ComponentId("")):
        found["suppliedBy"] = supplier
    if makers := _makers(component, plan, places):
        found["originatedBy"] = makers
    if kind != "software_File":
        found |= _package(component)
    if kind == "ai_AIPackage":
        found |= {field: facts[name] for name, field in _AI_TEXTS.items() if facts.get(name)}
        found |= {field: [facts[name]] for name, field in _AI_LISTS.items() if facts.get(name)}
    if kind == "dataset_DatasetPackage":
        found["dataset_datasetType"] = ["noAssertion"]
    return {**found, **extension(own_properties(component, plan, facts))}


def licence_element(text: str, reference: str) -> dict[str, Any]:
    """A licence: an expression where the text is one, else the text as it was found."""
    if is_expression(text):
        kind, field = "simplelicensing_LicenseExpression", "simplelicensing_licenseExpression"
        return {"type": kind, "spdxId": reference, field: text}
    kind = "simplelicensing_SimpleLicensingText"
    return {"type": kind, "spdxId": reference, "name": text, "simplelicensing_licenseText": text}


def extension(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and values in the extension that SPDX has for CycloneDX properties; nothing where there are none."""
    entries = [
        {
            "type": "extension_CdxPropertyEntry",
            "extension_cdxPropName": name,
            "extension_cdxPropValue": value,
        }
        for name, value in pairs
    ]
    stated = {"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": entries}
    return {"extension": [stated]} if entries else {}


def _package(component: Component) -> dict[str, Any]:
    facts = component.attributes
    own = component.id if component.id.startswith("pkg:") else ""
    places = "; ".join(dict.fromkeys(each.place() for each in component.evidence))
    found = {
        "software_packageVersion": component.version,
        "software_packageUrl": facts.get("purl", own),
        "software_homePage": facts.get("url", "") if is_address(facts.get("url", "")) else "",
        "software_sourceInfo": f"Found at {places}" if places else "",
    }
    download = facts.get("distribution", "")
    found["software_downloadLocation"] = download if is_address(download) else ""
    return {name: text for name, text in found.items() if text}


def _hashes(facts: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"type": "Hash", "algorithm": name, "hashValue": facts[name]}
        for name, length in _HASHES.items()
        if re.fullmatch(f"[0-9a-fA-F]{{{length}}}", facts.get(name, ""))
    ]


def _makers(component: Component, plan: Outline, places: Mapping[ComponentId, str]) -> list[str]:
    relations = plan.relations.get(component.id, ())
    made = (each.target for each in relations if each.kind is RelationKind.MADE_BY and each.target in plan.parties)
    return [places[target] for target in dict.fromkeys(made)]

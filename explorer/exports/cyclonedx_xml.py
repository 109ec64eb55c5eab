"""A CycloneDX document, as `cyclonedx` lays it out, in XML: each object with its elements in the order of the schema."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.exports.cyclonedx import VERSIONS, cyclonedx_document
from explorer.exports.graph_formats import xml_text
from explorer.graph.snapshot import Snapshot

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_ATTRIBUTES = frozenset({"bom-ref", "type", "alg", "ref", "isExternal"})
_TYPE_IS_ELEMENT = frozenset({"approach"})
_REFERENCES = frozenset({"subjects", "assemblies", "dependencies"})
_ORDER = (
    "subjects", "annotator", "aggregate", "metadata", "pointers", "timestamp", "attributedTo", "note", "tools",
    "component", "supplier", "provider",
    "authors", "name", "version", "description", "hashes", "licenses", "copyright", "purl", "pedigree",
    "externalReferences", "location", "line", "symbol", "additionalContext", "components", "services",
    "assemblies", "dependencies", "compositions", "properties", "evidence", "modelCard", "tags", "annotations", "citations", "approach",
    "task", "architectureFamily", "modelArchitecture", "datasets", "inputs", "outputs", "modelParameters",
    "considerations", "users", "useCases", "technicalLimitations", "performanceTradeoffs", "ethicalConsiderations", "mitigationStrategy",
)  # fmt: skip
"""One order that is the schema's in every object that is written here."""
_SINGULAR = {
    "hashes": "hash", "externalReferences": "reference", "properties": "property", "ancestors": "component",
    "assemblies": "assembly", "dependencies": "dependency", "useCases": "useCase", "datasets": "ref",
}  # fmt: skip
"""What an entry of a list is called where that is not the list's name without its `s`."""


def to_cyclonedx_xml(
    snapshot: Snapshot,
    annotations: Sequence[Annotation] = (),
    system: ComponentId | None = None,
    *,
    version: str = VERSIONS[0],
) -> str:
    """The BOM as XML text; the same snapshot and annotations give the same bytes."""
    document = cyclonedx_document(snapshot, annotations, system, version=version)
    root = ET.Element("bom", {"xmlns": _NAMESPACE + version, "serialNumber": document["serialNumber"], "version": "1"})
    for key in _ordered(document):
        if isinstance(document[key], list | dict):
            _add(root, key, document[key])
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, key: str, value: Any) -> None:
    if isinstance(value, Mapping):
        _fill(ET.SubElement(parent, key), key, value)
    elif key == "licenses":
        _licences(ET.SubElement(parent, key), value)
    elif isinstance(value, list):
        holder = ET.SubElement(parent, key)
        for entry in value:
            _entry(holder, key, entry)
    else:
        ET.SubElement(parent, key).text = xml_text(str(value))


def _entry(holder: ET.Element, key: str, entry: Any) -> None:
    element = ET.SubElement(holder, _SINGULAR.get(key, key.removesuffix("s")))
    if key == "properties":
        element.set("name", xml_text(entry["name"]))
        element.text = xml_text(entry["value"])
    elif key == "hashes":
        element.set("alg", entry["alg"])
        element.text = entry["content"]
    elif isinstance(entry, Mapping):
        _fill(element, key, entry)
    elif key in _REFERENCES:
        element.set("ref", xml_text(entry))
    else:
        element.text = xml_text(str(entry))


def _fill(element: ET.Element, key: str, value: Mapping[str, Any]) -> None:
    if key == "datasets":
        element.text = xml_text(value["ref"])
        return
    for name in _ordered(value):
        if name in _ATTRIBUTES and key not in _TYPE_IS_ELEMENT:
            element.set(name, "true" if value[name] is True else xml_text(value[name]))
        elif name == "dependsOn":
            for reference in value[name]:
                ET.SubElement(element, "dependency", {"ref": xml_text(reference)})
        else:
            _add(element, name, value[name])


def _licences(holder: ET.Element, licences: Sequence[Mapping[str, Any]]) -> None:
    for each in licences:
        if "expression" in each:
            ET.SubElement(holder, "expression").text = each["expression"]
        else:
            _add(holder, "license", each["license"])


def _ordered(value: Mapping[str, Any]) -> list[str]:
    return sorted(value, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))

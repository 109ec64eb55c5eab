"""SPDX packages and files in the shape of CycloneDX components, so that one reader knows what both are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts

_TYPES = {
    "application": "application",
    "framework": "framework",
    "library": "library",
    "container": "container",
    "operating-system": "operating-system",
    "operatingsystem": "operating-system",
    "device": "device",
    "devicedriver": "device-driver",
    "firmware": "firmware",
    "file": "file",
    "model": "machine-learning-model",
    "data": "data",
    "platform": "platform",
}
"""Purposes of a package in SPDX 2 and 3, and the CycloneDX types that say the same."""

_UNSAID = frozenset({"NOASSERTION", "NONE"})


def said(value: object) -> str:
    """A text; empty where nothing is asserted, or that there is none."""
    text = as_text(value)
    return "" if text.upper() in _UNSAID else text


def type_of(purpose: object) -> str:
    """The CycloneDX type of a purpose; a library where none is stated, as most packages are."""
    return _TYPES.get(as_text(purpose).lower().replace("_", "-"), "library")


def package_as_component(data: Mapping[str, Any]) -> dict[str, Any]:
    """An SPDX 2 package."""
    references = as_mappings(data.get("externalRefs") or [])
    purls = [as_text(each.get("referenceLocator")) for each in references if _is_purl(each)]
    cpes = [as_text(e.get("referenceLocator")) for e in references if as_text(e.get("referenceType")).startswith("cpe")]
    return {
        "type": type_of(data.get("primaryPackagePurpose")),
        "name": as_text(data.get("name")),
        "version": said(data.get("versionInfo")),
        "purl": purls[0] if purls else "",
        "cpe": cpes[0] if cpes else "",
        "bom-ref": as_text(data.get("SPDXID")),
        "description": as_text(data.get("description")) or as_text(data.get("summary")),
        "copyright": said(data.get("copyrightText")),
        "licenses": licences(data.get("licenseDeclared"), data.get("licenseConcluded")),
        "hashes": hashes(data.get("checksums"), "algorithm", "checksumValue"),
        "externalReferences": addresses(
            website=data.get("homepage"), distribution=data.get("downloadLocation"), sources=data.get("sourceInfo")
        ),
        "supplier": agent(data.get("supplier")),
        "manufacturer": agent(data.get("originator")),
    }


def file_as_component(data: Mapping[str, Any]) -> dict[str, Any]:
    """An SPDX 2 file."""
    return {
        "type": "file",
        "name": as_text(data.get("fileName")),
        "bom-ref": as_text(data.get("SPDXID")),
        "licenses": licences(*as_texts(data.get("licenseInfoInFiles")), data.get("licenseConcluded")),
        "hashes": hashes(data.get("checksums"), "algorithm", "checksumValue"),
    }


def licences(*stated: object) -> list[dict[str, str]]:
    """The first of these that asserts something, as a CycloneDX licence expression."""
    chosen = next((text for each in stated if (text := said(each))), "")
    return [{"expression": chosen}] if chosen else []


def hashes(stated: object, algorithm: str, content: str) -> list[dict[str, str]]:
    """Checksums, whatever their two fields are called."""
    return [
        {"alg": as_text(each.get(algorithm)), "content": as_text(each.get(content))}
        for each in as_mappings(stated or [])
    ]


def addresses(**stated: object) -> list[dict[str, str]]:
    """External references by their sort, those that are addresses."""
    found = ((sort, said(each)) for sort, each in stated.items())
    return [{"type": sort, "url": address} for sort, address in found if ":" in address and " " not in address]


def agent(stated: object) -> dict[str, str]:
    """The party in `Organization: Name (mail)`; a tool is none."""
    text = said(stated)
    word, colon, name = text.partition(":")
    if word.strip().lower() == "tool":
        return {}
    name = name if colon and word.strip().lower() in ("organization", "person") else text
    name = name.rpartition("(")[0].strip() if name.rstrip().endswith(")") and "(" in name else name.strip()
    return {"name": name} if name else {}


def is_unsaid(data: Mapping[str, Any], key: str) -> bool:
    """Whether a field is there and says that nothing is asserted."""
    return as_text(as_mapping(data).get(key)).upper() == "NOASSERTION"


def _is_purl(reference: Mapping[str, Any]) -> bool:
    kind = as_text(reference.get("referenceType")).lower()
    return kind in ("purl", "package-url", "packageurl") or as_text(reference.get("referenceLocator")).startswith(
        "pkg:"
    )

"""Whether a CycloneDX document keeps to the schema of its version; read-only, offline, with the published schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from explorer.domain.claim import Problem

SOURCE_NAME = "cyclonedx"
JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
XML_VERSIONS = ("1.0", "1.1", *JSON_VERSIONS)
SHOWN = 20
"""Breaches are told one by one up to this many; one more problem says how many there are beyond."""

_SHARED = ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json", "cryptography-defs.SNAPSHOT.schema.json")
_BASE = "http://cyclonedx.org/schema/"


def validate(document: Any, version: str, location: str = "") -> list[Problem]:
    """The breaches of the JSON schema of this version, with the JSON pointer of each; empty where there are none.

    `version` is one of `JSON_VERSIONS`; for others nothing can be said and the one problem says so.
    """
    if version not in JSON_VERSIONS:
        return [unknown_version(version, JSON_VERSIONS, location)]
    try:
        errors = _validator(version).iter_errors(document)
        breaches = [f"at {_pointer(error.instance_path)}: {_cut(error.message)}" for error in errors]
    except (ValueError, RecursionError) as error:
        message = f"The BOM could not be checked against its schema: {_cut(str(error))}."
        return [Problem(SOURCE_NAME, location, None, message, "What could be read was read; check what wrote it.")]
    return list(_reported(breaches, version, location))


def validate_xml(text: str, version: str, location: str = "") -> list[Problem]:
    """The breaches of the XML schema of this version, with the line of each; empty where there are none.

    The text must have been read by a parser that refuses document types before: this one does not defend itself.
    """
    if version not in XML_VERSIONS:
        return [unknown_version(version, XML_VERSIONS, location)]
    try:
        errors = _xml_validator(version).validate_str(text, all_errors=True) or ()
        breaches = [_cut(str(error)) for error in errors]
    except (SyntaxError, ValueError) as error:
        message = f"The BOM could not be checked against its schema: {_cut(str(error))}."
        return [Problem(SOURCE_NAME, location, None, message, "What could be read was read; check what wrote it.")]
    return list(_reported(breaches, version, location))


def _reported(breaches: list[str], version: str, location: str) -> Iterator[Problem]:
    advice = "What could be read was read; ask whoever made the BOM to correct it."
    for breach in islice(breaches, SHOWN):
        yield Problem(SOURCE_NAME, location, None, f"Not as CycloneDX {version} has it, {breach}", advice)
    if len(breaches) > SHOWN:
        message = f"Further {len(breaches) - SHOWN} breaches of CycloneDX {version} are not listed."
        yield Problem(SOURCE_NAME, location, None, message, advice)


def unknown_version(version: str, known: tuple[str, ...], location: str) -> Problem:
    """The problem of a document whose version is not among the known ones."""
    message = f"CycloneDX {version or 'without a version'} is not known; {known[0]} to {known[-1]} are."
    return Problem(SOURCE_NAME, location, None, message, "It was read as well as could be; check its specVersion.")


def _pointer(path: Sequence[str | int]) -> str:
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 240 else text[:239] + "…"


@cache
def _validator(version: str) -> Any:
    from jsonschema_rs import Draft7Validator, Registry

    registry = Registry([(_BASE + name, _schema(name)) for name in _SHARED])
    strict = "-strict" if version in ("1.2", "1.3") else ""
    schema = _schema(f"bom-{version}{strict}.SNAPSHOT.schema.json")
    return Draft7Validator(schema, registry=registry, validate_formats=True)


def _schema(name: str) -> Any:
    # The library that ships the schemas keeps them in a private folder; its tests guard that they stay there.
    return json.loads((files("cyclonedx.schema._res") / name).read_text(encoding="utf-8"))


@cache
def _xml_validator(version: str) -> Any:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.xml import XmlValidator

    return XmlValidator(SchemaVersion.from_version(version))

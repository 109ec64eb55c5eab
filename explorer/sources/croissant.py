"""Croissant: what a dataset is made of and came from, as JSON-LD (MLCommons Croissant 1.0 and 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import package_id, slug, unknown_id
from explorer.sources.claims import used_by
from explorer.sources.hub_names import HubName, hub_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import line_of_key, parse_json
from explorer.sources.loose_values import as_mappings, as_text, as_texts, without_empty

_SIGN = "mlcommons.org/croissant"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_DERIVED = ("prov:wasDerivedFrom", "wasDerivedFrom", "isBasedOn", "sc:isBasedOn", "schema:isBasedOn")


class Croissant:
    """Reads Croissant descriptions."""

    name = "croissant"
    reads = "Croissant JSON-LD: the dataset, its licence and creators, its files' digests, what it was derived from."
    does_not_read = "Record sets, and the data files themselves."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether the name is one under which Croissant descriptions are published."""
        name = path.name.lower()
        return name == "metadata.json" or name.endswith(".jsonld") or ("croissant" in name and name.endswith(".json"))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The dataset that the file describes, and the datasets from which it was derived."""
        text = file.read_text()
        if _SIGN not in text:
            return
        described = parse_json(text, str(file.path))
        if not isinstance(described, dict):
            return

        def at(key: str, shown: str = "") -> Evidence:
            return evidence(self.name, file, line_of_key(text, key), f"{key}: {shown}" if shown else key, key)

        dataset = _dataset(
            described, at("url" if "url" in described else "distribution", as_text(described.get("url")))
        )
        yield from used_by(project.system, dataset, scope=scope_of_path(file.path))
        yield from _elsewhere(described, dataset, str(file.path), self.name, line_of_key(text, "contentUrl"))
        for key in _DERIVED:
            for source in _sources(described.get(key)):
                yield from _derived(dataset.id, source, at(key, source))


def _dataset(described: Mapping[str, Any], at: Evidence) -> Component:
    name = as_text(described.get("name"))
    hub = _hub_names(described)
    address = as_text(described.get("url"))
    if hub:
        identity = HubName(hub[0].repository, True).id
    else:
        identity = package_id("generic", f"dataset/{slug(name or urlsplit(address).path)}")
    files = as_mappings(described.get("distribution"))
    objects = [each for each in files if as_text(each.get("@type")).endswith("FileObject")]
    digests = sum(bool(_SHA256.fullmatch(as_text(each.get("sha256")))) for each in objects)
    facts = without_empty(
        {
            "licence": _last_part(as_texts(described.get("license"))),
            "author": ", ".join(dict.fromkeys(_names(described.get("creator")) + _names(described.get("publisher")))),
            "url": address,
            "files with a digest": f"{digests} of {len(objects)}" if objects else "",
            "described by": "Croissant",
        }
    )
    version = as_text(described.get("version"))
    if version:
        facts["dataset version"] = version
    return Component(
        identity, Kind.DATASET, hub[0].repository if hub else name or slug(address), attributes=facts, evidence=(at,)
    )


def _hub_names(described: Mapping[str, Any]) -> list[HubName]:
    """The hub repositories that it names: first its own page, then where its files come from."""
    addresses = [as_text(described.get("url")), as_text(described.get("@id"))]
    addresses += [as_text(each.get("contentUrl")) for each in as_mappings(described.get("distribution"))]
    found = (hub_name(address, True) for address in addresses if "://" in address)
    return [name for name in found if name and name.is_dataset]


def _elsewhere(
    described: Mapping[str, Any], dataset: Component, where: str, source: str, line: int | None
) -> Iterator[Problem]:
    others = {name.repository for name in _hub_names(described)} - {dataset.name}
    for other in sorted(others):
        message = f"The description is of {dataset.name}, but its files come from {other}."
        yield Problem(source, where, line, message, "Check which of the two is meant.")


def _sources(value: object) -> list[str]:
    """Where an entity of provenance lies, else its label or identifier."""
    found = [] if isinstance(value, dict) else as_texts(value)
    for entity in as_mappings(value):
        keys = ("prov:atLocation", "prov:locatedAt", "url", "@id", "prov:label", "name")
        found += [text for key in keys if (text := as_text(entity.get(key)))][:1]
    return found


def _derived(dataset: ComponentId, source: str, at: Evidence) -> Iterator[Claim]:
    name = hub_name(source, True) if "://" in source else None
    if name is not None:
        component = Component(
            name.id, Kind.DATASET if name.is_dataset else Kind.MODEL, name.repository, name.revision, evidence=(at,)
        )
    elif "://" in source:
        facts = {"url": source}
        parts = urlsplit(source)
        identity = package_id("generic", f"dataset/{slug(parts.netloc + parts.path)}")
        component = Component(identity, Kind.DATASET, source, attributes=facts, evidence=(at,))
    else:
        facts = {"named as": source, "why unknown": "It is named in words, without an address."}
        identity = unknown_id(f"dataset {source[:60]}", dataset)
        component = Component(identity, Kind.DATASET, source[:120], "", None, Knowledge.UNKNOWN, facts, (at,))
    yield component
    yield Relation(dataset, component.id, RelationKind.DERIVED_FROM, evidence=(at,))


def _names(value: object) -> list[str]:
    return [name for each in as_mappings(value) if (name := as_text(each.get("name")))] or as_texts(value)


def _last_part(licences: list[str]) -> str:
    """Licences by their short names: `https://choosealicense.com/licenses/mit/` is `mit`."""
    return ", ".join(each.removeprefix("https://choosealicense.com/licenses/").rstrip("/") for each in licences)


SOURCE = Croissant()

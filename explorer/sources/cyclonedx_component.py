"""One component or service of a CycloneDX BOM: what it is here, who made it, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import image_id, kind_from_id, package_id
from explorer.sources.cyclonedx_parties import supplier_of, without_contact
from explorer.sources.hub_names import hub_name
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty
from explorer.sources.package_index import without_credentials
from explorer.sources.package_url import read_package_url
from explorer.sources.weight_format import is_weight_name

MAX_TEXT = 300
"""Free text in an attribute is cut to this; the document itself keeps the rest."""

KINDS = {
    "application": Kind.PACKAGE,
    "framework": Kind.PACKAGE,
    "library": Kind.PACKAGE,
    "platform": Kind.PACKAGE,
    "operating-system": Kind.PACKAGE,
    "firmware": Kind.PACKAGE,
    "device-driver": Kind.PACKAGE,
    "file": Kind.PACKAGE,
    "cryptographic-asset": Kind.PACKAGE,
    "container": Kind.CONTAINER_IMAGE,
    "device": Kind.HARDWARE,
    "machine-learning-model": Kind.MODEL,
    "data": Kind.DATASET,
}
"""CycloneDX component types; what we have no word for is a package with its `type` as an attribute."""

_TELLING = ("pkg:docker/", "pkg:oci/", "pkg:huggingface/", "pkg:ollama/")
_ADAPTER = re.compile(r"\b(?:q?lora|adapter|peft)\b", re.IGNORECASE)


def kind_of(data: Mapping[str, Any]) -> Kind:
    """Our kind for a component: by its type, and for models and files by what they say of themselves."""
    kind = KINDS.get(as_text(data.get("type")), Kind.PACKAGE)
    if kind is Kind.MODEL:
        model = as_mapping(as_mapping(data.get("modelCard")).get("modelParameters"))
        words = [*as_texts(data.get("tags")), as_text(model.get("modelArchitecture")), as_text(data.get("name"))]
        return Kind.ADAPTER if _ADAPTER.search(" ".join(words)) else kind
    return Kind.WEIGHT_FILE if data.get("type") == "file" and is_weight_name(as_text(data.get("name"))) else kind


def settled_kind(kind: Kind, identity: ComponentId) -> Kind:
    """The kind once the identity is known: an image or model that a BOM only calls an application is one still."""
    return kind_from_id(identity) if kind is Kind.PACKAGE and identity.startswith(_TELLING) else kind


def identity_of(data: Mapping[str, Any], kind: Kind, scope: str) -> tuple[ComponentId, bool]:
    """The identity of a component, and whether it is one of the world's own (a package URL, a hub name, an image).

    A component without one is known within its BOM only: `bom:<subject>:pkg:generic/<group>/<name>@<version>`, so that
    it keeps its identity when the BOM is written anew, is never taken for a stranger's of the same name, and has a
    family like any package. Raises nothing: a package URL that does not parse counts as none.
    """
    text = as_text(data.get("purl"))
    if text and (found := read_package_url(text, kind)) is not None:
        return found.id, True
    group, name, version = (as_text(data.get(key)) for key in ("group", "name", "version"))
    if kind in (Kind.MODEL, Kind.ADAPTER, Kind.DATASET) and (identity := _hub_identity(data, kind)) is not None:
        return identity, True
    if kind is Kind.CONTAINER_IMAGE and name:
        mark = "@" if version.startswith("sha256:") else ":"
        return image_id(name if not version or "@" in name else f"{name.partition(mark)[0]}{mark}{version}"), True
    name = name or as_text(data.get("bom-ref")) or "unnamed"
    return ComponentId(f"bom:{scope}:{package_id('generic', f'{group}/{name}', version)}"), False


def _hub_identity(data: Mapping[str, Any], kind: Kind) -> ComponentId | None:
    """The hub repository whose page a component gives as its own: one of the same name and sort."""
    name = as_text(data.get("name")).lower()
    for reference in as_mappings(data.get("externalReferences") or []):
        address = as_text(reference.get("url"))
        found = hub_name(address, kind is Kind.DATASET) if "://" in address else None
        if found is None or found.is_dataset is not (kind is Kind.DATASET):
            continue
        if found.repository.lower().endswith(name.rpartition("/")[2]) and name:
            return found.id
    return None


def component_of(
    data: Mapping[str, Any], identity: ComponentId, kind: Kind, found: Evidence, facts: Mapping[str, str]
) -> Component:
    """The component with everything that it says of itself."""
    attributes = {**_plain_facts(data), **_hashes(data), **addresses_of(data), **facts}
    if (purl := as_text(data.get("purl"))) and purl != identity:
        attributes["purl"] = purl
    version = as_text(data.get("version"))
    name = as_text(data.get("name")) or as_text(data.get("bom-ref")) or "unnamed"
    group = as_text(data.get("group"))
    title = f"{group}/{name}" if group and not name.startswith(group) else name
    return Component(identity, kind, title, version, supplier_of(data), Knowledge.DECLARED, attributes, (found,))


def _plain_facts(data: Mapping[str, Any]) -> dict[str, str]:
    kind = as_text(data.get("type"))
    facts = {
        "type": "" if kind in ("library", "machine-learning-model", "container", "data") else kind,
        "licence": licence_of(data),
        "description": short(as_text(data.get("description"))),
        "author": without_contact(as_text(data.get("author"))),
        "copyright": short(as_text(data.get("copyright"))),
        "cpe": as_text(data.get("cpe")),
        "tags": ", ".join(as_texts(data.get("tags"))),
        "pedigree notes": short(as_text(as_mapping(data.get("pedigree")).get("notes"))),
    }
    authors = [as_text(each.get("name")) for each in as_mappings(data.get("authors") or [])]
    return without_empty(facts | {"author": facts["author"] or ", ".join(filter(None, authors))})


def licence_of(data: Mapping[str, Any]) -> str:
    """The licences, as identifiers, names or one expression; several are joined by commas: no word relates them."""
    texts = []
    for each in as_mappings(data.get("licenses") or []):
        licence = as_mapping(each.get("license"))
        names = (each.get("expression"), licence.get("id"), licence.get("name"), licence.get("url"))
        texts.append(next((text for name in names if (text := as_text(name))), ""))
    return ", ".join(dict.fromkeys(filter(None, texts)))


def _hashes(data: Mapping[str, Any]) -> dict[str, str]:
    pairs = ((as_text(each.get("alg")), as_text(each.get("content"))) for each in as_mappings(data.get("hashes") or []))
    return {algorithm.lower().replace("-", "", 1): content for algorithm, content in pairs if algorithm and content}


def addresses_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The first address of each sort: `website`, `vcs`, `distribution`, `model card`, `documentation` and so on."""
    addresses: dict[str, str] = {}
    for each in as_mappings(data.get("externalReferences") or []):
        sort, address = as_text(each.get("type")).replace("-", " "), as_text(each.get("url"))
        if address and sort:
            addresses.setdefault("url" if sort == "website" else sort, without_credentials(address)[:MAX_TEXT])
    return addresses


def short(text: str) -> str:
    """Text on one line, cut where it is long, with a sign that it is."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"

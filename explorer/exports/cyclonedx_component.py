"""One component or service as a CycloneDX object: the standard's own fields, and our words for what it has none for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.exports.bom_outline import Outline
from explorer.exports.cyclonedx_model_card import CARD_FACTS, model_card
from explorer.sources.own_words import FACT, IDENTITY, JUDGEMENT, KIND, KNOWLEDGE, RELATION, SUPPLIER, relation_words
from explorer.storage.annotations import record_of

TYPES = {
    Kind.SYSTEM: "application", Kind.MODEL: "machine-learning-model", Kind.ADAPTER: "machine-learning-model",
    Kind.DATASET: "data", Kind.CORPUS: "data", Kind.WEIGHT_FILE: "file", Kind.PACKAGE: "library",
    Kind.CONTAINER_IMAGE: "container", Kind.HARDWARE: "device", Kind.HUB: "platform", Kind.CLOUD: "platform",
}  # fmt: skip
"""The type of each kind; an agent, a build, an action or a training run is an application."""

SERVICES = frozenset({Kind.MODEL_SERVICE, Kind.MCP_SERVER, Kind.TOOL})

_LIBRARY_TYPES = ("application", "framework", "platform", "operating-system", "firmware", "device-driver", "file")
_HASHES = {
    "md5": ("MD5", 32), "sha1": ("SHA-1", 40), "sha256": ("SHA-256", 64), "sha384": ("SHA-384", 96),
    "sha512": ("SHA-512", 128), "sha3256": ("SHA3-256", 64), "sha3384": ("SHA3-384", 96), "sha3512": ("SHA3-512", 128),
    "blake3": ("BLAKE3", 64),
}  # fmt: skip
_ADDRESSES = {"url": "website"} | {
    sort.replace("-", " "): sort
    for sort in (
        "vcs", "issue-tracker", "advisories", "bom", "mailing-list", "documentation", "support", "source-distribution",
        "distribution", "build-meta", "build-system", "release-notes", "security-contact", "model-card",
    )
}  # fmt: skip
_ADDRESS = re.compile(r"""https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+""")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TEXTS = ("description", "copyright")


def is_service(component: Component) -> bool:
    """Whether it stands among the services: it is called across a network and is no package of its own."""
    return component.kind in SERVICES and not component.id.startswith("pkg:")


def component_object(component: Component, outline: Outline, names: Mapping[str, Component]) -> dict[str, Any]:
    """A component of CycloneDX."""
    facts = dict(component.attributes)
    found: dict[str, Any] = {"type": _type(component, facts), "bom-ref": component.id, "name": component.name or "-"}
    if component.version:
        found["version"] = component.version
    purl = component.id if component.id.startswith("pkg:") else ""
    if purl := facts.pop("purl", purl):
        found["purl"] = purl
    found |= _plain(facts) | _supplier(component, names, "supplier")
    if author := facts.pop("author", ""):
        found["authors"] = [{"name": author}]
    if hashes := _hashes(facts):
        found["hashes"] = hashes
    if tags := facts.pop("tags", ""):
        found["tags"] = list(dict.fromkeys(tags.split(", ")))
    if found["type"] == "machine-learning-model" and (card := model_card(component, outline, facts)):
        found["modelCard"] = card
        facts = {name: value for name, value in facts.items() if name not in CARD_FACTS}
    if ancestors := _ancestors(component, outline, names):
        found["pedigree"] = {"ancestors": ancestors}
    if occurrences := [_occurrence(each) for each in component.evidence]:
        found["evidence"] = {"occurrences": occurrences}
    return {**found, "properties": _entries(own_properties(component, outline, facts))}


def service_object(component: Component, outline: Outline, names: Mapping[str, Component]) -> dict[str, Any]:
    """A service of CycloneDX."""
    facts = dict(component.attributes)
    found: dict[str, Any] = {"bom-ref": component.id, "name": component.name or "-"}
    if component.version:
        found["version"] = component.version
    plain = _plain(facts)
    if "copyright" in plain:
        facts["copyright"] = plain.pop("copyright")
    found |= plain | _supplier(component, names, "provider")
    properties = _entries(own_properties(component, outline, facts))
    places = [{"name": "catchment:evidence", "value": each.place()} for each in component.evidence]
    return {**found, "properties": properties + places}


def _type(component: Component, facts: dict[str, str]) -> str:
    stated = facts.get("type", "")
    if component.kind is Kind.PACKAGE and stated in _LIBRARY_TYPES:
        return facts.pop("type")
    return TYPES.get(component.kind, "application")


def _plain(facts: dict[str, str]) -> dict[str, Any]:
    """The fields that components and services share, taken out of the facts."""
    found: dict[str, Any] = {name: facts.pop(name) for name in _TEXTS if facts.get(name)}
    if licence := facts.pop("licence", ""):
        found["licenses"] = [{"expression": licence} if is_expression(licence) else {"license": {"name": licence}}]
    addresses = {name: facts[name] for name in _ADDRESSES if is_address(facts.get(name, ""))}
    for name in addresses:
        del facts[name]
    if addresses:
        found["externalReferences"] = [{"type": _ADDRESSES[name], "url": text} for name, text in addresses.items()]
    return found


def is_address(text: str) -> bool:
    """Whether it is one address that every schema takes."""
    return bool(_ADDRESS.fullmatch(text)) and not _PERCENT.search(text) and text.count("#") < 2


def is_expression(text: str) -> bool:
    """Whether it is an SPDX expression as it stands, so that it may be given out as one."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return str(canonicalize_license_expression(text)) == text
    except InvalidLicenseExpression:
        return False


def _hashes(facts: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for name, (algorithm, length) in _HASHES.items():
        if re.fullmatch(f"[0-9a-fA-F]{{{length}}}", facts.get(name, "")):
            found.append({"alg": algorithm, "content": facts.pop(name)})
    return found


def _supplier(component: Component, names: Mapping[str, Component], field: str) -> dict[str, Any]:
    party = names.get(component.supplier or "")
    return {field: {"name": party.name}} if party is not None else {}


def _ancestors(component: Component, outline: Outline, names: Mapping[str, Component]) -> list[dict[str, Any]]:
    """What a model or dataset was made from, as others read it; the exact word is among the properties."""
    from explorer.domain.relation import LINEAGE, RelationKind

    kinds = LINEAGE - {RelationKind.TRAINED_ON}
    found = []
    for relation in outline.relations.get(component.id, ()):
        parent = names.get(relation.target)
        if relation.kind in kinds and parent is not None and parent.kind in TYPES:
            entry: dict[str, Any] = {"type": TYPES[parent.kind], "name": parent.name or "-"}
            entry |= {"version": parent.version} if parent.version else {}
            entry |= {"purl": parent.id} if parent.id.startswith("pkg:") else {}
            found.append(entry)
    return [each for number, each in enumerate(found) if each not in found[:number]]


def _occurrence(found: Evidence) -> dict[str, Any]:
    details = {
        "location": found.location or found.source,
        "line": found.line,
        "symbol": found.field,
        "additionalContext": f"{found.source}: {found.text}" if found.text else found.source,
    }
    return {name: value for name, value in details.items() if value not in (None, "")}


def own_properties(component: Component, outline: Outline, facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Identity, kind, relations, judgements and these facts, in our words."""
    words: list[tuple[str, str]] = [(IDENTITY, component.id), (KIND, component.kind.value)]
    if component.knowledge is not Knowledge.DECLARED:
        words.append((KNOWLEDGE, component.knowledge.value))
    if component.supplier:
        words.append((SUPPLIER, component.supplier))
    words += [(FACT + name, value) for name, value in facts.items()]
    words += [(RELATION, relation_words(each)) for each in outline.relations.get(component.id, ())]
    words += [(JUDGEMENT, _document(each)) for each in outline.judgements.get(component.id, ())]
    return words


def _document(annotation: Any) -> str:
    return json.dumps(record_of(annotation).document(), ensure_ascii=False)


def _entries(words: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in words]

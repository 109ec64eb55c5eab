"""One service of a CycloneDX BOM: what the system calls across the network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import service_id
from explorer.sources.cyclonedx_component import addresses_of, licence_of, short
from explorer.sources.cyclonedx_parties import supplier_of
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty
from explorer.sources.package_index import without_credentials

_MODEL_SERVICE = re.compile(r"\b(?:llm|gpt|claude|gemini|language model|inference|completions?|embeddings?)\b", re.I)
_TOOL_SERVER = re.compile(r"\b(?:mcp|model context protocol)\b", re.IGNORECASE)


def kind_of_service(data: Mapping[str, Any]) -> Kind:
    """Our kind for a service, by the words that it uses of itself; a plain service is a tool."""
    words = [as_text(data.get(key)) for key in ("group", "name", "description")]
    text = " ".join([*words, *as_texts(data.get("tags")), as_text(as_mapping(data.get("provider")).get("name"))])
    if _TOOL_SERVER.search(text):
        return Kind.MCP_SERVER
    return Kind.MODEL_SERVICE if _MODEL_SERVICE.search(text) else Kind.TOOL


def service_of(data: Mapping[str, Any], scope: str, found: Evidence) -> Component:
    """A service: what the system calls across the network."""
    provider = as_text(as_mapping(data.get("provider")).get("name"))
    name = as_text(data.get("name")) or as_text(data.get("bom-ref")) or "unnamed"
    flows = (
        as_text(e.get("classification")) + " " + as_text(e.get("flow")) for e in as_mappings(data.get("data") or [])
    )
    facts = {
        "licence": licence_of(data),
        "description": short(as_text(data.get("description"))),
        "endpoints": short(", ".join(without_credentials(each) for each in as_texts(data.get("endpoints")))),
        "authenticated": as_text(data.get("authenticated")),
        "crosses a trust boundary": as_text(data.get("x-trust-boundary")),
        "data": short(", ".join(flow.strip() for flow in flows if flow.strip())),
    }
    identity = service_id(provider or scope, "/".join(filter(None, (as_text(data.get("group")), name))))
    version = as_text(data.get("version"))
    attributes = {**addresses_of(data), **without_empty(facts)}
    kind = kind_of_service(data)
    return Component(identity, kind, name, version, supplier_of(data), Knowledge.DECLARED, attributes, (found,))

"""How a CycloneDX BOM says that its subject was made: workflows, and the components that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.sources.cyclonedx_component import short
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty

_TRAINING = re.compile(r"\b(?:(?:pre-?)?train(?:ing|s|ed)?|fine-?tun(?:e|es|ed|ing))\b", re.IGNORECASE)


def workflows_of(formula: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The workflows of one formula, each with its position."""
    stated = formula.get("workflows")
    for position, entry in enumerate(stated if isinstance(stated, list) else []):
        if isinstance(entry, Mapping):
            yield position, entry


def workflow_component(data: Mapping[str, Any], scope: str, number: str, found: Evidence) -> Component:
    """A workflow: a training run where it says that it trains, otherwise a build."""
    name = as_text(data.get("name")) or as_text(data.get("uid")) or f"workflow {number}"
    tasks = [as_text(each.get("name")) for each in as_mappings(data.get("tasks") or [])]
    facts = {
        "description": short(as_text(data.get("description"))),
        "tasks": short(", ".join(filter(None, tasks))),
        "task types": ", ".join(as_texts(data.get("taskTypes"))),
        "started": as_text(data.get("timeStart")),
        "ended": as_text(data.get("timeEnd")),
    }
    words = f"{name} {facts['description']} {facts['tasks']}"
    kind = Kind.TRAINING_RUN if _TRAINING.search(words) else Kind.BUILD
    identity = ComponentId(f"build:{scope}/{slug(name)}")
    return Component(identity, kind, name, "", None, Knowledge.DECLARED, without_empty(facts), (found,))


def made_by(kind: Kind) -> RelationKind:
    """How what comes out of a workflow relates to it."""
    return RelationKind.TRAINED_BY if kind is Kind.TRAINING_RUN else RelationKind.BUILT_BY


def taken_in(data: Mapping[str, Any]) -> list[str]:
    """The references that a workflow and its tasks take in: resources and inputs, each once."""
    found: list[str] = []
    for each in (data, *as_mappings(data.get("tasks") or [])):
        found += _references(each.get("resourceReferences"))
        for entry in as_mappings(each.get("inputs") or []):
            found += _references(entry.get("resource"))
    return list(dict.fromkeys(found))


def given_out(data: Mapping[str, Any]) -> list[str]:
    """The references that a workflow and its tasks give out, each once."""
    found: list[str] = []
    for each in (data, *as_mappings(data.get("tasks") or [])):
        for entry in as_mappings(each.get("outputs") or []):
            if as_text(entry.get("type")) not in ("log", "attestation"):
                found += _references(entry.get("resource"))
    return list(dict.fromkeys(found))


def _references(stated: object) -> list[str]:
    """The `ref` of resource references: in a list, alone, or as XML wraps them."""
    entries = as_mappings(stated or [])
    texts = (
        as_text(each.get("ref")) or as_text(as_mapping(each.get("resourceReference")).get("ref")) for each in entries
    )
    return [text for text in texts if text]

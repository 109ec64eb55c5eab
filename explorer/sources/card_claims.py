"""What a card's keys claim. The hub answers with the same keys, so its answers are read by the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import unknown_id
from explorer.sources.hub_names import hub_name
from explorer.sources.lineage import Signs, base_claims, base_models
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty

At = Callable[[str, str], Evidence]
"""Gives the evidence for a key of the card and the text found there."""

_NO_LICENCE = frozenset({"unknown", "license"})
"""Values of `license` that state nothing."""
_SOURCE_WORDS = frozenset({"original", "extended", "extended|other", "other"})
"""Values of `source_datasets` that name no dataset, by the hub's documentation of dataset cards."""


def card_facts(card: Mapping[str, Any]) -> dict[str, str]:
    """The attributes that a card states of its own model or dataset."""
    gated = "yes" if any(str(key).startswith("extra_gated") for key in card) else ""
    emissions = as_mapping(card.get("co2_eq_emissions"))
    return without_empty(
        {
            "licence": licence(card),
            "library": as_text(card.get("library_name")),
            "task": as_text(card.get("pipeline_tag")),
            "newer version": as_text(card.get("new_version")),
            "gated": gated,
            "training hardware": as_text(emissions.get("hardware_used")),
            "made from": ", ".join(word for word in as_texts(card.get("source_datasets")) if word in _SOURCE_WORDS),
        }
    )


def licence(card: Mapping[str, Any]) -> str:
    """The licence that a card states; its name where `license` only says `other`; empty where it states none."""
    stated = ", ".join(text for text in as_texts(card.get("license")) if text.lower() not in _NO_LICENCE)
    if stated not in ("", "other"):
        return stated
    return as_text(card.get("license_name")) or as_text(card.get("license_link")) or stated


def lineage_claims(described: ComponentId, card: Mapping[str, Any], signs: Signs, at: At) -> Iterator[Claim]:
    """The bases of a model card, each with the same relation, as the hub has it."""
    for base in base_models(card.get("base_model")):
        yield from base_claims(described, base, signs.word(), at("base_model", base))


def training_claims(described: ComponentId, card: Mapping[str, Any], at: At) -> Iterator[Claim]:
    """The datasets that a model card says the model was trained on, and those it was evaluated on."""
    for dataset in as_texts(card.get("datasets")):
        yield from dataset_claims(described, dataset, RelationKind.TRAINED_ON, at("datasets", dataset))
    for dataset in _evaluated(card):
        yield from dataset_claims(described, dataset, RelationKind.EVALUATED_ON, at("model-index", dataset))


def source_dataset_claims(described: ComponentId, card: Mapping[str, Any], at: At) -> Iterator[Claim]:
    """The datasets that a dataset card says this one was made from (`extended|squad`, `owner/name`)."""
    for stated in as_texts(card.get("source_datasets")):
        if stated not in _SOURCE_WORDS and not stated.startswith("extended|other"):
            source = stated.removeprefix("extended|")
            yield from dataset_claims(described, source, RelationKind.DERIVED_FROM, at("source_datasets", stated))


def _evaluated(card: Mapping[str, Any]) -> list[str]:
    results = [each for model in as_mappings(card.get("model-index")) for each in as_mappings(model.get("results"))]
    datasets = (as_text(as_mapping(result.get("dataset")).get("type")) for result in results)
    return list(dict.fromkeys(name for name in datasets if name))


def dataset_claims(described: ComponentId, stated: str, kind: RelationKind, at: Evidence) -> Iterator[Claim]:
    """A dataset as a maker names it, and the relation to it; words that are no hub name become an unknown dataset."""
    name = hub_name(stated, is_dataset=True)
    if name and name.is_dataset:
        component = Component(name.id, Kind.DATASET, name.repository, name.revision, evidence=(at,))
    else:
        facts = {"named as": stated, "why unknown": "The card names it in words, not as a dataset of the hub."}
        identity = unknown_id(f"dataset {stated[:60]}", described)
        component = Component(identity, Kind.DATASET, stated[:120], "", None, Knowledge.UNKNOWN, facts, (at,))
    yield component
    yield Relation(described, component.id, kind, evidence=(at,))

"""What the model card and the data entries of a CycloneDX component say: training data, purpose, limits, energy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.sources.cyclonedx_component import short
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty
from explorer.sources.package_index import without_credentials


def model_facts(data: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a model that its card states; long lists and texts are cut, with a sign that they are."""
    card = as_mapping(data.get("modelCard"))
    if not card:
        return {}
    parameters, considered = as_mapping(card.get("modelParameters")), as_mapping(card.get("considerations"))
    return without_empty(
        {
            "task": as_text(parameters.get("task")),
            "learning approach": as_text(as_mapping(parameters.get("approach")).get("type")),
            "architecture family": as_text(parameters.get("architectureFamily")),
            "architecture": as_text(parameters.get("modelArchitecture")),
            "inputs": _formats(parameters.get("inputs")),
            "outputs": _formats(parameters.get("outputs")),
            "metrics": _metrics(as_mapping(card.get("quantitativeAnalysis"))),
            "intended users": short("; ".join(as_texts(considered.get("users")))),
            "use cases": short("; ".join(as_texts(considered.get("useCases")))),
            "technical limitations": short("; ".join(as_texts(considered.get("technicalLimitations")))),
            "performance trade-offs": short("; ".join(as_texts(considered.get("performanceTradeoffs")))),
            "ethical considerations": _named(considered.get("ethicalConsiderations"), "name", "mitigationStrategy"),
            "fairness assessments": _named(considered.get("fairnessAssessments"), "groupAtRisk", "harms"),
            "energy": _energy(as_mapping(considered.get("environmentalConsiderations"))),
        }
    )


def training_datasets(data: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries of `modelParameters.datasets`, each with its position: a reference, or a dataset described here."""
    parameters = as_mapping(as_mapping(data.get("modelCard")).get("modelParameters"))
    stated = parameters.get("datasets")
    for position, entry in enumerate(stated if isinstance(stated, list) else []):
        if isinstance(entry, Mapping):
            yield position, entry


def dataset_as_component(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A dataset that a model card describes, in the shape of a component, so that it is read like one."""
    addresses = as_texts(as_mapping(entry.get("contents")).get("url"))
    return {
        "bom-ref": entry.get("bom-ref"),
        "type": "data",
        "name": as_text(entry.get("name")) or (addresses[0] if addresses else ""),
        "description": entry.get("description"),
        "externalReferences": [{"type": "distribution", "url": address} for address in addresses],
        "data": [entry],
    }


def data_facts(data: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a dataset that its data entries state."""
    entries = as_mappings(data.get("data") or [])
    owners = (
        as_text(as_mapping(each.get("organization") or each.get("contact")).get("name"))
        for entry in entries
        for key in ("owners", "custodians", "stewards")
        for each in as_mappings(as_mapping(entry.get("governance")).get(key) or [])
    )
    addresses = (url for entry in entries for url in as_texts(as_mapping(entry.get("contents")).get("url")))
    return without_empty(
        {
            "data type": ", ".join(dict.fromkeys(filter(None, (as_text(each.get("type")) for each in entries)))),
            "classification": ", ".join(filter(None, (as_text(each.get("classification")) for each in entries))),
            "sensitive data": short("; ".join(text for e in entries for text in as_texts(e.get("sensitiveData")))),
            "data governance": ", ".join(dict.fromkeys(filter(None, owners))),
            "data address": ", ".join(dict.fromkeys(without_credentials(url) for url in addresses))[:300],
        }
    )


def _formats(stated: object) -> str:
    return short(", ".join(filter(None, (as_text(each.get("format")) for each in as_mappings(stated or [])))))


def _metrics(analysis: Mapping[str, Any]) -> str:
    texts = []
    for each in as_mappings(analysis.get("performanceMetrics") or []):
        part = f" ({text})" if (text := as_text(each.get("slice"))) else ""
        texts.append(f"{as_text(each.get('type'))}: {as_text(each.get('value'))}{part}")
    return short("; ".join(texts))


def _named(stated: object, name: str, detail: str) -> str:
    pairs = ((as_text(each.get(name)), as_text(each.get(detail))) for each in as_mappings(stated or []))
    return short("; ".join(": ".join(filter(None, pair)) for pair in pairs if any(pair)))


def _energy(considered: Mapping[str, Any]) -> str:
    texts = []
    for each in as_mappings(considered.get("energyConsumptions") or []):
        figures = (_quantity(each.get(key)) for key in ("activityEnergyCost", "co2CostEquivalent"))
        texts.append(f"{as_text(each.get('activity'))}: {', '.join(filter(None, figures))}")
    return short("; ".join(texts))


def _quantity(stated: object) -> str:
    facts = as_mapping(stated)
    return f"{as_text(facts.get('value'))} {as_text(facts.get('unit'))}".strip()

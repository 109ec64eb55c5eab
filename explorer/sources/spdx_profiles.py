"""What the AI and Dataset profiles of SPDX 3 say of a model or dataset, as attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.sources.cyclonedx_component import short
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty
from explorer.sources.spdx_facts import said

_TEXTS = {
    "ai_typeOfModel": "architecture",
    "ai_domain": "domain",
    "ai_autonomyType": "autonomy",
    "ai_informationAboutApplication": "use cases",
    "ai_informationAboutTraining": "training",
    "ai_limitation": "technical limitations",
    "ai_modelDataPreprocessing": "data preprocessing",
    "ai_modelExplainability": "explainability",
    "ai_safetyRiskAssessment": "safety risk",
    "ai_standardCompliance": "standards",
    "ai_useSensitivePersonalInformation": "sensitive personal information",
    "dataset_anonymizationMethodUsed": "anonymization",
    "dataset_confidentialityLevel": "classification",
    "dataset_dataCollectionProcess": "data collection",
    "dataset_dataPreprocessing": "data preprocessing",
    "dataset_datasetAvailability": "availability",
    "dataset_datasetNoise": "noise",
    "dataset_datasetSize": "size",
    "dataset_datasetType": "data type",
    "dataset_datasetUpdateMechanism": "update mechanism",
    "dataset_hasSensitivePersonalInformation": "sensitive data",
    "dataset_intendedUse": "use cases",
    "dataset_knownBias": "known bias",
}
"""Properties of one text or several, and the attribute that they become, named as CycloneDX's where both say it."""

_DICTIONARIES = {
    "ai_hyperparameter": "hyperparameters",
    "ai_metric": "metrics",
    "ai_metricDecisionThreshold": "metric thresholds",
    "dataset_sensor": "sensors",
}
_ENERGY = ("training", "finetuning", "inference")


def profile_facts(element: Mapping[str, Any]) -> dict[str, str]:
    """The attributes; long texts are cut, with a sign that they are; what is not asserted is left out."""
    texts = {
        name: short("; ".join(filter(None, map(said, as_texts(element.get(key)))))) for key, name in _TEXTS.items()
    }
    pairs = {name: _pairs(element.get(key)) for key, name in _DICTIONARIES.items()}
    return without_empty({**texts, **pairs, "energy": _energy(as_mapping(element.get("ai_energyConsumption")))})


def _pairs(stated: object) -> str:
    entries = as_mappings(stated or [])
    return short("; ".join(f"{as_text(each.get('key'))}: {as_text(each.get('value'))}" for each in entries))


def _energy(stated: Mapping[str, Any]) -> str:
    figures = (
        f"{phase}: {as_text(each.get('ai_energyQuantity'))} {as_text(each.get('ai_energyUnit'))}"
        for phase in _ENERGY
        for each in as_mappings(stated.get(f"ai_{phase}EnergyConsumption") or [])
    )
    return short("; ".join(figures))

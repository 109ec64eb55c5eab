"""The model card of a CycloneDX component: task, architecture, training data, purpose and limits as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.domain.annotation import ResidualRisk
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import RelationKind
from explorer.exports.bom_outline import Outline
from explorer.exports.judgement_words import judgement_sentence

_PARAMETERS = {
    "task": "task",
    "architecture family": "architectureFamily",
    "architecture": "modelArchitecture",
}
_APPROACHES = ("supervised", "unsupervised", "reinforcement-learning", "semi-supervised", "self-supervised")

CARD_FACTS = frozenset(_PARAMETERS)
"""The facts that the card tells exactly; the others that it tells, it tells in parts, and they stand elsewhere too."""

_LISTS = {
    "intended users": "users",
    "use cases": "useCases",
    "technical limitations": "technicalLimitations",
    "performance trade-offs": "performanceTradeoffs",
}


def model_card(component: Component, outline: Outline, facts: Mapping[str, str]) -> dict[str, Any]:
    """The card, empty where nothing is known. Risks that analysts recorded are its ethical considerations."""
    parameters: dict[str, Any] = {field: facts[name] for name, field in _PARAMETERS.items() if name in facts}
    if (approach := facts.get("learning approach", "")) in _APPROACHES:
        parameters["approach"] = {"type": approach}
    for name in ("inputs", "outputs"):
        if stated := facts.get(name):
            parameters[name] = [{"format": each} for each in stated.split(", ")]
    if datasets := _datasets(component, outline):
        parameters["datasets"] = datasets
    considerations: dict[str, Any] = {field: facts[name].split("; ") for name, field in _LISTS.items() if name in facts}
    if risks := _risks(outline, component.id):
        considerations["ethicalConsiderations"] = risks
    card = {"modelParameters": parameters, "considerations": considerations}
    return {key: value for key, value in card.items() if value}


def _datasets(component: Component, outline: Outline) -> list[dict[str, str]]:
    wanted = (each.target for each in outline.relations.get(component.id, ()) if each.kind is RelationKind.TRAINED_ON)
    return [{"ref": target} for target in dict.fromkeys(wanted) if target in outline.names_of_things]


def _risks(outline: Outline, identity: ComponentId) -> list[dict[str, str]]:
    risks = [each for each in outline.judgements.get(identity, ()) if isinstance(each, ResidualRisk)]
    return [{"name": each.title, "mitigationStrategy": judgement_sentence(each)} for each in risks]

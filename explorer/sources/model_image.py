"""The model that a container image is built around, where its reference says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.model_images import model_of_image
from explorer.sources.model_references import ModelReference, hosted_model, hub_model
from explorer.sources.reference_claims import claims_for


def model_inside(reference: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The model of `nvcr.io/nim/meta/llama-3.1-8b-instruct` and its like; nothing for an image that holds no one model."""
    model = _model(reference)
    if model is not None:
        for claim in claims_for(model, user, found, scope):
            facts = {"written as": reference.partition("@")[0]}
            yield replace(claim, attributes={**claim.attributes, **facts}) if isinstance(claim, Component) else claim


def _model(reference: str) -> ModelReference | None:
    known = model_of_image(reference)
    if known is None:
        return None
    if known.gives == "hosted":
        return hosted_model(known.provider, known.name)
    if known.gives == "preset":
        return hub_model(read_knowledge("kaito_presets")["presets"].get(known.name, ""))
    return hub_model(known.name)

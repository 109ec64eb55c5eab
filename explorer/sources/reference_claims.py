"""What is claimed of a reference to a model: that it is there, who uses it, and what its name tells of its making."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.sources.claims import used_by
from explorer.sources.model_references import ModelReference, hosted_model


def claims_for(
    reference: ModelReference,
    user: ComponentId,
    found: Evidence,
    scope: Scope,
    knowledge: Knowledge = Knowledge.DECLARED,
    also: tuple[Evidence, ...] = (),
) -> Iterator[Claim]:
    """The component that a reference names, and the user's relation to it; `also` are further places that name it."""
    attributes = {"role": reference.role} if reference.role else {}
    if reference.provider:
        attributes["provider"] = reference.provider
    if reference.kind in (Kind.MODEL, Kind.ADAPTER, Kind.DATASET) and reference.identity.startswith("pkg:huggingface/"):
        attributes["pinned"] = "yes" if "@" in reference.identity else "no"
    if reference.version:
        attributes |= {"pinned": "yes", "called version": reference.version}
    evidence = (found, *also)
    knowledge = Knowledge.UNKNOWN if reference.kind is Kind.UNKNOWN else knowledge
    component = Component(reference.identity, reference.kind, reference.name, "", None, knowledge, attributes, evidence)
    yield from used_by(user, component, reference.relation, scope)
    yield from _fine_tuned_from(reference, found)


def as_fallback(claim: Claim) -> Claim:
    """The claim with the role of what is named, where it is one of a system's reliance on it."""
    if isinstance(claim, Relation) and claim.source.startswith("system:"):
        return replace(claim, attributes={**claim.attributes, "role": "fallback"})
    return claim


def adapts_claims(references: Iterable[ModelReference], found: Evidence, rule: str) -> Iterator[Claim]:
    """An adapter and the one base model that the same command or call names: the adapter is for that base."""
    references = list(references)
    bases = {each.identity for each in references if each.kind is Kind.MODEL and each.role in ("", "chat")}
    for adapter in references:
        if adapter.kind is Kind.ADAPTER and len(bases) == 1:
            evidence = replace(found, field=rule)
            base = next(iter(bases))
            yield Relation(
                adapter.identity, base, RelationKind.ADAPTS, Scope.RUNTIME, Knowledge.INFERRED, {}, (evidence,)
            )


def _fine_tuned_from(reference: ModelReference, found: Evidence) -> Iterator[Claim]:
    """`ft:gpt-4o-mini:owner::id`: OpenAI names a fine-tuned model after its base."""
    match = re.match(r"ft:([\w.-]+):", reference.name) if reference.provider == "openai" else None
    if match:
        base = hosted_model("openai", match.group(1))
        evidence = replace(found, field="the name of a fine-tuned model holds its base")
        attributes = {"provider": "openai"}
        yield Component(base.identity, base.kind, base.name, "", None, Knowledge.INFERRED, attributes, (evidence,))
        yield Relation(
            reference.identity, base.identity, RelationKind.FINE_TUNED_FROM, Scope.RUNTIME, Knowledge.INFERRED, {}, (evidence,)
        )  # fmt: skip

"""Which model a Workspace of KAITO serves or tunes, by the preset that it names."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.graph.identity import package_id
from explorer.knowledge.files import read_knowledge
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.lined_yaml import LinedText, Tree, text_at
from explorer.sources.model_references import hub_model, is_hub_id
from explorer.sources.reference_claims import claims_for


def preset_claims(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """The model of `inference.preset` and of `tuning.preset`: a name of KAITO's own, or since 0.9 one of the hub."""
    for part in ("inference", "tuning"):
        name = text_at(document, part, "preset", "name") or text_at(
            document, "spec", "template", part, "preset", "name"
        )
        if name is not None and "_template_" not in name:
            yield from _preset(name, site)


def _preset(name: LinedText, site: Site) -> Iterator[Claim]:
    presets: dict[str, str] = read_knowledge("kaito_presets")["presets"]
    found = site.found(name.line, f"preset: {name}", "preset")
    repository = presets.get(name.lower(), str(name) if is_hub_id(name) else "")
    reference = hub_model(repository) if repository else None
    if reference is not None:
        yield from claims_for(reference, site.project.system, found, site.scope)
        return
    attributes = {"role": "KAITO preset", "pinned": "no"}
    identity = package_id("generic", f"kaito/{name}")
    model = Component(identity, Kind.MODEL, str(name), "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, model, scope=site.scope)

"""Container images by their references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import image_id, split_image_reference
from explorer.sources.claims import used_by
from explorer.sources.interface import Project
from explorer.sources.model_image import model_inside

_REFERENCE = re.compile(
    r"(?:[\w.-]+(?::\d+)?/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
    r"(?::[\w][\w.-]{0,127})?(?:@sha(?:256|512):[0-9a-f]{32,128})?"
)
_OTHER_FILE = re.compile(r"(?i)\.(png|jpe?g|gif|svg|webp|ico|pdf|iso|img|qcow2|vhdx?|tar|gz|tgz|zip|py|js|html?)$")
_TO_BE_FILLED_IN = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)+")
"""`IMAGE_NAME`: a word in a template, which a script or a person replaces."""
_FALLBACK = re.compile(r"\$\{\w+:?-([^${}]*)\}")


def image_component(reference: str, found: Evidence) -> Component | None:
    """The image that a reference names; None for `scratch`, for one that is still a variable, and for what is none.

    A tag that is still a variable is left open: the image is known, its version is not.
    """
    reference = _filled(reference)
    if reference.lower() == "scratch" or len(reference) > 400 or _OTHER_FILE.search(reference):
        return None
    if _TO_BE_FILLED_IN.fullmatch(reference):
        return None
    if not _REFERENCE.fullmatch(_lower_path(reference)):
        return None
    name, tag, digest = split_image_reference(reference)
    attributes = {"pinned": "yes" if digest else "no"}
    if tag:
        attributes["tag"] = tag
    return Component(
        image_id(reference), Kind.CONTAINER_IMAGE, name, digest or tag, None, Knowledge.DECLARED, attributes, (found,)
    )


def image_claims(
    reference: str,
    project: Project,
    found: Evidence,
    scope: Scope,
    user: ComponentId | None = None,
    kind: RelationKind = RelationKind.RUNS_ON,
) -> Iterator[Claim]:
    """The image that a reference names, and that the system (or another user) runs on it; nothing where it names none."""
    component = image_component(reference, found)
    if component is not None:
        yield from used_by(user or project.system, component, kind, scope)
        yield from model_inside(_filled(reference), project.system, found, scope)


def _filled(reference: str) -> str:
    """The reference without quotes and scheme, its variables replaced by their fallbacks, and without a tag that stays open."""
    reference = _FALLBACK.sub(r"\1", reference.strip().strip("'\"").removeprefix("docker://"))
    head, colon, _ = reference.partition(":$")
    return head if colon else reference


def _lower_path(reference: str) -> str:
    """Registries take lower-case paths only, but people write them otherwise; the tag keeps its case."""
    head, _, digest = reference.partition("@")
    name, colon, tag = head.rpartition(":")
    if colon and "/" not in tag:
        head = f"{name.lower()}:{tag}"
    else:
        head = head.lower()
    return f"{head}@{digest}" if digest else head

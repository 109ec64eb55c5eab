"""A build of the system as one component, and what it uses: actions, templates, images."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import is_pinned_digest
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site


def build_claims(
    site: Site, name: str, line: int, platform: str, runners: list[str]
) -> tuple[ComponentId, list[Claim]]:
    """The identity of the build that a file describes, and the claims that say that the system is built by it."""
    identity = ComponentId(f"build:{site.project.system.partition(':')[2]}/{site.file.path}")
    attributes = {"platform": platform}
    if runners:
        attributes["runners"] = ", ".join(dict.fromkeys(runners))
    found = site.found(line, f"name: {name}")
    build = Component(identity, Kind.BUILD, name, "", None, Knowledge.DECLARED, attributes, (found,))
    return identity, list(used_by(site.project.system, build, RelationKind.BUILT_BY, Scope.BUILD))


def action_claims(
    identity: ComponentId, name: str, reference: str, build: ComponentId, found: Evidence, role: str = ""
) -> Iterator[Claim]:
    """Something of somebody else that a build runs, and whether its reference fixes its content."""
    attributes = {"pinned": "yes" if is_pinned_digest(reference) else "no", "reference": reference or "none"}
    if role:
        attributes["role"] = role
    action = Component(identity, Kind.ACTION, name, reference, None, Knowledge.DECLARED, attributes, (found,))
    yield action
    yield Relation(build, action.id, RelationKind.USES, Scope.BUILD, Knowledge.DECLARED, {}, (found,))


def build_image_claims(reference: str, build: ComponentId, site: Site, found: Evidence) -> Iterator[Claim]:
    """An image in which a build runs."""
    yield from image_claims(reference, site.project, found, Scope.BUILD, build)

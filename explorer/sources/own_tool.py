"""A tool that a project itself gives to a model."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.claims import used_by
from explorer.sources.interface import Project, ProjectFile


def own_tool_claims(name: str, file: ProjectFile, project: Project, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The tool, known by the place of its file, since many files have a `search`."""
    identity = ComponentId(f"tool:{project.system.partition(':')[2]}/{file.path.with_suffix('')}/{name}")
    tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"own code": "yes"}, (found,))
    yield from used_by(project.system, tool, RelationKind.CALLS, scope)

"""Reads GitHub workflows and composite actions: third-party actions, runners, containers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import action_id, is_pinned_digest
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.lined_yaml import LinedText, read_yaml, settings, text_at


class GithubWorkflowSource:
    """Workflows as builds of the system, and the actions that each build uses."""

    name = "github-workflow"
    reads = "GitHub workflows and composite actions: `uses`, containers, runners."
    does_not_read = "Reusable workflows of other repositories beyond their name."

    def matches(self, path: PurePosixPath) -> bool:
        """`.github/workflows/*.yml` and `action.yml`."""
        in_workflows = path.parts[-3:-1] == (".github", "workflows") and path.suffix in (".yml", ".yaml")
        return in_workflows or path.name in ("action.yml", "action.yaml")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One build per workflow, one action per `uses`."""
        for document in read_yaml(file):
            build = _build(self.name, file, project, document)
            yield from used_by(project.system, build, RelationKind.BUILT_BY, Scope.BUILD)
            for above, key, value in settings(document):
                found = evidence(self.name, file, value.line, f"{key}: {value}")
                if key == "uses":
                    yield from _action(value, build.id, project, found)
                elif (key == "container" and above[:1] == ("jobs",)) or (key == "image" and "jobs" in above):
                    yield from image_claims(value, project, found, Scope.BUILD)


def _build(source: str, file: ProjectFile, project: Project, document: Any) -> Component:
    name = text_at(document, "name") or file.path.name
    line = name.line if isinstance(name, LinedText) else 1
    identity = ComponentId(f"build:{project.system.partition(':')[2]}/{file.path}")
    return Component(
        identity, Kind.BUILD, str(name), "", None, Knowledge.DECLARED, {"platform": "GitHub Actions"},
        (evidence(source, file, line, f"name: {name}"),),
    )  # fmt: skip


def _action(uses: LinedText, build: ComponentId, project: Project, found: Evidence) -> Iterator[Claim]:
    if uses.startswith(("./", "../")):
        return  # A part of the project itself, read as its own file.
    if uses.startswith("docker://"):
        yield from image_claims(uses.removeprefix("docker://"), project, found, Scope.BUILD)
        return
    name, _, ref = uses.partition("@")
    if "/" not in name or "$" in uses:
        return
    attributes = {"pinned": "yes" if is_pinned_digest(ref) else "no", "reference": ref or "none"}
    action = Component(action_id(uses), Kind.ACTION, name, ref, None, Knowledge.DECLARED, attributes, (found,))
    yield action
    yield Relation(build, action.id, RelationKind.USES, Scope.BUILD, Knowledge.DECLARED, {}, (found,))


SOURCE = GithubWorkflowSource()

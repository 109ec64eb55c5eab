"""Reads GitHub workflows and composite actions: actions, reusable workflows, containers, services, runners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import action_id
from explorer.knowledge.hardware import accelerator_named
from explorer.sources.build import action_claims, build_claims, build_image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at, value_at, yaml_as_far_as_possible
from explorer.sources.package_index import hub_component, without_credentials


class GithubWorkflowSource:
    """Workflows as builds of the system, and the actions that each build uses."""

    name = "github-workflow"
    reads = "GitHub workflows and composite actions: `uses` with its pin, reusable workflows, containers, services, runners."
    does_not_read = "Actions and reusable workflows of other repositories beyond their name."

    def matches(self, path: PurePosixPath) -> bool:
        """`.github/workflows/*.yml` and `action.yml`; workflows of Gitea and Forgejo, and those kept to be copied, alike."""
        is_kept = not _KEPT.isdisjoint(path.parts[-2:-1])
        in_workflows = (is_kept or path.parts[-3:-1] in _FOLDERS) and path.suffix in (".yml", ".yaml")
        return in_workflows or path.name in ("action.yml", "action.yaml")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One build per workflow, one action per `uses`, one image per container and service."""
        site = Site.of(self.name, file, project)
        for document in yaml_as_far_as_possible(file):
            name = text_at(document, "name") or LinedText(file.path.name, 1)
            build, claims = build_claims(site, str(name), name.line, "GitHub Actions", _runners(document))
            yield from claims
            yield from _used(document, build, site)


_INDEX_INPUTS = {
    "repository-url": "package index", "repository_url": "package index", "registry-url": "npm registry",
    "index-url": "package index", "extra-index-url": "package index",
}  # fmt: skip
"""Inputs of actions that say from where packages come or whereto they go (pypa/gh-action-pypi-publish, actions/setup-node)."""


def _index(address: LinedText, build: ComponentId, found: Evidence) -> Iterator[Claim]:
    """The index that an input of an action names."""
    hub = hub_component(without_credentials(address), found, _INDEX_INPUTS.get(found.field, ""))
    if hub is not None:
        yield hub
        yield Relation(build, hub.id, RelationKind.USES, Scope.BUILD, evidence=(found,))


_FOLDERS = frozenset({(folder, "workflows") for folder in (".github", ".gitea", ".forgejo")})


_KEPT = frozenset({"github-actions", "github_actions", "github-workflows", "github_workflows", "gh-actions"})
"""Folders in which projects keep workflows that others are to copy."""


def _runners(document: Tree) -> list[str]:
    return [
        str(value) for _, key, value in settings(value_at(document, "jobs")) if key == "runs-on" and "$" not in value
    ]


def _used(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    for above, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        is_image = (key == "container" and above[:1] == ("jobs",)) or (
            key == "image" and bool({"container", "services", "runs"} & set(above))
        )
        if key == "uses":
            yield from _action(value, above, build, site)
        elif key in _INDEX_INPUTS and "with" in above and "://" in value:
            yield from _index(value, build, found)
        elif (key == "runs-on" or "runs-on" in above) and (accelerator := accelerator_named(value)) is not None:
            yield from replace(site, scope=Scope.BUILD).hardware(accelerator, found)
        elif is_image and value.lower() != "dockerfile":
            yield from build_image_claims(value, build, site, found)


def _action(uses: LinedText, above: tuple[str, ...], build: ComponentId, site: Site) -> Iterator[Claim]:
    found = site.found(uses.line, f"uses: {uses}", "uses")
    if uses.startswith(("./", "../")):
        return  # A part of the project itself, read as its own file.
    if uses.startswith("docker://"):
        yield from build_image_claims(uses.removeprefix("docker://"), build, site, found)
        return
    name, _, ref = uses.partition("@")
    if "/" in name and "$" not in uses:
        role = "reusable workflow" if name.endswith((".yml", ".yaml")) else ""
        yield from action_claims(action_id(uses), name, ref, build, found, role)


SOURCE = GithubWorkflowSource()

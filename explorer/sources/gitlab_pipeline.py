"""Reads GitLab CI: images, services, and what is included from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.graph.identity import package_id
from explorer.sources.build import action_claims, build_claims, build_image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at, value_at, yaml_as_far_as_possible


class GitlabPipelineSource:
    """Pipelines as builds of the system."""

    name = "gitlab-ci"
    reads = "GitLab CI: images, services, included projects, components, templates and addresses, runner tags."
    does_not_read = "What the included files hold; variables that are set outside the file."

    def matches(self, path: PurePosixPath) -> bool:
        """`.gitlab-ci.yml`, `*.gitlab-ci.yml`, YAML under `.gitlab/ci`."""
        name = path.name.lower()
        if not name.endswith((".yml", ".yaml")):
            return False
        return ".gitlab-ci" in name or path.parts[-3:-1] == (".gitlab", "ci")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One build per file, one image per `image` and `services`, one action per `include`."""
        site = Site.of(self.name, file, project)
        for document in yaml_as_far_as_possible(file):
            if not isinstance(document, dict):
                continue
            build, claims = build_claims(site, file.path.name, 1, "GitLab CI", _tags(document))
            yield from claims
            yield from _images(document, build, site)
            yield from _included(document.get(LinedText("include", 0)), build, site)


def _tags(document: Tree) -> list[str]:
    return [str(value) for _, key, value in settings(document) if key == "tags" and "$" not in value]


def _images(document: dict[LinedText, Tree], build: ComponentId, site: Site) -> Iterator[Claim]:
    variables = value_at(document, "variables")
    known = {str(key): str(value) for key, value in variables.items()} if isinstance(variables, dict) else {}
    for above, key, value in settings(document):
        inside = above[-1] if above else ""
        if key in ("image", "services") or (key == "name" and inside in ("image", "services")):
            reference = re.sub(r"\$\{?(\w+)\}?", lambda match: known.get(match.group(1), match.group()), value)
            yield from build_image_claims(reference, build, site, site.found(value.line, f"{key}: {value}", str(key)))


def _included(listed: Tree | None, build: ComponentId, site: Site) -> Iterator[Claim]:
    for entry in listed if isinstance(listed, list) else [listed]:
        if isinstance(entry, LinedText) and "://" in entry:
            yield from _remote(entry, build, site)
        elif (remote := text_at(entry, "remote")) is not None:
            yield from _remote(remote, build, site)
        elif (project := text_at(entry, "project")) is not None:
            reference = text_at(entry, "ref") or ""
            found = site.found(project.line, f"include: {project} {reference}", "include")
            identity = package_id("gitlab", str(project).lower(), reference)
            yield from action_claims(identity, str(project), reference, build, found, "included pipeline")
        elif (component := text_at(entry, "component")) is not None and "$" not in component:
            name, _, version = component.partition("@")
            found = site.found(component.line, f"component: {component}", "include")
            identity = package_id("gitlab", name.partition("/")[2].lower() or str(name), version)
            yield from action_claims(identity, name, version, build, found, "pipeline component")
        elif (template := text_at(entry, "template")) is not None:
            found = site.found(template.line, f"template: {template}", "include")
            identity = package_id("gitlab", f"gitlab-org/gitlab/templates/{template}")
            yield from action_claims(identity, str(template), "", build, found, "GitLab template")


def _remote(address: LinedText, build: ComponentId, site: Site) -> Iterator[Claim]:
    plain = address.partition("?")[0]
    found = site.found(address.line, f"include: {plain}", "include")
    identity = package_id("generic", plain.partition("://")[2])
    yield from action_claims(identity, plain, "", build, found, "included address")


SOURCE = GitlabPipelineSource()

"""Reads .pre-commit-config.yaml: the repositories of hooks that run before each commit, and what they install."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.cloned_repository import hosted_repository, repository_claims
from explorer.sources.commands import command_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, text_at, value_at


class PreCommitSource:
    """Hooks as packages with which the project is developed."""

    name = "pre-commit"
    reads = (
        ".pre-commit-config.yaml: repositories of hooks at their revision, and the packages that hooks install besides."
    )
    does_not_read = "What a hook's own repository requires; hooks of the project itself."

    def matches(self, path: PurePosixPath) -> bool:
        """`.pre-commit-config.yaml`."""
        return path.name in (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package for each repository, and for each additional dependency of a hook."""
        site = Site(self.name, file, project, Scope.DEVELOPMENT)
        for document in read_yaml(file):
            repositories = value_at(document, "repos")
            for each in repositories if isinstance(repositories, list) else []:
                yield from _repository(each, site)


def _repository(entry: Tree, site: Site) -> Iterator[Claim]:
    address, revision = text_at(entry, "repo"), text_at(entry, "rev")
    known = hosted_repository(address) if address is not None else None
    if address is not None and known is not None:
        found = site.found(address.line, f"repo: {address} {revision or ''}".strip(), "repo")
        yield from repository_claims(
            *known, str(revision or ""), site.project.system, found, site.scope, role="pre-commit hook"
        )
    hooks = value_at(entry, "hooks")
    for hook in hooks if isinstance(hooks, list) else []:
        added = value_at(hook, "additional_dependencies")
        for item in added if isinstance(added, list) else []:
            if isinstance(item, LinedText):
                yield from _added(item, text_at(hook, "language"), address, site)


def _added(item: LinedText, language: LinedText | None, address: LinedText | None, site: Site) -> Iterator[Claim]:
    """A package beside a hook: of npm for hooks of Node, of PyPI for all others whose name does not look like npm's."""
    is_node = language == "node" or item.startswith("@") or any(each in str(address) for each in ("eslint", "prettier"))
    found = site.found(item.line, item, "additional_dependencies")
    program = "npm install" if is_node else "pip install"
    yield from command_claims(f"{program} '{item}'", site.project.system, found, site.scope)


SOURCE = PreCommitSource()

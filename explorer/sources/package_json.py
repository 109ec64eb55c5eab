"""Reads package.json, what a project asks of npm, pnpm or Yarn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import is_pinned_digest, package_id
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.loose_values import as_mapping
from explorer.sources.npm_package import SECTIONS, NpmRequirement, asked_in, npm_requirement
from explorer.sources.package_index import distributed_by, each_hub_once


class PackageJsonSource:
    """The manifest of an npm project."""

    name = "package-json"
    reads = (
        "package.json: dependencies at run time, for development, optional and peer, from registries and code hosts."
    )
    does_not_read = "Overrides and resolutions, which limit versions but ask for nothing, and local folders."

    def matches(self, path: PurePosixPath) -> bool:
        """`package.json`, in any folder."""
        return path.name == "package.json"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per entry."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        document, text = read_json(file)
        base = scope_of_path(file.path)
        places = {section: max(0, text.find(f'"{section}"')) for section in SECTIONS}
        for asked in asked_in(as_mapping(document), is_project=True):
            requirement = npm_requirement(asked.name, asked.stated)
            if requirement.is_own_code:
                continue
            line = line_of_key(text, asked.name, places[asked.section])
            found = evidence(self.name, file, line, f'"{asked.name}": "{_shown(requirement)}"', asked.section)
            package = required_npm_package(requirement, found)
            role = asked.scope if base is Scope.RUNTIME else base
            stated = {"requirement": requirement.specifier, "peer": "yes" if asked.is_peer else ""}
            facts = {name: text for name, text in stated.items() if text}
            yield package
            yield Relation(project.system, package.id, RelationKind.USES, role, attributes=facts, evidence=(found,))
            yield from distributed_by(package.id, requirement.address, found, "code host", role)


def _shown(requirement: NpmRequirement) -> str:
    revision = f"#{requirement.revision}" if requirement.revision else ""
    return requirement.address + revision if requirement.address else requirement.specifier


def required_npm_package(requirement: NpmRequirement, found: Evidence) -> Component:
    """The package that an entry names."""
    is_pinned = bool(requirement.version) or is_pinned_digest(requirement.revision)
    stated = {
        "requirement": requirement.specifier,
        "url": requirement.address,
        "revision": requirement.revision,
        "pinned": "yes" if is_pinned else "no",
    }
    facts = {name: text for name, text in stated.items() if text}
    identity = package_id("npm", requirement.name, requirement.version)
    return Component(identity, Kind.PACKAGE, requirement.name, requirement.version, attributes=facts, evidence=(found,))


SOURCE = PackageJsonSource()

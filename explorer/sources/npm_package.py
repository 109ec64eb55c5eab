"""What npm packages look like in every file that names them: names, requirements, origins, and their relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.lock import scope_in
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.package_index import distributed_by, each_hub_once, without_credentials

_EXACT = re.compile(r"[=v]*(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$")
_REPOSITORY = re.compile(r"(?:(github|gitlab|bitbucket):)?([\w.-]+/[\w.-]+?)(?:\.git)?(?:#(.+))?$")
_OWN_CODE = ("file:", "link:", "workspace:", "portal:", "./", "../")
_HOSTS = {"gitlab": "https://gitlab.com/", "bitbucket": "https://bitbucket.org/"}

SECTIONS: Mapping[str, Scope] = {
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.DEVELOPMENT,
    "optionalDependencies": Scope.OPTIONAL,
    "peerDependencies": Scope.RUNTIME,
}
"""Where a manifest asks for packages, and in which role."""


@dataclass(frozen=True, slots=True)
class NpmRequirement:
    """One entry of a dependency table."""

    name: str
    specifier: str
    """The range, tag or version as written; empty where an address stands in its place."""
    version: str = ""
    """The one version that it allows."""
    address: str = ""
    """Where it is to come from instead of a registry."""
    revision: str = ""
    is_own_code: bool = False


def npm_requirement(name: str, stated: str) -> NpmRequirement:
    """An entry such as `"react": "^18"`, `"x": "npm:y@1.0.0"`, `"x": "github:a/b#v1"` or `"x": "workspace:*"`."""
    stated = stated.strip()
    if stated.startswith("npm:"):
        name, _, stated = stated.removeprefix("npm:").rpartition("@")
        return npm_requirement(name or stated, stated if name else "")
    if stated.startswith(_OWN_CODE):
        return NpmRequirement(name, stated, is_own_code=True)
    if "://" in stated or stated.startswith("git@"):
        address, _, revision = stated.partition("#")
        return NpmRequirement(name, "", address=without_credentials(address), revision=revision)
    if "/" in stated and (match := _REPOSITORY.match(stated)):
        host, repository, revision = match.groups()
        address = "git+" + _HOSTS.get(host or "", "https://github.com/") + repository
        return NpmRequirement(name, "", address=address, revision=revision or "")
    exact = _EXACT.match(stated)
    return NpmRequirement(name, stated, exact.group(1) if exact else "")


@dataclass(frozen=True, slots=True)
class Wish:
    """That one locked package asks for another."""

    name: str
    target: str | None
    """The key of the locked package that it gets; None where the lock has none."""
    scope: Scope = Scope.RUNTIME
    requirement: str = ""
    line: int | None = None
    is_peer: bool = False
    may_be_missing: bool = False


@dataclass(frozen=True, slots=True)
class LockedNpmPackage:
    """One package of a lock file of npm, pnpm or Yarn."""

    name: str
    version: str
    line: int | None
    wishes: tuple[Wish, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    is_project: bool = False

    def id(self, project: Project) -> ComponentId:
        """The project and its workspaces are the system; everything else is a package."""
        return project.system if self.is_project else package_id("npm", self.name, self.version)


def locked_claims(
    source: str, file: ProjectFile, project: Project, packages: Mapping[str, LockedNpmPackage], asked: list[Wish] | None
) -> Iterator[Claim]:
    """Components, relations and registries of a lock file.

    `asked` is what the manifest beside the lock asks for, where the lock itself has no entry for the project; None
    where there is no manifest either, so that what nothing requires is used by inference.
    """
    yield from each_hub_once(_claims(source, file, project, packages, asked))


def _claims(
    source: str, file: ProjectFile, project: Project, packages: Mapping[str, LockedNpmPackage], asked: list[Wish] | None
) -> Iterator[Claim]:
    required: set[str] = set()
    for key, package in packages.items():
        if not package.is_project:
            yield from _described(source, file, package)
        for wish in package.wishes:
            yield from _wished(source, file, project, packages, key, wish)
            if wish.target is not None:
                required.add(wish.target)
    if any(package.is_project for package in packages.values()):
        return
    direct = {wish.target: wish for wish in asked or ()}
    for key, package in packages.items():
        if (named := direct.get(key)) is not None:
            found = evidence(source, file, package.line, f"{package.name} {package.version}")
            scope = scope_in(file.path, named.scope)
            yield Relation(project.system, package.id(project), RelationKind.USES, scope, evidence=(found,))
        elif key not in required:
            rule = "rule: in the lock, but nothing in the lock requires it and no manifest names it"
            found = evidence(source, file, package.line, f"{package.name} {package.version}", rule)
            identity, scope = package.id(project), scope_in(file.path, Scope.RUNTIME)
            yield Relation(project.system, identity, RelationKind.USES, scope, Knowledge.INFERRED, evidence=(found,))


def _described(source: str, file: ProjectFile, package: LockedNpmPackage) -> Iterator[Claim]:
    found = evidence(source, file, package.line, f"{package.name} {package.version}")
    identity = package_id("npm", package.name, package.version)
    facts = {"pinned": "yes", "dependencies": "listed", **package.facts}
    yield Component(identity, Kind.PACKAGE, package.name, package.version, attributes=facts, evidence=(found,))
    yield from distributed_by(identity, package.address, found, "package registry")


def _wished(
    source: str, file: ProjectFile, project: Project, packages: Mapping[str, LockedNpmPackage], key: str, wish: Wish
) -> Iterator[Claim]:
    package = packages[key]
    target = packages.get(wish.target) if wish.target is not None else None
    if target is None:
        if not wish.may_be_missing:
            message = f"{package.name or 'The project'} requires {wish.name}, which this lock does not hold."
            yield Problem(
                source, str(file.path), wish.line or package.line, message, "Install again to renew the lock."
            )
        return
    start, end = package.id(project), target.id(project)
    if start != end:
        text = f"{package.name} requires {wish.name} {wish.requirement}"
        found = evidence(source, file, wish.line or package.line, text)
        stated = {"requirement": wish.requirement, "peer": "yes" if wish.is_peer else ""}
        kind = RelationKind.USES if package.is_project else RelationKind.REQUIRES
        facts = {name: text for name, text in stated.items() if text}
        scope = scope_in(file.path, wish.scope) if package.is_project else wish.scope
        yield Relation(start, end, kind, scope, Knowledge.DECLARED, facts, (found,))


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry of a dependency table, with the role that its table gives it."""

    name: str
    stated: str
    section: str
    scope: Scope
    is_peer: bool
    may_be_missing: bool


def asked_in(entry: Mapping[str, Any], is_project: bool) -> Iterator[Asked]:
    """Everything that a manifest or a locked package asks for.

    A locked package's development dependencies are not installed, so they count for projects only.
    """
    optional_peers = as_mapping(entry.get("peerDependenciesMeta"))
    optional = as_mapping(entry.get("optionalDependencies"))
    for section, scope in SECTIONS.items():
        if section == "devDependencies" and not is_project:
            continue
        for name, stated in as_mapping(entry.get(section)).items():
            if section == "dependencies" and name in optional:
                continue  # npm repeats the optional ones here.
            is_peer = section == "peerDependencies"
            is_optional = is_peer and as_mapping(optional_peers.get(name)).get("optional") is True
            role = Scope.OPTIONAL if is_optional else scope
            yield Asked(name, as_text(stated), section, role, is_peer, is_peer or role is Scope.OPTIONAL)

"""What all Python lock files have in common: locked packages, and what each of them asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from explorer.domain.relation import Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import ProjectFile, scope_of_path

Key = tuple[str, str, bool]
"""The normalized name of a locked package, its version, and whether it is the project itself."""

MAX_VERSIONS = 32
"""Of one package; a lock with more is broken or hostile, and joining all with all takes the square of their number."""

FLAT = "rule: this lock does not say who requires what, so the project is taken to use it"


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a locked package asks for, as the lock writes it."""

    name: str
    line: int | None = None
    version: str = ""
    """The exact version, where the lock says which of several it means."""
    specifier: str = ""
    """The versions that would do, where the lock says only that."""
    marker: str = ""
    extras: tuple[str, ...] = ()
    """The extras that it asks of the other package."""
    under: frozenset[str] = frozenset()
    """The extras of its own package that make it apply; empty: it always applies."""
    scope: Scope = Scope.RUNTIME
    group: str = ""


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package of a lock file."""

    name: str
    version: str
    line: int | None
    dependencies: tuple[Dependency, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    """The address of the index, repository or file server that it comes from."""
    role: str = "package index"
    is_project: bool = False
    """Whether it is the project being locked, or a member of its workspace: its dependencies are the system's own."""

    @property
    def key(self) -> Key:
        """What two entries for the same package share."""
        return normalized_package_name("pypi", self.name), self.version, self.is_project


@dataclass(frozen=True)
class Lock:
    """A lock file as read, before its names are joined."""

    source: str
    file: ProjectFile
    packages: Sequence[LockedPackage]
    direct: Sequence[Dependency] | None = None
    """What the project itself asks for, where another file says it; None where no file does."""
    edges_listed: bool = True
    """Whether this lock names each package's own dependencies, so that they are complete."""

    @cached_property
    def entries(self) -> Mapping[Key, list[LockedPackage]]:
        """The packages under each name and version: one, or several where they come from several places."""
        found: dict[Key, list[LockedPackage]] = defaultdict(list)
        for package in self.packages:
            found[package.key].append(package)
        return found

    @cached_property
    def by_name(self) -> Mapping[str, list[LockedPackage]]:
        """One package of each version under each normalized name; several where markers choose."""
        found: dict[str, list[LockedPackage]] = defaultdict(list)
        for same in self.entries.values():
            found[same[0].key[0]].append(same[0])
        return found

    def targets(self, dependency: Dependency) -> list[LockedPackage]:
        """The locked packages that a dependency can mean: one, or several where the lock leaves it open."""
        name = normalized_package_name("pypi", dependency.name)
        if dependency.version:
            keys = [(name, dependency.version, is_project) for is_project in (False, True)]
            return [self.entries[key][0] for key in keys if key in self.entries]
        candidates = self.by_name.get(name, [])[:MAX_VERSIONS]
        if len(candidates) > 1 and dependency.specifier:
            return [each for each in candidates if _allows(dependency.specifier, each.version)] or candidates
        return candidates

    def names_in_too_many_versions(self) -> Iterator[tuple[LockedPackage, int]]:
        """The first package of each name of which more versions stand here than a dependency is taken to leave open."""
        for same in self.by_name.values():
            if len(same) > MAX_VERSIONS:
                yield same[0], len(same)


def scope_in(path: PurePosixPath, scope: Scope) -> Scope:
    """The role of a project's own dependency: that of the folder (`examples/…`), else the one that the file gives."""
    by_folder = scope_of_path(path)
    return scope if by_folder is Scope.RUNTIME else by_folder


def hash_facts(hashes: Sequence[str]) -> dict[str, str]:
    """The digest where one file is pinned, as `sha256`, else how many files are pinned, as `hashes`."""
    if len(hashes) == 1 and hashes[0].startswith("sha256:"):
        return {"sha256": hashes[0].removeprefix("sha256:")}
    return {"hashes": str(len(hashes))} if hashes else {}


def _allows(specifier: str, version: str) -> bool:
    """Whether any of the alternatives of a specifier (`>=1,<2 || >=3`) allows a version; unreadable ones do."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    for alternative in specifier.split("||"):
        try:
            if SpecifierSet(alternative.strip()).contains(version, prereleases=True):
                return True
        except (InvalidSpecifier, InvalidVersion):
            return True
    return False

"""What all Python lock files have in common: locked packages, which of them requires which, and what is active."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import normalized_package_name, package_id
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.package_index import distributed_by, each_hub_once

NOT_STATED = "rule: in the lock, but nothing in the lock requires it and no file of the project names it"
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
    def by_name(self) -> Mapping[str, list[LockedPackage]]:
        """The packages under each normalized name; several where markers choose."""
        found: dict[str, list[LockedPackage]] = defaultdict(list)
        for package in self.packages:
            found[normalized_package_name("pypi", package.name)].append(package)
        return found

    def targets(self, dependency: Dependency) -> list[LockedPackage]:
        """The locked packages that a dependency can mean: one, or several where the lock leaves it open."""
        candidates = self.by_name.get(normalized_package_name("pypi", dependency.name), [])
        if dependency.version:
            return [each for each in candidates if each.version == dependency.version]
        if len(candidates) > 1 and dependency.specifier:
            return [each for each in candidates if _allows(dependency.specifier, each.version)] or candidates
        return candidates


State = tuple[int, str]
"""A package, by the identity of its object, and one of its extras, or `` for itself."""


def lock_claims(lock: Lock, project: Project) -> Iterator[Claim]:
    """Components, `requires` and `uses` relations, and the hubs that a lock names."""
    yield from each_hub_once(_claims(lock, project))


def _claims(lock: Lock, project: Project) -> Iterator[Claim]:
    at_run_time, at_all = _active(lock)
    required: set[int] = set()
    for package in lock.packages:
        found = evidence(lock.source, lock.file, package.line, f"{package.name} {package.version}".strip())
        if not package.is_project:
            yield _component(package, found, lock.edges_listed)
            yield from distributed_by(_id(package, project), package.origin, found, package.role)
        for dependency in package.dependencies:
            if dependency.under and not _asked(package, dependency, at_all):
                continue
            scope = _scope(package, dependency, at_run_time)
            targets = lock.targets(dependency)
            required.update(id(target) for target in targets)
            yield from _relations(lock, package, dependency, targets, scope, project)
    yield from _uses(lock, required, project)


def hash_facts(hashes: Sequence[str]) -> dict[str, str]:
    """The digest where one file is pinned, as `sha256`, else how many files are pinned, as `hashes`."""
    if len(hashes) == 1 and hashes[0].startswith("sha256:"):
        return {"sha256": hashes[0].removeprefix("sha256:")}
    return {"hashes": str(len(hashes))} if hashes else {}


def _id(package: LockedPackage, project: Project) -> ComponentId:
    return project.system if package.is_project else package_id("pypi", package.name, package.version)


def _component(package: LockedPackage, found: Evidence, edges_listed: bool) -> Component:
    facts = {"pinned": "yes", **package.attributes}
    if edges_listed:
        facts["dependencies"] = "listed"
    identity = package_id("pypi", package.name, package.version)
    return Component(identity, Kind.PACKAGE, package.name, package.version, None, Knowledge.DECLARED, facts, (found,))


def _relations(
    lock: Lock,
    package: LockedPackage,
    dependency: Dependency,
    targets: Sequence[LockedPackage],
    scope: Scope,
    project: Project,
) -> Iterator[Claim]:
    start = _id(package, project)
    kind = RelationKind.USES if package.is_project else RelationKind.REQUIRES
    knowledge = Knowledge.DECLARED if len(targets) == 1 else Knowledge.INFERRED
    rule = "" if len(targets) == 1 else "rule: the lock does not say which of several versions"
    found = evidence(lock.source, lock.file, dependency.line or package.line, _text(package, dependency), rule)
    for target in targets:
        end = _id(target, project)
        if end != start:
            yield Relation(start, end, kind, scope, knowledge, _facts(dependency), (found,))
    if not targets and not dependency.under and not dependency.marker:
        message = f"{package.name} requires {dependency.name}, which this lock does not hold."
        yield Problem(lock.source, str(lock.file.path), found.line, message, "Lock the project again.")


def _uses(lock: Lock, required: set[int], project: Project) -> Iterator[Relation]:
    """That the project uses what nothing else requires, where the lock has no entry for the project itself."""
    if any(package.is_project for package in lock.packages):
        return
    direct = {id(each) for dependency in lock.direct or () for each in lock.targets(dependency)}
    for package in lock.packages:
        if id(package) in direct or (lock.edges_listed and id(package) in required):
            continue
        rule = NOT_STATED if lock.edges_listed else FLAT
        found = evidence(lock.source, lock.file, package.line, f"{package.name} {package.version}", rule)
        yield Relation(
            project.system, _id(package, project), RelationKind.USES, Scope.RUNTIME, Knowledge.INFERRED, {}, (found,)
        )


def _active(lock: Lock) -> tuple[set[State], set[State]]:
    """What is reached from the project with the extras that are asked for: at run time, and in any role."""
    roots = [package for package in lock.packages if package.is_project]
    own = [dependency for package in roots for dependency in package.dependencies]
    asked = own if lock.direct is None else [*own, *lock.direct]
    if not asked:
        everything = [Dependency(package.name, version=package.version) for package in lock.packages]
        return _reached(lock, everything), _reached(lock, everything)
    unasked = [Dependency(package.name, version=package.version) for package in lock.packages if not package.is_project]
    at_run_time = [each for each in asked if each.scope is Scope.RUNTIME]
    return _reached(lock, at_run_time), _reached(lock, [*asked, *unasked])


def _reached(lock: Lock, start: Iterable[Dependency]) -> set[State]:
    seen: set[State] = set()
    waiting = list(start)
    while waiting:
        dependency = waiting.pop()
        for target in lock.targets(dependency):
            for extra in ("", *(normalized_package_name("pypi", name) for name in dependency.extras)):
                if (id(target), extra) not in seen:
                    seen.add((id(target), extra))
                    waiting += [
                        each for each in target.dependencies if (extra in each.under if extra else not each.under)
                    ]
    return seen


def _asked(package: LockedPackage, dependency: Dependency, active: set[State]) -> bool:
    return package.is_project or any((id(package), extra) in active for extra in dependency.under)


def _scope(package: LockedPackage, dependency: Dependency, at_run_time: set[State]) -> Scope:
    """The role of a relation: an extra that something needed at run time asks for is needed at run time too."""
    if package.is_project or not dependency.under:
        return dependency.scope
    return Scope.RUNTIME if _asked(package, dependency, at_run_time) else Scope.OPTIONAL


def _facts(dependency: Dependency) -> dict[str, str]:
    facts = {
        "requirement": dependency.specifier,
        "marker": dependency.marker,
        "extras": ", ".join(dependency.extras),
        "group": dependency.group or ", ".join(sorted(dependency.under)),
    }
    return {name: text for name, text in facts.items() if text}


def _text(package: LockedPackage, dependency: Dependency) -> str:
    wanted = f"{dependency.name} {dependency.version or dependency.specifier}".strip()
    return f"{package.name} requires {wanted}"


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

"""What a lock file says once its names are joined: packages, relations, and which extras are active."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import normalized_package_name, package_id
from explorer.sources.interface import Project, evidence, scope_of_path
from explorer.sources.lock import FLAT, MAX_VERSIONS, Dependency, Key, Lock, LockedPackage, scope_in
from explorer.sources.package_index import distributed_by, each_hub_once

NOT_STATED = "rule: in the lock, but nothing in the lock requires it and no file of the project names it"

State = tuple[Key, str]
"""A package and one of its extras, or `` for itself."""


def lock_claims(lock: Lock, project: Project) -> Iterator[Claim]:
    """Components, `requires` and `uses` relations, and the hubs that a lock names."""
    yield from each_hub_once(_claims(lock, project))


def _claims(lock: Lock, project: Project) -> Iterator[Claim]:
    at_run_time, at_all = _active(lock)
    required: set[Key] = set()
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
            required.update(target.key for target in targets)
            yield from _relations(lock, package, dependency, targets, scope, project)
    yield from _uses(lock, required, project)
    for package, count in lock.names_in_too_many_versions():
        message = (
            f"This lock holds {package.name} in {count:,} versions; what requires it without saying which is joined "
            f"with the first {MAX_VERSIONS}."
        )
        yield Problem(lock.source, str(lock.file.path), package.line, message, "Lock the project again.")


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
    scope = scope_in(lock.file.path, scope) if package.is_project else scope
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


def _uses(lock: Lock, required: set[Key], project: Project) -> Iterator[Relation]:
    """That the project uses what nothing else requires, where the lock has no entry for the project itself."""
    if any(package.is_project for package in lock.packages):
        return
    direct = {each.key for dependency in lock.direct or () for each in lock.targets(dependency)}
    for package in lock.packages:
        if package.key in direct or (lock.edges_listed and package.key in required):
            continue
        rule = NOT_STATED if lock.edges_listed else FLAT
        found = evidence(lock.source, lock.file, package.line, f"{package.name} {package.version}", rule)
        scope = scope_of_path(lock.file.path)
        yield Relation(
            project.system, _id(package, project), RelationKind.USES, scope, Knowledge.INFERRED, {}, (found,)
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
    waiting = list(dict.fromkeys(start))  # A broken lock may hold one package thousands of times.
    while waiting:
        dependency = waiting.pop()
        for target in lock.targets(dependency):
            for extra in ("", *(normalized_package_name("pypi", name) for name in dependency.extras)):
                if (target.key, extra) not in seen:
                    seen.add((target.key, extra))
                    asked = [each for same in lock.entries[target.key] for each in same.dependencies]
                    waiting += [each for each in asked if (extra in each.under if extra else not each.under)]
    return seen


def _asked(package: LockedPackage, dependency: Dependency, active: set[State]) -> bool:
    return package.is_project or any((package.key, extra) in active for extra in dependency.under)


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

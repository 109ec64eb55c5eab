"""Reads an installed Python environment: what is in it and what requires what there, without running any of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import normalized_package_name, package_id
from explorer.progress import Progress
from explorer.sources.environment_layout import Layout, layout_of
from explorer.sources.installed_by_pip import compared_with_pip
from explorer.sources.installed_metadata import SOURCE_NAME, Installed, installed_in
from explorer.sources.python_requirement import address_facts

NOT_REQUESTED = "rule: nothing else in the environment requires it, so somebody asked for it"

_EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Edge:
    """That one distribution requires another, here and now."""

    source: Installed
    line: int
    text: str
    target: str
    """The normalized name of what is required."""
    specifier: str
    marker: str
    extra: str
    """The extra of the source that makes it required; empty where it always is."""
    is_met: bool
    """Whether the installed version is one that the specifier allows; True where nothing is installed."""


def collect(
    path: Path | str, system: ComponentId, progress: Progress | None = None, ask_pip: bool = False
) -> Iterator[Claim]:
    """The packages of an environment, and exactly the relations that their metadata declares for it.

    `path` is an interpreter, the folder of an environment or a site-packages folder. Markers are evaluated for the
    environment's Python and this machine; extras count where an installed package asks for them. `ask_pip` compares
    with what pip lists, which takes a second or more. Raises `InputError` where there is no environment.
    """
    progress = progress or Progress()
    layout = layout_of(Path(path).expanduser())
    progress.step("Reading installed packages")
    found: dict[str, Installed] = {}
    for folder in layout.site_folders:
        for each in installed_in(folder, layout.prefix):
            if isinstance(each, Problem):
                yield each
            elif (known := found.setdefault(each.key, each)) is not each and known.version != each.version:
                message = f"{each.name} is installed twice, as {known.version} and {each.version}; the first is used."
                yield Problem(SOURCE_NAME, each.location, each.line, message, "Remove the one that is not meant.")
    if ask_pip:
        progress.step("Asking pip what is installed")
        yield from compared_with_pip(found, layout.site_folders)
    for distribution in found.values():
        yield _component(distribution)
    progress.step("Joining requirements", 0, len(found))
    edges = list(required_edges(found, layout))
    for edge in edges:
        yield from _relation(edge, found)
    yield from _uses(found, edges, system)


def required_edges(found: Mapping[str, Installed], layout: Layout) -> Iterator[Edge]:
    """Every requirement that holds in the environment, once per extra that makes it hold."""
    environment = layout.marker_environment()
    parsed: dict[str, Any] = {}
    seen: set[tuple[str, str]] = {(name, "") for name in found}
    waiting = [(name, "") for name in list(found)[::-1]]
    while waiting:
        name, extra = waiting.pop()
        for line, text in _lines_for(found[name], extra):
            requirement = _parsed(text, parsed)
            if requirement is None or not _holds(requirement, environment, extra):
                continue
            edge = _edge(found, found[name], line, text, requirement, extra)
            yield edge
            for asked in (normalized_package_name("pypi", each) for each in requirement.extras):
                if edge.target in found and (edge.target, asked) not in seen:
                    seen.add((edge.target, asked))
                    waiting.append((edge.target, asked))


def _lines_for(distribution: Installed, extra: str) -> Iterator[tuple[int, str]]:
    """The requirements that can hold with this extra, told apart before the costly parsing."""
    for line, text in distribution.requirements:
        named = [normalized_package_name("pypi", each) for each in _EXTRA.findall(text)]
        if (extra in named) if extra else (not named or " or " in text):
            yield line, text


def _parsed(text: str, parsed: dict[str, Any]) -> Any:
    from packaging.requirements import InvalidRequirement, Requirement

    if text not in parsed:
        try:
            parsed[text] = Requirement(text)
        except (InvalidRequirement, RecursionError):
            parsed[text] = None
    return parsed[text]


def _holds(requirement: Any, environment: dict[str, str], extra: str) -> bool:
    from packaging.markers import UndefinedComparison, UndefinedEnvironmentName

    if requirement.marker is None:
        return True
    try:
        return bool(requirement.marker.evaluate({**environment, "extra": extra}))
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False


def _edge(
    found: Mapping[str, Installed], source: Installed, line: int, text: str, requirement: Any, extra: str
) -> Edge:
    target = normalized_package_name("pypi", requirement.name)
    installed = found.get(target)
    is_met = installed is None or _allows(requirement.specifier, installed.version)
    marker = str(requirement.marker or "")
    return Edge(source, line, text, target, str(requirement.specifier), marker, extra, is_met)


def _allows(specifier: Any, version: str) -> bool:
    from packaging.version import InvalidVersion

    try:
        return bool(specifier.contains(version, prereleases=True))
    except InvalidVersion:
        return True


def _component(distribution: Installed) -> Component:
    facts = {"pinned": "yes", "dependencies": "listed", "installed": "yes"}
    stated = {"licence": distribution.licence, "installer": distribution.installer}
    facts |= {name: text for name, text in stated.items() if text}
    facts |= {**address_facts(distribution.address)} if distribution.address else {}
    found = Evidence(
        SOURCE_NAME, distribution.location, distribution.line, "Name", f"{distribution.name} {distribution.version}"
    )
    identity = package_id("pypi", distribution.name, distribution.version)
    name, version = distribution.name, distribution.version
    return Component(identity, Kind.PACKAGE, name, version, None, Knowledge.DECLARED, facts, (found,))


def _relation(edge: Edge, found: Mapping[str, Installed]) -> Iterator[Claim]:
    source = edge.source
    place = Evidence(SOURCE_NAME, source.location, edge.line, "Requires-Dist", edge.text[:300])
    target = found.get(edge.target)
    identity = package_id("pypi", edge.target, target.version if target else "")
    if target is None:
        facts = {"requirement": edge.specifier, "installed": "no"}
        facts = {name: text for name, text in facts.items() if text}
        yield Component(identity, Kind.PACKAGE, edge.target, "", None, Knowledge.DECLARED, facts, (place,))
        message = f"{source.name} requires {edge.target}, which is not installed."
        yield Problem(SOURCE_NAME, source.location, edge.line, message, "Install it, or mend the environment.")
    elif not edge.is_met:
        message = f"{source.name} requires {edge.target} {edge.specifier}, but {target.version} is installed."
        yield Problem(SOURCE_NAME, source.location, edge.line, message, "Install a version that fits.")
    stated = {"requirement": edge.specifier, "marker": edge.marker, "group": edge.extra}
    attributes = {name: text for name, text in stated.items() if text}
    start = package_id("pypi", source.name, source.version)
    if start != identity:
        yield Relation(
            start, identity, RelationKind.REQUIRES, Scope.RUNTIME, Knowledge.DECLARED, attributes, (place,)
        )


def _uses(found: Mapping[str, Installed], edges: Iterable[Edge], system: ComponentId) -> Iterator[Relation]:
    """That the system uses what was asked for, and, by inference, whatever else nothing leads to."""
    required: dict[str, list[str]] = {}
    for edge in edges:
        if edge.target in found and edge.target != edge.source.key:
            required.setdefault(edge.source.key, []).append(edge.target)
    needed = {target for targets in required.values() for target in targets}
    asked = [name for name, each in found.items() if each.was_requested]
    roots = [name for name in found if name not in needed and name not in asked]
    reached: set[str] = set()
    for name in [*asked, *roots, *found]:
        # The last pass finds only circles that nothing outside leads into.
        if name in reached and name not in asked:
            continue
        each = found[name]
        rule = "" if each.was_requested else NOT_REQUESTED
        knowledge = Knowledge.DECLARED if each.was_requested else Knowledge.INFERRED
        place = Evidence(SOURCE_NAME, each.location, each.line, rule, f"{each.name} {each.version}")
        target = package_id("pypi", each.name, each.version)
        yield Relation(system, target, RelationKind.USES, Scope.RUNTIME, knowledge, {}, (place,))
        _reach(name, required, reached)


def _reach(start: str, required: Mapping[str, list[str]], reached: set[str]) -> None:
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += required.get(name, ())

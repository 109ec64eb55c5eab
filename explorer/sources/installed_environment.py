"""Reads an installed Python environment: what is in it and what requires what there, without running any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.progress import Progress
from explorer.sources.environment_layout import layout_of
from explorer.sources.installed_by_pip import compared_with_pip
from explorer.sources.installed_edges import Edge, required_edges
from explorer.sources.installed_metadata import SOURCE_NAME, Installed, installed_in
from explorer.sources.python_requirement import address_facts

NOT_REQUESTED = "rule: nothing else in the environment requires it, so somebody asked for it"


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
        yield Relation(start, identity, RelationKind.REQUIRES, Scope.RUNTIME, Knowledge.DECLARED, attributes, (place,))


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

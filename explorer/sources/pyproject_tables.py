"""Every dependency that a pyproject.toml declares, in whichever of its tables, with role and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.domain.relation import Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.package_index import without_credentials
from explorer.sources.poetry_tables import poetry_dependencies
from explorer.sources.python_requirement import PythonRequirement, parse_requirement, scope_of_name

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One dependency of a project, wherever in the file it stands."""

    requirement: PythonRequirement | None
    """None where the text is not a requirement."""
    text: str
    scope: Scope
    place: Place
    """The path of keys to it."""
    group: str = ""
    """The extra or dependency group that it belongs to."""
    index: str = ""
    """The name of the index that it is to come from."""


def own_name(table: Mapping[str, Any]) -> str:
    """The normalized name of the project itself; empty where the file gives none."""
    poetry = as_mapping(as_mapping(table.get("tool")).get("poetry"))
    return _key(as_text(as_mapping(table.get("project")).get("name")) or as_text(poetry.get("name")))


def declared_dependencies(table: Mapping[str, Any]) -> Iterator[Declared]:
    """Every dependency in the parsed file, each with its role and place."""
    tool = as_mapping(table.get("tool"))
    for each in _standard(table, tool):
        named = as_mapping(as_mapping(tool.get("uv")).get("sources"))
        yield _from_uv_source(each, named) if named and each.requirement is not None else each
    for requirement, scope, place, group, index in poetry_dependencies(as_mapping(tool.get("poetry"))):
        yield Declared(requirement, requirement.name, scope, ("tool", "poetry", *place), group, index)


def _standard(table: Mapping[str, Any], tool: Mapping[str, Any]) -> Iterator[Declared]:
    project = as_mapping(table.get("project"))
    pdm = as_mapping(tool.get("pdm"))
    yield from _listed(project.get("dependencies"), Scope.RUNTIME, ("project", "dependencies"))
    yield from _grouped(project.get("optional-dependencies"), Scope.OPTIONAL, ("project", "optional-dependencies"))
    yield from _grouped(table.get("dependency-groups"), Scope.DEVELOPMENT, ("dependency-groups",))
    build = as_mapping(table.get("build-system")).get("requires")
    yield from _listed(build, Scope.BUILD, ("build-system", "requires"))
    for name in ("uv", "rye"):
        listed = as_mapping(tool.get(name)).get("dev-dependencies")
        yield from _listed(listed, Scope.DEVELOPMENT, ("tool", name, "dev-dependencies"))
    yield from _grouped(pdm.get("dev-dependencies"), Scope.DEVELOPMENT, ("tool", "pdm", "dev-dependencies"))
    for name, environment in as_mapping(as_mapping(tool.get("hatch")).get("envs")).items():
        for key in ("dependencies", "extra-dependencies"):
            scope = scope_of_name(name, Scope.DEVELOPMENT)
            yield from _listed(as_mapping(environment).get(key), scope, ("tool", "hatch", "envs", name, key), name)


def _grouped(groups: object, default: Scope, place: Place) -> Iterator[Declared]:
    for name, members in as_mapping(groups).items():
        yield from _listed(members, scope_of_name(name, default), (*place, name), name)


def _listed(values: object, scope: Scope, place: Place, group: str = "") -> Iterator[Declared]:
    for position, text in enumerate(values if isinstance(values, list) else []):
        if isinstance(text, str):
            plain = text.removeprefix("-e ").strip()  # PDM writes editable development dependencies like pip.
            yield Declared(_parsed(plain), text, scope, (*place, position), group)


def _parsed(text: str) -> PythonRequirement | None:
    if text.startswith(("file:", ".")):
        return PythonRequirement("", address=text)
    return parse_requirement(text)


def _from_uv_source(declared: Declared, sources: Mapping[str, Any]) -> Declared:
    """The dependency with what `[tool.uv.sources]` says about its origin; the first of several, by marker."""
    assert declared.requirement is not None
    name = _key(declared.requirement.name)
    stated = next((value for key, value in sources.items() if _key(key) == name), None)
    origins = stated if isinstance(stated, list) else [stated]
    for origin in (as_mapping(each) for each in origins):
        if index := as_text(origin.get("index")):
            return replace(declared, index=index)
        if address := _uv_address(origin):
            return replace(declared, requirement=replace(declared.requirement, address=without_credentials(address)))
    return declared


def _uv_address(origin: Mapping[str, Any]) -> str:
    if origin.get("workspace") is True:
        return "."
    if git := as_text(origin.get("git")):
        revision = next((text for key in ("rev", "tag", "branch") if (text := as_text(origin.get(key)))), "")
        return f"git+{git}" + (f"@{revision}" if revision else "")
    return as_text(origin.get("url")) or as_text(origin.get("path"))


def _key(name: str) -> str:
    return normalized_package_name("pypi", name)

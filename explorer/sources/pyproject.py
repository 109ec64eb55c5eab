"""Reads the dependencies that a pyproject.toml declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import as_mapping, as_text, as_texts
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.poetry_tables import poetry_dependencies
from explorer.sources.python_indexes import NamedIndex, served_by, source_tables, uv_indexes
from explorer.sources.python_requirement import (
    PythonRequirement,
    is_own_code,
    parse_requirement,
    required_by,
    required_package,
    scope_of_name,
)
from explorer.sources.requirements import SOURCE as REQUIREMENTS
from explorer.sources.requirements import requirement_file_claims
from explorer.sources.toml_lines import TomlLines, read_toml

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


class PyprojectSource:
    """PEP 621 dependencies and extras, PEP 735 groups, Poetry, PDM, Hatch and uv tables, build requirements."""

    name = "pyproject"
    reads = "Dependencies and package indexes in pyproject.toml: standard tables, Poetry, PDM, Hatch and uv."
    does_not_read = (
        "Dependencies that a build program computes (nothing is built), and version limits that ask for nothing."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`pyproject.toml`, in any folder."""
        return path.name == "pyproject.toml"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per declared dependency, and the indexes that serve it."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        table, lines = read_toml(file)
        base = scope_of_path(file.path)
        indexes = uv_indexes(self.name, file, table, lines)
        indexes += source_tables(self.name, file, table, lines, "tool", "poetry", "source")
        indexes += source_tables(self.name, file, table, lines, "tool", "pdm", "source")
        own = own_name(table)
        for each in declared_dependencies(table):
            if each.requirement is None:
                message = f"Not a requirement: {without_credentials(each.text)[:80]}"
                yield Problem(self.name, str(file.path), lines.line_of(*each.place), message, "Check the line.")
            elif _key(each.requirement.name) != own and not is_own_code(each.requirement, file.path.parent):
                scope = each.scope if base is Scope.RUNTIME else base
                yield from self._claims(replace(each, scope=scope), file, project, lines, indexes)
        yield from self._missing_groups(table, file, lines)
        yield from self._dynamic(table, file, project, lines)

    def _claims(
        self, each: Declared, file: ProjectFile, project: Project, lines: TomlLines, indexes: list[NamedIndex]
    ) -> Iterator[Claim]:
        assert each.requirement is not None
        line = lines.line_of(*each.place)
        found = evidence(self.name, file, line, without_credentials(lines.text_at(line)), _table_name(each.place))
        package = required_package(each.requirement, found)
        facts = {"group": each.group} if each.group else {}
        yield from required_by(project.system, each.requirement, package, each.scope, facts)
        if not each.requirement.address:
            yield from served_by(package.id, each.index, indexes, each.scope)

    def _missing_groups(self, table: Mapping[str, Any], file: ProjectFile, lines: TomlLines) -> Iterator[Problem]:
        groups = as_mapping(table.get("dependency-groups"))
        known = {_key(name) for name in groups}
        for name, members in groups.items():
            for place, member in enumerate(members if isinstance(members, list) else []):
                wanted = as_text(as_mapping(member).get("include-group"))
                if wanted and _key(wanted) not in known:
                    line = lines.line_of("dependency-groups", name, place)
                    message = f"The dependency group {name} includes {wanted}, which does not exist."
                    yield Problem(self.name, str(file.path), line, message, "Check the name of the group.")

    def _dynamic(
        self, table: Mapping[str, Any], file: ProjectFile, project: Project, lines: TomlLines
    ) -> Iterator[Claim]:
        if "dependencies" not in as_texts(as_mapping(table.get("project")).get("dynamic")):
            return
        setuptools = as_mapping(as_mapping(as_mapping(table.get("tool")).get("setuptools")).get("dynamic"))
        names = as_texts(as_mapping(setuptools.get("dependencies")).get("file"))
        for name in names:
            named = project.find(file.path.parent / name)
            if named is not None and not REQUIREMENTS.matches(named.path):
                yield from requirement_file_claims(REQUIREMENTS.name, named, project, scope_of_path(file.path))
        if not names:
            message = "The dependencies are computed when the project is built, so they are not in this file."
            line = lines.line_of("project", "dynamic")
            yield Problem(self.name, str(file.path), line, message, "Scan a lock file or an installed environment too.")


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
    uv, pdm = as_mapping(tool.get("uv")), as_mapping(tool.get("pdm"))
    yield from _listed(project.get("dependencies"), Scope.RUNTIME, ("project", "dependencies"))
    yield from _grouped(project.get("optional-dependencies"), Scope.OPTIONAL, ("project", "optional-dependencies"))
    yield from _grouped(table.get("dependency-groups"), Scope.DEVELOPMENT, ("dependency-groups",))
    build = as_mapping(table.get("build-system")).get("requires")
    yield from _listed(build, Scope.BUILD, ("build-system", "requires"))
    yield from _listed(uv.get("dev-dependencies"), Scope.DEVELOPMENT, ("tool", "uv", "dev-dependencies"))
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


def _table_name(place: Place) -> str:
    return ".".join(str(key) for key in place if isinstance(key, str))


def _key(name: str) -> str:
    return normalized_package_name("pypi", name)


SOURCE = PyprojectSource()

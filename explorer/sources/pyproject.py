"""Reads the dependencies that a pyproject.toml declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import as_mapping, as_text, as_texts
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.pyproject_tables import Declared, Place, declared_dependencies, own_name
from explorer.sources.python_indexes import NamedIndex, declared_hubs, served_by, source_tables, uv_indexes
from explorer.sources.python_requirement import (
    is_own_code,
    required_by,
    required_package,
)
from explorer.sources.requirements import SOURCE as REQUIREMENTS
from explorer.sources.requirements import requirement_file_claims
from explorer.sources.toml_lines import TomlLines, read_toml


class PyprojectSource:
    """PEP 621 dependencies and extras, PEP 735 groups, Poetry, PDM, Hatch, Rye and uv tables, build requirements."""

    name = "pyproject"
    reads = "Dependencies and package indexes in pyproject.toml: standard tables, Poetry, PDM, Hatch, Rye and uv."
    does_not_read = (
        "Dependencies that a build program computes (nothing is built), and version limits that ask for nothing."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`pyproject.toml`, in any folder."""
        return path.name == "pyproject.toml"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per declared dependency, and the indexes that serve it."""
        table, lines = read_toml(file)
        indexes = uv_indexes(self.name, file, table, lines)
        indexes += source_tables(self.name, file, table, lines, "tool", "poetry", "source")
        indexes += source_tables(self.name, file, table, lines, "tool", "pdm", "source")
        yield from declared_hubs(indexes)
        yield from each_hub_once(self._read(file, project, table, lines, indexes), on_each_line=True)

    def _read(
        self, file: ProjectFile, project: Project, table: Mapping[str, Any], lines: TomlLines, indexes: list[NamedIndex]
    ) -> Iterator[Claim]:
        base = scope_of_path(file.path)
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


def _table_name(place: Place) -> str:
    return ".".join(str(key) for key in place if isinstance(key, str))


def _key(name: str) -> str:
    return normalized_package_name("pypi", name)


SOURCE = PyprojectSource()

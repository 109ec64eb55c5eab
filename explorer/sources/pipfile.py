"""Reads Pipfile, what a project asks of Pipenv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import as_mapping, as_text, as_texts
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.poetry_tables import table_address
from explorer.sources.python_indexes import served_by, source_tables
from explorer.sources.python_requirement import (
    PythonRequirement,
    is_own_code,
    required_by,
    required_package,
    scope_of_name,
)
from explorer.sources.toml_lines import read_toml

NOT_PACKAGES = ("source", "requires", "scripts", "pipenv")


class PipfileSource:
    """Pipenv's manifest: packages, development packages and further categories."""

    name = "pipfile"
    reads = "Pipfile: packages of every category, and the package indexes named."
    does_not_read = "Scripts and the Python version asked for."

    def matches(self, path: PurePosixPath) -> bool:
        """`Pipfile`."""
        return path.name == "Pipfile"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per entry, and the indexes that serve it."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        table, lines = read_toml(file)
        base = scope_of_path(file.path)
        indexes = source_tables(self.name, file, table, lines, "source")
        # The first index serves all packages that name none; the others serve only those that name them.
        first = indexes[0].name if indexes else ""
        for category, name, facts in pipfile_entries(table):
            requirement = pipfile_requirement(name, facts)
            if is_own_code(requirement, file.path.parent):
                continue
            line = lines.line_of(category, name)
            found = evidence(self.name, file, line, without_credentials(lines.text_at(line)), category)
            package = required_package(requirement, found)
            scope = scope_of_category(category) if base is Scope.RUNTIME else base
            yield from required_by(project.system, requirement, package, scope, {"group": category})
            if not requirement.address:
                yield from served_by(package.id, as_text(facts.get("index")) or first, indexes, scope)


def pipfile_entries(table: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every (category, package name, facts) of a parsed Pipfile; a bare version becomes a fact."""
    for category, members in table.items():
        if category not in NOT_PACKAGES:
            for name, wanted in as_mapping(members).items():
                yield category, name, wanted if isinstance(wanted, Mapping) else {"version": wanted}


def pipfile_requirement(name: str, facts: Mapping[str, Any]) -> PythonRequirement:
    """An entry of Pipfile or Pipfile.lock as a requirement."""
    specifier = as_text(facts.get("version")).removeprefix("*")
    extras = tuple(sorted(as_texts(facts.get("extras"))))
    address = without_credentials(table_address(facts))
    return PythonRequirement(name, specifier, extras, as_text(facts.get("markers")), address)


def scope_of_category(category: str) -> Scope:
    """The role of a category: `packages` and `default` at run time, `dev-packages` and `develop` for development."""
    if category in ("packages", "default"):
        return Scope.RUNTIME
    return scope_of_name(category, Scope.OPTIONAL)


SOURCE = PipfileSource()

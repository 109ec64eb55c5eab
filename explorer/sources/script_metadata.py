"""Reads what a single script says that it needs: the block of PEP 723 at its head, and the packages of a FastMCP server."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import as_mapping
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.pyproject_tables import declared_dependencies
from explorer.sources.python_code.modules import modules_of
from explorer.sources.python_code.parsing import keyword_value, text_of
from explorer.sources.python_requirement import PythonRequirement, parse_requirement, required_by, required_package
from explorer.sources.python_text import python_text
from explorer.sources.toml_lines import TomlLines

_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(?:^#(?:| .*)$\s)+?)^# ///$")
"""As PEP 723 gives it, for blocks of the type `script`."""


class ScriptMetadataSource:
    """Packages that runners such as uv, pipx and Hatch install before they run a script."""

    name = "script-metadata"
    reads = "Python scripts: the packages in their inline metadata (PEP 723) and in `FastMCP(dependencies=[…])`."
    does_not_read = "Packages that a script installs itself when it runs."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.py`."""
        return path.suffix == ".py"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package for each requirement, at the line where it is written."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        text = python_text(file).text
        if (block := _BLOCK.search(text)) is not None:
            first = text.count("\n", 0, block.start("content"))
            yield from self._block(block.group("content"), first, file, project)
        if "FastMCP(" in text and "dependencies" in text:
            for requirement, line in _of_servers(file, project):
                yield from self._claims(requirement, line, "FastMCP", file, project)

    def _block(self, content: str, first: int, file: ProjectFile, project: Project) -> Iterator[Claim]:
        plain = "\n".join(line[2:] for line in content.split("\n"))
        try:
            table = tomllib.loads(plain)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            message = f"The script's metadata is not valid TOML: {error}."
            yield Problem(self.name, str(file.path), first + 1, message, "Mend the block and scan again.")
            return
        lines = TomlLines(plain)
        project_of_script = {
            "project": {"dependencies": table.get("dependencies")},
            "tool": as_mapping(table.get("tool")),
        }
        for each in declared_dependencies(project_of_script):
            path = each.place[1:] if each.place[0] == "project" else each.place
            line = first + (lines.line_of(*path) or 1)
            if each.requirement is None:
                message = f"Not a requirement: {without_credentials(each.text)[:80]}"
                yield Problem(self.name, str(file.path), line, message, "Check the line.")
            else:
                yield from self._claims(each.requirement, line, "script", file, project)

    def _claims(
        self, requirement: PythonRequirement, line: int, field: str, file: ProjectFile, project: Project
    ) -> Iterator[Claim]:
        if requirement.name:
            found = evidence(self.name, file, line, requirement.name + requirement.specifier, field)
            yield from required_by(
                project.system, requirement, required_package(requirement, found), scope_of_path(file.path)
            )


def _of_servers(file: ProjectFile, project: Project) -> Iterator[tuple[PythonRequirement, int]]:
    """`FastMCP("name", dependencies=["pandas"])`: what its command line installs beside the server."""
    try:
        calls = modules_of(project).module(file).names.calls.get("FastMCP", [])
    except InputError:
        return  # The reader of the code tells of it.
    for call, _ in calls:
        listed = keyword_value(call, "dependencies")
        for each in listed.elts if isinstance(listed, ast.List | ast.Tuple) else ():
            requirement = parse_requirement(text_of(each) or "")
            if requirement is not None:
                yield requirement, each.lineno


SOURCE = ScriptMetadataSource()

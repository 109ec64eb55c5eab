"""Reads the metadata that a Python script carries in a comment (PEP 723): which packages it is run with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import as_texts
from explorer.sources.package_index import without_credentials
from explorer.sources.python_requirement import is_own_code, parse_requirement, required_by, required_package
from explorer.sources.python_text import text_of

_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""The block of type `script`, by the regular expression of the specification."""


class ScriptMetadataSource:
    """Inline script metadata."""

    name = "script-metadata"
    reads = "The block `# /// script` of Python scripts (PEP 723): the packages that uv, pipx and their like install for them."
    does_not_read = "The version of Python, and the tables of tools inside the block."

    def matches(self, path: PurePosixPath) -> bool:
        """Python files."""
        return path.suffix == ".py"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per dependency, on the line that names it."""
        text = text_of(file)
        block = _BLOCK.search(text) if "# /// script" in text else None
        if block is None:
            return
        first = text.count("\n", 0, block.start("content")) + 1
        lines = block["content"].splitlines()
        try:
            table = tomllib.loads("\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines))
        except (tomllib.TOMLDecodeError, RecursionError):
            message = "The metadata of the script is no TOML."
            yield Problem(self.name, str(file.path), first, message, "Mend the comment `# /// script`.")
            return
        for asked in as_texts(table.get("dependencies")):
            requirement = parse_requirement(asked)
            line = first + next((number for number, each in enumerate(lines) if asked in each), 0)
            if requirement is not None and not is_own_code(requirement, file.path.parent):
                found = evidence(self.name, file, line, without_credentials(asked), "dependencies")
                scope = scope_of_path(file.path, Scope.RUNTIME)
                yield from required_by(project.system, requirement, required_package(requirement, found), scope)


SOURCE = ScriptMetadataSource()

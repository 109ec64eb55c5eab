"""Reads the dependencies that a setup.cfg declares for setuptools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.python_requirement import (
    is_own_code,
    parse_requirement,
    required_by,
    required_package,
    scope_of_name,
)
from explorer.sources.requirements import SOURCE as REQUIREMENTS
from explorer.sources.requirements import requirement_file_claims

_KEYS = {"install_requires": Scope.RUNTIME, "setup_requires": Scope.BUILD, "tests_require": Scope.TEST}


class SetupCfgSource:
    """The declarative configuration of setuptools."""

    name = "setup-cfg"
    reads = "setup.cfg: install_requires, extras_require, setup_requires, tests_require."
    does_not_read = "Settings of other tools in the same file."

    def matches(self, path: PurePosixPath) -> bool:
        """`setup.cfg`, in any folder."""
        return path.name == "setup.cfg"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per requirement."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        base = scope_of_path(file.path)
        for section, key, line, text in _settings(file.read_text()):
            scope = _scope(section, key)
            if scope is None:
                continue
            role = scope if base is Scope.RUNTIME else base
            if text.startswith("file:"):
                yield from self._named(file, project, line, text, role)
                continue
            requirement = parse_requirement(text)
            if requirement is None:
                message = f"Not a requirement: {without_credentials(text)[:80]}"
                yield Problem(self.name, str(file.path), line, message, "Check the line.")
            elif not is_own_code(requirement, file.path.parent):
                found = evidence(self.name, file, line, without_credentials(text), f"{section}.{key}")
                facts = {"group": key} if section == "options.extras_require" else {}
                package = required_package(requirement, found)
                yield from required_by(project.system, requirement, package, role, facts)

    def _named(self, file: ProjectFile, project: Project, line: int, text: str, role: Scope) -> Iterator[Claim]:
        """The requirements files that stand in place of a list: `file: requirements.txt`."""
        for name in text.removeprefix("file:").split(","):
            named = project.find(file.path.parent / name.strip())
            if named is None:
                message = f"{name.strip()} is named here, but is not in the scanned folder."
                yield Problem(self.name, str(file.path), line, message, "Put the file there and scan again.")
            elif not REQUIREMENTS.matches(named.path):
                yield from requirement_file_claims(REQUIREMENTS.name, named, project, role)


def _scope(section: str, key: str) -> Scope | None:
    if section == "options":
        return _KEYS.get(key)
    return scope_of_name(key, Scope.OPTIONAL) if section == "options.extras_require" else None


def _settings(text: str) -> Iterator[tuple[str, str, int, str]]:
    """Each (section, key, line, one line of the value); unlike configparser this knows lines and forgives repeats."""
    section = key = ""
    for number, line in enumerate(text.split("\n"), 1):
        content = re.sub(
            r"(?:^|\s)[#;](?!\s*(?:python_|sys_|platform_|extra|os_|implementation_)).*$", "", line
        ).strip()
        if not content:
            continue
        if line[0] not in " \t":
            if header := re.match(r"\[([^\]]*)\]", content):
                section, key = header.group(1).strip(), ""
                continue
            name, _, content = content.partition("=") if "=" in content else content.partition(":")
            key, content = name.strip().lower().replace("-", "_"), content.strip()
        if content and key:
            yield section, key, number, content


SOURCE = SetupCfgSource()

"""Reads the dependencies that a setup.py states in plain lists; the script is parsed, never run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.package_index import each_hub_once, without_credentials
from explorer.sources.python_requirement import (
    is_own_code,
    parse_requirement,
    required_by,
    required_package,
    scope_of_name,
)
from explorer.sources.python_text import python_text
from explorer.sources.setup_values import SetupValues

_LISTS = {"install_requires": Scope.RUNTIME, "setup_requires": Scope.BUILD, "tests_require": Scope.TEST}


class SetupScriptSource:
    """The setup script of setuptools."""

    name = "setup-script"
    reads = "setup.py: lists of requirements that stand there as text, directly, under a name, or in a table by the package's name."
    does_not_read = "Requirements that the script computes or reads from elsewhere: it is parsed, never run."

    def matches(self, path: PurePosixPath) -> bool:
        """`setup.py`, in any folder."""
        return path.name == "setup.py"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per requirement, and a problem where a list is computed."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        tree = _parsed(file)
        named = SetupValues(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _called(call) == "setup":
                for keyword in _keywords(call, named):
                    yield from self._keyword(keyword, named, file, project)

    def _keyword(
        self, keyword: ast.keyword, named: SetupValues, file: ProjectFile, project: Project
    ) -> Iterator[Claim]:
        value = named.plain(keyword.value)
        if keyword.arg in _LISTS:
            yield from self._list(value, _LISTS[keyword.arg], keyword.arg, named, file, project)
        elif keyword.arg == "extras_require":
            if not isinstance(value, ast.Dict):
                yield self._computed(keyword.arg, value, file)
                return
            for key, members in zip(value.keys, value.values, strict=True):
                name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "extra"
                scope = scope_of_name(name, Scope.OPTIONAL)
                yield from self._list(named.plain(members), scope, name, named, file, project)

    def _list(
        self,
        value: ast.expr,
        scope: Scope,
        name: str,
        named: SetupValues,
        file: ProjectFile,
        project: Project,
    ) -> Iterator[Claim]:
        if not isinstance(value, ast.List | ast.Tuple):
            yield self._computed(name, value, file)
            return
        base = scope_of_path(file.path)
        for element in map(named.plain, value.elts):
            if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
                yield self._computed(name, element, file)
                continue
            requirement = parse_requirement(element.value)
            if requirement is None:
                message = f"Not a requirement: {without_credentials(element.value)[:80]}"
                yield Problem(self.name, str(file.path), element.lineno, message, "Check the line.")
            elif not is_own_code(requirement, file.path.parent):
                found = evidence(self.name, file, element.lineno, without_credentials(element.value), name)
                role = scope if base is Scope.RUNTIME else base
                facts = {} if name in _LISTS else {"group": name}
                yield from required_by(project.system, requirement, required_package(requirement, found), role, facts)

    def _computed(self, name: str, value: ast.expr, file: ProjectFile) -> Problem:
        message = f"{name} is computed when the script runs, so it is not known."
        return Problem(self.name, str(file.path), value.lineno, message, "Scan a lock or an installed environment too.")


def _parsed(file: ProjectFile) -> ast.Module:
    text = python_text(file).text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Doubtful escapes in a scanned script are not our warnings.
            return ast.parse(text)
    except SyntaxError as error:
        message = f"{file.path} is not valid Python at line {error.lineno}."
        raise InputError(message, "Mend the file and scan again.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{file.path} cannot be read as Python.", "Check what wrote it.") from error


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _keywords(call: ast.Call, named: SetupValues) -> Iterator[ast.keyword]:
    """The keywords of a call, those of a plain `**table` included."""
    for keyword in call.keywords:
        table = named.plain(keyword.value)
        if keyword.arg is not None:
            yield keyword
        elif isinstance(table, ast.Dict):
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield ast.keyword(key.value, value)


SOURCE = SetupScriptSource()

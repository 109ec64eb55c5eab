"""Reads models, datasets, hosted services and tools from Python code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.python_code.bundles import BundleReader
from explorer.sources.python_code.computing import ComputeReader
from explorer.sources.python_code.data_files import DataFileReader
from explorer.sources.python_code.declared_fallbacks import FallbackReader
from explorer.sources.python_code.embedded import EmbeddedReader
from explorer.sources.python_code.modules import MAX_SHARED_BYTES, Module, Modules, modules_of
from explorer.sources.python_code.named_in_calls import CallReader
from explorer.sources.python_code.options import OptionReader
from explorer.sources.python_code.parsing import NotPython, handed_over
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.registries import RegistryReader
from explorer.sources.python_code.servers import ServerReader
from explorer.sources.python_code.settings_in_code import SettingReader
from explorer.sources.python_code.stores import StoreReader
from explorer.sources.python_code.tools import ToolReader

_STEP = re.compile(r"\d{4}_\w+\.py|[0-9a-f]{12}_\w+\.py")
"""Files of Django's and Alembic's migrations."""
_TOLD = "python size told"


class PythonCodeSource:
    """Python files, by their syntax tree; nothing is imported or run."""

    name = "python-code"
    reads = (
        "Python: calls of AI SDKs and frameworks, settings that hold models, tools, MCP servers, download addresses."
    )
    does_not_read = "Values that are only known when the program runs; docstrings and comments; migrations of databases; other languages."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.py`, but for what moves a database from one form to the next: its defaults are those of former days."""
        return path.suffix == ".py" and not (path.parent.name in ("migrations", "versions") and _STEP.match(path.name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims with the line where each name is written and the line that uses it."""
        modules = modules_of(project)
        yield from _bounded(modules, project)
        try:
            module = modules.module(file)
        except NotPython as error:
            yield Problem(self.name, str(file.path), error.line, error.message, error.advice)
            return
        if module.odd_line is not None:
            message = f"The file has bytes that are no {module.encoding} from line {module.odd_line} on."
            advice = (
                "They were replaced and the code was read; declare the encoding in the first line, or save it as UTF-8."
            )
            yield Problem(self.name, str(file.path), module.odd_line, message, advice)
        if module.fault is not None:
            advice = "The line was left out, the rest was read; check the file."
            yield Problem(self.name, str(file.path), module.fault.line, module.fault.message, advice)
        yield from module_claims(self.name, module, project, modules)


def module_claims(source: str, module: Module, project: Project, modules: Modules) -> Iterator[Claim]:
    """Everything that one module names."""
    reading = Reading(source, module, project, modules)
    stores = StoreReader(reading)
    calls, settings, tools = CallReader(reading, stores), SettingReader(reading), ToolReader(reading)
    servers, embedded, computing = ServerReader(reading), EmbeddedReader(reading), ComputeReader(reading)
    fallbacks = FallbackReader(reading, calls)
    options, data = OptionReader(settings), DataFileReader(reading)
    bundles, registries = BundleReader(reading), RegistryReader(reading)
    for place in module.names.places:
        node, scope = place.node, place.scope
        match node:
            case ast.Call():
                if (handed := handed_over(node)) is not None and (row := reading.matcher.match(handed, scope, module)):
                    yield from calls.claims(handed, scope, *row)
                matched = reading.matcher.match(node, scope, module)
                if matched is not None:
                    yield from calls.claims(node, scope, *matched)
                yield from settings.keywords(node, scope, matched[0].arguments if matched is not None else ())
                yield from fallbacks.call(node, scope)
                yield from options.call(node, scope)
                yield from tools.call(node, scope)
                yield from servers.call(node, scope)
                yield from embedded.call(node, scope)
                yield from computing.call(node, scope)
                yield from bundles.call(node, scope)
                yield from stores.keywords(node, scope)
                yield from data.call(node, scope)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from settings.parameters(node, scope)
                yield from settings.returned(node, scope)
                yield from tools.decorated(node)
            case ast.ClassDef():
                yield from settings.fields(node, scope)
                yield from servers.subclass(node, scope)
                yield from tools.subclass(node, scope)
            case ast.Assign() | ast.AnnAssign():
                yield from settings.assignment(node, scope)
                yield from stores.assignment(node, scope)
                yield from data.assignment(node, scope)
                if node.value is not None:
                    yield from embedded.addresses(node.value, scope)
                    yield from bundles.value(node.value, scope)
            case ast.Dict():
                yield from settings.entries(node, scope)
                yield from stores.entries(node, scope)
                yield from tools.entries(node)
                yield from servers.entries(node, scope)
                registries.entries(node)
    yield from registries.claims(embedded.files)
    yield from stores.unnamed()


def _bounded(modules: Modules, project: Project) -> Iterator[Claim]:
    """Says once per scan that the project's Python is too large to follow values between files."""
    if not modules.is_whole and _TOLD not in project.memory:
        project.memory[_TOLD] = True
        limit = MAX_SHARED_BYTES // 1024**2
        message = f"The project has more than {limit} MB of Python, so values were not followed from file to file."
        yield Problem("python-code", "", None, message, "Scan its parts one by one to follow them.")


SOURCE = PythonCodeSource()

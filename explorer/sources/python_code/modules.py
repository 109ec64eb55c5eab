"""The Python modules of one project: which file a dotted name means, and what each module names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.python_code.branches import Branches
from explorer.sources.python_code.compared_choices import choices_by_argument
from explorer.sources.python_code.parsing import NotPython, callable_name, parse_as_far_as_possible
from explorer.sources.python_code.scopes import Binding, Scope, names_of
from explorer.sources.python_text import python_text

MAX_SHARED_BYTES = 8 * 1024 * 1024
"""Modules beyond this much text are read by themselves, without following values into or out of them."""

MAX_MODULE_BYTES = 4 * 1024 * 1024


_BEGINNINGS = frozenset(["startswith", "endswith", "removeprefix", "removesuffix"])
"""Methods of texts that are asked with a part of a name."""
_ENDINGS = tuple(f".{each}" for each in _BEGINNINGS)


class Module:
    """One module: its tree, its names and its lines."""

    odd_line: int | None = None
    """The first line with bytes that its encoding does not have, if any."""
    encoding = "UTF-8"

    def __init__(self, file: ProjectFile, text: str, tree: ast.Module, fault: NotPython | None = None) -> None:
        self.file = file
        self.fault = fault
        """What is wrong with the first line that was left out, if any was."""
        self.names = names_of(tree)
        self._text = text
        self._tree = tree

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty where there is none."""
        return self._lines[number - 1].strip() if 0 < number <= len(self._lines) else ""

    def walk(self) -> Iterator[ast.AST]:
        """Every node of its tree."""
        return ast.walk(self._tree)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.splitlines()

    @cached_property
    def only_compared(self) -> frozenset[str]:
        """Names that the module reads only as `x in NAME`, goes through only to answer with yes or no, or asks whether empty."""
        read: dict[str, int] = {}
        compared: dict[str, int] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                read[name] = read.get(name, 0) + 1
            for asked in _asked_of(node):
                compared[asked] = compared.get(asked, 0) + 1
        return frozenset(name for name, times in compared.items() if read.get(name) == times)

    @cached_property
    def branches(self) -> Branches:
        """Its conditions: what stands in one branch is not seen in another."""
        return Branches(self._tree)

    @cached_property
    def choices(self) -> dict[int, list[ast.Constant]]:
        """What arguments may be by the branch in which they are given, by their `id`."""
        return choices_by_argument(self._tree)

    @cached_property
    def only_keys(self) -> frozenset[str]:
        """Names that the module reads only as keys of its tables: what it says of them there is no use of them."""
        read: dict[str, int] = {}
        keys: dict[str, int] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read[node.id] = read.get(node.id, 0) + 1
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Name):
                    keys[key.id] = keys.get(key.id, 0) + 1
        return frozenset(name for name, times in keys.items() if read.get(name) == times)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The top-level packages that it imports; the project's own are among them."""
        return frozenset(dotted.lstrip(".").partition(".")[0] for dotted in self.names.imports.values())


def _asked_of(node: ast.AST) -> Iterator[str]:
    """The names whose members a node only asks for."""
    places: list[ast.expr] = []
    if isinstance(node, ast.Compare):
        pairs = zip(node.ops, node.comparators, strict=True)
        places = [place for how, place in pairs if isinstance(how, ast.In | ast.NotIn)]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _BEGINNINGS:
        places = node.args[:1]
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        places = node.values[:-1]  # Whether it is empty.
    elif isinstance(node, ast.For) and _is_only_asked_with(node):
        places = [node.iter]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("any", "all"):
        generators = (
            each for argument in node.args if isinstance(argument, ast.GeneratorExp) for each in argument.generators
        )
        places = [each.iter for each in generators]
    for place in places:
        if isinstance(place, ast.Name | ast.Attribute):
            yield place.id if isinstance(place, ast.Name) else place.attr


def _is_only_asked_with(loop: ast.For) -> bool:
    """`for prefix in PREFIXES: if model.startswith(prefix): …`: whether a loop only compares with what it goes through."""
    name = loop.target.id if isinstance(loop.target, ast.Name) else ""
    within = [each for part in loop.body for each in ast.walk(part)]
    asked = [
        given
        for each in within
        for given in (each.args[:1] if isinstance(each, ast.Call) and callable_name(each.func).endswith(_ENDINGS)
                      else [each.left] if isinstance(each, ast.Compare) else [])
        if isinstance(given, ast.Name) and given.id == name
    ]  # fmt: skip
    return bool(asked) and len(asked) == sum(isinstance(each, ast.Name) and each.id == name for each in within)


class Modules:
    """All modules of a project, each parsed once, when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self._files = {
            _dotted(file.path): file
            for file in project.files
            if file.path.suffix == ".py" and file.size <= MAX_MODULE_BYTES
        }
        self._by_last: dict[str, list[str]] = {}
        for dotted in self._files:
            self._by_last.setdefault(dotted.rpartition(".")[2], []).append(dotted)
        self._read: dict[PurePosixPath, Module | None] = {}
        self._imported: dict[tuple[str, PurePosixPath], Module | None] = {}
        self.is_whole = sum(file.size for file in self._files.values()) <= MAX_SHARED_BYTES
        """Whether all modules are small enough together to follow values between them."""

    def module(self, file: ProjectFile) -> Module:
        """The module of a file. Raises `InputError` where it is no Python 3 text."""
        known = self._read.get(file.path)
        if known is not None:
            return known
        read = python_text(file)
        tree, fault = parse_as_far_as_possible(read.text, str(file.path))
        module = Module(file, read.text, tree, fault)
        module.odd_line, module.encoding = read.odd_line, read.encoding
        if self.is_whole:
            self._read[file.path] = module
        return module

    def imported(self, dotted: str, importer: ProjectFile) -> Module | None:
        """The project's module of this dotted name, as `importer` would find it; None for foreign packages."""
        if not self.is_whole:
            return None
        key = dotted, importer.path
        if key not in self._imported:
            self._imported[key] = self._found(dotted, importer)
        return self._imported[key]

    def _found(self, dotted: str, importer: ProjectFile) -> Module | None:
        for name in self._candidates(dotted, importer):
            if (file := self._files.get(name)) is not None and file.path != importer.path:
                return self._quietly(file)
        return None

    def _candidates(self, dotted: str, importer: ProjectFile) -> Iterator[str]:
        package = (
            _dotted(importer.path).rpartition(".")[0] if importer.name != "__init__.py" else _dotted(importer.path)
        )
        if dotted.startswith("."):
            dots = len(dotted) - len(dotted.lstrip("."))
            parts = package.split(".") if package else []
            base = ".".join(parts[: len(parts) - dots + 1])
            yield ".".join(part for part in (base, dotted.lstrip(".")) if part)
            return
        parts = package.split(".") if package else []
        for depth in range(len(parts), -1, -1):
            yield ".".join([*parts[:depth], dotted])
        found = [name for name in self._by_last.get(dotted.rpartition(".")[2], []) if name.endswith("." + dotted)]
        if len(found) == 1:
            yield found[0]

    def _quietly(self, file: ProjectFile) -> Module | None:
        if file.path not in self._read:
            try:
                self.module(file)
            except InputError:
                self._read[file.path] = None  # The file is reported when it is read itself.
        return self._read[file.path]

    def all(self) -> Iterator[Module]:
        """Every module that can be read; none where the project is too large to hold them together."""
        if self.is_whole:
            for file in self._files.values():
                if (module := self._quietly(file)) is not None:
                    yield module

    @cached_property
    def callers(self) -> dict[str, list[tuple[ast.Call, Scope, Module]]]:
        """All calls of the project by the last part of what is called, for names that the project defines."""
        defined = {name for module in self.all() for name in (*module.names.functions, *module.names.classes)}
        found: dict[str, list[tuple[ast.Call, Scope, Module]]] = {}
        for module in self.all():
            for name, calls in module.names.calls.items():
                if name in defined:
                    found.setdefault(name, []).extend((call, scope, module) for call, scope in calls)
        return found

    @cached_property
    def subclasses(self) -> dict[str, list[tuple[Scope, Module]]]:
        """The project's classes by the last part of the name of each class that they are written below."""
        found: dict[str, list[tuple[Scope, Module]]] = {}
        for module in self.all():
            for home in module.names.classes.values():
                for base in home.node.bases if isinstance(home.node, ast.ClassDef) else ():
                    found.setdefault(callable_name(base).rpartition(".")[2], []).append((home, module))
        return found

    @cached_property
    def imported_names(self) -> frozenset[str]:
        """The last parts of all that any module of the project imports."""
        return frozenset(dotted.rpartition(".")[2] for module in self.all() for dotted in module.names.imports.values())

    @cached_property
    def definitions(self) -> dict[str, int]:
        """How many functions and methods of the project have each name."""
        found: dict[str, int] = {}
        for module in self.all():
            for name, functions in module.names.functions.items():
                found[name] = found.get(name, 0) + len(functions)
        return found

    @cached_property
    def constants(self) -> dict[str, list[tuple[Binding, Module]]]:
        """All module-level values by name, of the whole project."""
        found: dict[str, list[tuple[Binding, Module]]] = {}
        for module in self.all():
            for name, bindings in module.names.root.bindings.items():
                found.setdefault(name, []).extend((binding, module) for binding in bindings)
        return found


def modules_of(project: Project) -> Modules:
    """The modules of this project, the same object for every file of one scan."""
    modules = project.memory.get("python modules")
    if not isinstance(modules, Modules):
        modules = project.memory["python modules"] = Modules(project)
    return modules


def _dotted(path: PurePosixPath) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts and parts[-1] == "__init__" else parts)

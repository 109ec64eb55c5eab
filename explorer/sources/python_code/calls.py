"""Which row of the SDK table a call is, and which of its arguments names the model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.knowledge.sdks import SdkCall, calls_by_last_part, families
from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.origins import Origins
from explorer.sources.python_code.parsing import callable_name, keyword_value
from explorer.sources.python_code.scopes import Scope


class CallMatcher:
    """Recognises calls of known SDKs by what is called and by what the file imports."""

    def __init__(self, modules: Modules, origins: Origins) -> None:
        self._modules = modules
        self._origins = origins
        self._roots: dict[int, frozenset[str]] = {}

    def match(self, call: ast.Call, scope: Scope, module: Module) -> tuple[SdkCall, str] | None:
        """The row for this call and the name that matched; of several, the one with the longest name."""
        best: tuple[SdkCall, str] | None = None
        if isinstance(call.func, ast.Subscript):
            return self._only_one(call.func, scope, module)
        for written, is_known in self._full_names(call.func, scope, module):
            for row, name in self._rows(written, is_known, module):
                if row.gives == "client" and not is_asked_for(call, row):
                    continue  # One constructor may stand for clients of several services.
                if best is None or len(name) > len(best[1]):
                    best = (row, name)
        return best

    def _only_one(self, func: ast.Subscript, scope: Scope, module: Module) -> tuple[SdkCall, str] | None:
        """`PROVIDERS[name](…)`: the row where the table holds classes of one row only; of several, none is meant."""
        found = {
            (row, name)
            for written, is_known in self._full_names(func, scope, module)
            for row, name in self._rows(written, is_known, module)
        }
        return next(iter(found)) if len(found) == 1 else None

    def roots(self, module: Module) -> frozenset[str]:
        """The top-level packages that a module imports, and those of the project's modules that it imports."""
        known = self._roots.get(id(module))
        if known is None:
            found = set(module.roots)
            for dotted in set(module.names.imports.values()) | set(module.names.stars):
                for candidate in (dotted, dotted.rpartition(".")[0]):
                    neighbour = self._modules.imported(candidate, module.file) if candidate.strip(".") else None
                    if neighbour is not None:
                        found |= neighbour.roots
            known = self._roots[id(module)] = frozenset(found)
        return known

    def _rows(self, written: str, is_known: bool, module: Module) -> Iterator[tuple[SdkCall, str]]:
        last = written.rpartition(".")[2]
        root = written.partition(".")[0]
        for row, name in calls_by_last_part().get(last, ()):
            if written != name and not written.endswith("." + name):
                continue
            is_unmistakable = name.count(".") > 1 or not row.modules
            if is_unmistakable or ((root in row.modules) if is_known else self.roots(module) & row.modules):
                yield row, name  # A name of three parts is unmistakable, wherever the client comes from.
        if not is_known or "()" in written:  # What a method of a made object gives is no more of the family.
            return
        for row in families():
            if root in row.modules and f".{row.family}." in f".{written.rpartition('.')[0]}.":
                named = _class_of(written) if row.gives == "tool" else last
                if named not in row.skip:
                    yield row, named

    def _full_names(self, func: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[str, bool]]:
        """What is called, by its full name where an import gives it; whether that is so."""
        if isinstance(func, ast.Subscript):  # `PROVIDERS[name](…)`: any class that the table holds.
            for origin in self._origins.of(func, scope, module):
                if isinstance(origin.node, ast.Name | ast.Attribute):
                    yield from self._full_names(origin.node, origin.scope, origin.module)
            return
        written = callable_name(func)
        head, dot, tail = written.partition(".")
        if scope.lookup(head) is not None:
            yield from self._through_variable(func, written, scope, module)
            return
        dotted = module.names.imports.get(head)
        if dotted is None:
            yield written, False
            if not dot and head in module.names.classes:
                yield from self._through_bases(module.names.classes[head], module)
            return
        yield self._foreign(dotted, module) + dot + tail, True

    def _through_bases(self, home: Scope, module: Module) -> Iterator[tuple[str, bool]]:
        """A class of the project that is a known one and takes the same arguments."""
        if isinstance(home.node, ast.ClassDef) and not _has_constructor(home.node):
            for base in home.node.bases:
                if callable_name(base) != home.node.name:
                    yield from self._full_names(base, home.parent or home, module)

    def _through_variable(
        self, func: ast.expr, written: str, scope: Scope, module: Module
    ) -> Iterator[tuple[str, bool]]:
        """A variable that holds a class, or an object made by a known package: `client = Groq(); client.chat…`."""
        head, dot, _ = written.partition(".")
        if not dot:
            for origin in self._origins.of(ast.Name(head), scope, module):
                if isinstance(origin.node, ast.Name | ast.Attribute) and callable_name(origin.node) != head:
                    yield from self._full_names(origin.node, origin.scope, origin.module)
            return
        yield written, False

    def _foreign(self, dotted: str, module: Module) -> str:
        """The dotted name behind a name that one of the project's modules passes on."""
        for _ in range(3):
            origin, _, name = dotted.rpartition(".")
            neighbour = self._modules.imported(origin, module.file) if origin.strip(".") else None
            again = neighbour.names.imports.get(name) if neighbour is not None else None
            if neighbour is None or again is None:
                return dotted
            dotted, module = again, neighbour
        return dotted


def _class_of(written: str) -> str:
    """The class that is made, also where one of its own methods makes it: `package.SearchTool.from_space`."""
    *_, owner, last = written.split(".")
    return owner if owner[:1].isupper() and last[:1].islower() else last


def _has_constructor(owner: ast.ClassDef) -> bool:
    return any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in owner.body)


def argument_of(call: ast.Call, row: SdkCall) -> ast.expr | None:
    """The expression that names the model: by keyword, else by position."""
    given = keyword_value(call, *row.arguments)
    if given is not None:
        return given
    if row.position is not None and len(call.args) > row.position:
        before = call.args[: row.position + 1]
        return None if any(isinstance(each, ast.Starred) for each in before) else call.args[row.position]
    return None


def arguments_of(call: ast.Call, row: SdkCall) -> list[ast.expr]:
    """The expressions that name something: every keyword of the row where it says so, else the first that is given."""
    if row.every:
        found = [keyword.value for keyword in call.keywords if keyword.arg in row.arguments]
        if found:
            return found
    first = argument_of(call, row)
    return [] if first is None else [first]


def is_asked_for(call: ast.Call, row: SdkCall) -> bool:
    """Whether the keywords that the row demands are there, and none that it excludes is given as None."""
    given = [keyword_value(call, name) for name in row.when]
    if row.gives == "client":  # What is only decided when the code runs is as if it were not asked for.
        given = [node if isinstance(node, ast.Constant) else None for node in given]
    if given and not any(_is_truthy(node) for node in given):
        return False
    return not any(_is_none(keyword_value(call, name)) for name in row.unless)


def _is_truthy(node: ast.expr | None) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and not node.value)


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None

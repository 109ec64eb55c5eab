"""Which definition of the project a name means: classes, functions, and the calls that reach a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.parsing import callable_name, keyword_value
from explorer.sources.python_code.scopes import Scope


class Definitions:
    """Finds definitions inside a module and across the project's own modules."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules

    def class_named(self, node: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[Scope, Module]]:
        """The class that an expression names, with its module."""
        name = callable_name(node)
        head, _, rest = name.partition(".")
        if not rest and head in module.names.classes:
            yield module.names.classes[head], module
            return
        dotted = module.names.imports.get(head)
        if not dotted or scope.lookup(head) is not None:
            return
        full = f"{dotted}.{rest}" if rest else dotted
        origin, _, last = full.rpartition(".")
        neighbour = self._modules.imported(origin, module.file) if origin else None
        for _ in range(3):
            if neighbour is None:
                return
            if last in neighbour.names.classes:
                yield neighbour.names.classes[last], neighbour
                return
            again = neighbour.names.imports.get(last, "")
            neighbour = self._modules.imported(again.rpartition(".")[0], neighbour.file) if again else None

    def functions_named(
        self, node: ast.expr, scope: Scope, module: Module
    ) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, Scope, Module]]:
        """The functions, or methods of `self`, that an expression names."""
        name = callable_name(node)
        head, _, rest = name.partition(".")
        if head == "self" and rest and "." not in rest:
            places = [(module, rest, True)]
        elif not rest and head in module.names.functions:
            places = [(module, head, False)]
        else:
            dotted = module.names.imports.get(head, "")
            full = f"{dotted}.{rest}" if rest else dotted
            origin, _, last = full.rpartition(".")
            neighbour = self._modules.imported(origin, module.file) if origin.strip(".") else None
            places = [(neighbour, last, False)] if neighbour is not None else []
        for place, wanted, as_method in places:
            for function, inner, is_method in place.names.functions.get(wanted, []):
                if is_method == as_method:
                    yield function, inner, place

    def calls_of(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, owner: Scope, module: Module
    ) -> Iterator[tuple[ast.Call, Scope, Module]]:
        """The project's calls of a function; of a method only where no other has its name, or on `self`."""
        around = owner.parent.node if owner.parent is not None else None
        is_method = isinstance(around, ast.ClassDef)
        name = around.name if isinstance(around, ast.ClassDef) and function.name == "__init__" else function.name
        calls = self._modules.callers.get(name, []) if self._modules.is_whole else []
        if not self._modules.is_whole:
            calls = [(call, scope, module) for call, scope in module.names.calls.get(name, [])]
        is_only_one = self._modules.definitions.get(name) == 1
        for call, scope, caller in calls:
            if is_method and function.name != "__init__":
                if is_only_one or (caller is module and callable_name(call.func) == f"self.{name}"):
                    yield call, scope, caller
            elif caller is module or self._refers(call, caller, module):
                yield call, scope, caller

    def _refers(self, call: ast.Call, caller: Module, module: Module) -> bool:
        """Whether what is called was imported from this module, directly or through a package."""
        head = callable_name(call.func).partition(".")[0]
        dotted = caller.names.imports.get(head)
        if dotted is None:
            return bool(caller.names.stars) and isinstance(call.func, ast.Name)
        for name in (dotted, dotted.rpartition(".")[0]):
            found = self._modules.imported(name, caller.file) if name else None
            if found is module:
                return True
            if found is not None and found.file.name == "__init__.py":
                return found.file.path.parent in module.file.path.parents
        return False


def argument_for(
    call: ast.Call, name: str, function: ast.FunctionDef | ast.AsyncFunctionDef, owner: Scope
) -> ast.expr | None:
    """What a call gives to a parameter: by keyword, else by position, counted without `self`."""
    given = keyword_value(call, name)
    if given is not None:
        return given
    positional = [*function.args.posonlyargs, *function.args.args]
    place = next((number for number, each in enumerate(positional) if each.arg == name), None)
    if place is None:
        return None
    is_method = owner.parent is not None and isinstance(owner.parent.node, ast.ClassDef)
    if is_method and positional and positional[0].arg in ("self", "cls"):
        place -= 1
    if not 0 <= place < len(call.args) or any(isinstance(each, ast.Starred) for each in call.args[: place + 1]):
        return None
    return call.args[place]


def annotation_of(name: str, scope: Scope) -> ast.expr | None:
    """The annotation of a parameter of the function whose scope this is."""
    if not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    arguments = scope.node.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if each.arg == name:
            return each.annotation
    return None


def class_around(scope: Scope) -> Scope | None:
    """The class in which a scope stands."""
    here: Scope | None = scope
    while here is not None and not isinstance(here.node, ast.ClassDef):
        here = here.parent
    return here


def returned_by(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    """What a function gives back, in the order of writing; not what functions inside it do."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))

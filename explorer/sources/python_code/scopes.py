"""Which names a module, class or function binds, and to which expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from explorer.sources.python_code.parsing import callable_name, keyword_value, text_of

_IMPORTING = re.compile(
    r"(^|\.)_?(import_module|__import__|(lazy|optional|try|safe|soft|import_optional)_?(load|import)?_?(dep|dependency|module)?"
    r"|lazy_load_dep|import_(optional_)?dependency|import_or_\w+|Lazy(Loader|Import|Module))$"
)
"""Functions that give back a module by its name."""
_BINDING = frozenset(
    [ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Call, ast.Dict, ast.Assign, ast.AnnAssign, ast.NamedExpr,
     ast.AugAssign, ast.For, ast.AsyncFor, ast.comprehension, ast.withitem, ast.Import, ast.ImportFrom]
)  # fmt: skip
"""The nodes of which something is noted."""
_LEAVES = frozenset(
    [ast.Name, ast.Constant, ast.alias, str, int, float, complex, bytes, bool, type(None), type(...)]
    + [
        kind
        for base in (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
        for kind in base.__subclasses__()
    ]
)
"""What a node has that holds no node of which something is noted."""
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Way(Enum):
    """How a name gets what its expression stands for."""

    VALUE = "assigned"
    DEFAULT = "default"
    PARAMETER = "parameter"
    ELEMENT = "element of"
    KEY = "key of"
    CONTEXT = "result of"
    """Of a call: nothing textual, but the call tells what the object is."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One way in which a name gets a value; the expression is read in the scope where it is written."""

    expression: ast.expr | None
    scope: Scope
    way: Way = Way.VALUE


@dataclass(eq=False, slots=True)
class Scope:
    """The names of one module, class or function."""

    node: ast.Module | ast.ClassDef | Function
    parent: Scope | None = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """The nearest scope that binds the name, as Python looks it up: class bodies are not seen from inside."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope, scope.bindings[name]
            scope = scope.parent
        return None

    def bind(self, name: str, expression: ast.expr | None, scope: Scope | None = None, way: Way = Way.VALUE) -> None:
        """Note one more way in which a name of this scope gets a value."""
        self.bindings.setdefault(name, []).append(Binding(expression, scope or self, way))


@dataclass(frozen=True, slots=True)
class Place:
    """A call or definition together with the scope in which it stands."""

    node: ast.AST
    scope: Scope


@dataclass(eq=False, slots=True)
class Names:
    """Everything that one module names."""

    root: Scope
    imports: dict[str, str] = field(default_factory=dict)
    """Local name to dotted name; relative imports keep their leading dots."""
    stars: list[str] = field(default_factory=list)
    """Modules of `from module import *`."""
    functions: dict[str, list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, Scope, bool]]] = field(default_factory=dict)
    """By name: definition, its scope, and whether it is a method."""
    classes: dict[str, Scope] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)
    """What `something.name = …` and command-line options give to attributes of this name."""
    fields: dict[str, list[Binding]] = field(default_factory=dict)
    """What classes give to their attributes of this name."""
    environment: dict[str, list[Binding]] = field(default_factory=dict)
    """What `os.environ[name] = …` sets."""
    items: dict[str, list[Binding]] = field(default_factory=dict)
    """What `owner[name] = …` and `owner.name = …` give, by `owner.name` as it is written; not of `self`."""
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=dict)
    """Calls by the last part of what is called."""
    places: list[Place] = field(default_factory=list)
    """Calls, definitions, assignments and dictionaries, in the order of writing."""


def names_of(tree: ast.Module) -> Names:
    """Walk a module once. Depth is bounded by the parser, which refuses to nest deeper than the interpreter can."""
    names = Names(Scope(tree))
    waiting: list[tuple[ast.AST, Scope]] = [(node, names.root) for node in reversed(tree.body)]
    while waiting:
        node, scope = waiting.pop()
        inner = _enter(node, scope, names) if type(node) in _BINDING else scope
        if inner is scope:
            waiting += [(child, scope) for child in reversed(_parts(node))]
        else:
            waiting += reversed(list(_children(node, scope, inner)))
    return names


def _parts(node: ast.AST) -> list[ast.AST]:
    """The nodes inside one that can hold or bind something: names, constants and operators are the most, and can not."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [each for each in value if type(each) not in _LEAVES]
        elif type(value) not in _LEAVES:
            found.append(value)  # type: ignore[arg-type]
    return found


def _children(node: ast.AST, scope: Scope, inner: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Children with their scopes: decorators, bases and defaults stand outside the definition that they belong to."""
    body = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []
    inside = {id(each) for each in body} if body else {id(getattr(node, "body", None))}
    for child in _parts(node):
        yield child, inner if id(child) in inside else scope


def _enter(node: ast.AST, scope: Scope, names: Names) -> Scope:
    """Note what a node binds; the scope of what stands inside it."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            inner = Scope(node, scope)
            _parameters(node.args, inner, scope)
            is_method = isinstance(scope.node, ast.ClassDef)
            names.functions.setdefault(name, []).append((node, inner, is_method))
            names.places.append(Place(node, inner))
            return inner
        case ast.Lambda():
            inner = Scope(node, scope)
            _parameters(node.args, inner, scope)
            return inner
        case ast.ClassDef(name=name):
            inner = Scope(node, scope)
            names.classes[name] = inner
            names.places.append(Place(node, inner))
            return inner
        case ast.Call():
            names.calls.setdefault(callable_name(node.func).rpartition(".")[2], []).append((node, scope))
            names.places.append(Place(node, scope))
            _option(node, scope, names)
        case ast.Dict():
            names.places.append(Place(node, scope))
        case _:
            _statement(node, scope, names)
    return scope


def _statement(node: ast.AST, scope: Scope, names: Names) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            names.places.append(Place(node, scope))
            for target in targets:
                _assign(target, value, scope, names)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            names.places.append(Place(node, scope))
            _assign(target, value, scope, names)
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            scope.bind(name, value)
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            scope.bind(name, value)
        case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
            _loop(target, source, scope)
        case ast.comprehension(target=target, iter=source):
            _loop(target, source, scope)
        case ast.withitem(context_expr=source, optional_vars=ast.Name(id=name)):
            scope.bind(name, source, way=Way.CONTEXT)
        case ast.Import(names=aliases):
            for alias in aliases:
                local = alias.asname or alias.name.partition(".")[0]
                names.imports[local] = alias.name if alias.asname else local
        case ast.ImportFrom(module=module, names=aliases, level=level):
            origin = f"{'.' * level}{module or ''}"
            for alias in aliases:
                if alias.name == "*":
                    names.stars.append(origin)
                else:
                    joined = origin if origin.endswith(".") or not origin else origin + "."
                    names.imports[alias.asname or alias.name] = joined + alias.name


def _assign(target: ast.expr, value: ast.expr, scope: Scope, names: Names) -> None:
    match target:
        case ast.Name(id=name) if (dotted := _imported_by(value)) is not None:
            names.imports[name] = dotted
        case ast.Name(id=name):
            scope.bind(name, value)
            if isinstance(scope.node, ast.ClassDef):
                names.fields.setdefault(name, []).append(Binding(value, scope, Way.DEFAULT))
        case ast.Attribute(attr=name):
            names.attributes.setdefault(name, []).append(Binding(value, scope))
            _note_item(target.value, name, value, scope, names)
        case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
            names.environment.setdefault(name, []).append(Binding(value, scope))
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            _note_item(target.value, name, value, scope, names)
        case ast.Tuple(elts=targets) if isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
            for inner, part in zip(targets, value.elts, strict=True):
                _assign(inner, part, scope, names)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for inner in targets:
                if isinstance(inner, ast.Name):
                    scope.bind(inner.id, None)


def _imported_by(value: ast.expr) -> str | None:
    """The module that a call gives back: `importlib.import_module("nltk")`, `lazy_import("torch")`; None for others."""
    while isinstance(value, ast.Call) and callable_name(value.func) in ("cast", "typing.cast") and value.args:
        value = value.args[-1]
    if not isinstance(value, ast.Call) or not value.args:
        return None
    dotted = text_of(value.args[0])
    is_import = _IMPORTING.search(callable_name(value.func)) is not None
    return dotted if is_import and dotted and re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", dotted) else None


def _note_item(owner: ast.expr, name: str, value: ast.expr, scope: Scope, names: Names) -> None:
    written = callable_name(owner)
    if written and written not in ("self", "cls"):
        names.items.setdefault(f"{written}.{name}", []).append(Binding(value, scope))


def _loop(target: ast.expr, source: ast.expr, scope: Scope) -> None:
    """`for x in xs`, `for key, value in table.items()`, `for number, x in enumerate(xs)`."""
    method = source.func.attr if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) else ""
    function = source.func.id if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) else ""
    match target:
        case ast.Name(id=name):
            scope.bind(name, source, way=Way.ELEMENT)
        case ast.Tuple(elts=[ast.Name(id=first), ast.Name(id=second)]) if method == "items":
            table = (
                source.func.value if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) else None
            )
            scope.bind(first, table, way=Way.KEY)
            scope.bind(second, table, way=Way.ELEMENT)
        case ast.Tuple(elts=[ast.Name(id=first), ast.Name(id=second)]) if function == "enumerate":
            listed = source.args[0] if isinstance(source, ast.Call) and source.args else None
            scope.bind(first, None)
            scope.bind(second, listed, way=Way.ELEMENT)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            for inner in targets:
                if isinstance(inner, ast.Name):
                    scope.bind(inner.id, None)


def _parameters(arguments: ast.arguments, inner: Scope, outer: Scope) -> None:
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter in [*positional, *arguments.kwonlyargs]:
        inner.bind(parameter.arg, None, way=Way.PARAMETER)
    for parameter, default in zip(positional[::-1], arguments.defaults[::-1], strict=False):
        inner.bind(parameter.arg, default, outer, Way.DEFAULT)
    for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            inner.bind(parameter.arg, keyword_default, outer, Way.DEFAULT)
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            inner.bind(rest.arg, None, way=Way.PARAMETER)


def _option(call: ast.Call, scope: Scope, names: Names) -> None:
    """`add_argument("--model", default="…")` gives `args.model`; `@click.option` gives a parameter of that name."""
    last = callable_name(call.func).rpartition(".")[2]
    if last == "setdefault" and callable_name(call.func).endswith("environ.setdefault") and len(call.args) == 2:
        name = text_of(call.args[0])
        if name is not None:
            names.environment.setdefault(name, []).append(Binding(call.args[1], scope, Way.DEFAULT))
    if last not in ("add_argument", "option"):
        return
    default = keyword_value(call, "default")
    flags = [text for each in call.args if (text := text_of(each)) is not None]
    destination = text_of(keyword_value(call, "dest"))
    if default is None:
        return
    for flag in [*flags, *([destination] if destination else [])]:
        name = flag.lstrip("-").replace("-", "_")
        names.attributes.setdefault(name, []).append(Binding(default, scope, Way.DEFAULT))

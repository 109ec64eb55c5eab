"""Which texts an expression can stand for, as far as the code itself says: constants, defaults, dictionaries."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from explorer.domain.relation import Scope

MAX_STEPS = 12
"""How many names a value is followed through."""

MAX_VALUES = 64
"""How many texts one expression may stand for."""


@dataclass(frozen=True, slots=True)
class Value:
    """One text and the line where it is written."""

    text: str
    line: int
    scope: Scope = Scope.RUNTIME
    """Default where the text is only a fallback: an environment variable, an argument or a parameter may replace it."""


@dataclass
class Names:
    """What the names of one module stand for."""

    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    """By name; `Class.attribute` for class attributes."""
    defaults: dict[str, list[ast.expr]] = field(default_factory=dict)
    """Defaults of parameters and of command-line options, by name."""
    imports: dict[str, str] = field(default_factory=dict)
    """Local name to dotted name."""


def names_of(tree: ast.Module) -> Names:
    """Collect assignments, class attributes, parameter defaults, command-line options and imports."""
    names = Names()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    _assign(names.values, target, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                _assign(names.values, target, value)
            case ast.ClassDef(name=owner, body=body):
                _class_attributes(names, owner, body)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                _parameters(names, node.args)
            case ast.Call():
                _command_line_option(names, node)
            case ast.Import(names=aliases):
                for alias in aliases:
                    names.imports[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            case ast.ImportFrom(module=module, names=aliases):
                for alias in aliases:
                    names.imports[alias.asname or alias.name] = f"{module or '.'}.{alias.name}"
    return names


class Evaluator:
    """Finds the texts that an expression can stand for, following names inside a module and into its neighbours."""

    def __init__(self, names: Names, neighbours: dict[str, Names]) -> None:
        self._names = names
        self._neighbours = neighbours

    def texts(self, node: ast.expr) -> list[Value]:
        """All texts, each once, in the order of writing; empty where the code does not say."""
        return list(dict.fromkeys(self._texts(node, MAX_STEPS, self._names)))[:MAX_VALUES]

    def _texts(self, node: ast.expr, steps: int, names: Names) -> Iterator[Value]:
        if steps <= 0:
            return
        match node:
            case ast.Constant(value=str(text)):
                yield Value(text, node.lineno)
            case ast.Name(id=name):
                yield from self._named(name, steps - 1, names)
            case ast.Attribute(value=owner, attr=name):
                yield from self._attribute(owner, name, steps - 1, names)
            case ast.JoinedStr(values=parts):
                yield from self._joined(parts, node.lineno, steps - 1, names)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._joined([left, right], node.lineno, steps - 1, names)
            case ast.BoolOp(values=options):
                for option in options:
                    yield from self._texts(option, steps - 1, names)
            case ast.IfExp(body=body, orelse=other):
                yield from self._texts(body, steps - 1, names)
                yield from self._texts(other, steps - 1, names)
            case ast.Dict(values=values):
                for value in values:
                    yield from self._texts(value, steps - 1, names)
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                for value in values:
                    yield from self._texts(value, steps - 1, names)
            case ast.Subscript(value=table, slice=key):
                yield from self._subscript(table, key, steps - 1, names)
            case ast.Call():
                yield from self._call(node, steps - 1, names)

    def _named(self, name: str, steps: int, names: Names) -> Iterator[Value]:
        for value in names.values.get(name, []):
            yield from self._texts(value, steps, names)
        for value in names.defaults.get(name, []):
            yield from _as_default(self._texts(value, steps, names))
        dotted = names.imports.get(name)
        if dotted is not None:
            module, _, original = dotted.rpartition(".")
            neighbour = self._neighbours.get(module.lstrip(".").rpartition(".")[2])
            if neighbour is not None and neighbour is not names:
                yield from self._named(original, steps, neighbour)

    def _attribute(self, owner: ast.expr, name: str, steps: int, names: Names) -> Iterator[Value]:
        """`self.x`, `args.x`, `settings.x`: a class attribute or option of that name, here or in a neighbour."""
        if isinstance(owner, ast.Name) and owner.id in names.imports:
            module = names.imports[owner.id].lstrip(".").rpartition(".")[2]
            if module in self._neighbours:
                yield from self._named(name, steps, self._neighbours[module])
                return
        found = False
        for scope_names in (names, *self._neighbours.values()):
            for value in scope_names.values.get(f".{name}", []):
                found = True
                yield from _as_default(self._texts(value, steps, scope_names))
            for value in scope_names.defaults.get(f"--{name}", []):
                found = True
                yield from _as_default(self._texts(value, steps, scope_names))
            if found:
                return

    def _joined(self, parts: list[ast.expr], line: int, steps: int, names: Names) -> Iterator[Value]:
        """A text put together from parts; nothing where any part is not known."""
        heads = [Value("", line)]
        for part in parts:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            tails = list(self._texts(inner, steps, names))
            heads = [
                Value(head.text + tail.text, line, max(head.scope, tail.scope, key=list(Scope).index))
                for head in heads[:8]
                for tail in tails[:8]
            ]
        yield from heads

    def _subscript(self, table: ast.expr, key: ast.expr, steps: int, names: Names) -> Iterator[Value]:
        for dictionary in self._dictionaries(table, names):
            chosen = [
                value
                for name, value in zip(dictionary.keys, dictionary.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(name, ast.Constant) and name.value == key.value
            ]
            for value in chosen or ([] if isinstance(key, ast.Constant) else dictionary.values):
                yield from self._texts(value, steps, names)

    def _dictionaries(self, table: ast.expr, names: Names) -> list[ast.Dict]:
        if isinstance(table, ast.Dict):
            return [table]
        if isinstance(table, ast.Name):
            return [value for value in names.values.get(table.id, []) if isinstance(value, ast.Dict)]
        return []

    def _call(self, node: ast.Call, steps: int, names: Names) -> Iterator[Value]:
        """`os.getenv(NAME, fallback)`, `table.get(key, fallback)`, `Field(fallback)`, `text.format()`, `str(x)`."""
        name = callable_name(node.func)
        last = name.rpartition(".")[2]
        if last in ("getenv", "get", "pop", "config", "env") and len(node.args) >= 2:
            yield from _as_default(self._texts(node.args[1], steps, names))
        if last in ("getenv", "get", "config", "env", "Field", "field", "Option", "Argument", "Input", "mapped_column"):
            for keyword in node.keywords:
                if keyword.arg == "default":
                    yield from _as_default(self._texts(keyword.value, steps, names))
        if last == "get" and isinstance(node.func, ast.Attribute) and node.args:
            yield from self._subscript(node.func.value, node.args[0], steps, names)
        if last in ("Field", "Option", "Argument") and node.args:
            yield from _as_default(self._texts(node.args[0], steps, names))
        if last in ("str", "Path", "strip", "lower") and (node.args or isinstance(node.func, ast.Attribute)):
            inner = node.args[0] if node.args else node.func.value  # type: ignore[attr-defined]
            yield from self._texts(inner, steps, names)


def callable_name(node: ast.expr) -> str:
    """The dotted name of what is called, as written: `openai.chat.completions.create`; calls inside become `()`."""
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                parts.append(name)
                node = inner
            case ast.Call(func=inner):
                parts.append("()")
                node = inner
            case ast.Name(id=name):
                parts.append(name)
                return ".".join(reversed(parts))
            case _:
                return ".".join(reversed(parts))


def _as_default(values: Iterator[Value]) -> Iterator[Value]:
    return (Value(value.text, value.line, Scope.DEFAULT) for value in values)


def _assign(table: dict[str, list[ast.expr]], target: ast.expr, value: ast.expr) -> None:
    match target:
        case ast.Name(id=name):
            table.setdefault(name, []).append(value)
        case ast.Attribute(attr=name):
            table.setdefault(f".{name}", []).append(value)
        case ast.Tuple(elts=targets) if isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
            for inner, part in zip(targets, value.elts, strict=True):
                _assign(table, inner, part)


def _class_attributes(names: Names, owner: str, body: list[ast.stmt]) -> None:
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                names.values.setdefault(f".{name}", []).append(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names.values.setdefault(f".{name}", []).append(value)


def _parameters(names: Names, arguments: ast.arguments) -> None:
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(positional[::-1], arguments.defaults[::-1], strict=False):
        names.defaults.setdefault(parameter.arg, []).append(default)
    for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            names.defaults.setdefault(parameter.arg, []).append(keyword_default)


def _command_line_option(names: Names, node: ast.Call) -> None:
    """`add_argument("--model", default="…")` and `@click.option("--model", default="…")`."""
    if callable_name(node.func).rpartition(".")[2] not in ("add_argument", "option"):
        return
    flags = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    default = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
    if default is None:
        return
    for flag in flags:
        name = flag.lstrip("-").replace("-", "_")
        names.defaults.setdefault(f"--{name}", []).append(default)

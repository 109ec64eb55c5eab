"""From which expressions a value can come: names, parameters and their callers, functions that return it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.relation import Scope as Role
from explorer.sources.python_code.attributes import AttributeOrigins
from explorer.sources.python_code.definitions import Definitions, annotation_of, argument_for, returned_by
from explorer.sources.python_code.fallbacks import fallbacks
from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.origin import Origin
from explorer.sources.python_code.parsing import callable_name, is_made_of_itself, is_member, text_of
from explorer.sources.python_code.scopes import Binding, Scope, Way
from explorer.sources.python_code.tables import TableOrigins

MAX_STEPS = 16
"""How many names one value is followed through."""

MAX_WORK = 4000
"""How many expressions are looked at for one value; beyond that, what was found until then stands."""


class Origins:
    """Follows expressions to where their values are written, inside a module and across the project's own modules."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._definitions = Definitions(modules)
        self._attributes = AttributeOrigins(modules, self._of, self._bound)
        self._tables = TableOrigins(self._of, self._bound)
        self._work = 0
        self._lengthened: dict[tuple[int, str], tuple[ast.expr, bool]] = {}
        self._returns: dict[ast.AST, list[ast.expr]] = {}

    def of(self, node: ast.expr, scope: Scope, module: Module) -> list[Origin]:
        """All origins, in the order found."""
        self.begin()
        return self.more(node, scope, module)

    def begin(self) -> None:
        """Start on a new value, with all the work that one value may take."""
        self._work = MAX_WORK

    def more(self, node: ast.expr, scope: Scope, module: Module) -> list[Origin]:
        """The origins of a part of the value that was begun: all its parts share what one value may take."""
        return list(self._of(node, scope, module, MAX_STEPS, frozenset()))

    def _of(self, node: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        self._work -= 1
        if steps <= 0 or self._work <= 0:
            return
        match node:
            case ast.Name(id=name):
                yield from self._named(name, scope, module, steps - 1, seen, getattr(node, "lineno", 0))
            case ast.Attribute(value=owner, attr=name):
                found = list(self._attributes.of(owner, name, scope, module, steps - 1, seen))
                yield from found or ([Origin(node, scope, module)] if is_member(node) else [])
            case ast.Subscript(value=table, slice=key):
                yield from self._tables.of(table, key, scope, module, steps - 1, seen)
            case ast.BoolOp(values=options):
                for option in options:
                    yield from self._of(option, scope, module, steps - 1, seen)
            case ast.IfExp(body=body, orelse=other):
                yield from self._of(body, scope, module, steps - 1, seen)
                yield from self._of(other, scope, module, steps - 1, seen)
            case ast.NamedExpr(value=inner) | ast.Await(value=inner):
                yield from self._of(inner, scope, module, steps - 1, seen)
            case ast.Call():
                yield from self._call(node, scope, module, steps - 1, seen)
            case _:
                yield Origin(node, scope, module)

    def _named(
        self, name: str, scope: Scope, module: Module, steps: int, seen: frozenset[int], line: int = 0
    ) -> Iterator[Origin]:
        """What a name stands for, read on this line; 0 where nobody knows on which."""
        found = scope.lookup(name)
        if found is not None:
            owner, bindings = found
            is_one_of_several = owner is scope and len(bindings) > 1
            for binding in module.branches.seen_from(line, bindings) if is_one_of_several else bindings:
                yield from self._bound(binding, name, owner, module, steps, seen)
            return
        dotted = module.names.imports.get(name)
        if dotted is not None:
            imported = list(self._imported(dotted, module, steps, seen))
            yield from imported or [Origin(ast.Name(name), module.names.root, module)]
            return
        for star in module.names.stars:
            neighbour = self._modules.imported(star, module.file)
            if neighbour is not None and name in neighbour.names.root.bindings:
                yield from self._named(name, neighbour.names.root, neighbour, steps, seen)
        if name in module.names.classes:
            yield Origin(ast.Name(name), scope, module)

    def _bound(
        self, binding: Binding, name: str, owner: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        if binding.way is Way.PARAMETER:
            yield from self._parameter(name, owner, module, steps, seen)
            return
        if (
            binding.expression is None
            or id(binding.expression) in seen
            or self._is_lengthened(binding.expression, name)
        ):
            return
        inner = seen | {id(binding.expression)}
        origins = self._of(binding.expression, binding.scope, module, steps, inner)
        if binding.way is Way.ELEMENT:
            for origin in origins:
                yield from self._elements(origin, steps, inner)
        elif binding.way is Way.KEY:
            for origin in origins:
                if isinstance(origin.node, ast.Dict):
                    for key in origin.node.keys:
                        if key is not None:
                            for each in self._of(key, origin.scope, origin.module, steps, inner):
                                yield each.weaker(Role.OPTIONAL)
        elif binding.way is Way.DEFAULT:
            for origin in origins:
                yield origin.weaker(Role.DEFAULT)
        else:
            yield from origins

    def _is_lengthened(self, value: ast.expr, name: str) -> bool:
        """Whether a value is only the name itself with more before or behind it; each value is looked at once."""
        if not isinstance(value, ast.BinOp | ast.JoinedStr):
            return False
        known = self._lengthened.get((id(value), name))
        if known is None:
            known = self._lengthened[(id(value), name)] = value, is_made_of_itself(value, name)
        return known[1]

    def _elements(self, origin: Origin, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """What a loop over this origin gets."""
        match origin.node:
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                parts = values
            case ast.Dict(values=values):
                parts = values
            case ast.BinOp(left=left, op=ast.Add(), right=right) if steps > 0:
                for side in (left, right):
                    for inner in self._of(side, origin.scope, origin.module, steps - 1, seen):
                        yield from self._elements(inner, steps - 1, seen)
                return
            case _:
                return
        for part in parts:
            for each in self._of(part, origin.scope, origin.module, steps - 1, seen):
                yield each.weaker(Role.OPTIONAL) if len(parts) > 1 else each

    def _imported(self, dotted: str, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """A name of another of the project's modules; failing that, a constant of this name that all of it agrees on."""
        origin, _, name = dotted.rpartition(".")
        if dotted.startswith(".") and not origin.strip("."):
            origin = dotted[: len(dotted) - len(dotted.lstrip("."))]
        neighbour = self._modules.imported(origin, module.file) if origin else None
        if neighbour is not None:
            yield from self._named(name, neighbour.names.root, neighbour, steps, seen)
        elif name.isupper() and len(name) > 5:
            yield from self._namesakes(name, steps, seen)

    def _namesakes(self, name: str, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        found = [
            origin
            for binding, module in self._modules.constants.get(name, [])
            for origin in self._bound(binding, name, module.names.root, module, steps, seen)
        ]
        if len({text_of(origin.node) for origin in found}) == 1 and text_of(found[0].node) is not None:
            yield replace(found[0], is_inferred=True)

    def _parameter(self, name: str, owner: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """What the project's own calls of this function give to a parameter."""
        function = owner.node
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or id(function) in seen:
            return
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and callable_name(decorator.func).endswith("option"):
                for binding in module.names.attributes.get(name, []):
                    yield from self._bound(binding, name, owner, module, steps, seen)
                break
        inner = seen | {id(function)}
        yield from self._members(name, owner, module, steps, inner)
        for call, scope, caller in self._definitions.calls_of(function, owner, module):
            argument = argument_for(call, name, function, owner)
            if argument is not None:
                for origin in self._of(argument, scope, caller, steps, inner):
                    yield origin if origin.is_passed else replace(origin, is_passed=True)

    def _members(self, name: str, owner: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """The members of the project's enumeration that a parameter is annotated with: one of them it will be."""
        annotation = annotation_of(name, owner)
        for home, place in () if annotation is None else self._definitions.class_named(annotation, owner, module):
            bases = home.node.bases if isinstance(home.node, ast.ClassDef) else []
            if any(callable_name(base).endswith(("Enum", "Choices")) for base in bases):
                for member, bindings in home.bindings.items():
                    for binding in bindings:
                        for origin in self._bound(binding, member, home, place, steps, seen):
                            yield replace(origin.weaker(Role.OPTIONAL), is_passed=True)

    def _call(self, node: ast.Call, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """Calls that give back one of their arguments or what a function of the project returns; others stay calls."""
        name = callable_name(node.func)
        last = name.rpartition(".")[2]
        defaults = list(fallbacks(node, last))
        if defaults or last in ("getenv", "environ"):
            if last == "get" and isinstance(node.func, ast.Attribute) and node.args and "environ" not in name:
                yield from self._tables.of(node.func.value, node.args[0], scope, module, steps, seen)
            if (last == "getenv" or name.endswith("environ.get")) and node.args:
                yield from self._tables.environment(text_of(node.args[0]), module, steps, seen)
            for default, role in defaults:
                for origin in self._of(default, scope, module, steps, seen):
                    yield origin.weaker(role)
            return
        if last in ("get", "pop") and isinstance(node.func, ast.Attribute) and node.args:
            yield from self._tables.of(node.func.value, node.args[0], scope, module, steps, seen)
            return
        if last in ("str", "cast") and node.args:
            yield from self._of(node.args[-1], scope, module, steps, seen)
            return
        returned = list(self._returned(node, scope, module, steps, seen))
        yield from returned
        if not returned:
            yield Origin(node, scope, module)

    def _returned(
        self, node: ast.Call, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        for function, inner, place in self._definitions.functions_named(node.func, scope, module):
            if id(function) in seen:
                continue
            if function not in self._returns:
                self._returns[function] = list(returned_by(function))
            for value in self._returns[function]:
                yield from self._of(value, inner, place, steps, seen | {id(function)})

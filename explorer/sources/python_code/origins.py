"""From which expressions a value can come: names, attributes, parameters and their callers, functions that return it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from explorer.domain.relation import Scope as Role
from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.parsing import callable_name, keyword_value, text_of
from explorer.sources.python_code.scopes import Binding, Scope, Way

MAX_STEPS = 16
"""How many names one value is followed through."""

MAX_WORK = 4000
"""How many expressions are looked at for one value; beyond that, what was found until then stands."""

_VAGUE_ATTRIBUTES = frozenset("""name id path type value data key text content args config model_config""".split())
"""Attributes that too many classes have: without knowing the object, they say nothing."""

_STRENGTH = {Role.RUNTIME: 0, Role.DEFAULT: 1, Role.OPTIONAL: 2}


@dataclass(frozen=True, slots=True)
class Origin:
    """An expression that is no name, with the place where it is written."""

    node: ast.expr
    scope: Scope
    module: Module
    role: Role = Role.RUNTIME
    """Default where something else may replace it, optional where it is one of several."""
    is_inferred: bool = False
    """Whether it is a namesake's value, because the module that the code names is not among the files."""
    is_passed: bool = False
    """Whether some caller hands it over, so that the code that uses it may not mean this one."""

    def weaker(self, role: Role) -> Origin:
        """The same, at most as strong as this role."""
        return self if _STRENGTH[role] <= _STRENGTH[self.role] else replace(self, role=role)


class Origins:
    """Follows expressions to where their values are written, inside a module and across the project's own modules."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._work = 0

    def of(self, node: ast.expr, scope: Scope, module: Module) -> list[Origin]:
        """All origins, in the order found."""
        self._work = MAX_WORK
        return list(self._of(node, scope, module, MAX_STEPS, frozenset()))

    def _of(self, node: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        self._work -= 1
        if steps <= 0 or self._work <= 0:
            return
        match node:
            case ast.Name(id=name):
                yield from self._named(name, scope, module, steps - 1, seen)
            case ast.Attribute(value=owner, attr=name):
                yield from self._attribute(owner, name, scope, module, steps - 1, seen)
            case ast.Subscript(value=table, slice=key):
                yield from self._subscript(table, key, scope, module, steps - 1, seen)
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

    def _named(self, name: str, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        found = scope.lookup(name)
        if found is not None:
            owner, bindings = found
            for binding in bindings:
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
        if binding.expression is None or id(binding.expression) in seen:
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

    def _elements(self, origin: Origin, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """What a loop over this origin gets."""
        match origin.node:
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                parts = values
            case ast.Dict(values=values):
                parts = values
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
        for call, scope, caller in self._calls_of(function, owner, module):
            argument = _argument(call, name, function, owner)
            if argument is not None:
                for origin in self._of(argument, scope, caller, steps, inner):
                    yield origin if origin.is_passed else replace(origin, is_passed=True)

    def _calls_of(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, owner: Scope, module: Module
    ) -> Iterator[tuple[ast.Call, Scope, Module]]:
        around = owner.parent.node if owner.parent is not None else None
        is_method = isinstance(around, ast.ClassDef)
        name = around.name if isinstance(around, ast.ClassDef) and function.name == "__init__" else function.name
        calls = self._modules.callers.get(name, []) if self._modules.is_whole else []
        if not self._modules.is_whole:
            calls = [(call, scope, module) for call, scope in module.names.calls.get(name, [])]
        is_only_one = sum(len(each.names.functions.get(name, [])) for each in self._modules.all()) == 1
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

    def _attribute(
        self, owner: ast.expr, name: str, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        if name == "value" and isinstance(owner, ast.Attribute):  # `Models.GPT4.value` of an enumeration.
            yield from self._attribute(owner.value, owner.attr, scope, module, steps, seen)
            return
        if isinstance(owner, ast.Name):
            if owner.id in ("self", "cls"):
                yield from self._own(name, scope, module, steps, seen)
                return
            if scope.lookup(owner.id) is None and (dotted := module.names.imports.get(owner.id)) is not None:
                neighbour = self._modules.imported(dotted, module.file)
                if neighbour is not None:
                    yield from self._named(name, neighbour.names.root, neighbour, steps, seen)
                    return
        found = False
        for home, where, call in self._classes_of(owner, scope, module, steps, seen):
            found = True
            yield from self._field(name, home, where, call, scope, module, steps, seen)
        if not found and name not in _VAGUE_ATTRIBUTES:
            yield from self._anywhere(name, module, steps, seen)

    def _own(self, name: str, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """`self.name`: what the class and its methods give to it."""
        home: Scope | None = scope
        while home is not None and not isinstance(home.node, ast.ClassDef):
            home = home.parent
        if home is not None:
            yield from self._field(name, home, module, None, scope, module, steps, seen)

    def _field(
        self, name: str, home: Scope, where: Module, call: ast.Call | None, scope: Scope, module: Module, steps: int,
        seen: frozenset[int],
    ) -> Iterator[Origin]:  # fmt: skip
        """An attribute of a class of the project: by the constructor's call, by its body, by its methods, by its bases."""
        given = keyword_value(call, name) if call is not None else None
        if given is not None:
            yield from self._of(given, scope, module, steps, seen)
            return
        for binding in home.bindings.get(name, []):
            for origin in self._bound(binding, name, home, where, steps, seen):
                yield origin.weaker(Role.DEFAULT)
        for binding in where.names.attributes.get(name, []):
            if binding.way is Way.VALUE and _class_around(binding.scope) is home:
                yield from self._bound(binding, name, binding.scope, where, steps, seen)
        if name not in home.bindings and isinstance(home.node, ast.ClassDef) and steps > 1:
            for base in home.node.bases:
                for parent, place in self._class_named(base, home, where):
                    if parent is not home:
                        yield from self._field(name, parent, place, None, scope, module, steps - 1, seen)
        if call is None and isinstance(home.node, ast.ClassDef):
            for construction, around, caller in self._modules.callers.get(home.node.name, []):
                value = keyword_value(construction, name)
                if value is not None and id(value) not in seen:
                    yield from self._of(value, around, caller, steps, seen | {id(value)})

    def _classes_of(
        self, owner: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[tuple[Scope, Module, ast.Call | None]]:
        """The project's classes that an object may be of: named itself, constructed, or by its annotation."""
        for home, where in self._class_named(owner, scope, module):
            yield home, where, None
            return
        if isinstance(owner, ast.Name) and (bound := scope.lookup(owner.id)) is not None:
            annotation = _annotation(owner.id, bound[0])
            if annotation is not None:
                for home, where in self._class_named(annotation, bound[0], module):
                    yield home, where, None
                    return
        for origin in self._of(owner, scope, module, steps, seen):
            if isinstance(origin.node, ast.Call):
                for home, where in self._class_named(origin.node.func, origin.scope, origin.module):
                    yield home, where, origin.node

    def _class_named(self, node: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[Scope, Module]]:
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

    def _anywhere(self, name: str, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """`args.name`, `config.name`: the options and class fields of this name, here or in an imported module."""
        places = [module]
        for dotted in module.names.imports.values():
            for candidate in (dotted, dotted.rpartition(".")[0]):
                neighbour = self._modules.imported(candidate, module.file) if candidate.strip(".") else None
                if neighbour is not None and neighbour not in places:
                    places.append(neighbour)
        for place in places:
            bindings = [
                *(each for each in place.names.attributes.get(name, []) if each.way is Way.DEFAULT),
                *place.names.fields.get(name, []),
            ]
            for binding in bindings:
                for origin in self._bound(binding, name, binding.scope, place, steps, seen):
                    yield origin.weaker(Role.DEFAULT)
            if bindings:
                return

    def _subscript(
        self, table: ast.expr, key: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        if callable_name(table).endswith("environ"):
            yield from self._environment(text_of(key), module, steps, seen)
            return
        found_table = False
        for origin in self._of(table, scope, module, steps, seen):
            found_table = found_table or isinstance(origin.node, ast.Dict | ast.List | ast.Tuple)
            match origin.node:
                case ast.Dict() as found:
                    yield from self._entries(found, key, origin, steps, seen)
                case ast.List(elts=values) | ast.Tuple(elts=values):
                    chosen = _at(values, key)
                    for part in chosen:
                        for each in self._of(part, origin.scope, origin.module, steps, seen):
                            yield each.weaker(origin.role if len(chosen) == 1 else Role.OPTIONAL)
        if not found_table and (name := text_of(key)) is not None:  # `vars(parser.parse_args())["model"]`
            yield from self._options(name, module, steps, seen)

    def _options(self, name: str, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        for binding in module.names.attributes.get(name, []):
            if binding.way is Way.DEFAULT:
                for origin in self._bound(binding, name, binding.scope, module, steps, seen):
                    yield origin.weaker(Role.DEFAULT)

    def _entries(
        self, table: ast.Dict, key: ast.expr, origin: Origin, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        constant = key.value if isinstance(key, ast.Constant) else None
        chosen = [
            value
            for name, value in zip(table.keys, table.values, strict=True)
            if constant is not None and isinstance(name, ast.Constant) and name.value == constant
        ]
        role = Role.RUNTIME
        if not chosen and constant is None:
            chosen, role = table.values, Role.OPTIONAL
        for value in chosen:
            for each in self._of(value, origin.scope, origin.module, steps, seen):
                yield each.weaker(role).weaker(origin.role)

    def _environment(self, name: str | None, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        for binding in module.names.environment.get(name or "", []):
            yield from self._bound(binding, name or "", binding.scope, module, steps, seen)

    def _call(self, node: ast.Call, scope: Scope, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """Calls that give back one of their arguments or what a function of the project returns; others stay calls."""
        name = callable_name(node.func)
        last = name.rpartition(".")[2]
        defaults = list(_fallbacks(node, last))
        if defaults or last in ("getenv", "environ"):
            if last == "get" and isinstance(node.func, ast.Attribute) and node.args and "environ" not in name:
                yield from self._subscript(node.func.value, node.args[0], scope, module, steps, seen)
            if (last == "getenv" or name.endswith("environ.get")) and node.args:
                yield from self._environment(text_of(node.args[0]), module, steps, seen)
            for default, role in defaults:
                for origin in self._of(default, scope, module, steps, seen):
                    yield origin.weaker(role)
            return
        if last in ("get", "pop") and isinstance(node.func, ast.Attribute) and node.args:
            yield from self._subscript(node.func.value, node.args[0], scope, module, steps, seen)
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
        for function, inner, place in self._functions_named(node.func, scope, module):
            if id(function) in seen:
                continue
            for value in _returns(function):
                yield from self._of(value, inner, place, steps, seen | {id(function)})

    def _functions_named(
        self, node: ast.expr, scope: Scope, module: Module
    ) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, Scope, Module]]:
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


def _argument(
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


def _annotation(name: str, scope: Scope) -> ast.expr | None:
    if not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    arguments = scope.node.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if each.arg == name:
            return each.annotation
    return None


def _class_around(scope: Scope) -> Scope | None:
    here: Scope | None = scope
    while here is not None and not isinstance(here.node, ast.ClassDef):
        here = here.parent
    return here


def _at(values: list[ast.expr], key: ast.expr) -> list[ast.expr]:
    if isinstance(key, ast.Constant) and isinstance(key.value, int):
        return [values[key.value]] if -len(values) <= key.value < len(values) else []
    return values


def _fallbacks(call: ast.Call, last: str) -> Iterator[tuple[ast.expr, Role]]:
    """The values that a call gives back where nothing else is set, and those it offers for choice."""
    if last in ("getenv", "get", "pop", "config", "env", "setdefault") and len(call.args) >= 2:
        yield call.args[1], Role.DEFAULT
    if last == "getattr" and len(call.args) >= 3:
        yield call.args[2], Role.DEFAULT
    if last in ("Field", "Option", "Argument") and call.args:
        yield call.args[0], Role.DEFAULT
    if last in ("text_input", "ask", "prompt") and len(call.args) >= 2:
        yield call.args[1], Role.DEFAULT
    if last in _WITH_DEFAULT:
        for keyword in call.keywords:
            if keyword.arg in ("default", "value"):
                yield keyword.value, Role.DEFAULT
            elif keyword.arg == "default_factory" and isinstance(keyword.value, ast.Lambda):
                yield keyword.value.body, Role.DEFAULT
            elif keyword.arg in ("choices", "options"):
                yield keyword.value, Role.OPTIONAL
    if last in ("selectbox", "radio", "multiselect", "select_slider", "Dropdown", "Radio"):
        yield from ((argument, Role.OPTIONAL) for argument in call.args[:2] if not isinstance(argument, ast.Constant))


_WITH_DEFAULT = frozenset(
    """getenv get config env str Field field Option Argument Input mapped_column attrib ib text_input ask prompt
    selectbox radio multiselect select_slider Dropdown Radio Textbox getattr""".split()
)


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))

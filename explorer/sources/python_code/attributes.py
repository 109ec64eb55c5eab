"""From which expressions an attribute can come: fields of classes, what methods give to `self`, options of a parser."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace

from explorer.domain.relation import Scope as Role
from explorer.sources.python_code.definitions import Definitions, annotation_of, class_around
from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.origin import Origin
from explorer.sources.python_code.parsing import callable_name, keyword_value
from explorer.sources.python_code.scopes import Binding, Scope, Way

_VAGUE_ATTRIBUTES = frozenset("""name id path type value data key text content args config model_config""".split())
"""Attributes that too many classes have: without knowing the object, they say nothing."""

Follow = Callable[[ast.expr, Scope, Module, int, frozenset[int]], Iterator[Origin]]
Bound = Callable[[Binding, str, Scope, Module, int, frozenset[int]], Iterator[Origin]]


class AttributeOrigins:
    """Follows `owner.name`; `follow` and `bound` follow expressions and names, and come back here for attributes."""

    def __init__(self, modules: Modules, follow: Follow, bound: Bound) -> None:
        self._modules = modules
        self._definitions = Definitions(modules)
        self._of = follow
        self._bound = bound

    def of(
        self, owner: ast.expr, name: str, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        """All origins of an attribute, in the order found."""
        if name == "value" and isinstance(owner, ast.Attribute):  # `Models.GPT4.value` of an enumeration.
            yield from self.of(owner.value, owner.attr, scope, module, steps, seen)
            return
        if isinstance(owner, ast.Name):
            if owner.id in ("self", "cls"):
                yield from self._own(name, scope, module, steps, seen)
                return
            if scope.lookup(owner.id) is None and (dotted := module.names.imports.get(owner.id)) is not None:
                neighbour = self._modules.imported(dotted, module.file)
                if neighbour is not None:
                    yield from self._of(ast.Name(name), neighbour.names.root, neighbour, steps, seen)
                    return
        items = module.names.items.get(f"{callable_name(owner)}.{name}", [])
        for binding in items:
            yield from self._bound(binding, name, binding.scope, module, steps, seen)
        found = False
        for home, where, call in self._classes_of(owner, scope, module, steps, seen):
            found = True
            yield from self._field(name, home, where, call, scope, module, steps, seen)
        if not found and not items and name not in _VAGUE_ATTRIBUTES:
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
        seen: frozenset[int], is_base: bool = False,
    ) -> Iterator[Origin]:  # fmt: skip
        """An attribute of a class of the project: by the constructor's call, by its body, by its methods, by its bases.

        Of a base of the class that is meant, neither its other subclasses nor who constructs it says anything.
        """
        given = keyword_value(call, name) if call is not None else None
        if given is not None:
            yield from self._of(given, scope, module, steps, seen)
            return
        for binding in home.bindings.get(name, []):
            for origin in self._bound(binding, name, home, where, steps, seen):
                yield origin.weaker(Role.DEFAULT)
        for binding in where.names.attributes.get(name, []):
            if binding.way is Way.VALUE and class_around(binding.scope) is home:
                yield from self._bound(binding, name, binding.scope, where, steps, seen)
        if name not in home.bindings and isinstance(home.node, ast.ClassDef) and steps > 1:
            for base in home.node.bases:
                for parent, place in self._definitions.class_named(base, home, where):
                    if parent is not home:
                        yield from self._field(name, parent, place, None, scope, module, steps - 1, seen, is_base=True)
        if is_base:
            return
        if name not in home.bindings and isinstance(home.node, ast.ClassDef) and scope is not home:
            for child, place in self._modules.subclasses.get(home.node.name, []):
                for binding in child.bindings.get(name, []):
                    for origin in self._bound(binding, name, child, place, steps, seen):
                        yield origin.weaker(Role.OPTIONAL)
        if call is None and isinstance(home.node, ast.ClassDef):
            for construction, around, caller in self._modules.callers.get(home.node.name, []):
                value = keyword_value(construction, name)
                if value is not None and id(value) not in seen:
                    yield from self._of(value, around, caller, steps, seen | {id(value)})

    def _classes_of(
        self, owner: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[tuple[Scope, Module, ast.Call | None]]:
        """The project's classes that an object may be of: named itself, constructed, or by its annotation."""
        for home, where in self._definitions.class_named(owner, scope, module):
            yield home, where, None
            return
        if isinstance(owner, ast.Name) and (bound := scope.lookup(owner.id)) is not None:
            annotation = annotation_of(owner.id, bound[0])
            if annotation is not None:
                for home, where in self._definitions.class_named(annotation, bound[0], module):
                    yield home, where, None
                    return
        for origin in self._of(owner, scope, module, steps, seen):
            if isinstance(origin.node, ast.Call):
                for home, where in self._definitions.class_named(origin.node.func, origin.scope, origin.module):
                    yield home, where, origin.node

    def _anywhere(self, name: str, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """`args.name`, `config.name`: the options and class fields of this name, here or in an imported module."""
        places = [module]
        for dotted in module.names.imports.values():
            for candidate in (dotted, dotted.rpartition(".")[0]):
                neighbour = self._modules.imported(candidate, module.file) if candidate.strip(".") else None
                if neighbour is not None and neighbour not in places:
                    places.append(neighbour)
        for place in places:
            fields = place.names.fields.get(name, [])
            is_one_of_several = len({id(each.scope) for each in fields}) > 1
            bindings = [*(each for each in place.names.attributes.get(name, []) if each.way is Way.DEFAULT), *fields]
            for binding in bindings:
                for origin in self._bound(binding, name, binding.scope, place, steps, seen):
                    weaker = origin.weaker(Role.DEFAULT)
                    yield replace(weaker, is_passed=True, is_inferred=True) if is_one_of_several else weaker
            if bindings:
                return

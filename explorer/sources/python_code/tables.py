"""From which expressions an entry of a table can come: dictionaries, lists, the environment, options read as a table."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.domain.relation import Scope as Role
from explorer.sources.python_code.attributes import Bound, Follow
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.origin import Origin
from explorer.sources.python_code.parsing import callable_name, text_of
from explorer.sources.python_code.scopes import Scope, Way


class TableOrigins:
    """Follows `table[key]`; `follow` and `bound` follow expressions and names."""

    def __init__(self, follow: Follow, bound: Bound) -> None:
        self._of = follow
        self._bound = bound

    def of(
        self, table: ast.expr, key: ast.expr, scope: Scope, module: Module, steps: int, seen: frozenset[int]
    ) -> Iterator[Origin]:
        """All origins of an entry, in the order found."""
        if callable_name(table).endswith("environ"):
            yield from self.environment(text_of(key), module, steps, seen)
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
            for binding in module.names.items.get(f"{callable_name(table)}.{name}", []):
                yield from self._bound(binding, name, binding.scope, module, steps, seen)

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

    def environment(self, name: str | None, module: Module, steps: int, seen: frozenset[int]) -> Iterator[Origin]:
        """What the module itself puts into a variable of the environment."""
        for binding in module.names.environment.get(name or "", []):
            yield from self._bound(binding, name or "", binding.scope, module, steps, seen)


def _at(values: list[ast.expr], key: ast.expr) -> list[ast.expr]:
    if isinstance(key, ast.Constant) and isinstance(key.value, int):
        return [values[key.value]] if -len(values) <= key.value < len(values) else []
    return values

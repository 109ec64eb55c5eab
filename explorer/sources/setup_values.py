"""What an expression of a setup script stands for, as far as that is plain: the script is parsed, never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

MOST_STEPS = 20
"""Names that are followed one after the other; more are a circle."""

MOST_MEMBERS = 10_000
"""Members of a list that is put together; more are no list that somebody wrote."""

_NAME_OF_PACKAGE = re.compile(r"[^!=<>~;@ \[\]]+")


class SetupValues:
    """The values that the statements of a module give to names, to entries of tables, and by plain functions.

    Read is the pattern of Hugging Face's libraries: one list of all requirements, a table of it by the package's name,
    `deps["torch"]`, `deps_list("torch", "numpy")` and sums of lists.

    >>> values = SetupValues(ast.parse("a = ['x>1']; e = {}; e['t'] = a + ['y']"))
    >>> [each.value for each in values.plain(ast.parse("e['t']", mode="eval").body).elts]
    ['x>1', 'y']
    """

    def __init__(self, tree: ast.Module) -> None:
        self._named: dict[str, ast.expr] = {}
        self._entries: dict[str, dict[str, ast.expr]] = {}
        self._functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
        self._known: dict[str, ast.expr] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(target, node.value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._named[target.id] = value
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and (key := _text(target.slice)):
            self._entries.setdefault(target.value.id, {})[key] = value

    def plain(self, expression: ast.expr, steps: int = 0) -> ast.expr:
        """The list, table or text that an expression stands for; the expression itself where that is not plain."""
        if steps > MOST_STEPS:
            return expression
        if isinstance(expression, ast.Name):
            return self._of_name(expression, steps)
        found: ast.expr | None = None
        if isinstance(expression, ast.Subscript) and isinstance(expression.value, ast.Name):
            found = self._entry(expression.value, _text(expression.slice), steps)
        elif isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            found = _sum([self.plain(each, steps + 1) for each in _summands(expression)])
        elif isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name):
            found = self._listed(expression.func.id, expression, steps)
        return expression if found is None else found

    def _of_name(self, name: ast.Name, steps: int) -> ast.expr:
        if name.id not in self._named:
            return name
        if name.id not in self._known:
            self._known[name.id] = name  # What it stands for by itself is not known: a list that is made longer.
            self._known[name.id] = self.plain(self._named[name.id], steps + 1)
        value, entries = self._known[name.id], self._entries.get(name.id)
        if not entries or not isinstance(value, ast.Dict):
            return value
        return ast.Dict([*value.keys, *map(ast.Constant, entries)], [*value.values, *entries.values()])

    def _entry(self, table: ast.Name, key: str, steps: int) -> ast.expr | None:
        """What stands under a key: put there, written there, or the requirement of that package in a table of them."""
        if key in self._entries.get(table.id, {}):
            return self.plain(self._entries[table.id][key], steps + 1)
        value = self._named.get(table.id)
        if isinstance(value, ast.Dict):
            written = {_text(each): member for each, member in zip(value.keys, value.values, strict=True)}
            return self.plain(written[key], steps + 1) if key in written else None
        return self._by_package(value, steps).get(key) if isinstance(value, ast.DictComp) else None

    def _by_package(self, table: ast.DictComp, steps: int) -> Mapping[str, ast.expr]:
        """The requirements of the one list that a table is made from, by the name that each begins with."""
        names = [each for each in ast.walk(table) if isinstance(each, ast.Name) and each.id in self._named]
        lists = [found for each in names if isinstance(found := self.plain(each, steps + 1), ast.List | ast.Tuple)]
        members = lists[0].elts if len(lists) == 1 else []
        return {match[0]: each for each in members if (match := _NAME_OF_PACKAGE.match(_text(each)))}

    def _listed(self, function: str, call: ast.Call, steps: int) -> ast.expr | None:
        """`[table[each] for each in names]` of a function of the module, for the names it is called with."""
        body = self._functions[function].body if function in self._functions else []
        returned = body[-1].value if body and isinstance(body[-1], ast.Return) else None
        if not isinstance(returned, ast.ListComp) or not isinstance(returned.elt, ast.Subscript):
            return None
        table = returned.elt.value
        if not isinstance(table, ast.Name) or not isinstance(returned.elt.slice, ast.Name):
            return None
        found = [self._entry(table, _text(each), steps + 1) for each in call.args]
        return None if None in found else ast.List([each for each in found if each is not None], lineno=call.lineno)


def _text(expression: ast.expr | None) -> str:
    return expression.value if isinstance(expression, ast.Constant) and isinstance(expression.value, str) else ""


def _summands(expression: ast.expr) -> list[ast.expr]:
    """What is added, from left to right; a sum of many is nested deeply to the left."""
    found: list[ast.expr] = []
    while isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
        found.append(expression.right)
        expression = expression.left
    return [expression, *reversed(found)]


def _sum(lists: list[ast.expr]) -> ast.List | None:
    """Lists, one after the other; None where one is none, or where they are far too long together."""
    members: list[ast.expr] = []
    for each in lists:
        if not isinstance(each, ast.List | ast.Tuple) or len(members) + len(each.elts) > MOST_MEMBERS:
            return None
        members += each.elts
    return ast.List(members, lineno=lists[0].lineno)

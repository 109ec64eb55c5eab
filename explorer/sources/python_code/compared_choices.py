"""Which texts a name may be where a branch that compares it hands it on: `if model in ("a", "b"): Chat(model=model)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def choices_by_argument(tree: ast.AST) -> dict[int, list[ast.Constant]]:
    """The texts that a branch compares a name with, by the `id` of each argument in the branch that is this name."""
    found: dict[int, list[ast.Constant]] = {}
    for branch in (each for each in ast.walk(tree) if isinstance(each, ast.If)):
        compared = dict(compared_in(branch.test))
        for call in (each for part in branch.body for each in ast.walk(part) if isinstance(each, ast.Call)):
            for given in (*call.args, *(keyword.value for keyword in call.keywords)):
                if isinstance(given, ast.Name) and given.id in compared:
                    found[id(given)] = compared[given.id]
    return found


def compared_in(test: ast.expr) -> Iterator[tuple[str, list[ast.Constant]]]:
    """Each name of a condition with all texts that `==` and `in` compare it with; none where it may be another too."""
    asked: dict[str, list[ast.Constant]] = {}
    for part in test.values if isinstance(test, ast.BoolOp) else [test]:
        match part:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str()) as text]):
                asked.setdefault(name, []).append(text)
            case ast.Compare(
                left=ast.Name(id=name), ops=[ast.In()], comparators=[ast.List() | ast.Tuple() | ast.Set() as all_]
            ):
                asked.setdefault(name, []).extend(
                    each for each in all_.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )
    yield from asked.items()

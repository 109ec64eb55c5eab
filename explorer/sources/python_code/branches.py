"""Which assignments a use can see: none that stands in another branch of the same condition."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from explorer.sources.python_code.scopes import Binding

MOST_BINDINGS = 50
"""Names that are bound more often are not looked at closely: all that they get counts."""


class Branches:
    """The conditions of one module, by the lines of their branches."""

    def __init__(self, tree: ast.AST) -> None:
        self._forks = sorted(
            (each for each in map(_lines_of, ast.walk(tree)) if len(each) > 1),
            key=lambda each: (each[0][0], -each[-1][1]),
        )
        self._starts = [each[0][0] for each in self._forks]
        self._around: list[int] = []
        open_now: list[int] = []
        for place, fork in enumerate(self._forks):
            while open_now and self._forks[open_now[-1]][-1][1] < fork[0][0]:
                open_now.pop()
            self._around.append(open_now[-1] if open_now else -1)
            open_now.append(place)

    def seen_from(self, line: int, bindings: Sequence[Binding]) -> Sequence[Binding]:
        """The bindings that can reach this line, counted from 1; all of them where none can, or where nobody knows the line.

        >>> from explorer.sources.python_code.scopes import names_of
        >>> tree = ast.parse("if hosted:\\n    m = 'a'\\n    ask(m)\\nelse:\\n    m = 'b'\\nask(m)")
        >>> bindings = names_of(tree).root.bindings["m"]
        >>> [[each.expression.value for each in Branches(tree).seen_from(line, bindings)] for line in (3, 6)]
        [['a'], ['a', 'b']]
        """
        if line <= 0 or not 1 < len(bindings) <= MOST_BINDINGS or not self._forks:
            return bindings
        here = dict(self._sides(line))
        kept = [
            each for each in bindings if each.expression is None or not self._is_apart(each.expression.lineno, here)
        ]
        return kept or bindings

    def _is_apart(self, line: int, here: dict[int, int]) -> bool:
        return any(here.get(fork, side) != side for fork, side in self._sides(line))

    def _sides(self, line: int) -> Iterator[tuple[int, int]]:
        """The conditions in one of whose branches a line stands, each with the number of the branch."""
        place = bisect_right(self._starts, line) - 1
        while place >= 0:
            for side, (first, last) in enumerate(self._forks[place]):
                if first <= line <= last:
                    yield place, side
                    break
            place = self._around[place]


def _lines_of(node: ast.AST) -> list[tuple[int, int]]:
    """The first and last line of each branch of a condition; empty for what is none."""
    match node:
        case ast.If(body=body, orelse=other):
            parts = [body, other] if other else [body]
        case ast.Match(cases=cases):
            parts = [case.body for case in cases]
        case _:
            parts = []
    return [(part[0].lineno, part[-1].end_lineno or part[-1].lineno) for part in parts]

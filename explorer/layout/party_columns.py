"""Where parties stand on a map of trust: those that trust left of those they trust, near to whom they are tied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

SWEEPS = 4
"""Passes over the columns that pull each party to the middle of its neighbours; more changed nothing that one sees."""


def party_columns(starts: Iterable[str], ties: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Columns of names from left to right: the starts, then whom they trust, then whom those trust, and so on.

    Each name stands in the column of its least number of steps from a start; a name that no start reaches stands last.
    Within a column, names are ordered by the mean place of their neighbours in the columns beside. Same input, same map.

    >>> party_columns(["s"], [("s", "b"), ("s", "a"), ("a", "c"), ("c", "s")])
    (('s',), ('a', 'b'), ('c',))
    """
    column = _steps(starts, ties)
    last = max(column.values(), default=-1) + 1
    for name in sorted({end for tie in ties for end in tie}):
        column.setdefault(name, last)
    columns: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for name, place in sorted(column.items()):
        columns[place].append(name)
    beside = _neighbours(ties, column)
    for sweep in range(SWEEPS):
        order = range(1, len(columns)) if sweep % 2 == 0 else range(len(columns) - 2, -1, -1)
        for place in order:
            columns[place].sort(key=_pull(columns, beside))
    return tuple(tuple(each) for each in columns)


def _steps(starts: Iterable[str], ties: Sequence[tuple[str, str]]) -> dict[str, int]:
    onward: dict[str, list[str]] = defaultdict(list)
    for truster, trusted in ties:
        onward[truster].append(trusted)
    column = dict.fromkeys(sorted(set(starts)), 0)
    waiting = list(column)
    for name in waiting:
        for other in onward[name]:
            if other not in column:
                column[other] = column[name] + 1
                waiting.append(other)
    return column


def _neighbours(ties: Sequence[tuple[str, str]], column: Mapping[str, int]) -> Mapping[str, list[str]]:
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in ties:
        if column[one] != column[other]:
            beside[one].append(other)
            beside[other].append(one)
    return beside


def _pull(columns: list[list[str]], beside: Mapping[str, list[str]]) -> Callable[[str], tuple[float, str]]:
    place = {name: (row + 0.5) / len(column) for column in columns for row, name in enumerate(column)}

    def pull(name: str) -> tuple[float, str]:
        near = [place[other] for other in beside.get(name, ())]
        return (sum(near) / len(near) if near else place[name], name)

    return pull

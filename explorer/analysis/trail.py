"""Step by step from one component to the next: where one may go from each, how much lies behind, and which way one took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from explorer.graph.reach_counts import ReachCounts, reach_counts
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, eq=False)
class Ground:
    """What one walks on: a graph, the places to begin, a direction."""

    graph: SupplyGraph
    starts: tuple[int, ...]
    upwards: bool
    """Whether a step leads to what is relied on; otherwise to what relies."""
    behind: ReachCounts
    """How many components lie behind each in this direction."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The components one came by, one from each column; empty before the first was chosen."""

    steps: tuple[int, ...] = ()

    def stepped(self, column: int, node: int) -> Walk:
        """Choose a component of a column; what lay behind an earlier choice there is left.

        A component that is on the way already is gone back to, so that no walk runs in a circle.

        >>> Walk((1, 5, 9)).stepped(1, 6), Walk((1, 5, 9)).stepped(3, 5)
        (Walk(steps=(1, 6)), Walk(steps=(1, 5)))
        """
        before = self.steps[:column]
        return Walk(before[: before.index(node) + 1]) if node in before else replace(self, steps=(*before, node))

    def back(self) -> Walk:
        """Without the last step."""
        return Walk(self.steps[:-1])


@dataclass(frozen=True, eq=False)
class Branches:
    """b components to choose from, those with most behind them first."""

    nodes: npt.NDArray[np.int64]
    behind: npt.NDArray[np.int64]
    """(b,): how many components lie behind each, at any distance."""
    onward: npt.NDArray[np.int64]
    """(b,): how many components one may step to from each."""

    def __len__(self) -> int:
        return len(self.nodes)


def ground(graph: SupplyGraph, starts: Sequence[int], upwards: bool = True) -> Ground:
    """What there is to walk on."""
    return Ground(graph, tuple(starts), upwards, reach_counts(graph, upwards))


def branches(found: Ground, node: int | None) -> Branches:
    """Where one may step to from a component; from None, where one may begin.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->b->c app->c")
    >>> choice = branches(ground(graph, [graph.find("app")]), graph.find("app"))
    >>> [graph.id_of(int(each)) for each in choice.nodes], choice.behind.tolist(), choice.onward.tolist()
    (['a', 'c'], [2, 0], [1, 0])
    """
    rows = found.graph.up if found.upwards else found.graph.down
    nodes = np.unique(np.asarray(found.starts if node is None else rows.neighbours(node), np.int64))
    nodes = nodes[nodes != node] if node is not None else nodes
    behind = found.behind.counts[nodes]
    order = np.lexsort((nodes, -behind))
    nodes = nodes[order]
    ends = np.repeat(np.arange(len(nodes)), rows.offsets[nodes + 1] - rows.offsets[nodes])
    pairs = np.unique((ends << 32) | rows.targets[rows.slots(nodes)].astype(np.int64))
    return Branches(nodes, behind[order], np.bincount(pairs >> 32, minlength=len(nodes)).astype(np.int64))


def relations_between(found: Ground, one: int, two: int) -> list[int]:
    """The numbers of the relations by which one steps from the first component to the second."""
    graph = found.graph
    source, target = (one, two) if found.upwards else (two, one)
    numbers = graph.up.relations_of(source)
    return [int(each) for each in numbers[graph.relation_target[numbers] == target]]


def walk_along(found: Ground, nodes: Sequence[int]) -> Walk | None:
    """The walk over these components in their order, or in the opposite one; None where they are no way.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->b")
    >>> way = [graph.find(each) for each in ("b", "a", "app")]
    >>> walk_along(ground(graph, [graph.find("app")]), way) == Walk(tuple(way[::-1]))
    True
    """
    for way in (list(nodes), list(nodes)[::-1]):
        joined = all(relations_between(found, *pair) for pair in zip(way, way[1:], strict=False))
        if way and joined and len(set(way)) == len(way):
            return Walk(tuple(way))
    return None


def walk_to(found: Ground, node: int) -> Walk:
    """A shortest walk from where one may begin to a component; of it alone where none leads there."""
    rows, back = (found.graph.up, found.graph.down) if found.upwards else (found.graph.down, found.graph.up)
    away = np.full(len(found.graph), -1, np.int64)
    front, distance = np.asarray(found.starts, np.int32), 0
    while len(front) and away[node] < 0:
        away[front] = distance
        reached = np.unique(rows.targets[rows.slots(front)])
        front, distance = reached[away[reached] < 0], distance + 1
    steps = [node]
    while away[steps[0]] > 0:
        before = back.neighbours(steps[0])
        steps.insert(0, int(before[away[before] == away[steps[0]] - 1].min()))
    return Walk(tuple(steps))

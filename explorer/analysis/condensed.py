"""The graph with each cycle as one place, and sweeps over it: what many questions count on, prepared once per graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32, Int64
from explorer.graph.sorting import runs, stable_order
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Steps:
    """The relations between cycle groups in one direction, each pair once, in the order of a sweep.

    Step i goes from `source[i]` to `target[i]`. Steps that share a target lie side by side: target `ends[j]` has the
    steps from `starts[j]` to `starts[j + 1]`. `rounds[r]` to `rounds[r + 1]` are positions in `ends`; no step of a
    round begins at a target of the same or of a later round, so that a sweep by rounds meets only finished values.
    """

    source: Int32
    target: Int32
    ends: Int32
    starts: Int64
    rounds: Int64

    def below(self, level: Int32, top: int) -> Steps:
        """Of steps towards lower levels, those that begin at this level or below it."""
        inside = level[self.source] <= top
        return _grouped(self.source[inside], self.target[inside], level)

    def sweep(self, values: np.ndarray, combine: np.ufunc, weight: Floats | None = None) -> None:
        """Fold the values of every step's source into its target, in place; rows of `values` belong to nodes.

        `weight` multiplies what each step carries.
        """
        for first, last in zip(self.rounds[:-1].tolist(), self.rounds[1:].tolist(), strict=True):
            begin, end = int(self.starts[first]), int(self.starts[last])
            carried = values[self.source[begin:end]]
            if weight is not None:
                part = weight[begin:end]
                carried = carried * (part if values.ndim == 1 else part[:, None])
            folded = combine.reduceat(carried, self.starts[first:last] - begin, axis=0)
            targets = self.ends[first:last]
            values[targets] = combine(values[targets], folded)


@dataclass(frozen=True, eq=False)
class Condensed:
    """The acyclic graph of cycle groups; a group is named by one of its nodes, `head[node]`."""

    head: Int32
    """(n,): the node that stands for the node's group."""
    up: Steps
    """From what relies to what is relied on."""
    level: Int32
    """(n,): that of the graph."""

    @cached_property
    def down(self) -> Steps:
        """The other way; made when it is first walked, since each direction of a hub takes tens of megabytes."""
        return _steps(self.level, self.up.target, self.up.source, -1)

    def spread(self, values: np.ndarray) -> np.ndarray:
        """(n, …): every node gets the value of its group."""
        return values[self.head]

    def heads(self, nodes: Iterable[int]) -> Int32:
        """The groups of these nodes, each once."""
        chosen = np.fromiter((int(node) for node in nodes), np.int32)
        return np.unique(self.head[chosen]).astype(np.int32)


def condensed(graph: SupplyGraph) -> Condensed:
    """The condensed graph; made once per graph and kept while the graph lives.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->b->a b->data app->a")
    >>> steps = condensed(graph).up
    >>> len(steps.source)  # app to the cycle of a and b, the cycle to data
    2
    """
    known = _KNOWN.get(graph)
    if known is None:
        known = _KNOWN[graph] = _condense(graph)
    return known


_KNOWN: WeakKeyDictionary[SupplyGraph, Condensed] = WeakKeyDictionary()


def _condense(graph: SupplyGraph) -> Condensed:
    head = graph.group
    source, target = head[graph.relation_source], head[graph.relation_target]
    between = source != target
    source, target = _each_once(source[between], target[between], len(graph))
    steps = _steps(graph.level, source, target, 1)
    # Without cycles, steps by what they lead to are the graph's own rows downwards, which need not be there twice.
    if np.array_equal(steps.source, graph.down.targets):
        steps = replace(steps, source=graph.down.targets)
    return Condensed(head, steps, graph.level)


def _each_once(source: Int32, target: Int32, nodes: int) -> tuple[Int32, Int32]:
    """The pairs, each once."""
    pairs = source.astype(np.int64)
    pairs *= nodes
    pairs += target
    pairs.sort()
    pairs = pairs[runs(pairs)]  # np.unique takes ten times as long for millions of whole numbers.
    return (pairs // max(nodes, 1)).astype(np.int32), (pairs % max(nodes, 1)).astype(np.int32)


def _steps(level: Int32, source: Int32, target: Int32, direction: int) -> Steps:
    """Steps ordered by the target's level, ascending or, downwards, descending."""
    reached = level[target] if direction > 0 else level.max(initial=0) - level[target]
    order = stable_order(source)
    for keys in (target, reached):
        order = order[stable_order(keys[order])]
    return _grouped(source[order], target[order], level)


def _grouped(source: Int32, target: Int32, level: Int32) -> Steps:
    """Steps that stand in the order of a sweep already: those to one target side by side, level by level."""
    fresh = np.ones(len(target), bool)
    fresh[1:] = target[1:] != target[:-1]
    begins = np.flatnonzero(fresh)
    ends = target[begins]
    changed = np.flatnonzero(np.diff(level[ends])) + 1 if len(ends) else np.zeros(0, np.int64)
    rounds = np.concatenate(([0], changed, [len(ends)])) if len(ends) else np.zeros(1, np.int64)
    return Steps(source, target, ends, np.append(begins, len(target)).astype(np.int64), rounds.astype(np.int64))

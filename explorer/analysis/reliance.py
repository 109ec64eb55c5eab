"""Who relies on what, for many at once: which systems reach each component, how many components rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.analysis.condensed import Flags, condensed
from explorer.graph.adjacency import Int64
from explorer.graph.kept import kept
from explorer.graph.reach_counts import MOST_PAIRS
from explorer.graph.reach_pairs import TooManyPairs, counts_upon
from explorer.graph.supply_graph import SupplyGraph
from explorer.progress import Progress

Words = npt.NDArray[np.uint64]

FEW = 64
"""For so many nodes what rests on them is counted for them alone."""

MANY = 4
"""From a quarter of all nodes on, asking for some is asking for all."""

MANY_ROOTS = 256
"""Up to so many nodes that nothing relies on have a bit each."""

CHUNK = 2048
"""Nodes whose dependants are counted in one sweep: 256 bytes for every node of the graph."""


@dataclass(frozen=True, eq=False)
class Reliance:
    """Which of the systems rely on each node, directly or through others."""

    roots: tuple[int, ...]
    words: Words
    """(n, ⌈systems / 64⌉): bit i of a row is set where system `roots[i]` reaches the node."""

    def counts(self) -> Int64:
        """(n,): how many of the systems rely on each node."""
        return np.bitwise_count(self.words).sum(axis=1, dtype=np.int64)

    def reached_by(self, place: int) -> Flags:
        """(n,): what system number `place` relies on, itself included."""
        return (self.words[:, place // 64] >> np.uint64(place % 64)) & np.uint64(1) == 1

    def places(self, node: int) -> list[int]:
        """The places in `roots` of the systems that rely on a node."""
        return self.places_in(self.words[node])

    def places_upon(self, nodes: Sequence[int] | npt.NDArray[np.integer]) -> list[int]:
        """The places in `roots` of the systems that rely on any of these nodes."""
        return self.places_in(np.bitwise_or.reduce(self.words[np.asarray(nodes, np.int64)], axis=0))

    def places_in(self, row: Words) -> list[int]:
        """The places in `roots` whose bits are set in a row of words."""
        bits = np.unpackbits(row.view(np.uint8), bitorder="little")
        return np.flatnonzero(bits).tolist()


def reached_rows(words: Words) -> Flags:
    """(n,): the nodes that any system relies on."""
    return np.asarray((words != 0).any(axis=1))


@kept
def reliance(graph: SupplyGraph, roots: Sequence[int]) -> Reliance:
    """Which of the systems `roots` rely on each node, in one sweep for all systems.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app1->a->c app2->c")
    >>> answer = reliance(graph, [graph.find("app1"), graph.find("app2")])
    >>> answer.counts()[[graph.find("a"), graph.find("c")]].tolist()
    [1, 2]
    """
    return Reliance(tuple(roots), _bits(graph, list(roots), upwards=True))


def resting_on(graph: SupplyGraph, nodes: Sequence[int], scope: Flags, progress: Progress | None = None) -> Int64:
    """(nodes,): how many components of `scope` rest on each of these nodes, directly or through others, itself included.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c b->c")
    >>> scope = np.ones(4, bool)
    >>> resting_on(graph, [graph.find("c"), graph.find("b")], scope).tolist()
    [4, 1]
    """
    wanted = np.asarray(nodes, np.int64)
    if len(wanted) > FEW:
        # Many are counted with all others, which serves the next who asks for others in the same scope.
        ends = np.full(len(graph), len(wanted) * MANY > len(graph))
        ends[wanted] = True
        if (known := _upon(graph, scope, ends)) is not None:
            return known[wanted]
    return _counted_in_chunks(graph, wanted, scope, progress)


@kept
def _upon(graph: SupplyGraph, scope: Flags, wanted: Flags) -> Int64 | None:
    """(n,): the same for all the wanted nodes at once; None where it would take too much memory."""
    below, roots = scope.copy(), np.zeros(0, np.int64)
    if len(graph) and int(graph.level_starts[1]) <= MANY_ROOTS:
        # Systems reach most of all pairs; what each reaches is quicker found as one bit of every node.
        roots = np.flatnonzero(scope[: graph.level_starts[1]])
        below[roots] = False
    try:
        counts = counts_upon(graph, below, wanted, MOST_PAIRS)
    except TooManyPairs:
        return None
    return counts + reliance(graph, roots.tolist()).counts() if len(roots) else counts


def _counted_in_chunks(
    graph: SupplyGraph, wanted: npt.NDArray[np.int64], scope: Flags, progress: Progress | None
) -> Int64:  # fmt: skip
    counts = np.zeros(len(wanted), np.int64)
    # Level by level: what rests on a component stands on a lower level, so that few rows are needed for most.
    order = np.argsort(graph.level[wanted], kind="stable")
    for start in range(0, len(order), CHUNK):
        if progress is not None:
            progress.step("Counting what rests on each component", start, len(order))
        chunk = order[start : start + CHUNK]
        words = _bits_below(graph, wanted[chunk])
        counts[chunk] = _column_sums(words[scope[: len(words)]])[: len(chunk)]
    return counts


def _bits(graph: SupplyGraph, seeds: list[int], upwards: bool) -> Words:
    parts = condensed(graph)
    words = np.zeros((len(graph), max(1, -(-len(seeds) // 64))), np.uint64)
    heads = parts.head[np.asarray(seeds, np.int64)] if seeds else np.zeros(0, np.int32)
    places = np.arange(len(seeds))
    np.bitwise_or.at(words, (heads, places // 64), np.uint64(1) << (places % 64).astype(np.uint64))
    (parts.up if upwards else parts.down).sweep(words, np.bitwise_or)
    spread: Words = words[parts.head]
    return spread


def _bits_below(graph: SupplyGraph, seeds: npt.NDArray[np.int64]) -> Words:
    """(rows, ⌈seeds / 64⌉): which of the seeds each node relies on, as far as nodes go that stand no higher than a seed."""
    parts = condensed(graph)
    top = int(graph.level[seeds].max())
    rows = int(graph.level_starts[top + 1])
    words = np.zeros((rows, -(-len(seeds) // 64)), np.uint64)
    places = np.arange(len(seeds))
    np.bitwise_or.at(words, (parts.head[seeds], places // 64), np.uint64(1) << (places % 64).astype(np.uint64))
    parts.down.below(graph.level, top).sweep(words, np.bitwise_or)
    spread: Words = words[parts.head[:rows]]
    return spread


def _column_sums(words: Words) -> Int64:
    """(64 × words,): how many rows have each bit set."""
    sums = np.zeros(words.shape[1] * 64, np.int64)
    for start in range(0, len(words), 4096):
        bits = np.unpackbits(words[start : start + 4096].view(np.uint8), axis=1, bitorder="little")
        sums += bits.sum(axis=0, dtype=np.int64)
    return sums

"""How many components each one reaches, for all of them at once, and whether that was counted or estimated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int64
from explorer.graph.level_order import Condensed, condensed, levels, segments
from explorer.graph.reach_pairs import expected_pairs, pair_counts
from explorer.graph.reach_sketch import estimated_counts
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]

MOST_PAIRS = 32_000_000
"""Pairs of who reaches whom that are written out to count them; they take 4 bytes each."""

COUNTED = 1024
"""How many of the largest estimates are counted exactly."""

_BITS = 64
_ROWS = 1 << 18


@dataclass(frozen=True, eq=False)
class ReachCounts:
    """How many others each node reaches, itself not counted."""

    counts: Int64
    """(n,)"""
    exact: Flags
    """(n,): whether the count is exact; otherwise it is an estimate that is off by 13 % in the mean."""

    @property
    def is_exact(self) -> bool:
        """Whether every count is exact."""
        return bool(self.exact.all())


def reach_counts(graph: SupplyGraph, upwards: bool = False, most_pairs: int = MOST_PAIRS) -> ReachCounts:
    """How many rely on each node, or with `upwards` on how many each relies, at any distance.

    Exact where the pairs of who reaches whom are few, as in lineages. Otherwise every count is estimated
    (P. Flajolet and others, HyperLogLog, 2007), and those of the largest estimates are then counted.
    """
    whole = condensed(graph)
    others = whole.size[graph.group] - 1
    if expected_pairs(graph, whole) <= most_pairs:
        counts = pair_counts(graph, whole, most_pairs, upwards)[graph.group] + others
        return ReachCounts(counts, np.ones(len(graph), bool))
    counts = np.maximum(estimated_counts(graph, whole, upwards)[graph.group], others)
    heads = np.flatnonzero(whole.size)
    largest = heads[np.argsort(-counts[heads], kind="stable")[:COUNTED]]
    counted = np.zeros(len(graph), bool)
    counted[largest] = True
    totals = counts.copy()
    totals[largest] = exact_counts(graph, whole, largest, upwards)
    counts = np.where(counted[graph.group], totals[graph.group] + others, counts)
    return ReachCounts(counts, counted[graph.group])


def exact_counts(graph: SupplyGraph, whole: Condensed, heads: Int64, upwards: bool) -> Int64:
    """How many nodes outside its own group each of these group heads reaches: 64 of them in every sweep."""
    parts = [_count_bits(graph, whole, heads[at : at + _BITS], upwards) for at in range(0, len(heads), _BITS)]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _count_bits(graph: SupplyGraph, whole: Condensed, heads: Int64, upwards: bool) -> Int64:
    """One bit for each head travels along the relations; then every bit is counted."""
    rows = whole.down if upwards else whole.up
    marks = np.zeros(len(graph), np.uint64)
    bits = np.uint64(1) << np.arange(len(heads), dtype=np.uint64)
    marks[heads] = bits
    order = list(levels(graph))
    for start, stop in order if upwards else reversed(order):
        _gather(rows, marks, start, stop)
    marks[heads] ^= bits
    total = np.zeros(_BITS, np.int64)
    used = np.flatnonzero(marks)
    for at in range(0, len(used), _ROWS):
        some = used[at : at + _ROWS]
        spread = np.unpackbits(marks[some].astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
        total += spread.sum(axis=0, dtype=np.int64)
        several = whole.size[some] > 1
        total += (whole.size[some][several] - 1) @ spread[several].astype(np.int64)
    return total[: len(heads)]


def _gather(rows: Adjacency, marks: npt.NDArray[np.uint64], start: int, stop: int) -> None:
    found = segments(rows, start, stop)
    if len(found.nodes):
        marks[found.nodes] |= np.bitwise_or.reduceat(marks[rows.targets[found.slots]], found.starts)

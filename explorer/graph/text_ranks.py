"""Where identities stand in alphabetical order, and where others would stand among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int32
from explorer.graph.kept import kept
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.text_column import TextColumn
from explorer.graph.text_words import text_order


@dataclass(frozen=True, eq=False)
class TextRanks:
    """The alphabetical order of n texts, by code points."""

    order: Int32
    """(n,): the position of the first text, of the second, and so on."""
    rank: Int32
    """(n,): how many texts come before each."""


@kept
def identity_ranks(graph: SupplyGraph) -> TextRanks:
    """The alphabetical order of a graph's identities."""
    order = text_order(graph.ids, np.zeros(len(graph), np.int32))
    rank = np.empty(len(graph), np.int32)
    rank[order] = np.arange(len(graph), dtype=np.int32)
    return TextRanks(order, rank)


def ranks_with(graph: SupplyGraph, others: Sequence[str]) -> Int32:
    """(n + others,): how many of the graph's identities and of the others come before each, all of them distinct.

    >>> from explorer.graph.example import example_graph
    >>> ranks_with(example_graph("app->b->d"), ["c", "a"]).tolist()  # a app b c d
    [1, 2, 4, 3, 0]
    """
    known = identity_ranks(graph)
    sequence = sorted(range(len(others)), key=others.__getitem__)
    places = np.empty(len(others), np.int64)
    _place(graph.ids, known.order, [others[each] for each in sequence], places)
    ranks = np.empty(len(graph) + len(others), np.int32)
    ranks[: len(graph)] = known.rank + np.searchsorted(places, known.rank, "right")
    ranks[len(graph) + np.array(sequence, np.int64)] = places + np.arange(len(others))
    return ranks


def _place(texts: TextColumn, order: Int32, others: Sequence[str], places: np.ndarray) -> None:
    """Write how many of the texts come before each of the others, which ascend; neighbours mostly stand together."""
    open_parts = [(0, len(others), 0, len(texts))]
    while open_parts:
        first, last, low, high = open_parts.pop()
        if first == last:
            continue
        least = _before(texts, order, others[first], low, high)
        most = least if last - first == 1 else _before(texts, order, others[last - 1], least, high)
        if least == most:
            places[first:last] = least
            continue
        middle = (first + last) // 2
        open_parts += [(first, middle, least, most), (middle, last, least, most)]


def _before(texts: TextColumn, order: Int32, text: str, low: int, high: int) -> int:
    wanted = text.encode("utf-8", "surrogatepass")
    while low < high:
        middle = (low + high) // 2
        if texts.bytes_at(int(order[middle])) < wanted:
            low = middle + 1
        else:
            high = middle
    return low

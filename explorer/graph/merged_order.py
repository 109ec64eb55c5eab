"""The order of nodes after a few have come or changed their level: all others stand as they stood."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from explorer.graph.adjacency import Int32
from explorer.graph.appended import Appended
from explorer.graph.text_column import TextColumn
from explorer.graph.text_words import text_order

FEW = 20_000
"""So many nodes are put in their places one by one; of more, all are sorted."""


def merged_order(ids: TextColumn | Appended, level: Int32, before: Int32) -> Int32:
    """(n,): what `text_order(ids, level)` gives, where the first nodes stood in order of their level `before` and identity.

    >>> ids = TextColumn.of(["a", "c", "b", "d", "aa"])
    >>> merged_order(ids, np.array([0, 1, 1, 1, 1]), np.array([0, 0, 1, 1])).tolist()
    [0, 4, 2, 1, 3]
    """
    moves = np.ones(len(level), bool)
    moves[: len(before)] = level[: len(before)] != before
    movers = np.flatnonzero(moves).astype(np.int32)
    if len(movers) > FEW:
        return text_order(ids.take(np.arange(len(ids))), level)
    stay = np.flatnonzero(~moves).astype(np.int32)
    movers = movers[text_order(ids.take(movers), level[movers])]
    begins, ends = (np.searchsorted(level[stay], level[movers], side).tolist() for side in ("left", "right"))
    places = [
        bisect_left(stay, ids.bytes_at(mover), begin, end, key=ids.bytes_at)
        for mover, begin, end in zip(movers.tolist(), begins, ends, strict=True)
    ]
    return np.insert(stay, places, movers)

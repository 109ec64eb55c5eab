"""Who descends from whom in strata read from their origins: each tree that hangs on one of the first row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int32, Int64
from explorer.layout.strata import Strata


@dataclass(frozen=True, eq=False)
class Families:
    """f families of n cells. A cell of several bases belongs to the family of the one that it hangs on."""

    of: Int32
    """(n,): the cell of the first row that each cell descends from."""
    roots: Int32
    """(f,): the cells of the first row that something hangs on, the largest family first."""
    members: Int64
    """(f,): how many cells each family has, its root included."""
    deepest: Int64
    """(f,): rows below the root."""

    def __len__(self) -> int:
        return len(self.roots)


def families(strata: Strata) -> Families:
    """Every family, the largest first; those of equal size from left to right.

    >>> from explorer.graph.example import example_graph
    >>> from explorer.layout.forest import Reading
    >>> from explorer.layout.strata import strata
    >>> found = families(strata(example_graph("tuned->base lora->tuned other->base2"), Reading.DESCENT))
    >>> found.members.tolist(), found.deepest.tolist()
    ([3, 2], [2, 1])
    """
    count = int(strata.starts[1]) if strata.rows else 0
    of, row_of = np.arange(len(strata), dtype=np.int32), np.zeros(len(strata), np.int32)
    for row in range(1, strata.rows):
        here = slice(int(strata.starts[row]), int(strata.starts[row + 1]))
        of[here] = of[strata.parent[here]]
        row_of[here] = row
    members = np.bincount(of, minlength=count)[:count]
    deepest = np.zeros(count, np.int64)
    np.maximum.at(deepest, of, row_of)
    roots = np.flatnonzero(members > 1)
    roots = roots[np.argsort(-members[roots], kind="stable")]
    return Families(of, roots.astype(np.int32), members[roots], deepest[roots])

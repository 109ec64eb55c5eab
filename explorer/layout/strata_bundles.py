"""The heaviest streams among the relations that strata do not show by themselves, counted exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Int64
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.intervals import Floats
from explorer.layout.strata import Strata

COLUMNS = 512
"""Into so many columns the width is cut; relations between the same two columns of the same two rows are one bundle."""


@dataclass(frozen=True, eq=False)
class RelationBundles:
    """b bundles, the heaviest first; the ends are shares of the whole width, 0 to 1."""

    source_x: Floats
    target_x: Floats
    source_row: Int64
    target_row: Int64
    count: Int64
    """(b,): how many relations each stands for."""
    drawn: int
    """How many relations stand in these bundles."""
    total: int
    """How many relations there are that the strata do not show by themselves."""


def heaviest(graph: SupplyGraph, strata: Strata, most: int) -> RelationBundles:
    """The `most` heaviest bundles of the relations that are not a cell on the one that it hangs on."""
    source, target = strata.cell[graph.relation_source], strata.cell[graph.relation_target]
    outside = (strata.parent[source] != target) & (strata.parent[target] != source) & (source != target)
    source, target = source[outside], target[outside]
    row = np.repeat(np.arange(strata.rows), np.diff(strata.starts))
    middle = (strata.left + strata.right) * (COLUMNS / (2 * max(strata.total, 1.0)))
    column = np.minimum(middle.astype(np.int64), COLUMNS - 1)
    rows = max(strata.rows, 1)
    key = ((row[source] * COLUMNS + column[source]) * rows + row[target]) * COLUMNS + column[target]
    key.sort()
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, np.int64)
    count = np.diff(np.append(begins, len(key)))
    chosen = np.argsort(-count, kind="stable")[:most]
    kept, count = key[begins[chosen]], count[chosen]
    kept, target_column = np.divmod(kept, COLUMNS)
    kept, target_row = np.divmod(kept, rows)
    source_row, source_column = np.divmod(kept, COLUMNS)
    return RelationBundles(
        (source_column + 0.5) / COLUMNS, (target_column + 0.5) / COLUMNS, source_row, target_row, count,
        drawn=int(count.sum()), total=len(key),
    )  # fmt: skip

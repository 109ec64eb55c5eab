"""Who is next to whom, as compressed sparse rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.counting import counting
from explorer.graph.sorting import stable_order
from explorer.graph.text_column import Offsets, running_sums

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Adjacency:
    """One direction of a directed graph with n nodes and m relations.

    The neighbours of node `i` are `targets[offsets[i]:offsets[i + 1]]`, reached by the relations with the numbers
    `relations[offsets[i]:offsets[i + 1]]`. Shapes: offsets (n + 1,), int32 where m fits in it; targets and relations (m,).
    """

    offsets: Offsets
    targets: Int32
    relations: Int32

    @classmethod
    def of(cls, nodes: int, sources: Int32, targets: Int32) -> Adjacency:
        """Rows by `sources`; within a row, relations keep their order."""
        offsets = running_sums(np.bincount(sources, minlength=nodes), len(sources))
        if (sources[1:] >= sources[:-1]).all():
            return cls(offsets, targets, counting(len(sources)))
        order = stable_order(sources)
        return cls(offsets, targets[order], order)

    def neighbours(self, node: int) -> Int32:
        """The nodes next to `node`, with repeats where relations are parallel."""
        return self.targets[self.offsets[node] : self.offsets[node + 1]]

    def relations_of(self, node: int) -> Int32:
        """The numbers of the relations of `node` in this direction."""
        return self.relations[self.offsets[node] : self.offsets[node + 1]]

    def degree(self) -> Int64:
        """How many relations each node has in this direction; shape (n,)."""
        return np.diff(self.offsets).astype(np.int64, copy=False)

    def slots(self, nodes: npt.NDArray[np.integer]) -> Int64:
        """The positions in `targets` of all relations of these nodes, without a Python loop."""
        starts = self.offsets[nodes]
        counts = self.offsets[np.asarray(nodes) + 1] - starts
        total = int(counts.sum())
        if total == 0:
            return np.zeros(0, np.int64)
        ends = np.cumsum(counts, dtype=np.int64)
        return np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)

"""The whole graph as strata: rows are depth, widths are what hangs on a node. Positions only, no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Kind
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.along import Places, compact, first_beyond
from explorer.layout.forest import Forest, Reading, forest
from explorer.layout.intervals import Floats, Intervals, gathered, lay_side_by_side, widths
from explorer.progress import Progress

Flags = npt.NDArray[np.bool_]

SWEEPS = 2
"""How often siblings are moved toward what they are related to elsewhere; more changes little (measured)."""

_FIRST, _LOOSE, _ALONE = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Strata:
    """n nodes in rows; a cell is the place of one node, and cells are numbered row by row, from left to right."""

    reading: Reading
    node: Int32
    """(n,): the node in each cell."""
    cell: Int32
    """(n,): the cell of each node."""
    starts: Int64
    """(rows + 1,): row r is the cells `starts[r]:starts[r + 1]`."""
    left: Places
    right: Places
    """(n,): the ends of each cell; a cell's width is the number of leaves that hang on it. int32 where all are whole."""
    parent: Int32
    """(n,): the cell that each cell hangs on; -1 in the first row."""
    total: float
    """The right end of the drawing."""
    loose: int
    """Nodes of trees that do not begin at one of the user's systems; 0 where there are no systems."""
    alone: int
    """Nodes without any relation, at the right end of the first row."""

    def __len__(self) -> int:
        return len(self.node)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def row_of(self, cell: int) -> int:
        """The row of a cell."""
        return int(np.searchsorted(self.starts, cell, "right")) - 1

    def centre_of(self, cell: int) -> float:
        """The middle of a cell."""
        return float(self.left[cell] + self.right[cell]) / 2

    def at(self, row: int, x: float) -> int | None:
        """The cell at a place of a row; None in a gap."""
        if not 0 <= row < self.rows:
            return None
        first, last = int(self.starts[row]), int(self.starts[row + 1])
        cell = first + int(first_beyond(self.left[first:last], x)) - 1
        return cell if cell >= first and x < self.right[cell] else None

    def shares(self) -> Floats:
        """(n,): the middle of each node as a share of the whole width: what to keep for the next layout."""
        middle = (self.left + self.right) / (2 * max(self.total, 1.0))
        return np.asarray(middle[self.cell])


def strata(
    graph: SupplyGraph,
    reading: Reading = Reading.RELIANCE,
    saved: Floats | None = None,
    progress: Progress | None = None,
) -> Strata:
    """Lay a graph out in strata, the same every time.

    `saved` (n,) holds the shares of an earlier layout, NaN for new nodes: then siblings keep the order they had, and
    new ones settle beside what they are related to.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a app->b a->c a->d")
    >>> found = strata(graph)
    >>> [(graph.id_of(node), left, right) for node, left, right in zip(found.node, found.left, found.right)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('app', np.float64(0.0), np.float64(3.0)), ('a', np.float64(0.0), np.float64(2.0)),
     ('b', np.float64(2.0), np.float64(3.0)), ('c', np.float64(0.0), np.float64(1.0)),
     ('d', np.float64(1.0), np.float64(2.0))]
    """
    progress = progress or Progress()
    progress.step("Hanging every component on one other", 1, 3)
    hung = forest(graph, reading)
    width, tier = widths(hung), _tiers(graph, hung, reading)
    pull = _Pull(graph, hung)
    progress.step("Putting relatives side by side", 2, 3)
    if saved is None:
        placed = lay_side_by_side(hung, width, np.zeros(len(graph)), tier)
        for _ in range(SWEEPS if pull.any else 0):
            placed = lay_side_by_side(hung, width, pull.keys(placed), tier)
    else:
        placed = lay_side_by_side(hung, width, _settled(graph, hung, saved), tier)
    progress.step("Numbering the cells", 3, 3)
    return _numbered(graph, reading, hung, placed, tier)


def largest_first(graph: SupplyGraph, reading: Reading, progress: Progress | None = None) -> Strata:
    """Like `strata`, but siblings stand in order of what hangs on them, the widest first.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("x->a y->b z->b")
    >>> [graph.id_of(node) for node in largest_first(graph, Reading.DESCENT).node]
    ['b', 'a', 'y', 'z', 'x']
    """
    progress = progress or Progress()
    progress.step("Hanging every component on one other", 1, 2)
    hung = forest(graph, reading)
    width, tier = widths(hung), _tiers(graph, hung, reading)
    # Siblings are told apart by a fixed number of steps; by logarithms small ones are told apart as well as large ones.
    placed = lay_side_by_side(hung, width, -np.log2(np.maximum(width, 1)), tier)
    progress.step("Numbering the cells", 2, 2)
    return _numbered(graph, reading, hung, placed, tier)


class _Pull:
    """Where the relations that are not in the forest draw each subtree."""

    def __init__(self, graph: SupplyGraph, hung: Forest) -> None:
        source, target = hung.place[graph.relation_source], hung.place[graph.relation_target]
        outside = (hung.parent[source] != target) & (hung.parent[target] != source) & (source != target)
        self._hung = hung
        self._source, self._target = source[outside], target[outside]
        degree = (graph.up.degree() + graph.down.degree())[hung.node]
        # What thousands rely on says nothing about where one of them belongs.
        self._strength = 1.0 / np.maximum(degree[self._source], degree[self._target])
        self._weight = gathered(hung, self._both(self._strength, self._strength))
        self.any = len(self._source) > 0

    def keys(self, placed: Intervals) -> Floats:
        """(n,): the mean place of what a node and everything below it is related to; its own place where nothing is."""
        middle = placed.left + placed.width / 2
        pulled = self._both(middle[self._target] * self._strength, middle[self._source] * self._strength)
        pulled = gathered(self._hung, pulled)
        return np.where(self._weight > 0, pulled / np.where(self._weight > 0, self._weight, 1.0), middle)

    def _both(self, on_source: Floats, on_target: Floats) -> Floats:
        count = len(self._hung.parent)
        from_source = np.bincount(self._source, weights=on_source, minlength=count)
        return np.asarray(from_source + np.bincount(self._target, weights=on_target, minlength=count))


def _settled(graph: SupplyGraph, hung: Forest, saved: Floats) -> Int32:
    """(n,): by place, the rank of the share of an earlier layout; of new nodes, of their neighbours' mean."""
    known = np.isfinite(saved)
    share = np.where(known, saved, 0.0)
    near = np.zeros(len(graph))
    count = np.zeros(len(graph))
    for one, other in (
        (graph.relation_source, graph.relation_target),
        (graph.relation_target, graph.relation_source),
    ):
        near += np.bincount(one, weights=share[other], minlength=len(graph))
        count += np.bincount(one, weights=known[other], minlength=len(graph))
    settled = np.where(known, share, np.where(count > 0, near / np.maximum(count, 1), 1.0))
    rank = np.empty(len(graph), np.int32)
    rank[np.argsort(settled[hung.node], kind="stable")] = np.arange(len(graph), dtype=np.int32)
    return rank


def _tiers(graph: SupplyGraph, hung: Forest, reading: Reading) -> npt.NDArray[np.uint8]:
    """(n,): by place, for the first row: systems, then what begins elsewhere, then what has no relation at all."""
    related = ((graph.up.degree() + graph.down.degree()) > 0)[hung.node]
    system = graph.has_kind(Kind.SYSTEM)[hung.node]
    first = system if reading is Reading.RELIANCE and system.any() else related
    return np.where(first, _FIRST, np.where(related, _LOOSE, _ALONE)).astype(np.uint8)


def _numbered(
    graph: SupplyGraph, reading: Reading, hung: Forest, placed: Intervals, tier: npt.NDArray[np.uint8]
) -> Strata:
    """The forest with its cells numbered from left to right."""
    row_start = np.repeat(hung.starts[:-1], np.diff(hung.starts))
    cell_of_place = (row_start + placed.rank).astype(np.int32)
    order = np.empty(len(graph), np.int32)
    order[cell_of_place] = np.arange(len(graph), dtype=np.int32)
    node = hung.node[order]
    left = compact(placed.left[order])
    cell = np.empty(len(graph), np.int32)
    cell[node] = np.arange(len(graph), dtype=np.int32)
    parent = np.where(hung.parent[order] >= 0, cell_of_place[hung.parent[order]], -1).astype(np.int32)
    first_row = slice(0, int(hung.starts[1]) if hung.rows else 0)
    alone = int((tier[first_row] == _ALONE).sum())
    return Strata(
        reading, node, cell, hung.starts, left, compact(left + placed.width[order]), parent, placed.total,
        loose=_loose(hung, tier), alone=alone,
    )  # fmt: skip


def _loose(hung: Forest, tier: npt.NDArray[np.uint8]) -> int:
    """How many places hang, directly or not, on one of the first row that is no system but has relations."""
    if not hung.rows:
        return 0
    begins = np.zeros(len(tier), bool)
    begins[: hung.starts[1]] = tier[: hung.starts[1]] == _LOOSE
    for row in range(1, hung.rows):
        here = slice(hung.starts[row], hung.starts[row + 1])
        begins[here] = begins[hung.parent[here]]
    return int(begins.sum())

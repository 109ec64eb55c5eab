"""The rows of the inventory: what is upstream of the scope, or the first hits among what no system relies on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.analysis.depth import Depth
from explorer.domain.component import ComponentClass, Knowledge
from explorer.graph.adjacency import Int32
from explorer.graph.reach import UNREACHED
from explorer.graph.search import Flags, Search
from explorer.graph.snapshot import Snapshot
from explorer.graph.sorting import stable_order
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.layout.drawing import CLASS_OF_KIND, CLASSES
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.models.search import Row

MOST_LISTED = 1_000
"""Rows listed of a whole hub, those on which most rely directly; the line above the table says how many there are."""


@dataclass(frozen=True, eq=False)
class Hits:
    """The first rows of a search."""

    rows: list[Row]
    total: int
    """How many there are in all."""


def upstream_rows(snapshot: Snapshot, depth: Depth) -> list[Row]:
    """Everything that the systems in scope rely on, themselves included, in the graph's order."""
    reached = np.flatnonzero(depth.least != UNREACHED)
    return [
        Row(node, snapshot.components[node], party_name(snapshot.graph, node), least, greatest)
        for node, least, greatest in zip(
            reached.tolist(), depth.least[reached].tolist(), depth.greatest[reached].tolist(), strict=True
        )
    ]


class WholeGraph:
    """Searches all components, upstream of a system or not. Both the first search and the others belong off the GUI thread."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _search(self) -> Search:
        return Search(self._snapshot.graph)

    def hits(self, wanted: ComponentFilter) -> Hits:
        """What passes the filter, those on which most rely directly first."""
        graph, components = self._snapshot.graph, self._snapshot.components
        passing = wanted.passes(graph)
        if wanted.text.strip():
            passing = passing & self._search.matching(wanted.text)
        most = most_relied_on(graph, passing, MOST_LISTED).tolist()
        # In the order in which they lie, so that each block of a hub is read once.
        found = {node: components[node] for node in sorted(most)}
        rows = [Row(node, found[node], party_name(graph, node), UNREACHED, UNREACHED) for node in most]
        return Hits(rows, int(np.count_nonzero(passing)))

    def similar(self, text: str, most: int) -> list[str]:
        """The names of up to so many components that resemble what was typed."""
        return [self._snapshot.graph.names[node] for node in self._search.find_similar(text, most).nodes]


def most_relied_on(graph: SupplyGraph, passing: Flags, most: int) -> Int32:
    """Of the nodes that pass, those on which most rely directly, the first of the graph where several tie."""
    degree = np.where(passing, np.diff(graph.down.offsets), -1)
    least = int(np.partition(degree, -most)[-most]) if len(degree) > most else -1
    above = np.flatnonzero(degree > max(least, -1)).astype(np.int32)
    level = np.flatnonzero(degree == least)[: most - len(above)] if least >= 0 else np.zeros(0, np.int64)
    return np.append(above[stable_order(degree.max(initial=0) - degree[above])], level.astype(np.int32))


def counts_of(rows: list[Row]) -> tuple[Mapping[ComponentClass, int], Mapping[Knowledge, int]]:
    """How many rows there are per class, and per degree of knowledge."""
    return (
        Counter(row.component.component_class for row in rows),
        Counter(row.component.knowledge for row in rows),
    )


def counts_of_all(graph: SupplyGraph) -> tuple[Mapping[ComponentClass, int], Mapping[Knowledge, int]]:
    """How many components of the whole graph there are per class, and per degree of knowledge."""
    classes = np.bincount(CLASS_OF_KIND[graph.kind], minlength=len(CLASSES)).tolist()
    knowledge = np.bincount(graph.knowledge, minlength=len(KNOWLEDGE)).tolist()
    return dict(zip(CLASSES, classes, strict=True)), dict(zip(KNOWLEDGE, knowledge, strict=True))


def party_name(graph: SupplyGraph, node: int) -> str:
    """The name of the party that supplies a node, or that it is; empty where none is known."""
    holder = int(graph.supplier[node]) if graph.supplier[node] >= 0 else node
    return graph.names[holder] if graph.ids[holder].startswith("party:") else ""

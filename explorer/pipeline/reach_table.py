"""What most components rely on, and what can be reached one way only, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.domain.component import ComponentId
from explorer.graph.dominators import immediate_dominators
from explorer.graph.reach import systems_upon, upstream
from explorer.graph.reach_counts import reach_counts
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table

NOTE = (
    "Rely on it and relies on: components at any distance. Only through: the nearest component, systems included, that every chain "
    "from the systems to it runs through; take that away and this is out of reach. Of very large graphs the counts are "
    "estimates (HyperLogLog, 13 % off in the mean) but for the largest; the column says which."
)


def reach_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Everything upstream, what most rely on first."""
    graph = snapshot.graph
    below, above = reach_counts(graph), reach_counts(graph, upwards=True)
    gate = immediate_dominators(graph, answers.roots)
    systems = systems_upon(graph, answers.roots)
    order = _most_relied_on(graph, answers.roots, systems, below.counts)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name_of(snapshot, node), graph.kind_of(node).value, int(systems[node]), len(answers.roots), int(below.counts[node]),
            int(above.counts[node]), "counted" if below.exact[node] and above.exact[node] else "estimated",
            name_of(snapshot, int(gate[node])) if gate[node] >= 0 else "several ways",
        )
        for node in order.tolist()
    )  # fmt: skip
    columns = ("component", "kind", "systems", "of", "rely on it", "relies on", "how", "only through")
    return Table("reach", _sentence(snapshot, order, below.counts), columns, rows, NOTE)


def most_relied_on(snapshot: Snapshot, answers: Answers) -> ComponentId | None:
    """What most systems, then most components, rely on; None while nothing is upstream."""
    graph = snapshot.graph
    order = _most_relied_on(graph, answers.roots, systems_upon(graph, answers.roots), reach_counts(graph).counts)
    return graph.id_of(int(order[0])) if len(order) else None


def _most_relied_on(graph: SupplyGraph, roots: Sequence[int], systems: np.ndarray, below: np.ndarray) -> np.ndarray:
    """(k,) nodes upstream, what most rely on first."""
    inside = upstream(graph, roots)
    inside[list(roots)] = False
    nodes = np.flatnonzero(inside)
    return nodes[np.lexsort((nodes, -below[nodes], -systems[nodes]))]


def _sentence(snapshot: Snapshot, order: np.ndarray, below: np.ndarray) -> str:
    if not len(order):
        return "Nothing upstream was found yet."
    first = int(order[0])
    return f"Most rests on {name_of(snapshot, first)}: {counted(int(below[first]), 'component')} rely on it."

"""What most components rely on, and what can be reached one way only, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from explorer.analysis.reliance import reliance
from explorer.domain.component import ComponentId
from explorer.graph.dominators import immediate_dominators
from explorer.graph.kept import kept
from explorer.graph.reach_counts import ReachCounts, reach_counts
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, SupplyGraph
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of, names_of
from explorer.pipeline.table import Cell, Table

NOTE = (
    "Rely on it and relies on: components at any distance in the whole portfolio, systems included, whichever system is chosen. "
    "Only through: the nearest component, systems included, that every chain from the systems to it runs through; take that away "
    "and this is out of reach. Of very large graphs the counts are estimates (HyperLogLog, 13 % off in the mean) but for the "
    "largest; the column says which."
)


def reach_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Everything upstream, what most rely on first."""
    graph = snapshot.graph
    below, above = _counts(graph)
    gate = _gates(graph, answers.roots)
    systems = reliance(graph, answers.roots).counts()
    order = _most_relied_on(answers.roots, systems, below.counts)
    names, words = (*names_of(snapshot), "several ways"), [kind.value for kind in KINDS]
    exact = (below.exact & above.exact)[order].tolist()
    # Column by column: a row at a time takes several times as long. The gate -1 is the last of the names.
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        zip(
            map(names.__getitem__, order.tolist()), map(words.__getitem__, graph.kind[order].tolist()),
            systems[order].tolist(), repeat(len(answers.roots)), below.counts[order].tolist(), above.counts[order].tolist(),
            ("counted" if each else "estimated" for each in exact), map(names.__getitem__, gate[order].tolist()),
            strict=False,
        )
    )  # fmt: skip
    columns = ("component", "kind", "systems", "of", "rely on it", "relies on", "how", "only through")
    sentence = _sentence(snapshot, answers, order, systems, below.counts)
    return Table("reach", sentence, columns, rows, NOTE)


def most_relied_on(snapshot: Snapshot, answers: Answers) -> ComponentId | None:
    """What most systems, then most components, rely on; None while nothing is upstream."""
    graph = snapshot.graph
    order = _most_relied_on(answers.roots, reliance(graph, answers.roots).counts(), _counts(graph)[0].counts)
    return graph.id_of(int(order[0])) if len(order) else None


def _most_relied_on(roots: Sequence[int], systems: np.ndarray, below: np.ndarray) -> np.ndarray:
    """(k,) nodes upstream, what most rely on first."""
    inside = systems > 0
    inside[list(roots)] = False
    nodes = np.flatnonzero(inside)
    return nodes[np.lexsort((nodes, -below[nodes], -systems[nodes]))]


@kept
def _counts(graph: SupplyGraph) -> tuple[ReachCounts, ReachCounts]:
    """How many rely on each component, and on how many each relies."""
    return reach_counts(graph), reach_counts(graph, upwards=True)


@kept
def _gates(graph: SupplyGraph, roots: Sequence[int]) -> np.ndarray:
    return immediate_dominators(graph, roots)


def _sentence(snapshot: Snapshot, answers: Answers, order: np.ndarray, systems: np.ndarray, below: np.ndarray) -> str:
    """What most systems rest on; most components may rest on something else, which is said then."""
    if not len(order):
        return "Nothing upstream was found yet."
    first = int(order[0])
    held = f"{int(systems[first])} of {counted(len(answers.roots), 'system')}"
    told = f"Most systems rest on {name_of(snapshot, first)}: {held}, {int(below[first]):,} components with them"
    widest = int(order[np.argmax(below[order])])
    if below[widest] == below[first]:
        return f"{told}."
    return f"{told}. Most components, {int(below[widest]):,}, rest on {name_of(snapshot, widest)}."

"""The families of models, as a table and as a sentence: what the lineage atlas shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.graph.lineage_part import lineage_part
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, SupplyGraph
from explorer.layout.families import Families, families
from explorer.layout.forest import Reading
from explorer.layout.strata import Strata, largest_first
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Cell, Table

COLUMNS = ("family", "models", "of", "steps", "adapters", "unknown", "id")
NOTE = (
    "A family is a model that was made from nothing known, with everything that was made from it, step by step. A model of "
    "several bases is counted in one family only, that of the base it hangs on in the drawing. Steps are those of the longest way."
)
ALONE = "in no family: no base is stated, and nothing here was made from it"

_ADAPTERS = np.array([kind.component_class is ComponentClass.ADAPTATION for kind in KINDS])


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family; the last row of all is those in none. Hubs have half a million: identity and name stay in the graph."""

    graph: SupplyGraph
    origin: int | None
    """The node that the others descend from; None for those in no family."""
    members: int
    steps: int
    adapters: int
    unknown: int

    @property
    def id(self) -> ComponentId | None:
        """The identity of the origin; None for those in no family."""
        return None if self.origin is None else self.graph.id_of(self.origin)

    @property
    def name(self) -> str:
        """What the family is called."""
        return ALONE if self.origin is None else self.graph.names[self.origin]


def families_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every family of models, the largest first, and how many models are in none."""
    del answers
    graph = lineage_part(snapshot.graph).graph
    placed = largest_first(graph, Reading.DESCENT)
    rows = family_rows(graph, placed, families(placed))
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (row.name, row.members, len(graph), row.steps, row.adapters, row.unknown, row.id) for row in rows
    )
    return Table("families", families_sentence(rows), COLUMNS, cells, NOTE)


def families_sentence(rows: list[FamilyRow]) -> str:
    """How many models in how many families, and which is the largest."""
    total = sum(row.members for row in rows)
    found = [row for row in rows if row.origin is not None]
    if not total:
        return "No model is known here yet, so there is no lineage to draw."
    models = counted(total, "model or adapter", "models and adapters")
    if not found:
        return f"{models}; nothing read so far says what any of them was made from. Their cards do: let the scan ask the hub."
    largest, inside = found[0], sum(row.members for row in found)
    if len(found) == 1:
        return f"{models}; {inside:,} of them descend from {largest.name}."
    return f"{models}, {inside:,} of them in {len(found):,} families; the largest, from {largest.name}, has {largest.members:,}."


def family_rows(graph: SupplyGraph, placed: Strata, found: Families) -> list[FamilyRow]:
    """The families, the largest first; their members and those of the last row are all there are."""
    first = int(placed.starts[1]) if placed.rows else 0
    kind, knowledge = graph.kind[placed.node], graph.knowledge[placed.node]
    adapters = np.bincount(found.of[_ADAPTERS[kind]], minlength=first)
    unknown = np.bincount(found.of[knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)], minlength=first)
    rows = []
    for root, members, steps in zip(found.roots.tolist(), found.members.tolist(), found.deepest.tolist(), strict=True):
        node = int(placed.node[root])
        counts = int(adapters[root]), int(unknown[root])
        rows.append(FamilyRow(graph, node, members, steps, *counts))
    if alone := len(graph) - int(found.members.sum()):
        others = np.ones(first, bool)
        others[found.roots] = False
        rows.append(
            FamilyRow(graph, None, alone, 0, int(adapters[:first][others].sum()), int(unknown[:first][others].sum()))
        )
    return rows

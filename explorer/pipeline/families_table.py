"""The families of models, as a table and as a sentence: what the lineage atlas shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.graph.adjacency import Int32, Int64
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


def models_in(rows: Sequence[FamilyRow]) -> int:
    """How many models all rows hold together."""
    return rows.members if isinstance(rows, FamilyRows) else sum(row.members for row in rows)


def families_sentence(rows: Sequence[FamilyRow]) -> str:
    """How many models in how many families, and which is the largest."""
    total, alone = models_in(rows), rows[-1].members if len(rows) and rows[-1].origin is None else 0
    count, inside = len(rows) - (alone > 0), total - alone
    if not total:
        return "No model is known here yet, so there is no lineage to draw."
    models = counted(total, "model or adapter", "models and adapters")
    if not count:
        return f"{models}; nothing read so far says what any of them was made from. Their cards do: let the scan ask the hub."
    largest = rows[0]
    if count == 1:
        return f"{models}; {inside:,} of them descend from {largest.name}."
    return f"{models}, {inside:,} of them in {count:,} families; the largest, from {largest.name}, has {largest.members:,}."


_COUNTED = ("members", "steps", "adapters", "unknown")


class FamilyRows(Sequence[FamilyRow]):
    """The families as columns, each a row when somebody asks for it; the last row of all is those in none."""

    def __init__(self, graph: SupplyGraph, origins: Int32, counts: Sequence[Int64], alone: FamilyRow | None) -> None:
        """`origins` (f,) are nodes; `counts` are four columns (f,): members, steps, adapters, unknown."""
        self._graph = graph
        self._origins = origins
        self._counts = counts
        self._alone = alone

    def __len__(self) -> int:
        return len(self._origins) + (self._alone is not None)

    @overload
    def __getitem__(self, place: int) -> FamilyRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[FamilyRow]: ...

    def __getitem__(self, place: int | slice) -> FamilyRow | list[FamilyRow]:
        """One family, or the list of a slice."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        if at == len(self._origins) and self._alone is not None:
            return self._alone
        return FamilyRow(self._graph, int(self._origins[at]), *(int(each[at]) for each in self._counts))

    def column(self, name: str) -> list[int]:
        """One number of every row: `members`, `steps`, `adapters` or `unknown`."""
        return [*self._counts[_COUNTED.index(name)].tolist(), *(getattr(each, name) for each in self._last)]

    def names(self) -> list[str]:
        """What every row is called."""
        return [*self._graph.names.take(self._origins), *(each.name for each in self._last)]

    @property
    def _last(self) -> tuple[FamilyRow, ...]:
        return () if self._alone is None else (self._alone,)

    @property
    def members(self) -> int:
        """How many models there are, in families and in none."""
        return int(self._counts[0].sum()) + (self._alone.members if self._alone is not None else 0)


def family_rows(graph: SupplyGraph, placed: Strata, found: Families) -> FamilyRows:
    """The families, the largest first; their members and those of the last row are all there are."""
    first = int(placed.starts[1]) if placed.rows else 0
    kind, knowledge = graph.kind[placed.node], graph.knowledge[placed.node]
    adapters = np.bincount(found.of[_ADAPTERS[kind]], minlength=first)
    unknown = np.bincount(found.of[knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)], minlength=first)
    counts = found.members, found.deepest, adapters[found.roots], unknown[found.roots]
    return FamilyRows(graph, placed.node[found.roots], counts, _alone(graph, found, adapters[:first], unknown[:first]))


def _alone(graph: SupplyGraph, found: Families, adapters: Int64, unknown: Int64) -> FamilyRow | None:
    """The models in no family; None where there are none."""
    alone = len(graph) - int(found.members.sum())
    if not alone:
        return None
    others = np.ones(len(adapters), bool)
    others[found.roots] = False
    return FamilyRow(graph, None, alone, 0, int(adapters[others].sum()), int(unknown[others].sum()))

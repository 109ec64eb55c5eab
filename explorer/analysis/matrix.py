"""Which systems rest on which parties: for each pair, how many components of the party are upstream of the system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Kind
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.supply_graph import SupplyGraph

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PartyMatrix:
    """s systems and p parties; parties shared by most systems first, among those the ones with most components."""

    systems: tuple[int, ...]
    parties: tuple[int, ...]
    count: Counts
    """(p, s): components of the party upstream of the system."""
    not_stated: Counts
    """(s,): components upstream of the system of which nobody says whose they are."""
    without: tuple[int, ...]
    """Parties upstream of which no component is counted: a maker's owner, for one."""

    @property
    def spread(self) -> Counts:
        """(p,): on how many systems' chains each party stands."""
        return np.asarray((self.count > 0).sum(axis=1))


@kept
def party_matrix(graph: SupplyGraph, systems: Sequence[int]) -> PartyMatrix:
    """Count, for every system, the components of every party; parties and systems themselves are no components here.

    >>> from explorer.graph.example import example_graph
    >>> party_matrix(example_graph("app->lib"), [0]).not_stated
    array([1])
    """
    counted = ~(graph.has_kind(Kind.PARTY) | graph.has_kind(Kind.SYSTEM))
    stated = counted & (graph.supplier >= 0)
    parties = np.unique(graph.supplier[stated])
    place = np.searchsorted(parties, np.where(stated, graph.supplier, parties[0] if len(parties) else 0))
    count = np.zeros((len(parties), len(systems)), np.int64)
    not_stated = np.zeros(len(systems), np.int64)
    seen = np.zeros(len(graph), bool)
    for column, system in enumerate(systems):
        reached = upstream(graph, [system])
        seen |= reached
        count[:, column] = np.bincount(place[reached & stated], minlength=len(parties))
        not_stated[column] = int((reached & counted & ~stated).sum())
    order = np.lexsort((parties, -count.sum(axis=1), -(count > 0).sum(axis=1)))
    order = order[count[order].any(axis=1)]
    rows = parties[order]
    seen[rows] = False
    without = np.flatnonzero(seen & graph.has_kind(Kind.PARTY))
    return PartyMatrix(tuple(systems), tuple(rows.tolist()), count[order], not_stated, tuple(without.tolist()))

"""How much of our trust rests on something that somebody examined: by boundary, by path, by system; what to look at next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.condensed import condensed
from explorer.analysis.trust import Boundaries, Boundary, BoundaryState
from explorer.domain.component import ComponentId
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, slots=True)
class Coverage:
    """A part of trust that is examined, with its denominator."""

    examined: float
    total: float

    @property
    def share(self) -> float | None:
        """0 to 1; None where there is nothing to examine."""
        return self.examined / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class WorthExamining:
    """A boundary that nobody has examined, and how much rests on it."""

    boundary: Boundary
    exposure: float
    """Criticality of the systems that cross it, times the components that are reached through it."""
    behind: int
    """Components upstream of the far ends of its relations, themselves included."""
    criticality: float


@dataclass(frozen=True, eq=False)
class TrustCoverage:
    """What share of trust is examined."""

    by_boundary: Coverage
    by_path: Coverage
    """Over all ways from a system to a relation that crosses a boundary."""
    by_system: Mapping[ComponentId, Coverage]
    """For each system, of the boundaries that its chains cross."""
    next: tuple[WorthExamining, ...]
    """What is not examined, the greatest exposure first."""


def trust_coverage(
    graph: SupplyGraph, roots: Sequence[int], found: Boundaries, criticality: Mapping[ComponentId, float] | None = None
) -> TrustCoverage:
    """How much of the trust of the systems `roots` is examined, and what is most worth examining next.

    `criticality` weighs systems (1 each by default). A boundary counts as examined only in the state *examined*: a
    proposal, a lapse or a refusal leaves it uncovered.
    """
    weights = {graph.id_of(root): (criticality or {}).get(graph.id_of(root), 1.0) for root in roots}
    ways = ways_to(graph, roots)
    done = [each for each in found.boundaries if each.state is BoundaryState.EXAMINED]
    open_ones = [each for each in found.boundaries if each.state is not BoundaryState.EXAMINED]
    behind = _behind(graph, tuple(each.relations for each in open_ones))
    worth = sorted((_worth(*each, weights) for each in zip(open_ones, behind, strict=True)), key=_by_exposure)
    return TrustCoverage(
        Coverage(len(done), len(found.boundaries)),
        Coverage(_crossings(graph, ways, done), _crossings(graph, ways, found.boundaries)),
        {system: _of_system(system, found) for system in weights},
        tuple(worth),
    )


@kept
def ways_to(graph: SupplyGraph, roots: Sequence[int]) -> np.ndarray:
    """(n,) float64: how many ways lead from any of the roots to each node, where a cycle counts as one place.

    A dynamic programme in level order over relations between cycle groups; parallel relations count once. In floating
    point, since the ways through a deep graph outgrow any integer; the shares that rest on them need no more.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c c->d")
    >>> float(ways_to(graph, [graph.find("app")])[graph.find("d")])
    2.0
    """
    parts, ways = condensed(graph), np.zeros(len(graph))
    np.add.at(ways, parts.head[np.asarray(list(roots), np.int64)], 1.0)
    parts.up.sweep(ways, np.add)
    return parts.spread(ways)


def _crossings(graph: SupplyGraph, ways: np.ndarray, some: Sequence[Boundary]) -> float:
    """Over how many ways these boundaries are crossed."""
    return sum(float(ways[graph.relation_source[list(each.relations)]].sum()) for each in some)


def _of_system(system: ComponentId, found: Boundaries) -> Coverage:
    mine = [each for each in found.boundaries if system in each.systems]
    return Coverage(sum(each.state is BoundaryState.EXAMINED for each in mine), len(mine))


@kept
def _behind(graph: SupplyGraph, crossings: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """How many components are reached through each of these sets of relations."""
    return tuple(int(upstream(graph, graph.relation_target[list(each)]).sum()) for each in crossings)


def _worth(boundary: Boundary, behind: int, weights: Mapping[ComponentId, float]) -> WorthExamining:
    critical = sum(weights.get(system, 1.0) for system in boundary.systems)
    return WorthExamining(boundary, critical * behind, behind, critical)


def _by_exposure(each: WorthExamining) -> tuple[float, int, str, str]:
    return (-each.exposure, each.boundary.depth, each.boundary.truster, each.boundary.trusted)

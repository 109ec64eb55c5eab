"""What risk remains? The register laid over the graph: which risks reach which systems, and what is not assessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.analysis.places import Places
from explorer.analysis.reliance import reliance
from explorer.domain.annotation import ResidualRisk, RiskStatus
from explorer.domain.component import ComponentId
from explorer.graph.supply_graph import SupplyGraph

SCALE = 5
"""Likelihood and impact run from 1 to this."""


@dataclass(frozen=True, slots=True)
class RiskReach:
    """One risk of the register and the systems that it reaches."""

    risk: ResidualRisk
    nodes: tuple[int, ...]
    """Where it stands in the graph; empty where its component has gone (an orphan)."""
    systems: tuple[ComponentId, ...]


@dataclass(frozen=True, slots=True)
class SystemRisk:
    """The risks that roll up to one system."""

    system: ComponentId
    worst: int | None
    """The greatest score after controls, 1 to 25, of the assessed open risks; None where none is assessed."""
    assessed: int
    unassessed: int


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """All open risks with their reach, rolled up to systems."""

    risks: tuple[RiskReach, ...]
    """Open risks: the worst after controls first, those not assessed before everything that is."""
    systems: tuple[SystemRisk, ...]
    rule: str = "A system's risk is the worst open risk, after controls, on anything it relies on; each counts once."

    def heat_map(self) -> tuple[tuple[int, ...], ...]:
        """`[likelihood - 1][impact - 1]`: how many open assessed risks stand there after controls, 5 x 5."""
        cells = [[0] * SCALE for _ in range(SCALE)]
        for each in self.risks:
            if each.risk.likelihood_after is not None and each.risk.impact_after is not None:
                cells[each.risk.likelihood_after - 1][each.risk.impact_after - 1] += 1
        return tuple(tuple(row) for row in cells)

    @property
    def unassessed(self) -> int:
        """How many open risks have no score after controls; never to be shown as zero risk."""
        return sum(each.risk.score_after is None for each in self.risks)


def residual_risk(graph: SupplyGraph, roots: Sequence[int], risks: Iterable[ResidualRisk]) -> RiskRegister:
    """Which open risks reach the systems `roots`, and the worst for each system.

    >>> from explorer.domain.annotation import Limit, Subject
    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app1->model app2->model app2->torch")
    >>> risk = ResidualRisk(Subject("torch"), "One maintainer", Limit.INSIDER, likelihood_after=2, impact_after=4)
    >>> register = residual_risk(graph, [graph.find("app1"), graph.find("app2")], [risk])
    >>> [(each.system, each.worst) for each in register.systems]
    [('app1', None), ('app2', 8)]
    """
    reach = reliance(graph, roots)
    places = Places(graph)
    found = []
    for risk in risks:
        if risk.status is RiskStatus.CLOSED:
            continue
        nodes = _nodes_of(graph, places, risk.subject)
        systems = tuple(graph.id_of(roots[place]) for place in reach.places_upon(nodes))
        found.append(RiskReach(risk, nodes, systems))
    ranked = tuple(sorted(found, key=_rank))
    return RiskRegister(ranked, tuple(_of_system(graph.id_of(root), ranked) for root in roots))


def _nodes_of(graph: SupplyGraph, places: Places, subject: str) -> tuple[int, ...]:
    """What the subject names; for a relation its source, since that is where the risk enters a system's chain."""
    sources = {int(graph.relation_source[relation]) for relation in places.relations(subject)}
    return tuple(sorted(sources)) or places.nodes(subject)


def _rank(each: RiskReach) -> tuple[int, int, str]:
    score = each.risk.score_after
    return (0, 0, each.risk.title) if score is None else (1, -score, each.risk.title)


def _of_system(system: ComponentId, risks: Sequence[RiskReach]) -> SystemRisk:
    mine = [each.risk for each in risks if system in each.systems]
    scores = [risk.score_after for risk in mine if risk.score_after is not None]
    return SystemRisk(system, max(scores, default=None), len(scores), len(mine) - len(scores))

"""All questions of one scope answered at once, so that every view shows the same moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from explorer.analysis.concentration import MAIN_DIMENSIONS, Concentration, Weight, concentration
from explorer.analysis.depth import Depth, depth
from explorer.analysis.residual_risk import RiskRegister, residual_risk
from explorer.analysis.trust import Boundaries, boundaries
from explorer.analysis.visibility import Visibility, visibility
from explorer.domain.annotation import ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.graph.adjacency import Int32
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot, empty_snapshot
from explorer.progress import Progress


@dataclass(frozen=True, eq=False)
class Answers:
    """What there is to say about one system, or about the whole portfolio."""

    scope: ComponentId | None
    """The system asked about; None for the whole portfolio."""
    roots: tuple[int, ...]
    """The nodes of the systems in scope."""
    today: date
    """The day on which trust lapses were judged."""
    depth: Depth
    visibility: Visibility
    concentrations: tuple[Concentration, ...]
    """One per dimension V1 to V5, weighted by systems."""
    boundaries: Boundaries
    risk: RiskRegister
    cycles: tuple[Int32, ...]
    """Groups of components that rely on each other in a circle."""
    annotations: tuple[Annotation, ...] = ()
    """The judgement that lay over the graph when this was answered."""


def answer(
    snapshot: Snapshot,
    annotations: Iterable[Annotation],
    scope: ComponentId | None,
    today: date,
    progress: Progress | None = None,
) -> Answers:
    """Answer every question for one system, or for all where `scope` is None."""
    progress = progress or Progress()
    graph = snapshot.graph
    annotations = tuple(annotations)
    roots = scope_roots(snapshot, scope)
    progress.step("Measuring depth", 1, 5)
    how_deep = depth(graph, roots)
    progress.step("Finding the horizon", 2, 5)
    sight = visibility(graph, roots)
    progress.step("Measuring concentration", 3, 5)
    concentrations = tuple(concentration(snapshot, roots, each, Weight.SYSTEMS) for each in MAIN_DIMENSIONS)
    progress.step("Listing trust boundaries", 4, 5)
    delegations = [each for each in annotations if isinstance(each, TrustDelegation)]
    trust = boundaries(snapshot, roots, delegations, today)
    progress.step("Rolling up residual risk", 5, 5)
    risks = [each for each in annotations if isinstance(each, ResidualRisk)]
    register = residual_risk(graph, roots, risks)
    circles = tuple(graph.cycles())
    return Answers(scope, tuple(roots), today, how_deep, sight, concentrations, trust, register, circles, annotations)


def unanswered(snapshot: Snapshot, today: date) -> Answers:
    """What stands in the place of answers that are still to come: nothing is in scope, nothing upstream.

    Its columns are as long as the snapshot's, for who looks something up there meanwhile; none of it is to be shown.
    """
    nothing = answer(empty_snapshot(), (), None, today)
    count = len(snapshot.graph)
    far = np.broadcast_to(np.full(1, UNREACHED, np.int32), count)
    return replace(
        nothing,
        depth=replace(nothing.depth, least=far, greatest=far),
        visibility=replace(nothing.visibility, beyond=np.broadcast_to(np.zeros(1, bool), count)),
    )


def scope_roots(snapshot: Snapshot, scope: ComponentId | None) -> list[int]:
    """The nodes to start from: one system, or all of them."""
    if scope is None:
        return [int(node) for node in snapshot.graph.systems]
    node = snapshot.graph.find(scope)
    return [] if node is None else [node]

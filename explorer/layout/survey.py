"""Which part of the graph is asked about, and in which stratum each of its components lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass, Kind
from explorer.graph.adjacency import Int32
from explorer.graph.reach import UNREACHED, downstream, least_depths, longest_chains, upstream
from explorer.graph.supply_graph import KINDS, SupplyGraph
from explorer.layout.drawing import CLASS_OF_KIND, CLASSES, UNKNOWN_CODE, Flags


@dataclass(frozen=True, slots=True)
class Question:
    """What the drawing is to show."""

    roots: tuple[int, ...] = ()
    """Show what is upstream of these nodes; none means the whole portfolio."""
    around: tuple[int, ...] = ()
    """Show only what is upstream or downstream of these nodes; none means everything."""
    only_paths: bool = False
    """Of that, show only what lies between the roots and `around`."""
    ends: tuple[int, ...] = ()
    """Show these beside what is around, without any more ways to them."""
    depth_limit: int | None = None
    """Show only what is at most this many relations away from a root (or from `around`)."""
    by_steps: bool = False
    """Strata are the steps of the shortest way, bedrock included, so that what is a step farther lies in one more."""


@dataclass(frozen=True, eq=False)
class Survey:
    """The answer to a question before anything is bundled; n nodes as in the graph."""

    graph: SupplyGraph
    roots: Int32
    scope: Flags
    """(n,): everything upstream of the roots, the roots included: the denominator of all counts."""
    focus: Flags
    """(n,): the part of the scope that is up- or downstream of the focus."""
    candidates: Flags
    """(n,): the part of the focus within the depth limit: what can be drawn."""
    stratum: Int32
    """(n,): the greatest depth among the candidates, or a place in the bedrock; -1 where not a candidate."""
    by_steps: bool
    """Whether strata are steps of the shortest way instead; nothing is bedrock then."""
    bedrock: int
    """Strata from this number on are bedrock: hubs and clouds, hardware, parties."""
    component_class: np.ndarray
    """(n,): position in `CLASSES`."""

    @property
    def beyond(self) -> Flags:
        """(n,): what lies beyond the visibility horizon."""
        return np.asarray(self.graph.knowledge == UNKNOWN_CODE)

    @property
    def systems(self) -> Int32:
        """The user's own systems among the candidates."""
        return self.graph.systems[self.candidates[self.graph.systems]]


def survey(graph: SupplyGraph, question: Question) -> Survey:
    """Find the candidates and their strata.

    The stratum of a component is the longest chain from a root to it along what is drawn, so that every relation leads
    to a deeper stratum, cycles apart. Hubs, clouds, hardware and parties lie under everything else. `by_steps`, it is the
    shortest way instead, of all alike: the column of a tier holds what is so far away, and nothing beyond it.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->model app->torch model->torch")
    >>> answer = survey(graph, Question())
    >>> {graph.id_of(node): int(answer.stratum[node]) for node in range(len(graph))}
    {'app': 0, 'model': 1, 'torch': 2}
    """
    roots = np.asarray(question.roots or portfolio_roots(graph), np.int32)
    scope = upstream(graph, roots)
    focus = _focus(graph, scope, question)
    candidates = focus & _within_limit(graph, roots, question)
    component_class = CLASS_OF_KIND[graph.kind]
    if question.by_steps:
        depth = _steps(graph, roots, candidates)
        rock = np.full(len(graph), -1, np.int32)
    else:
        depth = _depths(graph, roots, candidates)
        rock = _bedrock(graph, candidates, component_class)
    bedrock = int(depth[candidates & (rock < 0)].max(initial=0)) + 1
    stratum = np.where(rock >= 0, bedrock + rock, depth).astype(np.int32)
    stratum[~candidates] = UNREACHED
    return Survey(graph, roots, scope, focus, candidates, stratum, question.by_steps, bedrock, component_class)


def portfolio_roots(graph: SupplyGraph) -> Sequence[int]:
    """The user's systems, and whatever nothing relies on and no system reaches, so that nothing is lost."""
    systems = graph.systems
    reached = upstream(graph, systems)
    loose = np.flatnonzero((graph.level == 0) & ~reached)
    return [int(node) for node in np.concatenate([systems, loose])]


def _focus(graph: SupplyGraph, scope: Flags, question: Question) -> Flags:
    if not question.around:
        return scope
    inside = downstream(graph, question.around)
    if not question.only_paths:
        inside |= upstream(graph, question.around)
    inside[list(question.ends)] = True
    return np.asarray(scope & inside)


def _within_limit(graph: SupplyGraph, roots: Int32, question: Question) -> Flags:
    if question.depth_limit is None:
        return np.ones(len(graph), bool)
    if question.around and not question.only_paths:
        # Chains to the focus stay whole; the limit is about how far upstream of it one looks.
        away = least_depths(graph, question.around)
        return np.asarray((away <= question.depth_limit) | (away == UNREACHED))
    return np.asarray(least_depths(graph, roots) <= question.depth_limit)


def _depths(graph: SupplyGraph, roots: Int32, candidates: Flags) -> Int32:
    allowed = candidates[graph.relation_source] & candidates[graph.relation_target]
    depth = longest_chains(graph, roots[candidates[roots]], allowed).depth
    # A candidate can lose its chain to the roots only by a limit; it then stands right behind them.
    depth[candidates & (depth == UNREACHED)] = 1
    return depth


def _steps(graph: SupplyGraph, roots: Int32, candidates: Flags) -> Int32:
    steps = least_depths(graph, roots)
    steps[candidates & (steps == UNREACHED)] = 1
    return np.asarray(steps, np.int32)


def _bedrock(graph: SupplyGraph, candidates: Flags, component_class: np.ndarray) -> Int32:
    """0 for hubs and clouds, 1 for hardware, 2 for parties and for what only bedrock relies on; -1 for all else."""
    rock = np.full(len(graph), -1, np.int32)
    rock[
        np.isin(component_class, [CLASSES.index(ComponentClass.DISTRIBUTION), CLASSES.index(ComponentClass.COMPUTE)])
    ] = 0
    rock[graph.kind == KINDS.index(Kind.HARDWARE)] = 1
    rock[graph.kind == KINDS.index(Kind.PARTY)] = 2
    rock[~candidates] = -1
    inner = candidates[graph.relation_source] & candidates[graph.relation_target]
    sources, targets = graph.relation_source[inner], graph.relation_target[inner]
    on_soil = np.bincount(targets[rock[sources] < 0], minlength=len(graph)) > 0
    relied_on = np.bincount(targets, minlength=len(graph)) > 0
    unknown = component_class == CLASSES.index(ComponentClass.UNKNOWN)
    rock[candidates & unknown & relied_on & ~on_soil] = 2
    return rock

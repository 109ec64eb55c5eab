"""Which few controls would cut most? A smallest cut where one control is asked for, a plan over all attacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.control_search import ControlSearch, Search
from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import stopped, ways_of
from explorer.analysis.open_routes import OpenRoutes, may_stand_on
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, downstream, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.attacks import AttackType, Moment

LARGEST_EXACT = 20_000
"""Relations among which a smallest cut is computed; above, only the plan is given, and that is said."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One control on one component: on every relation that is about it."""

    control: str
    component: int
    relations: tuple[int, ...]
    left: int
    """Routes that are open after this and all proposals before it, counted anew."""


@dataclass(frozen=True, slots=True)
class ControlPlan:
    """A few controls, the most telling first."""

    proposals: tuple[Proposal, ...]
    open_before: int
    """Open routes: triples of an attack, a component where it can enter, and a system that it comes to."""
    modelled: int
    """Routes if nothing were in place at all."""
    open_by_attack: Mapping[str, tuple[int, int]]
    """For each attack: open before, and open after the last proposal."""
    search: Search = Search.EXACT
    """How they were found, and so how good they are."""

    @property
    def open_after(self) -> int:
        """Routes that stay open."""
        return self.proposals[-1].left if self.proposals else self.open_before


@dataclass(frozen=True, slots=True)
class SmallestCut:
    """The fewest relations on which one control would part all systems from all entries of one attack."""

    control: str
    relations: tuple[int, ...] | None
    """None where no number of them would do, or where the graph is too large (`computed` is then False)."""
    computed: bool
    uncuttable: tuple[int, ...]
    """Entries that reach a system along relations that this control cannot stand on."""


@kept
def control_plan(
    snapshot: Snapshot,
    roots: Sequence[int],
    attacks: Sequence[AttackType],
    controls: RecordedControls,
    most: int = 8,
    moment: Moment | None = None,
) -> ControlPlan:
    """Up to `most` controls that leave few routes open, those that cut most first; all routes are counted, detours included.

    Where few sets are possible all are tried, so that none of that length leaves fewer (`Search.EXACT`). Otherwise each step
    takes, of the controls on most of the shortest open routes, the one that leaves fewest; then single ones are exchanged as
    long as that helps, so that no exchange with one of these leaves fewer (`Search.EXCHANGE`), unless the graph is too large
    (`Search.GREEDY`). Where every route had one way only, the greedy answer cuts at least 1 - 1/e of what the best of its
    length does (Nemhauser, Wolsey and Fisher, Mathematical Programming 14, 1978); with detours no such bound holds, so the
    counts are what to go by.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.domain.annotation import Attack
    >>> from explorer.domain.component import Kind
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.attacks import attack_types
    >>> kinds = {"m": Kind.MODEL}
    >>> snapshot = example_snapshot("app1->m app2->m", kinds)
    >>> found = recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> plan = control_plan(snapshot, snapshot.graph.systems, [attack_types()[Attack("A1")]], found)
    >>> [(each.control, snapshot.graph.id_of(each.component), each.left) for each in plan.proposals]
    [('review', 'm', 0)]
    """
    graph = snapshot.graph
    asked = [OpenRoutes(graph, roots, attack, moment or attack.begins, controls) for attack in attacks]
    before = [each.count for each in asked]
    modelled = sum(each.modelled for each in asked)
    search = ControlSearch(graph, asked, controls)
    if search.is_too_large:
        proposals, how = _step_by_step(asked, search, controls, most), Search.GREEDY
    else:
        chosen, how = search.best(most)
        proposals = tuple(
            Proposal(control, component, search.relations((control, component)), search.count(chosen[:place]))
            for place, (control, component) in enumerate(chosen, 1)
        )
        for each in proposals:
            controls = controls.with_control(each.control, each.relations)
        for routes in asked:
            routes.cut(controls)
    after = [each.count for each in asked]
    by_attack = {each.attack.attack.value: (old, new) for each, old, new in zip(asked, before, after, strict=True)}
    return ControlPlan(proposals, sum(before), modelled, by_attack, how)


def smallest_cut(
    snapshot: Snapshot,
    roots: Sequence[int],
    attack: AttackType,
    entries: Sequence[int],
    controls: RecordedControls,
    control: str,
    moment: Moment | None = None,
) -> SmallestCut:
    """The fewest relations on which `control` would have to stand, exactly, as a minimum cut with unit costs.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.domain.annotation import Attack
    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.attacks import attack_types
    >>> kinds = {"m": Kind.MODEL, "base": Kind.MODEL}
    >>> snapshot = example_snapshot("app1->m app2->m m->base", kinds, {"m->base": RelationKind.FINE_TUNED_FROM})
    >>> found = recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> base, attack = snapshot.graph.find("base"), attack_types()[Attack("A1")]
    >>> cut = smallest_cut(snapshot, snapshot.graph.systems, attack, [base], found, "review")
    >>> [(snapshot.relations[each].source, snapshot.relations[each].target) for each in cut.relations]
    [('m', 'base')]
    """
    graph = snapshot.graph
    moment = moment or attack.begins
    open_ways = ways_of(graph, attack) & ~stopped(graph, attack, controls, moment)
    may_stand = may_stand_on(graph, attack, moment).get(control, np.zeros(graph.relation_count, bool))
    uncuttable = _reaching(graph, roots, entries, open_ways & ~may_stand)
    if uncuttable:
        return SmallestCut(control, None, True, uncuttable)
    inside = upstream(graph, roots, open_ways) & downstream(graph, entries, open_ways)
    relevant = np.flatnonzero(open_ways & inside[graph.relation_source] & inside[graph.relation_target])
    if len(relevant) > LARGEST_EXACT:
        return SmallestCut(control, None, False, ())
    return SmallestCut(control, _minimum_cut(graph, roots, entries, relevant, may_stand), True, ())


def _step_by_step(
    asked: Sequence[OpenRoutes], search: ControlSearch, controls: RecordedControls, most: int
) -> tuple[Proposal, ...]:
    """The control on most of the shortest open routes, over and over; the routes are cut by each."""
    proposals: list[Proposal] = []
    while len(proposals) < most and (choice := search.next()) is not None:
        relations = search.relations(choice)
        controls = controls.with_control(choice[0], relations)
        for each in asked:
            each.cut(controls)
        proposals.append(Proposal(*choice, relations, sum(each.count for each in asked)))
    return tuple(proposals)


def _reaching(graph: SupplyGraph, roots: Sequence[int], entries: Sequence[int], ways: Flags) -> tuple[int, ...]:
    found = upstream(graph, [int(root) for root in roots], ways)
    return tuple(int(node) for node in entries if found[node])


def _minimum_cut(
    graph: SupplyGraph, roots: Sequence[int], entries: Sequence[int], relevant: np.ndarray, may_stand: Flags
) -> tuple[int, ...]:
    """A minimum cut by networkx; parallel relations between the same two components cost one each."""
    import networkx as nx

    flow = nx.DiGraph()
    flow.add_nodes_from(("entries", "systems"))
    for relation in relevant.tolist():
        start, end = int(graph.relation_target[relation]), int(graph.relation_source[relation])
        cost = 1.0 if may_stand[relation] else float("inf")
        if flow.has_edge(start, end):
            flow[start][end]["capacity"] += cost
        else:
            flow.add_edge(start, end, capacity=cost)
    for node in entries:
        flow.add_edge("entries", int(node))
    for root in roots:
        flow.add_edge(int(root), "systems")
    _, (near, _) = nx.minimum_cut(flow, "entries", "systems")
    return tuple(
        relation
        for relation in relevant.tolist()
        if int(graph.relation_target[relation]) in near and int(graph.relation_source[relation]) not in near
    )

"""What does every path run through? Components and parties between the systems and one class of components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.analysis.makers import makers
from explorer.analysis.path_counts import log_paths_to, share_through_sets, shares_of_paths
from explorer.domain.component import ComponentClass, Kind
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED, downstream, least_depths, upstream
from explorer.graph.supply_graph import KINDS, SupplyGraph

SETS_AT_ONCE = 64
"""Parties measured in one sweep."""


@dataclass(frozen=True, slots=True)
class Chokepoint:
    """One component, or one party with all it made, that many paths run through."""

    node: int
    members: tuple[int, ...]
    """The component itself; for a party, what it made or operates, and itself."""
    share: float
    """Of the paths from a system to the class, the share that runs through it, averaged over the systems; 0 to 1."""
    every_path: tuple[int, ...]
    """The systems of which no path avoids it: without it they would not reach the class at all."""
    depth: int
    """Relations from the nearest system to the nearest member."""
    is_goal: bool
    """Whether it is itself of the class that the paths lead to."""


@dataclass(frozen=True, slots=True)
class Chokepoints:
    """The places that paths to one class run through, those of every path first."""

    goal: ComponentClass
    components: tuple[Chokepoint, ...]
    parties: tuple[Chokepoint, ...]
    systems: tuple[int, ...]
    """The systems that reach the class at all: the denominator."""
    asked: int
    """How many systems were asked about."""
    least_share: float
    """What runs through less of the paths is left out."""


@kept
def chokepoints_to(
    graph: SupplyGraph, roots: Sequence[int], goal: ComponentClass, least_share: float = 0.5
) -> Chokepoints:
    """Through what do at least `least_share` of the paths from the systems to components of a class run?

    A path may end at any component of the class, and one that goes on to another of them is another path. Shares are
    of paths where each cycle is one place; `every_path` is checked by taking the component away, whatever the cycles.

    Worked by hand: of the two paths to chip, both run through c, one through a.

    >>> from explorer.graph.example import example_snapshot
    >>> graph = example_snapshot("app->a->c app->b->c c->chip", {"chip": Kind.HARDWARE}).graph
    >>> answer = chokepoints_to(graph, [graph.find("app")], ComponentClass.COMPUTE)
    >>> [(graph.id_of(each.node), round(each.share, 3), len(each.every_path)) for each in answer.components]
    [('c', 1.0, 1), ('chip', 1.0, 1), ('a', 0.5, 0), ('b', 0.5, 0)]
    """
    goals = np.flatnonzero(of_class(graph, goal) & upstream(graph, roots))
    toward = log_paths_to(graph, goals.tolist()) if len(goals) else np.full(len(graph), -np.inf)
    systems = tuple(root for root in roots if np.isfinite(toward[root]))
    if not systems:
        return Chokepoints(goal, (), (), (), len(roots), least_share)
    shares = shares_of_paths(graph, systems, goals.tolist())
    depths = least_depths(graph, systems)
    setting = _Setting(graph, systems, goals, depths)
    own = np.zeros(len(graph), bool)
    own[list(systems)] = True
    wanted = np.flatnonzero((shares >= least_share - 1e-9) & (depths > 0) & ~own).tolist()
    components = [_chokepoint(setting, node, (node,), float(shares[node])) for node in wanted]
    return Chokepoints(
        goal, _ranked(components), _ranked(_parties(setting, shares, least_share)), systems, len(roots), least_share
    )


def of_class(graph: SupplyGraph, component_class: ComponentClass) -> Flags:
    """(n,): which nodes are of this class."""
    return graph.has_kind(*(kind for kind in KINDS if kind.component_class is component_class))


@dataclass(frozen=True, eq=False)
class _Setting:
    graph: SupplyGraph
    systems: tuple[int, ...]
    goals: np.ndarray
    depths: np.ndarray


def _parties(setting: _Setting, shares: np.ndarray, least_share: float) -> Iterable[Chokepoint]:
    """A party's share is at most the sum of its members' shares, so only those that reach that far are measured."""
    members = _members(setting)
    wanted = [
        party for party, nodes in members.items() if sum(float(shares[node]) for node in nodes) >= least_share - 1e-9
    ]
    for start in range(0, len(wanted), SETS_AT_ONCE):
        batch = wanted[start : start + SETS_AT_ONCE]
        sets = []
        for party in batch:
            flags = np.zeros(len(setting.graph), bool)
            flags[members[party]] = True
            sets.append(flags)
        shares_of_sets = share_through_sets(setting.graph, setting.systems, setting.goals.tolist(), sets)
        for party, share in zip(batch, shares_of_sets.tolist(), strict=True):
            if share >= least_share - 1e-9:
                yield _chokepoint(setting, party, tuple(members[party]), min(share, 1.0))


def _members(setting: _Setting) -> dict[int, list[int]]:
    """What each party made or operates, and the party itself, as far as the systems rely on it."""
    graph = setting.graph
    found: dict[int, list[int]] = {
        party: [party] for party in np.flatnonzero(graph.has_kind(Kind.PARTY) & (setting.depths > 0)).tolist()
    }
    for node, parties in makers(graph).items():
        if setting.depths[node] > 0:
            for party in parties:
                found.setdefault(party, [party]).append(node)
    return found


def _chokepoint(setting: _Setting, node: int, members: tuple[int, ...], share: float) -> Chokepoint:
    depths = setting.depths
    near = [int(depths[each]) for each in members if depths[each] != UNREACHED]
    every = _without_a_way_round(setting, members) if share > 1 / len(setting.systems) - 1e-6 else ()
    is_goal = bool(np.isin(members, setting.goals, kind="table").any())
    return Chokepoint(node, members, share, every, min(near, default=0), is_goal)


def _without_a_way_round(setting: _Setting, members: tuple[int, ...]) -> tuple[int, ...]:
    """The systems that reach no goal when these components are gone."""
    graph = setting.graph
    gone = np.zeros(len(graph), bool)
    gone[list(members)] = True
    allowed = ~(gone[graph.relation_source] | gone[graph.relation_target])
    left = setting.goals[~gone[setting.goals]]
    still = downstream(graph, left, allowed)
    return tuple(root for root in setting.systems if not still[root])


def _ranked(found: Iterable[Chokepoint]) -> tuple[Chokepoint, ...]:
    return tuple(sorted(found, key=lambda each: (-len(each.every_path), -round(each.share, 9), each.depth, each.node)))

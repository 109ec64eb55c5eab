"""What if it had happened to us? A documented incident laid over the user's own graph, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.controls import PINS, RecordedControls
from explorer.analysis.exposure import Exposure, exposure
from explorer.analysis.perhaps_served import perhaps_served
from explorer.analysis.reliance import reliance
from explorer.domain.component import Component
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.attacks import AttackType, attack_types
from explorer.knowledge.incidents import Event, Incident, Pattern, Sight, State, Verdict


@dataclass(frozen=True, slots=True)
class Match:
    """The components of the graph that stand where the incident's component stood."""

    pattern: Pattern
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What is exposed after one event."""

    event: Event
    inside: tuple[int, ...]
    """The matched components that hold it by now."""
    systems: tuple[int, ...]
    """The systems that it has come to."""
    held_back: tuple[int, ...]
    """Of these, the systems that a pin keeps from the remedy until somebody moves it."""


@dataclass(frozen=True, slots=True)
class SightHere:
    """What a control would have done, and on how many of the ways here it is recorded."""

    sight: Sight
    recorded: int
    of: int


@dataclass(frozen=True, eq=False)
class Replay:
    """An incident on this graph."""

    incident: Incident
    matches: tuple[Match, ...]
    """Only patterns that match something; the incident's own component first."""
    exposure: Exposure
    steps: tuple[Step, ...]
    sights: tuple[SightHere, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the very component of the incident is here."""
        return any(match.pattern.exact for match in self.matches)


def replay(snapshot: Snapshot, roots: Sequence[int], incident: Incident, controls: RecordedControls) -> Replay:
    """The incident as if it had struck what stands in the same place upstream of the systems `roots`.

    Where the very component of the incident is here, only that is struck.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.incidents import incidents
    >>> snapshot = example_snapshot("app->tool->lz4")
    >>> found = recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> answer = replay(snapshot, snapshot.graph.systems, incidents()["I6"], found)
    >>> [(step.event.date, len(step.systems)) for step in answer.steps]
    [('2021-10-29', 0), ('2024-02-24', 1), ('2024-03-09', 1), ('2024-03-29', 1)]
    """
    attack = _as_it_was(incident)
    inside = upstream(snapshot.graph, roots) & snapshot.graph.has_kind(*attack.entry)
    matches = _matches(snapshot, roots, incident, inside)
    entries = [node for match in matches for node in match.nodes]
    answer = exposure(snapshot, roots, attack, entries, controls, incident.moment)
    pinned = np.zeros(snapshot.graph.relation_count, bool)
    for pin in PINS:
        pinned |= controls.mask(pin, incident.attack)
    steps = tuple(_step(event, answer, pinned) for event in incident.events)
    return Replay(incident, matches, answer, steps, _sights(snapshot.graph, incident, answer, controls))


def _as_it_was(incident: Incident) -> AttackType:
    """The attack without the controls that this incident is known to have got past."""
    attack = attack_types()[incident.attack]
    blind = {each.control for each in incident.sees if each.verdict is Verdict.BLIND}
    return replace(attack, stops=tuple(stop for stop in attack.stops if stop.control not in blind))


def _matches(snapshot: Snapshot, roots: Sequence[int], incident: Incident, inside: Flags) -> tuple[Match, ...]:
    found = [Match(each, matching(snapshot, roots, each, inside)) for each in incident.patterns]
    found = [match for match in found if match.nodes]
    exact = [match for match in found if match.pattern.exact]
    if exact:
        return tuple(exact)
    # A pattern by number is a last resort: it names what would hurt most, not what looks alike.
    alike = [match for match in found if not match.pattern.most_relied_on]
    return tuple(alike or found)


def matching(snapshot: Snapshot, roots: Sequence[int], pattern: Pattern, inside: Flags) -> tuple[int, ...]:
    """The nodes among those `inside` (n,) that a pattern means."""
    graph = snapshot.graph
    possible = inside
    if pattern.served_by_extra_index:
        possible = inside & _perhaps_from_elsewhere(snapshot)
    nodes = [node for node in _meant(snapshot, pattern) if possible[node]]
    if pattern.most_relied_on:
        nodes = _most_relied_on(graph, roots, nodes, pattern.most_relied_on)
    return tuple(nodes)


@kept
def _meant(snapshot: Snapshot, pattern: Pattern) -> tuple[int, ...]:
    """What a pattern means by kinds, names and attributes, wherever it stands."""
    nodes = np.flatnonzero(snapshot.graph.has_kind(*pattern.kinds)).tolist()
    if not (pattern.names or pattern.attributes):
        return tuple(nodes)
    return tuple(node for node in nodes if _is_meant(snapshot.components[node], pattern))


def _is_meant(component: Component, pattern: Pattern) -> bool:
    if pattern.names and not any(name.fullmatch(component.name) for name in pattern.names):
        return False
    return all(text.match(component.attributes.get(name, "")) for name, text in pattern.attributes)


def _perhaps_from_elsewhere(snapshot: Snapshot) -> Flags:
    """(n,): what several places serve, or may serve, so that the name alone does not say from where it comes."""
    graph = snapshot.graph
    served = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    places = np.bincount(graph.relation_source[served], minlength=len(graph))
    uncertain = np.zeros(len(graph), bool)
    uncertain[perhaps_served(snapshot).nodes] = True
    return (places > 1) | uncertain


def _most_relied_on(graph: SupplyGraph, roots: Sequence[int], nodes: list[int], most: int) -> list[int]:
    """Those upstream of most systems; of these, those that most components rely on directly."""
    systems = reliance(graph, roots).counts()
    direct = graph.down.degree()
    return sorted(nodes, key=lambda node: (-int(systems[node]), -int(direct[node]), node))[:most]


def _step(event: Event, answer: Exposure, pinned: Flags) -> Step:
    if event.state is State.QUIET:
        return Step(event, (), (), ())
    if event.state is State.PLANTED:
        return Step(event, answer.entries, (), ())
    held: tuple[int, ...] = ()
    if event.state is State.REMEDIED:
        held = tuple(each.system for each in answer.systems if each.reached and pinned[list(each.way)].any())
    return Step(event, answer.entries, answer.reached_systems, held)


def _sights(
    graph: SupplyGraph, incident: Incident, answer: Exposure, controls: RecordedControls
) -> tuple[SightHere, ...]:
    """For each control: on how many of the relations by which the incident could travel it is recorded."""
    ways = graph.relation_has_kind(*answer.attack.spreads) & answer.without_controls.reached[graph.relation_target]
    of = int(ways.sum())
    return tuple(
        SightHere(each, int((controls.mask(each.control, incident.attack) & ways).sum()), of) for each in incident.sees
    )

"""Does it help against this attack? Each control: recorded where, what it stops today, what it would stop everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import Exposure, ways_of
from explorer.analysis.open_routes import may_stand_on
from explorer.graph.reach import Flags, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.spread import spread_down
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.attacks import AttackType, Moment
from explorer.knowledge.controls import control_types


class Help(StrEnum):
    """What the catalogue says of a control against an attack."""

    STOPS = "stops it"
    NOT_NOW = "not at this moment"
    NARROWS = "narrows it only"
    DOES_NOT = "does not stop it"
    NOT_NAMED = "not named"


@dataclass(frozen=True, slots=True)
class ControlEffect:
    """What one control does against one attack, here."""

    control: str
    help: Help
    why: str
    """In the words of the catalogue; empty where it names no effect."""
    ways: int
    """The relations by which the attack comes to the systems, if nothing is in place."""
    recorded: int
    """On how many of them it is recorded."""
    holding: int
    """On how many of these it stops the attack."""
    kept_now: int
    """The systems that it keeps from the attack as recorded, if it were all there is."""
    kept_everywhere: int
    """The systems that it would keep, if it stood wherever it can on these ways and were all there is."""
    systems: int
    """The systems that the attack comes to, if nothing is in place."""


def control_effects(snapshot: Snapshot, answer: Exposure, controls: RecordedControls) -> tuple[ControlEffect, ...]:
    """Every control of the catalogue against an attack that was asked about; those that would keep most systems first.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.analysis.exposure import exposure
    >>> from explorer.domain.annotation import Attack
    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.attacks import attack_types
    >>> kinds, served = {"m": Kind.MODEL, "hub": Kind.HUB}, {"m->hub": RelationKind.DISTRIBUTED_BY}
    >>> snapshot = example_snapshot("app->m->hub", kinds, served)
    >>> found = recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> hub = snapshot.graph.find("hub")
    >>> answer = exposure(snapshot, snapshot.graph.systems, attack_types()[Attack("A3")], [hub], found)
    >>> (signed,) = (each for each in control_effects(snapshot, answer, found) if each.control == "signature")
    >>> signed.recorded, signed.ways, signed.kept_now, signed.kept_everywhere
    (0, 2, 0, 1)
    """
    graph, attack, moment = snapshot.graph, answer.attack, answer.moment
    exposed = [each.system for each in answer.systems]
    along = ways_of(graph, attack) & answer.without_controls.reached[graph.relation_target]
    on_ways = along & upstream(graph, exposed, along)[graph.relation_source]
    may_stand = may_stand_on(graph, attack, moment)

    def kept(cut: Flags) -> int:
        reached = spread_down(graph, answer.entries, on_ways & ~cut).reached if cut.any() else None
        return 0 if reached is None else sum(not reached[system] for system in exposed)

    found = []
    for control in control_types():
        recorded = controls.mask(control, attack.attack) & on_ways
        holding = _holding(graph, attack, controls, moment, control) & on_ways
        everywhere = may_stand.get(control, np.zeros(graph.relation_count, bool)) & on_ways
        helps, why = _said(attack, control, moment)
        ways, shown, stops = (int(flags.sum()) for flags in (on_ways, recorded, holding))
        counts = (ways, shown, stops, kept(holding), kept(everywhere), len(exposed))
        found.append(ControlEffect(control, helps, why, *counts))
    order = list(Help)
    return tuple(sorted(found, key=lambda each: (order.index(each.help), -each.kept_everywhere, -each.kept_now)))


def _holding(graph: SupplyGraph, attack: AttackType, controls: RecordedControls, moment: Moment, control: str) -> Flags:
    """(m,): the relations on which this control stops the attack as recorded."""
    found = np.zeros(graph.relation_count, bool)
    for stop in attack.stops_at(moment):
        if stop.control == control:
            mask = controls.mask(control, attack.attack, stop.level)
            found |= mask & graph.relation_has_kind(*stop.relations) if stop.relations else mask
    return found


def _said(attack: AttackType, control: str, moment: Moment) -> tuple[Help, str]:
    for stop in attack.stops_at(moment):
        if stop.control == control:
            return Help.STOPS, stop.why
    later = next((stop for stop in attack.stops if stop.control == control), None)
    if later is not None:
        return Help.NOT_NOW, f"only against what begins later: {later.why}"
    if control in attack.narrows:
        return Help.NARROWS, attack.narrows[control]
    if control in attack.does_not_stop:
        return Help.DOES_NOT, attack.does_not_stop[control]
    return Help.NOT_NAMED, ""

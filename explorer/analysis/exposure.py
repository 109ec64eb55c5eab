"""What if it happens there? The systems that an attack reaches from where it enters, and what cuts its ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.spread import Spread, relations_to, spread_down
from explorer.graph.supply_graph import KINDS, SupplyGraph
from explorer.knowledge.attacks import AttackType, Moment


@dataclass(frozen=True, slots=True)
class Cut:
    """A control that stops the attack on one relation."""

    relation: int
    control: str


@dataclass(frozen=True, slots=True)
class SystemExposure:
    """How the attack comes to one system, or where its way there is cut."""

    system: int
    reached: bool
    way: tuple[int, ...]
    """The relations of a shortest way, the system's own first: open ones where it is reached, else as if nothing cut it."""
    cuts: tuple[Cut, ...]
    """The controls on that way; none where it is open."""


@dataclass(frozen=True, eq=False)
class Exposure:
    """The consequences of one attack, begun at some components."""

    attack: AttackType
    moment: Moment
    entries: tuple[int, ...]
    without_controls: Spread
    """As if nothing were in place."""
    spread: Spread
    """With the recorded controls."""
    systems: tuple[SystemExposure, ...]
    """Those that the attack would come to without controls, the reached ones first, the nearest first."""
    cuts: tuple[Cut, ...]
    """Every control that holds the attack back: on relations whose far side it reached."""
    open_ways: Flags
    """(m,): the relations along which it spreads and on which no recorded control stops it."""

    @property
    def reached_systems(self) -> tuple[int, ...]:
        """The systems that it comes to."""
        return tuple(each.system for each in self.systems if each.reached)

    @property
    def reached(self) -> int:
        """How many components it comes to, beyond those where it enters."""
        return int(self.spread.reached.sum()) - len(self.entries)

    @property
    def spared(self) -> int:
        """How many components the recorded controls keep it from."""
        return int((self.without_controls.reached & ~self.spread.reached).sum())


def exposure(
    snapshot: Snapshot,
    roots: Sequence[int],
    attack: AttackType,
    entries: Iterable[int],
    controls: RecordedControls,
    moment: Moment | None = None,
) -> Exposure:
    """How `attack`, begun at `entries`, comes to the systems `roots`.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.domain.annotation import Attack
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.attacks import attack_types
    >>> snapshot = example_snapshot("app1->torch->numpy app2->other", relations={"torch->numpy": RelationKind.REQUIRES})
    >>> graph, found = snapshot.graph, recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> answer = exposure(snapshot, graph.systems, attack_types()[Attack("A6")], [graph.find("numpy")], found)
    >>> [graph.id_of(node) for node in answer.reached_systems], answer.reached
    (['app1'], 2)
    """
    graph = snapshot.graph
    moment = moment or attack.begins
    entries = tuple(sorted({int(node) for node in entries}))
    ways = ways_of(graph, attack)
    open_ways = ways & ~stopped(graph, attack, controls, moment)
    without, spread = spread_down(graph, entries, ways), spread_down(graph, entries, open_ways)
    systems = [
        _of_system(graph, int(root), without, spread, attack, controls, moment)
        for root in roots
        if without.reached[root]
    ]
    systems.sort(key=lambda each: (not each.reached, len(each.way), graph.id_of(each.system)))
    held = np.flatnonzero(
        ways & ~open_ways & spread.reached[graph.relation_target] & ~spread.reached[graph.relation_source]
    )
    return Exposure(
        attack, moment, entries, without, spread, tuple(systems),
        tuple(_cuts_on(held.tolist(), graph, attack, controls, moment)), open_ways,
    )  # fmt: skip


def ways_of(graph: SupplyGraph, attack: AttackType) -> Flags:
    """(m,): the relations along which an attack spreads."""
    ways = graph.relation_has_kind(*attack.spreads)
    if attack.only_distributes:
        codes = [KINDS.index(kind) for kind in attack.only_distributes]
        ways &= ~graph.relation_has_kind(RelationKind.DISTRIBUTED_BY) | np.isin(
            graph.kind[graph.relation_source], codes
        )
    return ways


def stopped(graph: SupplyGraph, attack: AttackType, controls: RecordedControls, moment: Moment) -> Flags:
    """(m,): the relations on which a recorded control stops the attack."""
    found = np.zeros(graph.relation_count, bool)
    for stop in attack.stops_at(moment):
        flags = controls.mask(stop.control, attack.attack, stop.level)
        found |= flags & graph.relation_has_kind(*stop.relations) if stop.relations else flags
    return found


@kept
def entries_of(graph: SupplyGraph, roots: Sequence[int], attack: AttackType) -> tuple[int, ...]:
    """Everything upstream of the systems where this attack could enter."""
    inside = upstream(graph, roots) & graph.has_kind(*attack.entry)
    # Something unknown is a place to poison data only where it stands for data.
    is_data = np.zeros(len(graph), bool)
    is_data[graph.relation_target[graph.relation_has_kind(*_DATA)]] = True
    return tuple(np.flatnonzero(inside & (is_data | ~graph.has_kind(Kind.UNKNOWN))).tolist())


_DATA = (RelationKind.TRAINED_ON, RelationKind.DERIVED_FROM, RelationKind.RETRIEVES_FROM)


def path_of(graph: SupplyGraph, each: SystemExposure) -> tuple[ComponentId, ...]:
    """The components of a way, the system first."""
    return (graph.id_of(each.system), *(graph.id_of(int(graph.relation_target[relation])) for relation in each.way))


def _of_system(
    graph: SupplyGraph,
    root: int,
    without: Spread,
    spread: Spread,
    attack: AttackType,
    controls: RecordedControls,
    moment: Moment,
) -> SystemExposure:
    reached = bool(spread.reached[root])
    way = relations_to(graph, spread if reached else without, root)
    return SystemExposure(
        root, reached, tuple(way), () if reached else tuple(_cuts_on(way, graph, attack, controls, moment))
    )


def _cuts_on(
    relations: Iterable[int], graph: SupplyGraph, attack: AttackType, controls: RecordedControls, moment: Moment
) -> list[Cut]:
    masks = [(stop, controls.mask(stop.control, attack.attack, stop.level)) for stop in attack.stops_at(moment)]
    return [
        Cut(relation, stop.control)
        for relation in relations
        for stop, mask in masks
        if mask[relation] and (not stop.relations or graph.relation_kind_of(relation) in stop.relations)
    ]

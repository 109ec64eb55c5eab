"""Which one company, hub, cloud or service takes down most of my systems if it stops, how soon, and by which way?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.one_of_several import one_of_several
from explorer.analysis.outage_keepers import Kept, recorded_keepers
from explorer.domain.annotation import Note
from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.graph.derive_attested import DIGESTS
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.spread_in_turns import Turns, TurnSpread
from explorer.graph.supply_graph import SCOPES, SupplyGraph, UInt8
from explorer.knowledge.outages import Felt, OutageWay, outage_rules

_NOT_FOLLOWED = (Scope.DEVELOPMENT, Scope.TEST, Scope.EXAMPLE, Scope.DOCUMENTATION)
_NEVER = int(Felt.NEVER)
_TIMES = tuple(Felt)[:_NEVER]


@dataclass(frozen=True, slots=True)
class SystemOutage:
    """How one system feels that something stopped."""

    system: int
    felt: Felt
    """As if nothing were recorded that holds it off."""
    still: Felt
    """With what is recorded; `NEVER` where that holds it off for good."""
    way: tuple[int, ...]
    """The relations of the soonest way, the system's own first: one that is open, else as if nothing held it off; where
    there is none but over one of several clouds, that one."""
    held: tuple[tuple[int, Kept], ...]
    """What holds it off on the way that nothing recorded would leave open, with the relation."""
    perhaps: Felt
    """As recorded, if what is only one of several clouds is the one that is needed; no later than `still`."""
    perhaps_way: tuple[int, ...]
    """The way by which it is felt sooner then; none where it is not."""


@dataclass(frozen=True, eq=False)
class Outage:
    """The consequences of one thing stopping."""

    entry: int
    systems: tuple[SystemOutage, ...]
    """Those that feel it, or perhaps do, the soonest first."""
    lost: frozenset[int] = frozenset()
    """The places, among what is recorded, of substitutes that hang on it themselves."""

    def felt_by(self, felt: Felt) -> tuple[SystemOutage, ...]:
        """The systems that feel it at this time or sooner, as if nothing were recorded."""
        return tuple(each for each in self.systems if each.felt <= felt)

    def still_by(self, felt: Felt) -> tuple[SystemOutage, ...]:
        """The systems that feel it at this time or sooner, with what is recorded."""
        return tuple(each for each in self.systems if each.still <= felt)

    def perhaps_by(self, felt: Felt) -> tuple[SystemOutage, ...]:
        """The further systems that feel it by then if what is only one of several clouds is the one that is needed."""
        return tuple(each for each in self.systems if each.perhaps <= felt < each.still)

    @property
    def unheld(self) -> tuple[SystemOutage, ...]:
        """The systems that nothing recorded helps."""
        return tuple(each for each in self.systems if each.still == each.felt < Felt.NEVER)


@kept
def outages(snapshot: Snapshot, roots: Sequence[int], notes: Sequence[Note] = ()) -> tuple[Outage, ...]:
    """What each company, hub, cloud and hosted service takes down if it stops, in the order of the nodes.

    Everything recorded is taken to be needed, but for a cloud that is only one of several: that is felt perhaps. A way is
    felt when its slowest relation is; what is recorded to hold a standstill off does not count where what takes over hangs
    on the same thing, no later.

    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"gpt": Kind.MODEL_SERVICE, "openai": Kind.PARTY}
    >>> relations = {"app->gpt": RelationKind.CALLS, "gpt->openai": RelationKind.OPERATED_BY}
    >>> snapshot = example_snapshot("app->gpt->openai", kinds, relations)
    >>> [(snapshot.graph.id_of(each.entry), each.systems[0].felt.name) for each in outages(snapshot, [0])]
    [('gpt', 'NOW'), ('openai', 'NOW')]
    """
    graph = snapshot.graph
    felt, keepers = felt_along(snapshot), recorded_keepers(snapshot, notes)
    needed = np.where(one_of_several(graph), _NEVER, felt).astype(np.uint8)
    entries = np.flatnonzero(upstream(graph, roots) & graph.has_kind(*outage_rules().entry)).tolist()
    found: dict[int, list[SystemOutage]] = {entry: [] for entry in entries}
    void = _void_for(graph, felt, keepers)
    for lost in {void.get(entry, frozenset()): entry for entry in entries}:
        some = [entry for entry in entries if void.get(entry, frozenset()) == lost]
        held = [held_along(each, keepers, lost) for each in (needed, felt)]
        bare, every, under, possibly = _by_turn(graph, [needed, felt, *held])
        spreads = {each: each.spreads(roots) for each in (bare, every, under, possibly)}
        for root in map(int, roots):
            spread = {each: next(found_here) for each, found_here in spreads.items()}
            nothing, recorded = (spread[bare], spread[every]), (spread[under], spread[possibly])
            for entry in some:
                if spread[every].turn[entry] < _NEVER:
                    found[entry].append(_of_system(graph, root, entry, nothing, recorded, keepers, lost))
    ordered = {
        entry: sorted(some, key=lambda each: (each.still, each.perhaps, each.felt, len(each.way)))
        for entry, some in found.items()
    }
    return tuple(Outage(entry, tuple(some), void.get(entry, frozenset())) for entry, some in ordered.items() if some)


def ranked(found: Sequence[Outage], weights: Mapping[int, float]) -> list[Outage]:
    """The ones that take down most first: by the summed weight of the systems that still feel it at once, then by the next
    build, then by the next renewal; then with those that perhaps do, then as if nothing were recorded. `weights` by system;
    one that is not in it counts 1."""

    def weight(each: Outage) -> tuple[float, ...]:
        sure = [weight_by(each, felt, weights) for felt in _TIMES]
        perhaps = [sum(weights.get(one.system, 1.0) for one in each.systems if one.perhaps <= felt) for felt in _TIMES]
        return tuple(-value for value in (*sure, *perhaps, *(len(each.felt_by(felt)) for felt in _TIMES)))

    return sorted(found, key=lambda each: (weight(each), each.entry))


def weight_by(each: Outage, felt: Felt, weights: Mapping[int, float]) -> float:
    """The summed weight of the systems that still feel it by then."""
    return sum(weights.get(one.system, 1.0) for one in each.still_by(felt))


@kept
def felt_along(snapshot: Snapshot) -> UInt8:
    """(m,): when a standstill passes along each relation, as a number of `Felt`."""
    graph = snapshot.graph
    found = np.full(graph.relation_count, _NEVER, np.uint8)
    for way in reversed(outage_rules().ways):  # The first that fits holds, so it is written last.
        found[_fits(snapshot, way)] = way.felt
    build = graph.relation_scope == SCOPES.index(Scope.BUILD)
    found[build] = np.maximum(found[build], int(Felt.NEXT_BUILD))
    found[np.isin(graph.relation_scope, [SCOPES.index(each) for each in _NOT_FOLLOWED])] = _NEVER
    return found


def way_of(snapshot: Snapshot, relation: int) -> OutageWay:
    """The rule by which a standstill passes along a relation."""
    return next(way for way in outage_rules().ways if _fits(snapshot, way)[relation])


@kept
def _attested(snapshot: Snapshot) -> Flags:
    """(n,): builds that are known by what an attestation says of their products: these ran before, and are not due again."""
    found = np.zeros(len(snapshot.graph), bool)
    for node in np.flatnonzero(snapshot.graph.has_kind(Kind.BUILD)).tolist():
        found[node] = DIGESTS in snapshot.components[node].attributes
    return found


@kept
def _fits(snapshot: Snapshot, way: OutageWay) -> Flags:
    graph = snapshot.graph
    fits = graph.relation_has_kind(*way.relations)
    if way.sources:
        fits &= graph.has_kind(*way.sources)[graph.relation_source]
    if way.targets:
        fits &= graph.has_kind(*way.targets)[graph.relation_target]
    if not way.of_attested:
        fits &= ~_attested(snapshot)[graph.relation_target]
    return fits


def held_along(felt: UInt8, keepers: Sequence[Kept], lost: frozenset[int]) -> UInt8:
    """(m,): the same where what is recorded holds, but for the keepers in these places."""
    held = felt.copy()
    for place, each in enumerate(keepers):
        if place not in lost:
            held[each.relations] = _NEVER
    return held


def _by_turn(graph: SupplyGraph, felt: Sequence[UInt8]) -> list[Turns]:
    """The relations by when a standstill passes along them; where it is the same along all of them, the same object."""
    made: dict[bytes, Turns] = {}
    for each in felt:
        if each.tobytes() not in made:
            made[each.tobytes()] = Turns(graph, each, _NEVER)
    return [made[each.tobytes()] for each in felt]


def _void_for(graph: SupplyGraph, felt: UInt8, keepers: Sequence[Kept]) -> dict[int, frozenset[int]]:
    """By what stops: the places of substitutes that hang on it themselves, no later than what they replace."""
    found: dict[int, set[int]] = {}
    turns = None
    for place, each in enumerate(keepers):
        if each.by is None:
            continue
        turns = turns or Turns(graph, felt, _NEVER)
        other = turns.spread(each.by).turn
        own = np.min([turns.spread(node).turn for node in each.replaced], axis=0)
        for entry in np.flatnonzero((other < _NEVER) & (other <= own)).tolist():
            found.setdefault(entry, set()).add(place)
    return {entry: frozenset(places) for entry, places in found.items()}


def _of_system(
    graph: SupplyGraph, root: int, entry: int, nothing: tuple[TurnSpread, TurnSpread], recorded: tuple[TurnSpread, TurnSpread],
    keepers: Sequence[Kept], lost: frozenset[int],
) -> SystemOutage:  # fmt: skip
    """Both pairs: without the clouds that are one of several, and with them; as if nothing held, and as recorded."""
    (bare, every), (under, possibly) = nothing, recorded
    straight = bare.way(graph, entry) or every.way(graph, entry)
    felt, still = Felt(int(bare.turn[entry])), Felt(int(under.turn[entry]))
    perhaps = Felt(int(possibly.turn[entry]))
    sooner = possibly.way(graph, entry) if perhaps < still else []
    way = under.way(graph, entry) if still < Felt.NEVER else straight
    held = [
        (relation, each)
        for relation in (straight if still > felt or perhaps > every.turn[entry] else ())
        for place, each in enumerate(keepers)
        if place not in lost and each.relations[relation]
    ]
    return SystemOutage(root, felt, still, tuple(way), tuple(held), perhaps, tuple(sooner))

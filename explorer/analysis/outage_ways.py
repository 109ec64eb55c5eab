"""Over which of its own relations does each system feel that something stopped? All of them, not only the shortest way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from explorer.analysis.one_of_several import one_of_several
from explorer.analysis.outage import Outage, felt_along, held_along
from explorer.analysis.outage_keepers import recorded_keepers
from explorer.domain.annotation import Note
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.spread import reached_words
from explorer.graph.supply_graph import SupplyGraph, UInt8
from explorer.knowledge.outages import Felt


@kept
def own_relations(
    snapshot: Snapshot, found: Sequence[Outage], notes: Sequence[Note] = ()
) -> Mapping[int, Mapping[int, tuple[int, ...]]]:
    """By what stops, by system: those of its own relations over which it feels the standstill as soon as it does at all.

    With what is recorded; where that holds it off, or it is felt perhaps, the first of the way that is shown.

    >>> from explorer.analysis.outage import outages
    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"chat": Kind.MODEL_SERVICE, "judge": Kind.MODEL_SERVICE, "openai": Kind.PARTY}
    >>> served = {"chat->openai": RelationKind.OPERATED_BY, "judge->openai": RelationKind.OPERATED_BY}
    >>> snapshot = example_snapshot("app->chat->openai app->judge->openai", kinds, served)
    >>> openai = snapshot.graph.find("openai")
    >>> found = own_relations(snapshot, outages(snapshot, [0]))
    >>> [snapshot.relations[each].target for each in found[openai][0]]
    ['chat', 'judge']
    """
    needed = np.where(one_of_several(snapshot.graph), int(Felt.NEVER), felt_along(snapshot)).astype(np.uint8)
    keepers = recorded_keepers(snapshot, notes)
    own: dict[int, dict[int, tuple[int, ...]]] = {each.entry: {} for each in found}
    for lost in {each.lost for each in found}:
        held = held_along(needed, keepers, lost)
        some = [each for each in found if each.lost == lost]
        for felt in Felt:
            for entry, system, relations in _leading(snapshot.graph, some, held, felt):
                own[entry][system] = relations
    return own


def _leading(
    graph: SupplyGraph, some: Sequence[Outage], held: UInt8, felt: Felt
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """What stops, a system that feels it at this time, and its own relations that lead there by then."""
    leads = reached_words(graph, [each.entry for each in some], held <= felt, False) if felt < Felt.NEVER else None
    for place, outage in enumerate(some):
        word, bit = place // 64, np.uint64(1) << np.uint64(place % 64)
        for each in outage.systems:
            if each.still is felt:
                relations = graph.up.relations_of(each.system)
                if leads is not None:
                    targets = graph.relation_target[relations]
                    leading = (held[relations] <= felt) & ((leads[targets, word] & bit) != 0)
                    yield outage.entry, each.system, tuple(relations[leading].tolist())
                else:
                    yield outage.entry, each.system, each.way[:1]

"""Over which of its own relations does each system feel that something stopped? All of them, not only the shortest way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from explorer.analysis.one_of_several import one_of_several
from explorer.analysis.outage import Outage, felt_along, held_along
from explorer.analysis.outage_keepers import recorded_keepers
from explorer.domain.annotation import Note
from explorer.graph.reach import downstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.outages import Felt


def own_relations(snapshot: Snapshot, outage: Outage, notes: Sequence[Note] = ()) -> Mapping[int, tuple[int, ...]]:
    """By system: those of its own relations over which it feels the standstill as soon as it does at all.

    With what is recorded; where that holds it off, or it is felt perhaps, those of the ways that are shown.

    >>> from explorer.analysis.outage import outages
    >>> from explorer.domain.component import Kind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"chat": Kind.MODEL_SERVICE, "judge": Kind.MODEL_SERVICE, "openai": Kind.PARTY}
    >>> words = "app->chat->openai app->judge->openai"
    >>> snapshot = example_snapshot(words, kinds, {"chat->openai": "operated-by", "judge->openai": "operated-by"})
    >>> found = [each for each in outages(snapshot, [0]) if snapshot.graph.id_of(each.entry) == "openai"]
    >>> [snapshot.relations[each].target for each in own_relations(snapshot, found[0])[0]]
    ['chat', 'judge']
    """
    graph = snapshot.graph
    felt = np.where(one_of_several(graph), int(Felt.NEVER), felt_along(snapshot)).astype(np.uint8)
    held = held_along(felt, recorded_keepers(snapshot, notes), outage.lost)
    leading = {
        time: downstream(graph, [outage.entry], held <= time) for time in {each.still for each in outage.systems}
    }
    found = {}
    for each in outage.systems:
        own = [
            int(relation)
            for relation in graph.up.relations_of(each.system)
            if each.still < Felt.NEVER
            and held[relation] <= each.still
            and leading[each.still][graph.relation_target[relation]]
        ]
        found[each.system] = tuple(own) or each.way[:1]
    return found

"""In which order does an attack come to the systems? As far as what lies on its ways is dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

from explorer.analysis.exposure import Exposure
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment

DATES = ("released", "published", "created", "last changed")
"""Attributes that date a component, the most telling first."""
_NOT_REACHED = np.iinfo(np.int64).max


def time_order(snapshot: Snapshot, answer: Exposure) -> Mapping[int, date | None]:
    """The systems that it comes to, in the order of the days before which it cannot have come there; undated ones last.

    It comes along a way once everything on it exists, so a way is as late as the latest date on it, and a system is reached
    by the way that is soonest. None where nothing is dated on some open way, and for all where the attack begins later than
    what is in use was chosen: the dates here lie before it.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.analysis.exposure import exposure
    >>> from explorer.domain.annotation import Attack
    >>> from explorer.domain.component import Kind
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.knowledge.attacks import attack_types
    >>> snapshot = example_snapshot("app->m", {"m": Kind.MODEL})
    >>> found = recorded_controls(snapshot, [], date(2026, 1, 1))
    >>> answer = exposure(snapshot, [0], attack_types()[Attack("A1")], [snapshot.graph.find("m")], found)
    >>> time_order(snapshot, answer)
    {0: None}
    """
    reached = answer.reached_systems
    if answer.moment is Moment.LATER:
        return dict.fromkeys(reached)
    soonest = _soonest(snapshot, answer)
    days = {system: date.fromordinal(day) if (day := int(soonest[system])) else None for system in reached}
    return dict(sorted(days.items(), key=lambda each: (each[1] is None, each[1] or date.min, reached.index(each[0]))))


def date_of(snapshot: Snapshot, node: int) -> date | None:
    """The day that dates a component, as far as anything says."""
    attributes = snapshot.components[node].attributes
    found = (_day(attributes[name]) for name in DATES if attributes.get(name))
    return next((day for day in found if day is not None), None)


def _soonest(snapshot: Snapshot, answer: Exposure) -> npt.NDArray[np.int64]:
    """(n,): the least, over open ways, of the latest day on the way, as its ordinal; 0 where nothing on it is dated."""
    graph = snapshot.graph
    own = np.zeros(len(graph), np.int64)
    for node in np.flatnonzero(answer.spread.reached).tolist():
        day = date_of(snapshot, node)
        own[node] = day.toordinal() if day is not None else 0
    found = np.full(len(graph), _NOT_REACHED)
    found[list(answer.entries)] = own[list(answer.entries)]
    along = np.flatnonzero(answer.open_ways & answer.spread.reached[graph.relation_target])
    source, target = graph.relation_source[along], graph.relation_target[along]
    while True:
        before = found.copy()
        np.minimum.at(found, source, np.maximum(before[target], own[source]))
        if np.array_equal(found, before):
            return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

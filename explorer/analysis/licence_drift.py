"""Does a model come under other terms than what it was made from? One answer for every component, at any size."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from explorer.analysis.licences import NOT_STATED, Change, change_between, licence_of
from explorer.graph.lineage_part import MADE_FROM
from explorer.graph.snapshot import Snapshot
from explorer.progress import Progress

UInt8 = npt.NDArray[np.uint8]


class Drift(StrEnum):
    """What becomes of the terms on the way to a component; of several bases the first that holds counts."""

    DROPPED = "a base is non-commercial, this is not"
    CHANGED = "another licence than a base"
    NOT_STATED = "not stated here or for a base"
    SAME = "the licence of its bases"
    ORIGIN = "an origin, licence stated"


DRIFTS = tuple(Drift)
"""What the codes mean: the position in this tuple, the worse first."""

_DRIFT_OF = {Change.NC_DROPPED: Drift.DROPPED, Change.CHANGED: Drift.CHANGED, Change.SAME: Drift.SAME}


def licence_drift(snapshot: Snapshot, progress: Progress | None = None) -> UInt8:
    """(n,): position in `DRIFTS`. What was made from nothing known is an origin, or states no licence.

    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> kinds = {"tuned": Kind.MODEL, "base": Kind.MODEL}
    >>> snapshot = example_snapshot("tuned->base", kinds, {"tuned->base": RelationKind.FINE_TUNED_FROM})
    >>> [DRIFTS[code].name for code in licence_drift(snapshot)]
    ['NOT_STATED', 'NOT_STATED']
    """
    graph, words = snapshot.graph, _Words()
    stated = np.empty(len(graph), np.int64)
    for node in range(len(graph)):
        if progress is not None and node % 5_000 == 0:
            progress.step("Reading licences", node, len(graph))
        stated[node] = words.number(licence_of(snapshot, node))
    hops = np.flatnonzero(graph.relation_has_kind(*MADE_FROM))
    nodes = graph.relation_source[hops]
    drift = np.where(stated == words.number(NOT_STATED), DRIFTS.index(Drift.NOT_STATED), DRIFTS.index(Drift.ORIGIN))
    drift[nodes] = DRIFTS.index(Drift.ORIGIN)  # The best there is, so that the worst of its hops remains.
    np.minimum.at(drift, nodes, words.drifts(stated[nodes], stated[graph.relation_target[hops]]))
    return drift.astype(np.uint8)


class _Words:
    """Licences by number: there are few of them, so that each pair is judged once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, licence: str) -> int:
        return self._numbers.setdefault(licence, len(self._numbers))

    def drifts(self, here: npt.NDArray[np.int64], there: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """(h,): for each hop, the position in `DRIFTS`."""
        texts, count = list(self._numbers), len(self._numbers)
        pairs, which = np.unique(here * count + there, return_inverse=True)
        judged = [
            DRIFTS.index(_DRIFT_OF.get(change_between(texts[pair // count], texts[pair % count]), Drift.NOT_STATED))
            for pair in pairs.tolist()
        ]
        return np.array(judged, np.int64)[which]

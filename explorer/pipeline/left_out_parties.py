"""Which companies a list of parties leaves out, so that its number can be held against that of all upstream."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from explorer.domain.component import ComponentId, Kind
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import name_of

MOST_NAMED = 5
"""Parties named in the sentence; it says how many more there are."""


def left_out_words(snapshot: Snapshot, answers: Answers, listed: Collection[ComponentId], why: str) -> str:
    """Which parties upstream are not `listed`, for which reason, and how to find them; empty where none is left out."""
    graph = snapshot.graph
    upstream = np.flatnonzero((answers.depth.least != UNREACHED) & graph.has_kind(Kind.PARTY)).tolist()
    left = [node for node in upstream if graph.id_of(node) not in listed]
    if not left:
        return ""
    names = sorted(name_of(snapshot, node) for node in left)
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    named = ", ".join(names[:MOST_NAMED]) + more
    return f"Not among them: {len(left):,} of all {len(upstream):,} parties upstream ({named}), because {why}. Search finds them."

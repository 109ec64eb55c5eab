"""In which formats a model is handed out: its own, or those of the weight files that it contains."""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.snapshot import Snapshot


def model_formats(snapshot: Snapshot) -> list[str]:
    """(n,): the formats of each component, in order of the alphabet and joined by commas; empty where none is stated.

    >>> from explorer.graph.example import example_snapshot
    >>> model_formats(example_snapshot("app->torch"))
    ['', '']
    """
    graph = snapshot.graph
    found: dict[int, set[str]] = {}
    for node, component in enumerate(snapshot.components):
        if own := component.attributes.get("format"):
            found.setdefault(node, set()).add(own)
    contained = graph.relation_has_kind(RelationKind.CONTAINS) & graph.has_kind(Kind.WEIGHT_FILE)[graph.relation_target]
    for relation in np.flatnonzero(contained).tolist():
        holder, file = int(graph.relation_source[relation]), int(graph.relation_target[relation])
        found.setdefault(holder, set()).update(found.get(file, ()))
    return [", ".join(sorted(found.get(node, ()))) for node in range(len(graph))]

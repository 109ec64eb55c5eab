"""What the colour of a model says in the lineage atlas: its family, its terms, its format, its party, how well it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.analysis.licence_drift import DRIFTS, Drift, licence_drift
from explorer.analysis.model_formats import model_formats
from explorer.domain.component import ComponentClass
from explorer.graph.lineage_part import LineagePart
from explorer.graph.snapshot import Snapshot
from explorer.layout.families import Families
from explorer.layout.strata import Strata
from explorer.progress import Progress
from explorer.ui.canvas.strata_colouring import (
    HATCHED,
    HUES,
    MOST_HUES,
    SOLID,
    Colouring,
    Shade,
    by_attribute,
    by_class,
    by_knowledge,
    by_party,
)

_DRIFTS = {
    Drift.DROPPED: Shade(Drift.DROPPED, ComponentClass.ADAPTATION, SOLID),
    Drift.CHANGED: Shade(Drift.CHANGED, ComponentClass.ARTIFACT, SOLID),
    Drift.NOT_STATED: Shade(Drift.NOT_STATED, None, HATCHED, hatched=True),
    Drift.SAME: Shade(Drift.SAME, ComponentClass.LIBRARY, SOLID),
    Drift.ORIGIN: Shade(Drift.ORIGIN, ComponentClass.DISTRIBUTION, SOLID),
}


@dataclass(frozen=True, eq=False)
class Lineage:
    """The models of a snapshot, laid out, with their families."""

    snapshot: Snapshot
    part: LineagePart
    strata: Strata
    families: Families


def by_family(lineage: Lineage) -> Colouring:
    """The largest families in hues of their own."""
    placed, found = lineage.strata, lineage.families
    rank = np.full(len(placed) + 1, MOST_HUES + 1, np.int64)
    rank[found.roots] = np.minimum(np.arange(len(found)), MOST_HUES)
    own = min(len(found), MOST_HUES)
    names = [lineage.part.graph.names[int(placed.node[root])] for root in found.roots[:own].tolist()]
    shades = [Shade(name, hue, SOLID) for name, hue in zip(names, HUES, strict=False)]
    others = len(found) - own
    noun = "family" if others == 1 else "families"
    shades += [Shade(f"{others:,} other {noun}", None, 0.5), Shade("in no family", None, 0.22)]
    code = np.empty(len(placed), np.uint8)
    ranks = rank[found.of]
    code[placed.node] = np.where(ranks < MOST_HUES, ranks, own + ranks - MOST_HUES)
    return Colouring("family", "Family", code, tuple(shades))


def by_drift(lineage: Lineage, progress: Progress) -> Colouring:
    """Whether the terms stay those of the bases."""
    code = licence_drift(lineage.snapshot, progress)[lineage.part.nodes]
    return Colouring("drift", "Licence drift", code, tuple(_DRIFTS[drift] for drift in DRIFTS))


def by_format(lineage: Lineage) -> Colouring:
    """In which formats the weights are handed out."""
    formats = model_formats(lineage.snapshot)
    return by_attribute("format", "Format", (formats[node] for node in lineage.part.nodes.tolist()))


LINEAGE_COLOURINGS: dict[str, tuple[str, Callable[[Lineage, Progress], Colouring]]] = {
    "family": ("Family", lambda lineage, _: by_family(lineage)),
    "drift": ("Licence drift", by_drift),
    "format": ("Format of the weights", lambda lineage, _: by_format(lineage)),
    "party": ("Party", lambda lineage, _: by_party(lineage.snapshot.graph, lineage.part.nodes)),
    "knowledge": ("Knowledge", lambda lineage, _: by_knowledge(lineage.part.graph)),
    "class": ("Class and knowledge", lambda lineage, _: by_class(lineage.part.graph)),
}
"""What there is to colour by: key, title, and how it is found."""

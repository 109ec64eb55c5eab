"""The drawing as a table: every component that is drawn, alone or in a bundle, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.layout.drawing import Drawing
from explorer.ui.models.table import Column


@dataclass(frozen=True, slots=True)
class TwinRow:
    """One component of the drawing."""

    id: ComponentId
    name: str
    kind: Kind
    least: int
    greatest: int
    """Depths; -1 where it is not upstream of what is looked at."""
    knowledge: Knowledge
    relies_on: int
    relied_on_by: int
    """How many components, directly."""
    party: str
    """Who supplies it; empty where nobody says."""
    bundle: str
    """The bundle that holds it in the drawing; empty where it is drawn alone."""


COLUMNS = (
    Column("Name", lambda row: row.name, width=-1, tooltip=lambda row: row.id),
    Column("Kind", lambda row: str(row.kind).replace("-", " "), width=110),
    Column(
        "Depth",
        lambda row: depth_text(row.least, row.greatest),
        sort=lambda row: (row.greatest, row.least) if row.greatest >= 0 else None,
        numeric=True,
        width=76,
        explanation="Least to greatest depth: relations from your system on the shortest and on the longest way",
    ),
    Column("Knowledge", lambda row: str(row.knowledge), sort=lambda row: row.knowledge.rank, width=92),
    Column("Relies on", lambda row: f"{row.relies_on:,}", sort=lambda row: row.relies_on, numeric=True, width=80),
    Column(
        "Relied on by", lambda row: f"{row.relied_on_by:,}", sort=lambda row: row.relied_on_by, numeric=True, width=96
    ),
    Column("Party", lambda row: row.party or "not stated", width=150),
    Column("Drawn in", lambda row: row.bundle or "alone", width=150),
)


def twin_rows(snapshot: Snapshot, drawing: Drawing, least: np.ndarray, greatest: np.ndarray) -> list[TwinRow]:
    """The rows of a drawing; `least` and `greatest` (n,) are depths as `analysis.depth` gives them."""
    graph = snapshot.graph
    relies, relied = graph.up.degree(), graph.down.degree()
    rows = []
    for node in np.flatnonzero(drawing.mark_of >= 0).tolist():
        component = snapshot.components[node]
        supplier = int(graph.supplier[node])
        bundle = int(drawing.bundle[drawing.mark_of[node]])
        rows.append(
            TwinRow(
                component.id,
                f"{component.name} {component.version}".strip(),
                component.kind,
                int(least[node]) if node < len(least) else UNREACHED,
                int(greatest[node]) if node < len(greatest) else UNREACHED,
                component.knowledge,
                int(relies[node]),
                int(relied[node]),
                graph.names[supplier] if supplier >= 0 else "",
                drawing.bundles[bundle].label if bundle >= 0 else "",
            )
        )
    return rows


def depth_text(least: int, greatest: int) -> str:
    """`2 to 5`, `3`, or that it is not upstream."""
    if greatest < 0:
        return "not upstream"
    return str(least) if least == greatest else f"{least} to {greatest}"

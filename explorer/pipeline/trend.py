"""How the figures of one system went from scan to scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from explorer.analysis.trust import BoundaryState
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.graph.corrections import corrected
from explorer.pipeline.answers import answer
from explorer.pipeline.portfolio import corrections_in
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

MOST_SCANS = 24
"""Scans that are answered for: each costs as much as opening it; the title says how many more are kept."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One kept scan with its figures, judged by today's annotations."""

    number: int
    taken: str
    components: int
    deepest: int
    beyond: float | None
    boundaries: int
    examined: int
    worst: int | None
    """The worst residual risk, of 25; None where none is assessed."""
    unassessed: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The latest scans of a system, the oldest first."""

    moments: tuple[Moment, ...]
    kept: int
    """How many scans there are in all."""


def trend(
    workspace: Workspace,
    system: ComponentId,
    annotations: Iterable[Annotation],
    today: date,
    progress: Progress | None = None,
) -> Trend:
    """The figures of the latest scans of a system, as many as `MOST_SCANS`."""
    progress = progress or Progress()
    annotations = tuple(annotations)
    entries = workspace.snapshots(system)
    moments = []
    for done, entry in enumerate(entries[-MOST_SCANS:], 1):
        progress.step("Answering for earlier scans", done, min(len(entries), MOST_SCANS))
        snapshot = corrected(workspace.load_snapshot(entry.id), corrections_in(annotations))
        found = answer(snapshot, annotations, None, today)
        worst = max((each.worst for each in found.risk.systems if each.worst is not None), default=None)
        trust = found.boundaries
        moments.append(
            Moment(
                entry.id, entry.taken, len(snapshot.components), found.depth.deepest, found.visibility.share_beyond,
                len(trust.boundaries), trust.count(BoundaryState.EXAMINED), worst, found.risk.unassessed,
            )
        )  # fmt: skip
    return Trend(tuple(moments), len(entries))


def trend_table(found: Trend) -> Table:
    """One row per scan, the latest first."""
    rows = tuple(
        (
            each.number, each.taken[:16].replace("T", " "), each.components, each.deepest,
            None if each.beyond is None else round(each.beyond, 3), each.boundaries, each.examined, each.worst, each.unassessed,
        )
        for each in reversed(found.moments)
    )  # fmt: skip
    left = found.kept - len(found.moments)
    more = f"; {left:,} older are kept and not shown" if left else ""
    columns = (
        "scan", "taken", "components", "deepest", "beyond sight", "boundaries", "examined", "worst risk", "risks not assessed",
    )  # fmt: skip
    note = "Every scan is judged by today's annotations, so that only what was scanned makes the difference."
    return Table("trend", f"{counted(len(rows), 'scan')}, the latest first{more}.", columns, rows, note)

"""What the last scan of each system changed, for a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.graph.corrections import corrected
from explorer.pipeline.changes import Changes, changes_between
from explorer.pipeline.portfolio import corrections_in
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace


def last_changes(
    workspace: Workspace, today: date, system: str | None = None, progress: Progress | None = None
) -> list[tuple[str, Changes]]:
    """Name and changes of every system that was scanned more than once; of one alone where `system` names it."""
    progress = progress or Progress()
    annotations = workspace.annotations()
    found = []
    for entry in workspace.systems():
        numbers = [each.id for each in workspace.snapshots(entry.id)][-2:]
        if len(numbers) == 2 and system in (None, entry.id, entry.name):
            progress.step(f"Comparing the scans of {entry.name}")
            before, after = (corrected(workspace.load_snapshot(each), corrections_in(annotations)) for each in numbers)
            found.append((entry.name, changes_between(before, after, annotations, today)))
    return found

"""What a scan found that the scan before it had not, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.analysis.difference import Change, difference
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.keeping import kept_targets
from explorer.pipeline.sentences import counted
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

MOST_COMPARED = 200_000
"""Above this many components a scan is compared only when somebody asks for it, as that takes a while."""


def read_elsewhere(workspace: Workspace, snapshot: Snapshot, targets: Sequence[str]) -> str:
    """A warning that the system was scanned from another place before; empty where it was not. Ask before it is kept.

    What is new may then come from the place alone, so this is said before what is new.
    """
    system = snapshot.systems()[0]
    before = next((each for each in workspace.systems() if each.id == system), None)
    if before is None or not before.targets or set(before.targets) & set(kept_targets(targets)):
        return ""
    return (
        f"Read from another place than the scan before ({', '.join(before.targets)}): differences may come from that. "
    )


def scan_news(workspace: Workspace, snapshot: Snapshot, progress: Progress | None = None) -> str:
    """One sentence about the scan that was just kept, against the scan of the same system before it, as scanned."""
    system = snapshot.component(snapshot.systems()[0])
    assert system is not None, "a scan always makes its system"
    size = counted(len(snapshot.graph.ids), "component")
    scans = workspace.snapshots(system.id)
    if len(scans) < 2:
        return f"{system.name}: {size} found."
    before = scans[-2]
    since = f"since the scan of {before.taken[:10]}"
    if max(len(snapshot.graph.ids), before.components) > MOST_COMPARED:
        return f"{system.name}: {size}; what is new {since} was not compared: Changes does it on request."
    (progress or Progress()).step(f"Comparing with the scan of {before.taken[:10]}")
    return f"{system.name}: {_changed(workspace.load_snapshot(before.id), snapshot)} {since}."


def _changed(before: Snapshot, after: Snapshot) -> str:
    found = difference(before, after)
    sorts = (
        (found.count(Change.ADDED), "added"),
        (found.count(Change.REMOVED), "gone"),
        (found.count(Change.VERSION, Change.REVISION), "of another version"),
        (found.count(Change.RENAMED), "renamed or moved"),
    )
    told = [f"{number:,} {word}" for number, word in sorts if number]
    if told:
        return f"{', '.join(told)}, of {counted(len(after.graph.ids), 'component')}"
    return "only facts or evidence changed" if found.components or found.relations else "nothing changed"

"""Keeping what a scan found: rows, columns and, where it is all there is to see, its layout, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.domain.component import Component
from explorer.graph.snapshot import Snapshot
from explorer.memory import give_back_at_once
from explorer.pipeline.first_layout import first_layout
from explorer.pipeline.hub_dump import TARGET, dump_among
from explorer.pipeline.scan import lasting
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace


def keep_scan(workspace: Workspace, targets: Sequence[str], snapshot: Snapshot, progress: Progress) -> Component:
    """Keep the snapshot of a scan of these targets; returns its system. Raises `WorkspaceError`; nothing is kept then."""
    system = snapshot.component(snapshot.systems()[0])
    assert system is not None, "a scan always makes its system"
    alone = all(each.id == system.id for each in workspace.systems())
    give_back_at_once()  # What reading a hub has used; the layout is not to come on top of it.
    arrays = first_layout(workspace, snapshot.graph, progress) if alone else None
    progress.step("Saving")
    workspace.save_snapshot(system.id, system.name, kept_targets(targets), snapshot, arrays)
    return system


def kept_targets(targets: Sequence[str]) -> list[str]:
    """The targets as they are kept, to be scanned again from anywhere."""
    dump = dump_among(targets)
    # Named as what it was read as, so that it is read the same the next time, however large it is then.
    return [lasting(target) for target in targets] if dump is None else [lasting(f"{TARGET}{dump}")]

"""The portfolio as the analyst sees it: what was scanned, with the corrections laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.correction import Correction
from explorer.graph.corrections import corrected
from explorer.graph.snapshot import LARGE, Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace


def corrections_in(annotations: Iterable[Annotation]) -> tuple[Correction, ...]:
    """The corrections among annotations, in the order of making."""
    return tuple(each for each in annotations if isinstance(each, Correction))


def portfolio_of(workspace: Workspace, annotations: Iterable[Annotation] | None = None) -> Snapshot:
    """The latest snapshots of all systems as one, corrected; `annotations` are the workspace's own by default."""
    given = workspace.annotations() if annotations is None else annotations
    return corrected(workspace.portfolio(), corrections_in(given))


def read_portfolio(
    path: Path, annotations: tuple[Annotation, ...], scope: ComponentId | None, today: date, progress: Progress
) -> tuple[Snapshot, Answers | None, tuple[str, ...]]:
    """The portfolio of a workspace file, the answers for a scope (all, where it is gone), and what reading it told.

    Of so large a graph that answering would be felt there are no answers yet: None.
    """
    from explorer.storage.workspace import Workspace

    progress.step("Reading the workspace")
    with Workspace.open(path) as workspace:
        known = len(workspace.notices)
        snapshot = portfolio_of(workspace, annotations)
        notices = workspace.notices[known:]
    if len(snapshot.graph) >= LARGE:
        return snapshot, None, notices
    chosen = scope if scope in snapshot.systems() else None
    return snapshot, answer(snapshot, annotations, chosen, today, progress), notices

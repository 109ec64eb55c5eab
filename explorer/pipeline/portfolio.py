"""The portfolio as the analyst sees it: what was scanned, with the corrections laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from explorer.domain.annotations import Annotation
from explorer.domain.correction import Correction
from explorer.graph.corrections import corrected
from explorer.graph.snapshot import Snapshot

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace


def corrections_in(annotations: Iterable[Annotation]) -> tuple[Correction, ...]:
    """The corrections among annotations, in the order of making."""
    return tuple(each for each in annotations if isinstance(each, Correction))


def portfolio_of(workspace: Workspace, annotations: Iterable[Annotation] | None = None) -> Snapshot:
    """The latest snapshots of all systems as one, corrected; `annotations` are the workspace's own by default."""
    given = workspace.annotations() if annotations is None else annotations
    return corrected(workspace.portfolio(), corrections_in(given))

"""BOMs that the window writes: the graph in a standard's format, or the imported ones as they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.exports.bom_formats import BOM_FORMATS, format_of_name

if TYPE_CHECKING:
    from explorer.domain.annotations import Annotation
    from explorer.domain.component import ComponentId
    from explorer.graph.snapshot import Snapshot

BOMS = ";;".join(
    [
        *(f"{each.title} (*{each.ending})" for each in BOM_FORMATS.values()),
        "Imported BOMs, as they were (*.zip)",
    ]
)
"""The filters of a dialog that asks where to write them."""


def bom_content(
    path: Path,
    snapshot: Snapshot,
    annotations: Sequence[Annotation],
    scope: ComponentId | None,
    workspace: Path | None,
) -> bytes | None:
    """What goes into a file of this name; None where it is no BOM's name. Raises `ExplorerError`."""
    if path.suffix.lower() == ".zip":
        return _imported(workspace, scope)
    wanted = format_of_name(path.name)
    return wanted.write(snapshot, annotations, scope).encode() if wanted is not None else None


def bom_endings() -> str:
    """The endings of all BOM formats, with commas, for a sentence."""
    return ", ".join(each.ending for each in BOM_FORMATS.values())


def _imported(path: Path | None, scope: ComponentId | None) -> bytes:
    from explorer.pipeline.imported_boms import imported_boms
    from explorer.storage.workspace import Workspace

    if path is None:
        raise InputError("No workspace is open.", "Make or open one first.")
    with Workspace.open(path) as workspace:
        return imported_boms(workspace, scope)

"""The BOMs that a workspace was made of, given back byte by byte as they were imported, in one archive."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.graph.identity import slug
from explorer.storage.workspace import Workspace

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""One moment for every entry, the earliest that the format knows, so that the same BOMs give the same archive."""


def imported_boms(workspace: Workspace, system: ComponentId | None = None) -> bytes:
    """The BOMs behind the latest snapshot of each system, or of one, in a folder per system.

    Raises `InputError` where none is kept, `WorkspaceError` where one is damaged.
    """
    stream, count = BytesIO(), 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in workspace.systems():
            if system not in (None, entry.id):
                continue
            for location in workspace.document_locations(entry.snapshot_id):
                name = zipfile.ZipInfo(f"{slug(entry.name)}/{_inside(location)}", _MOMENT)
                name.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(name, workspace.document(entry.snapshot_id, location))
                count += 1
    if not count:
        raise InputError("No imported BOM is kept in this workspace.", "Scan a BOM, or a folder that has one, into it.")
    return stream.getvalue()


def _inside(location: str) -> str:
    """A location that stays inside the folder it is unpacked into, whatever a foreign workspace says."""
    steps = [each for each in PurePosixPath(location.replace("\\", "/")).parts if each not in ("..", "/")]
    inside = "/".join(steps).replace(":", "_") or "bom"
    return inside.encode("utf-8", "backslashreplace").decode().replace("\\", "_")

"""The user's own knowledge that a system was scanned with: used again at its next scan, and what has become of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.domain.component import ComponentId
from explorer.knowledge.files import name_knowledge
from explorer.knowledge.own_knowledge import knowledge_files
from explorer.pipeline.scan import system_of

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

SETTING = "knowledge:"
"""Before a system's identity: the workspace's setting with the folder and the digests of its files, as JSON."""
_UNREADABLE = "unreadable"


def use_knowledge(workspace: Workspace, targets: Sequence[str], name: str | None, given: str | None = None) -> str:
    """Use the folder that is given, or else the one that the system was last scanned with; an empty one is none.

    Returns one sentence where files of the remembered folder are gone, new or changed, or the folder itself is gone;
    empty otherwise. Raises `InputError` where a given folder is none.
    """
    if given is not None:
        name_knowledge(given or None)
        return ""
    folder, before = _remembered(workspace, system_of(targets, name).id)
    is_there = bool(folder) and Path(folder).is_dir()
    name_knowledge(folder if is_there else None)
    if not folder:
        return ""
    if not is_there:
        return (
            f"The folder of own knowledge {folder} is gone, so this scan did without; "
            "bring it back, or name another with --knowledge. "
        )
    changes = _changes(before, _digests(folder))
    return f"Own knowledge in {folder} is not as at the last scan: {', '.join(changes)}. " if changes else ""


def remember_knowledge(workspace: Workspace, system: ComponentId, given: str | None = None) -> None:
    """Keep which folder the scan of a system used, and what its files were. Raises `WorkspaceError`."""
    folder = _remembered(workspace, system)[0] if given is None else given
    if given:
        folder = str(Path(given).expanduser().resolve())
    if folder and Path(folder).is_dir():
        workspace.set_setting(SETTING + system, json.dumps({"folder": folder, "files": _digests(folder)}))
    elif given is not None:
        workspace.set_setting(SETTING + system, "")


def _remembered(workspace: Workspace, system: ComponentId) -> tuple[str, dict[str, str]]:
    kept = workspace.setting(SETTING + system)
    if not kept:
        return "", {}
    known = json.loads(kept)
    return known["folder"], known["files"]


def _digests(folder: str) -> dict[str, str]:
    """The SHA-256 of each knowledge file of a folder, by name."""
    return {path.name: _digest(path) for path in knowledge_files(Path(folder))}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return _UNREADABLE  # The scan says why.


def _changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    words = []
    for name in sorted(before | now):
        if name not in now:
            words.append(f"{name} is gone")
        elif name not in before:
            words.append(f"{name} is new")
        elif before[name] != now[name]:
            words.append(f"{name} has changed")
    return words

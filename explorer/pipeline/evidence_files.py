"""Files that show the basis of a trust: their digest when they are linked, and whether they are still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlparse

from explorer.domain.annotation import TrustDelegation
from explorer.domain.annotations import Annotation


class EvidenceState(StrEnum):
    """What has become of a linked file."""

    SAME = "as linked"
    CHANGED = "changed since it was linked"
    GONE = "not where it was"
    LINK = "a link, which is not followed"
    NONE = "none"


def with_digest(delegation: TrustDelegation, folder: Path) -> TrustDelegation:
    """The delegation with the SHA-256 of the file that it links; none where it links no file.

    A digest that it has already is kept, so that no later edit takes another file for the one that was seen. A relative
    path begins at `folder`, that of the workspace.
    """
    if delegation.evidence_digest:
        return delegation
    path = file_of(delegation.evidence_link, folder)
    digest = _digest(path) if path is not None else None
    return replace(delegation, evidence_digest=digest or "")


def state_of(delegation: TrustDelegation, folder: Path) -> EvidenceState:
    """Whether the linked file is the one that was linked. Reads the whole file."""
    if not delegation.evidence_link:
        return EvidenceState.NONE
    if not delegation.evidence_digest:
        return EvidenceState.LINK
    path = file_of(delegation.evidence_link, folder)
    digest = _digest(path) if path is not None else None
    if digest is None:
        return EvidenceState.GONE
    return EvidenceState.SAME if digest == delegation.evidence_digest else EvidenceState.CHANGED


def states_of(annotations: Iterable[Annotation], folder: Path) -> dict[str, EvidenceState]:
    """The state of the evidence of every trust delegation, by its identity."""
    return {each.id: state_of(each, folder) for each in annotations if isinstance(each, TrustDelegation)}


def file_of(link: str, folder: Path) -> Path | None:
    """The file that a link means: a path or a `file:` address; None where there is no such file."""
    address = urlparse(link)
    if address.scheme == "file":
        link = unquote(address.path)
    elif len(address.scheme) > 1 or not link.strip():  # One letter is a drive.
        return None
    if link.replace("\\", "/").startswith("//"):  # Another machine, which is never asked.
        return None
    try:
        path = folder / Path(link.strip()).expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _digest(path: Path) -> str | None:
    """SHA-256 of a file; None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None

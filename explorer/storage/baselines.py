"""Signed-off states: a digest over everything that a workspace held, and whether it still leads back to that.

The digest covers the annotations, as the journal says they stood, and every snapshot by the digests of its blocks. It
shows whether the history before it was changed later. It proves nothing about who signed: whoever can write the file
could also write another digest, so the digest belongs in the printed report, or wherever else it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from explorer.domain.correction import WORKSPACE_SUBJECT, Baseline
from explorer.storage.annotations import Record
from explorer.storage.workspace import Workspace


class BaselineState(StrEnum):
    """What has become of a signed-off state."""

    AS_SIGNED = "as signed"
    EDITED = "edited since"
    MISSING = "in part removed"
    TAMPERED = "tampered with"


@dataclass(frozen=True, slots=True)
class BaselineCheck:
    """A baseline, and how the workspace stands to it."""

    baseline: Baseline
    state: BaselineState
    explanation: str


def sign_off(workspace: Workspace, title: str, signed_by: str, today: date, note: str = "") -> Baseline:
    """Keep a baseline of what the workspace holds now, and return it."""
    number = workspace.journal_number()
    snapshots = workspace.snapshot_digests()
    digest = _digest(workspace.records_at(number), snapshots)
    baseline = Baseline(
        WORKSPACE_SUBJECT, title, signed_by, today, digest, str(number), tuple(str(each) for each in snapshots), note
    )
    workspace.put(baseline, signed_by)
    return baseline


def check(workspace: Workspace, baseline: Baseline) -> BaselineCheck:
    """Whether the workspace still leads back to the state that was signed off."""
    number = int(baseline.journal) if baseline.journal.isdigit() else -1
    snapshots = workspace.snapshot_digests()
    gone = [each for each in baseline.snapshots if int(each) not in snapshots]
    if gone:
        words = f"{len(gone):,} of {len(baseline.snapshots):,} signed snapshots are no longer in the file"
        return BaselineCheck(baseline, BaselineState.MISSING, f"{words}; the rest cannot be compared as a whole.")
    if _not_journalled(workspace):
        words = "The annotations are not what the journal says; somebody changed the file outside this program."
        return BaselineCheck(baseline, BaselineState.TAMPERED, words)
    signed = {number: digest for number, digest in snapshots.items() if str(number) in baseline.snapshots}
    if _digest(workspace.records_at(number), signed) != baseline.digest:
        words = "The history does not lead back to the signed state; it was changed afterwards."
        return BaselineCheck(baseline, BaselineState.TAMPERED, words)
    edits = workspace.journal_number() - number - 1  # The baseline itself is the entry after.
    new = len(snapshots) - len(signed)
    if edits > 0 or new:
        words = f"{edits:,} edits and {new:,} snapshots came after it; what was signed is unchanged beneath."
        return BaselineCheck(baseline, BaselineState.EDITED, words)
    return BaselineCheck(baseline, BaselineState.AS_SIGNED, "Nothing was changed since.")


def _not_journalled(workspace: Workspace) -> bool:
    """Whether an annotation differs from its last entry in the journal."""
    journalled = workspace.records_at(workspace.journal_number())
    return {each.id: each.document() for each in workspace.records()} != {
        identity: record.document() for identity, record in journalled.items()
    }


def _digest(records: Mapping[str, Record], snapshots: Mapping[int, str]) -> str:
    document = {
        "annotations": [records[identity].document() for identity in sorted(records)],
        "snapshots": {str(number): snapshots[number] for number in sorted(snapshots)},
    }
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=True).encode()).hexdigest()

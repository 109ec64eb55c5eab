"""What analysts set right by hand, how much a system matters, and what they keep: views and signed-off states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from explorer.domain.annotation import Subject, new_annotation_id
from explorer.domain.component import Kind

WORKSPACE_SUBJECT = Subject("workspace")
"""The subject of what is about the whole workspace."""


class CorrectionAction(StrEnum):
    """What a correction does to the graph."""

    ADD_COMPONENT = "add component"
    HIDE_COMPONENT = "hide component"
    MERGE = "merge into"
    SPLIT = "lead to its own"
    RETYPE = "change kind"
    ADD_RELATION = "add relation"
    HIDE_RELATION = "hide relation"


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that the scan got wrong or could not know, set right by an analyst.

    The subject is a component identity (a family covers all its versions) or, for relations and splits,
    `relation:FROM|KIND|TO`.
    """

    subject: Subject
    action: CorrectionAction
    target: str = ""
    """Merge: the identity that it is merged into. Split: the new identity that the relation leads to."""
    kind: Kind | None = None
    """Add and change kind: the kind."""
    name: str = ""
    version: str = ""
    supplier: str = ""
    """Add: the identity of the party behind it."""
    reason: str = ""
    author: str = ""
    id: str = field(default_factory=new_annotation_id)


CRITICALITY_TITLES = {1: "negligible", 2: "low", 3: "medium", 4: "high", 5: "vital"}
USUAL_CRITICALITY = 3
"""What a system counts for about which nobody said how critical it is."""


@dataclass(frozen=True, slots=True)
class Criticality:
    """How much it matters if a system fails: 1 negligible to 5 vital; its weight in portfolio figures."""

    subject: Subject
    level: int
    reason: str = ""
    author: str = ""
    id: str = field(default_factory=new_annotation_id)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A way of looking that is worth coming back to."""

    subject: Subject
    title: str
    view: str
    """The name of the view."""
    state: str = "{}"
    """Scope, selection, filter and camera as a JSON object."""
    comment: str = ""
    author: str = ""
    id: str = field(default_factory=new_annotation_id)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A state of the workspace that somebody signed off, with the digest that shows later tampering."""

    subject: Subject
    title: str
    signed_by: str
    signed_on: date
    digest: str
    """SHA-256 over all annotations and snapshots at the time, as `storage/baselines.py` computes it."""
    journal: str
    """The number of the last journal entry that it covers."""
    snapshots: tuple[str, ...] = ()
    """The numbers of the snapshots that it covers."""
    note: str = ""
    id: str = field(default_factory=new_annotation_id)


class Verdict(StrEnum):
    """What a reviewer says of a change."""

    ACCEPTED = "accepted"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class ChangeReview:
    """A reviewer's word on one change between two snapshots."""

    subject: Subject
    """The component or relation that changed."""
    change: str
    """What changed, as `analysis/difference.py` names it, with the value after."""
    verdict: Verdict
    note: str = ""
    author: str = ""
    id: str = field(default_factory=new_annotation_id)

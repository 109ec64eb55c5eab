"""Everything that analysts wrote, also on what is no longer there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QDialogButtonBox, QWidget
from shiboken6 import isValid

from explorer.domain.annotation import Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.correction import Baseline, ChangeReview, Correction, Criticality, SavedView
from explorer.domain.workshop import Slide, Vote
from explorer.pipeline.evidence_files import EvidenceState, states_of
from explorer.pipeline.sentences import called
from explorer.progress import Progress
from explorer.ui.answering import today
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table
from explorer.ui.panels.judgement import annotation_line
from explorer.ui.session import Session

LANE = "evidence"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the list."""

    annotation: Annotation
    orphaned: bool
    evidence: EvidenceState | None = None
    """What has become of the file that shows the basis of a trust; None while nobody has looked."""

    called: str = ""
    """What people call its subject."""

    @property
    def review_by(self) -> date | None:
        """When it should be looked at again; None for notes and where nobody said."""
        return getattr(self.annotation, "review_by", None)

    @property
    def owner(self) -> str:
        """Who answers for it."""
        for name in ("owner", "author", "signed_by"):
            if hasattr(self.annotation, name):
                return str(getattr(self.annotation, name))
        return ""


_KINDS = {
    TrustDelegation: "trust", ResidualRisk: "risk", Note: "note", Correction: "correction", Criticality: "criticality",
    SavedView: "view", Baseline: "baseline", ChangeReview: "review",
    Slide: "slide", Vote: "vote",
}  # fmt: skip

_LAST = (Vote, SavedView, Baseline, Slide)
"""What is no decision, in the order in which it comes below those that are."""

_COLUMNS = (
    Column("Kind", lambda row: _KINDS[type(row.annotation)], width=64),
    Column("What", lambda row: annotation_line(row.annotation, today()).partition(": ")[2], width=-1),
    Column("On", lambda row: row.called, width=-1, tooltip=lambda row: row.annotation.subject),
    Column("Owner", lambda row: row.owner or "nobody named", width=110),
    Column("Review by", lambda row: str(row.review_by or "not set"), lambda row: row.review_by, width=96),
    Column(
        "Subject",
        lambda row: "gone" if row.orphaned else "present",
        width=80,
        explanation="Gone: the latest scans do not have what it is about. It is kept, and counts again if that returns.",
    ),
    Column(
        "Evidence",
        lambda row: row.evidence.value if row.evidence else "",
        width=130,
        explanation="Whether the file that shows the basis of a trust is still the one that was linked",
    ),
)


class Judgements(ReadingDialog):
    """A table, decisions first; Enter edits, Remove removes, and removing can be undone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        self.table = Table(_COLUMNS, "Everything written")
        super().__init__("Everything that was written", self.table, parent)
        self.resize(880, 480)
        self._edit = self.buttons.addButton("Edit…", QDialogButtonBox.ButtonRole.ActionRole)
        self._remove = self.buttons.addButton("Remove", QDialogButtonBox.ButtonRole.ActionRole)
        self._edit.clicked.connect(self._edit_chosen)
        self._remove.clicked.connect(self._remove_chosen)
        self.table.activated.connect(lambda _: self._edit_chosen())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._evidence: dict[str, EvidenceState] = {}
        session.annotations_changed.connect(self._on_changed)  # A method, which Qt lets go with the dialog.
        self.refresh()

        self._look_at_evidence()

    def _look_at_evidence(self) -> None:
        """Read the linked files in the background, for they may be large."""
        workspace, annotations = self._session.workspace, self._session.annotations
        if workspace is None:
            return
        folder = workspace.path.resolve().parent

        def looked(progress: Progress) -> dict[str, EvidenceState]:
            progress.step("Looking whether evidence is what it was")
            return states_of(annotations, folder)

        self._session.jobs.start(LANE, looked, self._show_evidence, self._session.tell_failure)

    def _show_evidence(self, found: dict[str, EvidenceState]) -> None:
        if isValid(self):  # The list may have been closed meanwhile.
            self._evidence = found
            self.refresh()

    def _on_changed(self, _: object) -> None:
        self.refresh()
        self._look_at_evidence()

    def refresh(self) -> None:
        """Show what is written now."""
        gone = {each.id for each in self._session.orphans}
        snapshot = self._session.snapshot
        self.table.show_whole_words(
            [
                Judgement(each, each.id in gone, self._evidence.get(each.id), called(snapshot, each.subject))
                for each in decisions_first(self._session.annotations)
            ]
        )
        self._enable()

    def _enable(self) -> None:
        for button in (self._edit, self._remove):
            button.setEnabled(bool(self.table.chosen()))

    def _edit_chosen(self) -> None:
        for row in self.table.chosen()[:1]:
            self._session.edit_requested.emit("edit", row.annotation)

    def _remove_chosen(self) -> None:
        for row in self.table.chosen():
            self._session.remove_annotation(row.annotation.id)


def decisions_first(annotations: Sequence[Annotation]) -> list[Annotation]:
    """What was decided, then votes, views, signed states and slides; each in the order of making."""
    return sorted(annotations, key=lambda each: _LAST.index(type(each)) + 1 if type(each) in _LAST else 0)

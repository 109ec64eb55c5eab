"""What dialogs do about judgement and evidence: write annotations, show sources, tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import isValid

from explorer.analysis.finding_reviews import judged_by
from explorer.domain.annotation import (
    RELATION_PREFIX,
    Judgement,
    Limit,
    Note,
    ResidualRisk,
    Subject,
    TrustDelegation,
    new_annotation_id,
    subject_of,
)
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.correction import USUAL_CRITICALITY, Correction, CorrectionAction, Criticality, SavedView
from explorer.domain.evidence import Evidence
from explorer.domain.workshop import Slide
from explorer.graph.identity import family, family_subject
from explorer.pipeline.evidence_files import with_digest
from explorer.pipeline.judgement_settings import keep_scale, kept_scale
from explorer.pipeline.sentences import called
from explorer.ui.dialogs.correction import CorrectionDialog
from explorer.ui.dialogs.criticality import CriticalityDialog
from explorer.ui.dialogs.decision import DecisionDialog
from explorer.ui.dialogs.fields import FormDialog
from explorer.ui.dialogs.journal import Journal
from explorer.ui.dialogs.judgements import Judgements
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.reading import HelpDialog
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.saved_view import SavedViewDialog
from explorer.ui.dialogs.scale import ScaleDialog
from explorer.ui.dialogs.slide import SlideDialog
from explorer.ui.dialogs.source_viewer import SourceViewer
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.saved_words import saved_words
from explorer.ui.session import Session, author
from explorer.ui.text import plain
from explorer.ui.theme import mixed

REMOVABLE = TrustDelegation | ResidualRisk | Note | Correction | Criticality | SavedView | Slide
"""What has an editor; the rest is listed, and removed from the list."""


class Editing(QObject):
    """Opens dialogs without blocking and hands their results to the session."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def edit(self, what: str, about: object) -> None:
        """Open the editor for a new or an existing annotation, or the source behind an evidence."""
        if what == "source" and isinstance(about, Evidence):
            self.show_source(about)
            return
        if what == "scale":
            self._edit_scale()
            return
        if what == "trust in each" and isinstance(about, list):
            self._trust_in_each(about)
            return
        dialog = self._dialog_for(what, about)
        if dialog is None:
            return
        if isinstance(about, REMOVABLE) and about in self._session.annotations:
            dialog.offer_removal(lambda: self._session.remove_annotation(about.id))
        dialog.accepted.connect(lambda: self._save(self._sealed(dialog.result_annotation())))
        _open(dialog)

    def _save(self, annotation: Annotation) -> None:
        if self._session.save_annotation(annotation):
            self._session.saved.emit(saved_words(self._session.snapshot, annotation))

    def _sealed(self, annotation: Annotation) -> Annotation:
        """With the digest of a file that shows the basis of a trust, so that another in its place is noticed."""
        workspace = self._session.workspace
        if not isinstance(annotation, TrustDelegation) or workspace is None:
            return annotation
        return with_digest(annotation, workspace.path.resolve().parent)

    def _trust_in_each(self, pairs: list[tuple[ComponentId, ComponentId]]) -> None:
        """One form for several boundaries: what is decided holds for each, as one step that one undo takes back."""
        dialog = TrustDialog(self._new_delegation(pairs[0]), self._window, None, len(pairs) - 1, self._called)

        def save() -> None:
            decided = self._sealed(dialog.result_annotation())
            assert isinstance(decided, TrustDelegation), "the form is one of trust"
            known = {
                (each.delegator, each.delegate): each.id
                for each in self._session.annotations
                if isinstance(each, TrustDelegation)
            }
            made = [
                replace(
                    decided, subject=Subject(trusted), delegator=truster, delegate=trusted,
                    id=known.get((truster, trusted)) or new_annotation_id(),
                )
                for truster, trusted in pairs
            ]  # fmt: skip
            self._session.save_annotations(made)

        dialog.accepted.connect(save)
        _open(dialog)

    def show_source(self, found: Evidence) -> None:
        """Show the file behind an evidence, at its line."""
        folders = [Path(target) for entry in self._session.systems for target in entry.targets]
        theme = self._session.theme
        SourceViewer(found, folders, mixed(theme.background, theme.accent, 0.25), self._window).open()

    def show_judgements(self) -> None:
        """List everything that was written, also on what is gone."""
        Judgements(self._session, self._window).open()

    def show_journal(self) -> None:
        """List who wrote what and when."""
        Journal(self._session, self._window).open()

    def show_help(self, question: str, text: str) -> None:
        """What a view's numbers mean."""
        HelpDialog(question, text, self._window).open()

    def _dialog_for(self, what: str, about: object) -> FormDialog | None:
        if isinstance(about, TrustDelegation | ResidualRisk | Note):
            return self._judgement_dialog(about, self._looked_at(about.subject))
        if isinstance(about, Correction):
            return CorrectionDialog(about, self._window)
        if isinstance(about, Criticality):
            return CriticalityDialog(about, self._window)
        if isinstance(about, SavedView):
            return SavedViewDialog(about, self._window)
        if isinstance(about, Slide):
            return SlideDialog(about, self._window)
        if what == "trust":
            delegation = self._new_delegation(about)
            return TrustDialog(delegation, self._window, self._looked_at(delegation.subject, about), 0, self._called)
        subject = subject_about(about)
        looked_at = self._looked_at(subject, about)
        if what == "correction":
            action = CorrectionAction.HIDE_RELATION if subject.startswith(RELATION_PREFIX) else CorrectionAction.RETYPE
            return CorrectionDialog(Correction(subject, action, author=author()), self._window)
        if what == "criticality":
            return CriticalityDialog(self._criticality(subject), self._window)
        if what == "risk":
            owner = self._session.owner or author()
            return self._judgement_dialog(
                ResidualRisk(subject, "", Limit.UNDETECTED_COMPROMISE, owner=owner), looked_at
            )
        return self._judgement_dialog(Note(subject, "", (), author()), looked_at) if what == "note" else None

    def _judgement_dialog(self, about: Judgement, looked_at: Subject) -> FormDialog:
        """The editor of a judgement, which may be narrowed to the version that is looked at."""
        if isinstance(about, TrustDelegation):
            return TrustDialog(about, self._window, looked_at, 0, self._called)
        if isinstance(about, ResidualRisk):
            return RiskDialog(about, self._window, looked_at, self._called, kept_scale(self._session.workspace))
        if judged_by(about) is not None:
            return DecisionDialog(about, self._window)
        return NoteDialog(about, self._window, looked_at)

    def _called(self, subject: str) -> str:
        """What people call a subject in the scans of now."""
        return called(self._session.snapshot, subject)

    def _looked_at(self, subject: Subject, about: object = "") -> Subject:
        """What a subject is about in the version that was asked for, or that is selected; the subject where that is unknown."""
        relation = self._session.relation
        chosen = [str(about), *([subject_of(relation)] if relation else []), *self._session.selection]
        known = [each for each in chosen if family_subject(each) == family_subject(subject)]
        return Subject(next((each for each in known if each != family_subject(each)), subject))

    def _new_delegation(self, about: object) -> TrustDelegation:
        """A delegation about a component or relation, or about a boundary: the pair of truster and trusted."""
        if isinstance(about, tuple):
            truster, trusted = about
            return TrustDelegation(Subject(trusted), truster, trusted, owner=self._session.owner or author())
        subject = subject_about(about)
        delegate = subject if subject.startswith("party:") else self._supplier(str(about)) or ""
        return TrustDelegation(subject, "", delegate, owner=self._session.owner or author())

    def _criticality(self, subject: Subject) -> Criticality:
        """What was said of a system, or the usual level to begin with."""
        said = [each for each in self._session.annotations if isinstance(each, Criticality) and each.subject == subject]
        return said[-1] if said else Criticality(subject, USUAL_CRITICALITY, author=author())

    def _edit_scale(self) -> None:
        dialog = ScaleDialog(kept_scale(self._session.workspace), self._window)
        dialog.accepted.connect(lambda: self._session.edit(lambda kept: keep_scale(kept, dialog.result_scale())))
        dialog.open()

    def _supplier(self, about: str) -> ComponentId | None:
        """Who supplies a component, or the component that a relation leads to."""
        identity = about.rpartition("|")[2] if about.startswith(RELATION_PREFIX) else about
        snapshot = self._session.snapshot
        known = snapshot.component(identity) or next(
            (each for each in snapshot.components if family(each.id) == identity), None
        )
        return known.supplier if known is not None else None

    def show_failure(self, what: str, advice: str) -> None:
        """Say what happened, and what to do."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Catchment")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(plain(what))
        box.setInformativeText(plain(advice))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _open(dialog: FormDialog) -> None:
    """Open a form; when it closes, the keyboard goes back to the window that it was asked for in, not to the one behind."""
    asked_in = QApplication.activeWindow()
    if asked_in is not None:
        dialog.finished.connect(lambda _: asked_in.activateWindow() if isValid(asked_in) else None)
    dialog.open()


def subject_about(about: object) -> Subject:
    """The subject of a new annotation: every version of a component or relation, until the form says otherwise."""
    return family_subject(str(about))

"""A party on one sheet, and the questions to send to it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from explorer.domain.component import ComponentId, Kind
from explorer.exports.report import Document
from explorer.graph.identity import slug
from explorer.pipeline.left_out_parties import left_out_words
from explorer.pipeline.sentences import counted
from explorer.pipeline.vendor_sheet import parties_in, questionnaire, sheet_document, vendor_sheet
from explorer.progress import Progress
from explorer.ui.session import Session
from explorer.ui.views.document_view import DocumentView
from explorer.ui.views.parts import choice, push, told

LANE, PARTY_LANE = "vendor-sheet", "vendor-parties"


@dataclass(frozen=True, eq=False)
class _Sheet:
    document: Document
    questions: Document


NOTHING_OWN = "they answer for nothing here directly"
"""Why a party has no sheet: it owns companies or builds for others."""


class VendorSheets(DocumentView):
    """Choose a party; read, save, or save only the questions."""

    name = "vendor-sheet"
    tab = "Vendor sheet"
    question = "What do we take from this company, on what trust, and what would we ask it?"
    help_text = (
        "Everything upstream that one party answers for: as its maker, its operator or its named supplier. Out of reach without "
        "it: components that no other way leads to. The questions are what one asks any such vendor, then what nobody "
        "states in the graph, the same of one kind asked once, the most revealing first. "
        "The questionnaire alone names none of your systems."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._sheet: _Sheet | None = None
        self._party = choice("Party", "Whose sheet to read")
        self._party.activated.connect(lambda _: self._ask())
        save = push("Save s&heet…", "Write the sheet as HTML or PDF")
        save.clicked.connect(self._save)
        questions = push("Save &questions…", "Write only the questions, to send to the party")
        questions.clicked.connect(self._save_questions)
        self._left_out = told("", "muted")
        for widget in (self._party, save, questions):
            self.choices.add(widget)
        self.body_column.insertWidget(1, self._left_out)
        session.selection_changed.connect(self._on_selected)

    def nothing(self) -> str:
        """Override DocumentView.nothing."""
        return "No company is known to stand behind anything upstream."

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers

        def found(progress: Progress) -> list[tuple[ComponentId, str, int, int]]:
            progress.step("Listing parties")
            return parties_in(snapshot, answers)

        self.session.jobs.start(PARTY_LANE, found, self._show_parties, self.session.tell_failure)

    def _show_parties(self, rows: list[tuple[ComponentId, str, int, int]]) -> None:
        wanted = self._chosen_party() or self._party.currentData()
        self._party.clear()
        for identity, name, count, systems in rows:
            self._party.addItem(f"{name}  ({counted(systems, 'system')}, {counted(count, 'component')})", identity)
        self._party.setCurrentIndex(max(self._party.findData(wanted), 0))
        listed = {identity for identity, *_ in rows}
        left = left_out_words(self.session.snapshot, self.session.answers, listed, NOTHING_OWN) if rows else ""
        self._left_out.setText(left)
        self._left_out.setVisible(bool(left))
        self._ask()

    def _chosen_party(self) -> ComponentId | None:
        """The party that is selected, or that supplies what is."""
        for identity in reversed(self.session.selection):
            component = self.session.snapshot.component(identity)
            if component is not None:
                return component.id if component.kind is Kind.PARTY else component.supplier
        return None

    def _on_selected(self, _: object) -> None:
        place = self._party.findData(self._chosen_party())
        if self.isVisible() and place >= 0 and place != self._party.currentIndex():
            self._party.setCurrentIndex(place)
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: what was selected elsewhere is whose sheet to read."""
        super().showEvent(event)
        self._on_selected(None)

    def _ask(self) -> None:
        party = self._party.currentData()
        if party is None:
            self._sheet = None
            self.show_document(None)
            return
        snapshot, answers = self.session.snapshot, self.session.answers

        def made(progress: Progress) -> _Sheet:
            progress.step("Writing the sheet")
            sheet = vendor_sheet(snapshot, answers, ComponentId(party))
            return _Sheet(sheet_document(snapshot, answers, sheet), questionnaire(snapshot, sheet))

        self.session.jobs.start(LANE, made, self._show, self.session.tell_failure)

    def _show(self, sheet: _Sheet) -> None:
        self._sheet = sheet
        self.show_document(sheet.document)

    def _save(self) -> None:
        if self._sheet is not None:
            self.save("Save the vendor sheet", f"sheet-{slug(self._party.currentText())}.html", self._sheet.document)

    def _save_questions(self) -> None:
        if self._sheet is not None:
            self.save("Save the questions", f"questions-{slug(self._party.currentText())}.html", self._sheet.questions)

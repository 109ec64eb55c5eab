"""If this goes bad today: the page for the first hour, for whatever is selected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from explorer.domain.component import ComponentId
from explorer.exports.report import Document
from explorer.graph.identity import slug
from explorer.pipeline.reach_table import most_relied_on
from explorer.pipeline.response import respond, response_document, systems_table
from explorer.pipeline.table import Table
from explorer.progress import Progress
from explorer.ui.dialogs.files import ask_save
from explorer.ui.session import Session
from explorer.ui.views.document_view import DocumentView
from explorer.ui.views.parts import push, told

LANE = "response"
EXAMPLE = "Nothing is selected, so this is an example: what most rest on. Select anything to see its page."


@dataclass(frozen=True, eq=False)
class _Page:
    document: Document
    systems: Table


class IncidentPage(DocumentView):
    """Follows the selection; the page can be saved, and its systems as CSV."""

    name = "response"
    tab = "If it goes bad"
    question = "If this goes bad today: who is hit, by which ways, and what to do first?"
    help_text = (
        "For the component that is selected: every system in scope that relies on it, with the shortest way, the most critical "
        "first; the attacks of the catalogue that could begin there, asked as if it had been inside already; controls that are "
        "recorded on the ways; and first actions by the kind of the thing. It says what the scans know; a system that was never scanned is "
        "not on it. "
        "Select any component and press “If it goes bad…” on its sheet, or open this view."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._page: _Page | None = None
        save = push("Save &page…", "Write the page as HTML or PDF")
        save.clicked.connect(self._save)
        table = push("Save &CSV…", "Write the systems that are hit as CSV")
        table.clicked.connect(self._save_csv)
        self._hint = told("", "muted")
        for widget in (save, table, self._hint):
            self.choices.add(widget)
        session.selection_changed.connect(self._on_selected)

    def nothing(self) -> str:
        """Override DocumentView.nothing."""
        return "Nothing upstream was found yet. Add a system, then select any component."

    def refresh(self) -> None:
        """Override View.refresh."""
        chosen = self.session.selection
        snapshot, answers = self.session.snapshot, self.session.answers
        self._hint.setText("" if chosen else EXAMPLE)

        def made(progress: Progress) -> _Page | None:
            progress.step("Looking who relies on it")
            component = ComponentId(chosen[-1]) if chosen else most_relied_on(snapshot, answers)
            if component is None:
                return None
            found = respond(snapshot, answers, component)
            return _Page(response_document(snapshot, answers, found), systems_table(snapshot, answers, found))

        self.session.jobs.start(LANE, made, self._show, self.session.tell_failure)

    def _on_selected(self, _: object) -> None:
        self._on_changed()

    def _show(self, page: _Page | None) -> None:
        self._page = page
        self.show_document(page.document if page is not None else None)

    def _save(self) -> None:
        if self._page is not None:
            self.save("Save the page", f"{slug(self._page.document.title)}.html", self._page.document)

    def _save_csv(self) -> None:
        if self._page is None:
            return
        table = self._page.systems

        def write(path: Path) -> None:
            from explorer.exports.csv_text import csv_text
            from explorer.exports.written_file import write_file

            write_file(path, csv_text(table.columns, table.rows))
            self.session.message.emit(f"Written: {path}")

        ask_save(self, "Save the systems hit", f"{slug(self._page.document.title)}.csv", "CSV (*.csv)", write)

"""Pages to read and to give away: one document in the window, written as HTML, PDF or text by buttons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.domain.component import ComponentId
from explorer.exports.report import Document
from explorer.pipeline.table import Table as AnswerTable
from explorer.progress import Progress
from explorer.ui.dialogs.files import ask_save
from explorer.ui.document_text import Look, fill
from explorer.ui.models.table import Table
from explorer.ui.page import Page
from explorer.ui.session import Session
from explorer.ui.text import covered
from explorer.ui.theme import mixed
from explorer.ui.views.answer_table import answer_columns
from explorer.ui.views.base import View
from explorer.ui.wrapping import Row

WINDOW_POINTS, TITLE_POINTS, SECTION_POINTS = 9, 20, 12
"""The sizes of tables, of the title and of those of sections on screen with usual text; on paper tables are smaller."""

USUAL_TEXT = 13
"""Pixels of text at which these hold."""

LEAST_CHART, MOST_CHART = 320, 720
"""Pixels between which a chart takes the width of the page; it is drawn for the greater."""

RESTING = 50
"""Milliseconds for which the width rests before tables are fitted into it."""

DOCUMENTS = "Page to read (*.html);;Page to print (*.pdf)"


class DocumentView(View):
    """A view whose answer is a page; subclasses make the document and add their choices to `choices`."""

    group = "Share"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._document: Document | None = None
        self._filled_for = 0
        """Pixels that the text of the page had when it was filled."""
        self._resized = QTimer(self, singleShot=True, interval=RESTING)
        self._resized.timeout.connect(self._fit_again)
        self.page = Page()
        self.page.setAccessibleName(self.question)
        self.page.anchorClicked.connect(self._follow)
        self.choices = Row()
        body = QWidget()
        self.body_column = column = QVBoxLayout(body)
        column.setContentsMargins(16, 4, 16, 16)
        column.setSpacing(8)
        column.addLayout(self.choices)
        column.addWidget(self.page, 1)
        self._rows = Table((), f"{self.tab}: the rows of its largest table")
        self.set_pages(body, self._rows)

    def headline(self) -> str:
        """Override View.headline."""
        return self._document.lead[0] if self._document is not None and self._document.lead else self.nothing()

    def nothing(self) -> str:
        """What to say before there is a document."""
        return "Being worked out."

    def picture(self) -> QWidget:
        """Override View.picture."""
        return self.page

    def show_document(self, document: Document | None) -> None:
        """Show another page, from its top."""
        self._document = document
        if document is None:
            self.page.setPlainText(self.nothing())
        else:
            document = covered(document)
            self._filled_for = self.page.text_width()
            fill(self.page.document(), document, self._look())
            self._show_rows(document)
        self.page.verticalScrollBar().setValue(0)
        self.tell_headline()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: the page grows with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._dress_again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: another width has room for other columns."""
        super().resizeEvent(event)
        self._resized.start()

    def _fit_again(self) -> None:
        if self._document is not None and self.page.text_width() != self._filled_for:
            self._dress_again()

    def _dress_again(self) -> None:
        bar = self.page.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self.show_document(self._document)
        bar.setValue(round(share * bar.maximum()))

    def _look(self) -> Look:
        """The colours of the theme, and type as large as the text of the window wants it."""
        theme, by = self.session.theme, self.page.fontInfo().pixelSize() / USUAL_TEXT
        paper = self.page.palette().base().color().name()
        return Look(
            round(WINDOW_POINTS * by), round(TITLE_POINTS * by), round(SECTION_POINTS * by), theme.text, theme.muted, theme.sunken,
            mixed(theme.line, paper, 0.55), paper, theme.accent,
            max(LEAST_CHART, min(MOST_CHART, self.page.text_width() - 24)), self.devicePixelRatioF(), 99,
            self.page.text_width(),
        )  # fmt: skip

    def _show_rows(self, document: Document) -> None:
        largest = max(document.sections, key=lambda each: len(each.columns) * len(each.rows))
        table = AnswerTable(largest.title, largest.headline, largest.columns, largest.rows)
        self._rows.set_columns(answer_columns(table))
        self._rows.show_whole_words(table.rows)

    def before_leaving(self) -> None:
        """What to do before a link leads to another view; by default nothing."""

    def _follow(self, address: QUrl) -> None:
        """Go to the view that a figure is taken from, or select what a row is about."""
        kind, _, rest = address.toString().partition(":")
        if kind == "view":
            self.before_leaving()
            self.session.view_requested.emit(rest)
        elif kind == "row" and self._document is not None:
            section, row = map(int, rest.split(":"))
            self.session.select([ComponentId(self._document.sections[section].about[row])])

    def save(self, title: str, name: str, document: Document) -> None:
        """Ask for a place and write a document there, in the background; without names while they are hidden."""

        def write(path: Path) -> None:
            def written(progress: Progress) -> None:
                from explorer.ui.files import write_document

                progress.step(f"Writing {path.name}")
                write_document(path, covered(document))

            done = f"Written: {path}"
            self.session.jobs.start(
                "export", written, lambda _: self.session.message.emit(done), self.session.tell_failure
            )

        ask_save(self, title, name, DOCUMENTS, write)

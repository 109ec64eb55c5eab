"""The one thing selected, a component or a relation, or a word on how to select one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from explorer.ui.focus_chain import put_after
from explorer.ui.panels.component_sheet import ALL_RELATIONS, MOST_RELATIONS, ComponentSheet
from explorer.ui.panels.relation_sheet import relation_sheet
from explorer.ui.panels.sheet import Sheet
from explorer.ui.session import Session

NOTHING = (
    "Nothing is selected. Click a component in a drawing or table, or press / to search; its facts, evidence and "
    "annotations appear here."
)


class InspectorPanel(QScrollArea):
    """Facts, judgement, relations and evidence of what is selected."""

    source_requested = Signal(object)
    """The `Evidence` to open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._most = MOST_RELATIONS
        self._shown: object = None
        self.setObjectName("reading")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Facts of what is selected")
        for signal in (
            session.selection_changed,
            session.relation_changed,
            session.answers_changed,
            session.annotations_changed,
            session.theme_changed,
        ):
            signal.connect(lambda *_: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected now; the same thing stays where it was scrolled to, and the keyboard stays here."""
        subject = self._subject()
        if subject != self._shown:
            self._shown, self._most = subject, MOST_RELATIONS
            top = 0
        else:
            top = self.verticalScrollBar().value()
        focused = QApplication.focusWidget()
        has_keyboard = focused is not None and self.isAncestorOf(focused)
        if (old := self.takeWidget()) is not None:
            old.hide()
            old.deleteLater()  # Not at once: this may run because one of its links was pressed.
        sheet = self._sheet()
        self.setWidget(sheet)
        put_after(self, sheet)
        self.verticalScrollBar().setValue(top)
        if has_keyboard:
            self.setFocus()

    def _subject(self) -> object:
        relation = self._session.relation
        return relation.key if relation is not None else self._session.selection[-1:]

    def _sheet(self) -> Sheet:
        session = self._session
        if session.relation is not None:
            return relation_sheet(session, session.relation, self.source_requested.emit)
        node = session.snapshot.graph.find(session.selection[-1]) if session.selection else None
        if node is not None:
            sheet = ComponentSheet(session, node, self.source_requested.emit, self._most, session.selection[:-1])
            sheet.on_more(self._show_more)
            return sheet
        empty = Sheet()
        empty.muted(NOTHING)
        empty.end()
        return empty

    def _show_more(self) -> None:
        self._most = ALL_RELATIONS
        self.refresh()

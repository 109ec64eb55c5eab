"""The systems of the portfolio: choosing one looks at it alone, choosing the portfolio at all of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QToolButton, QVBoxLayout, QWidget

from explorer.domain.component import ComponentId
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.wrapping import Flow


@dataclass(frozen=True, slots=True)
class Line:
    """One system, or the whole portfolio where there is no identity."""

    identity: ComponentId | None
    name: str
    upstream: int | None
    """Components upstream of the system, or of all; None until that is counted."""
    taken: str
    targets: tuple[str, ...]


class PortfolioPanel(QWidget):
    """A table of systems with their size and the day of their scan."""

    add_requested = Signal()
    rescan_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = Table(_COLUMNS, "Systems of the portfolio")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        foot = QWidget()
        buttons = Flow(foot, 4)
        buttons.setContentsMargins(0, 0, 0, 0)
        self._add = self._button("Add…", "Add a folder or BOM as a system")
        self._rescan = self._button("Rescan…", "Scan the chosen system again")
        self._remove = self._button("Remove…", "Remove the chosen system; what was written about it stays")
        self._add.clicked.connect(self.add_requested)
        self._rescan.clicked.connect(lambda: self.rescan_requested.emit(self.chosen()))
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self.chosen()))
        for button in (self._add, self._rescan, self._remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.table, 1)
        layout.addWidget(foot)
        self._upstream: dict[ComponentId | None, int] = {}
        """What the answers said of each system, and of all by None, since the portfolio was last read."""
        for signal in (session.workspace_changed, session.snapshot_changed):
            signal.connect(lambda *_: self._forget())
        session.answers_changed.connect(self._count)
        session.scope_changed.connect(lambda *_: self._mark_scope())
        self.refresh()
        self._count(session.answers)

    def refresh(self) -> None:
        """Show the workspace's systems."""
        entries = self._session.systems
        known = self._upstream.get
        lines = [Line(each.id, each.name, known(each.id), each.taken, tuple(each.targets)) for each in entries]
        if len(lines) > 1:
            lines.insert(0, Line(None, f"All {counted(len(lines), 'system')}", known(None), "", ()))
        self.table.set_rows(lines)
        self._mark_scope()

    def _forget(self) -> None:
        self._upstream = {}
        self.refresh()
        self._count(self._session.answers)

    def _count(self, answers: Answers) -> None:
        """Take the counts from the answers: those that every other view shows."""
        ids = self._session.snapshot.graph.ids
        counts: dict[ComponentId | None, int] = {
            ComponentId(ids[each.root]): each.components.total for each in answers.visibility.by_system
        }
        if answers.scope is None and answers.roots:
            counts[None] = answers.visibility.shares.total
        if not counts.items() <= self._upstream.items():
            self._upstream |= counts
            self.refresh()

    def chosen(self) -> ComponentId | None:
        """The system chosen; None for the whole portfolio."""
        rows = self.table.chosen()
        return rows[0].identity if rows else None

    def _mark_scope(self) -> None:
        scope = self._session.scope
        only = len(self.table.rows_model.rows) == 1
        self.table.choose(lambda row: only or row.identity == scope)
        self._enable()

    def _on_chosen(self) -> None:
        rows = self.table.chosen()
        if rows:
            self._session.set_scope(rows[0].identity)
        self._enable()

    def _enable(self) -> None:
        self._add.setEnabled(self._session.workspace is not None)
        for button in (self._rescan, self._remove):
            button.setEnabled(self.chosen() is not None)

    def _button(self, text: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button


_COLUMNS = (
    Column("System", lambda row: row.name, width=-1, tooltip=lambda row: _said_of(row)),
    Column(
        "Upstream",
        lambda row: "…" if row.upstream is None else f"{row.upstream:,}",
        lambda row: row.upstream,
        numeric=True,
        width=72,
        needs=200,
        explanation="Components upstream, as the systems stand together: what one scan knows of a shared component "
        "counts for all; “…” is not yet counted",
    ),
    Column(
        "Scanned",
        lambda row: row.taken[:10],
        lambda row: row.taken or None,
        width=88,
        tooltip=lambda row: row.taken,
        needs=290,  # Where it has no room, the day stands in the tooltip of the name.
    ),
)


def _said_of(row: Line) -> str:
    scanned = (f"scanned {row.taken[:10]}",) if row.taken else ()
    return "\n".join((row.name, *scanned, *row.targets))

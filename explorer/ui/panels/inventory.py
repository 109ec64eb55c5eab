"""Everything there is: a searchable table of components, with facets that are the legend."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from explorer.pipeline.sentences import counted, relies_on_nothing
from explorer.progress import Progress
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.icons import glyph_icon
from explorer.ui.models.search import Row, matcher, party_of, rank_of, with_party
from explorer.ui.models.table import NOTHING, Column, Table
from explorer.ui.panels.facets import FacetRoom, Facets
from explorer.ui.panels.inventory_rows import Hits, WholeGraph, counts_of, counts_of_all, upstream_rows
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain

SEARCH_DELAY = 150
"""Milliseconds after the last key before a search runs."""

HITS_LANE = "inventory"

SIMILAR_LANE, MOST_SIMILAR = "similar", 5
"""Names offered where nothing holds what was typed."""

ALL_PARTIES = "All parties"
SEARCH_HELP = (
    "Type a part of a name or identity. Terms: kind:model, class:C5, party:acme, knowledge:unknown, name:…, id:…; "
    "several terms must all hold; quotes keep words together."
)


class InventoryPanel(QWidget):
    """Search, facets, table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._whole: WholeGraph | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: llama, kind:model, party:acme")
        self.search.setToolTip(SEARCH_HELP)
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search components")
        self.search.setAccessibleDescription(SEARCH_HELP)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY)
        self._delay.timeout.connect(self._on_search)
        self.search.textChanged.connect(lambda: self._delay.start())
        self.search.returnPressed.connect(self._on_return)
        self.facets = Facets(session)
        self._facet_room = FacetRoom(self.facets)
        self.parties = QComboBox()
        self.parties.setAccessibleName("Show only what one party supplies")
        self.parties.activated.connect(lambda _: self._on_party())
        self._count = QLabel()
        self._count.setWordWrap(True)
        self._count.setObjectName("muted")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self.table = Table(self._columns(), "Components")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        for widget in (self.search, self._facet_room, self.parties, self._count):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        session.answers_changed.connect(lambda *_: self.refresh())
        session.filter_changed.connect(lambda *_: self._on_filter())
        session.selection_changed.connect(lambda *_: self._follow_selection())
        self.refresh()

    def refresh(self) -> None:
        """Show what is upstream of the scope; of what no system relies on, the first hits of a search."""
        snapshot, answers = self._session.snapshot, self._session.answers
        self._whole = None
        if not self._session.answering.is_complete:
            self._wait(self._session.answering.words)
            return
        if relies_on_nothing(snapshot, answers):
            self._whole = WholeGraph(snapshot)
            self.facets.show_counts(*counts_of_all(snapshot.graph))
            rows: list[Row] = []
        else:
            rows = upstream_rows(snapshot, answers.depth)
            self.facets.show_counts(*counts_of(rows))
        self.table.set_rows(rows)
        self._facet_room.setVisible(bool(rows) or self._whole is not None)
        self.parties.setVisible(bool(rows))
        self._offer_parties(Counter(row.party for row in rows if row.party))
        self._apply()

    def _wait(self, words: str) -> None:
        """Show nothing but why, while it is not known what is upstream."""
        self.table.set_rows([])
        self.table.say_when_empty("")
        self._facet_room.hide()
        self.parties.hide()
        self._count.setText(words)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "Name", lambda row: f"{row.component.name} {row.component.version[:16]}".rstrip(), width=-1,
                tooltip=lambda row: row.component.id,
                icon=lambda row: glyph_icon(row.component.component_class, row.component.knowledge, self._session.theme),
            ),
            Column("Depth", lambda row: str(row.least) if row.least >= 0 else "–",
                   lambda row: row.least if row.least >= 0 else None, numeric=True, width=56, tooltip=_depth_words,
                   explanation="Least depth: relations on the shortest way from a system"),
            Column("Kind", lambda row: row.component.kind.value, width=88, needs=380),
            Column("Known", lambda row: row.component.knowledge.value, lambda row: row.component.knowledge.rank,
                   width=80, needs=460, explanation="How well it is known: verified, declared, inferred or unknown"),
            Column("Party", lambda row: row.party or "not known", lambda row: row.party.casefold() or None, width=110, needs=560,
                   explanation="Who supplies it"),
            Column("Version", lambda row: row.component.version or "not stated",
                   lambda row: row.component.version or None, width=96, needs=660),
        )  # fmt: skip

    def _offer_parties(self, counts: Counter[str]) -> None:
        self.parties.clear()
        self.parties.addItem(ALL_PARTIES, "")
        for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
            self.parties.addItem(f"{elide_middle(plain(name), 28)} {count:,}", name)
        self._show_party()

    def _on_search(self) -> None:
        self._delay.stop()
        wanted = self._session.filter
        self._session.set_filter(ComponentFilter(wanted.classes, wanted.knowledge, self.search.text()))

    def _on_return(self) -> None:
        """Go into the table, to the first hit."""
        self._on_search()
        if self.table.rows_model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)

    def _on_party(self) -> None:
        self.search.setText(with_party(self.search.text(), str(self.parties.currentData())))
        self._on_search()

    def _on_filter(self) -> None:
        if self.search.text() != self._session.filter.text:
            self.search.setText(self._session.filter.text)
            self._delay.stop()
        self._show_party()
        self._apply()

    def _show_party(self) -> None:
        self.parties.setCurrentIndex(max(0, self.parties.findData(party_of(self._session.filter.text))))

    def _apply(self) -> None:
        wanted = self._session.filter
        if self._whole is not None:
            self._ask_hits(self._whole, wanted)
            return
        if not self._session.answering.is_complete:
            return
        self.table.say_when_empty(NOTHING)
        test = matcher(wanted.text)
        self.table.rows_model.set_test(
            None
            if wanted.is_empty
            else lambda row: (
                (not wanted.classes or row.component.component_class in wanted.classes)
                and (not wanted.knowledge or row.component.knowledge in wanted.knowledge)
                and test(row)
            ),
            rank_of(wanted.text),
        )
        shown, total = self.table.rows_model.rowCount(), len(self.table.rows_model.all_rows)
        if total == 0:
            self._count.setText("Nothing scanned yet.")
        else:
            self._count.setText(f"{shown:,} of {total:,} components" if shown != total else f"{total:,} components")
        if total and not shown and wanted.text.strip():
            self._ask_similar(wanted.text)
        self._follow_selection()

    def _ask_hits(self, whole: WholeGraph, wanted: ComponentFilter) -> None:
        def looked(progress: Progress) -> Hits:
            progress.step("Searching")
            return whole.hits(wanted)

        def show(found: Hits) -> None:
            if self._whole is whole:
                self._show_hits(found, wanted.text)

        self.table.say_when_empty("Searching…")
        self._session.jobs.start(HITS_LANE, looked, show, self._session.tell_failure)

    def _show_hits(self, found: Hits, text: str) -> None:
        self.table.say_when_empty(NOTHING)
        self.table.set_rows(found.rows)
        listed = f", {len(found.rows):,} are listed" if found.total > len(found.rows) else ""
        self._count.setText(f"{counted(found.total, 'component')} that no system relies on{listed}")
        if not found.total and text.strip():
            self._ask_similar(text)
        self._follow_selection()

    def _ask_similar(self, text: str) -> None:
        """Where nothing holds what was typed, say what resembles it."""
        whole = self._whole or WholeGraph(self._session.snapshot)

        def looked(progress: Progress) -> list[str]:
            progress.step("Looking for similar names")
            return whole.similar(text, MOST_SIMILAR)

        self._session.jobs.start(
            SIMILAR_LANE, looked, lambda names: self._tell_similar(text, names), self._session.tell_failure
        )

    def _tell_similar(self, text: str, names: list[str]) -> None:
        if text == self._session.filter.text and names:
            self._count.setText(plain(f"Nothing holds “{text}”. Similar: {', '.join(dict.fromkeys(names))}."))

    def _on_selected(self) -> None:
        rows = self.table.chosen()
        if rows:
            self._session.select(row.component.id for row in rows)

    def _follow_selection(self) -> None:
        """Show a selection made elsewhere."""
        wanted = set(self._session.selection)
        if {row.component.id for row in self.table.chosen()} != wanted:
            self.table.choose((lambda row: row.component.id in wanted) if wanted else None)


def _depth_words(row: Row) -> str:
    return f"least depth {row.least}, greatest depth {row.greatest}" if row.least >= 0 else "no system relies on it"

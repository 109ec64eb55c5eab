"""What do systems secretly share? Every pair with its shared part, and the common ancestors of the chosen pair."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QCheckBox, QSplitter, QWidget

from explorer.analysis.ancestors import Ancestor, Ancestors, Pair, ancestors
from explorer.domain.component import CLASS_TITLES
from explorer.pipeline import sentences
from explorer.pipeline.ancestors_table import (
    NOTE,
    ancestors_sentence,
    diversity_text,
    first_pair,
    open_words,
    pair_sentence,
    share_text,
    telling,
)
from explorer.ui.icons import glyph_icon
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.bars import Bar, Bars
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, push, row_of, scrolled, told

LANE = "ancestors"
MOST_PAIRS = 60
"""Pairs drawn, those that share most; a line says how many more the portfolio has."""


class AncestorsView(View):
    """Pairs as bars above, what the chosen pair shares below, everything shared as a table."""

    name = "ancestors"
    tab = "Ancestors"
    group = "Weigh"
    question = "What do my systems secretly share?"
    help_text = (
        "Each bar is a pair of systems: how much of what is upstream of either is upstream of both. The hatched end is what "
        "unknown components could add. “Looks independent” pairs name no component in common; what they share lies deeper. "
        f"Choose a pair to see it, models and data first, the rarest first. {NOTE}"
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._found: Ancestors | None = None
        self._pair: Pair | None = None
        self._diversity, self._more, self._sentence = told(), told("", "muted"), told("", "section")
        self._bars = Bars(session, "Pairs of systems by what they share")
        self._bars.chosen.connect(self._on_pair)
        self._hidden = QCheckBox("Hidden ones only")
        self._hidden.setToolTip("Only what no system relies on directly")
        self._hidden.toggled.connect(lambda _: self._show_pair())
        self._open, self._choose_open = (
            told("", "muted"),
            push("Select", "Select what is shared and not hidden, in the list below"),
        )
        self._choose_open.clicked.connect(self._on_open)
        self._shared = Table(self._columns(), "What the chosen pair shares")
        self._shared.selectionModel().selectionChanged.connect(lambda *_: self._on_selected(self._shared))
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(
            column_of(
                column_of(self._diversity, margins=(16, 8, 16, 0)),
                scrolled(self._bars, self._more),
                margins=(0, 0, 0, 0),
            )
        )
        lower = column_of(
            self._sentence, row_of(self._hidden, self._open, self._choose_open), self._shared, margins=(16, 4, 16, 12)
        )
        body.addWidget(lower)
        body.setSizes([280, 340])
        body.setChildrenCollapsible(False)
        self._table = Table(self._columns(), "Everything that the chosen pair shares")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected(self._table))
        self.set_pages(body, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        if self._found is None:
            return "What the systems share is being measured."
        if self._pair is None:
            return ancestors_sentence(self.session.snapshot, self._found)
        return pair_sentence(self.session.snapshot, self._found, self._pair)

    def refresh(self) -> None:
        """Override View.refresh: the portfolio is compared, whichever system is looked at."""
        graph = self.session.snapshot.graph
        roots = [int(node) for node in graph.systems]
        self._diversity.setText("Comparing the systems…")
        self.session.jobs.start(
            LANE, lambda progress: ancestors(graph, roots, progress), self._take, self.session.tell_failure
        )

    def _take(self, found: Ancestors) -> None:
        self._found = found
        self._diversity.setText(diversity_text(found))
        self._bars.set_rows([self._bar(pair) for pair in found.pairs[:MOST_PAIRS]])
        more = len(found.pairs) - MOST_PAIRS
        text = f"And {more:,} more pairs that share less." if more > 0 else ""
        self._more.setText(text if found.pairs else "Two systems or more can be compared; scan another.")
        self._pair = first_pair(self.session.snapshot, found, found.pairs[:MOST_PAIRS])
        chosen = -1 if self._pair is None else found.pairs.index(self._pair)
        self._bars.select(chosen)
        self._show_pair()

    def _bar(self, pair: Pair) -> Bar:
        snapshot, theme = self.session.snapshot, self.session.theme
        share = pair.share or 0.0
        could = max(0.0, (pair.share_greatest or 0.0) - share)
        parts = (
            (share, QBrush(QColor(theme.accent))),
            (could, QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern)),
        )
        names = " and ".join(sentences.name_of(snapshot, each) for each in (pair.first, pair.second))
        looks = "looks independent" if pair.looks_independent else f"{pair.directly:,} in common directly"
        words = f"{pair.shared:,} of {pair.together:,} ({share_text(pair)}) · {looks}"
        return Bar(names, parts, words)

    def _on_pair(self, place: int) -> None:
        if self._found is not None:
            self._pair = self._found.pairs[place]
            self._show_pair()
            graph = self.session.snapshot.graph
            self.session.select([graph.id_of(self._pair.first), graph.id_of(self._pair.second)])

    def _show_pair(self) -> None:
        self.tell_headline()
        if self._found is None or self._pair is None:
            self._sentence.setText("")
            self._shared.set_rows([])
            self._table.set_rows([])
            return
        shared = telling(self.session.snapshot, self._found, self._pair)
        hidden = [each for each in shared if each.is_hidden]
        names = (sentences.name_of(self.session.snapshot, each) for each in (self._pair.first, self._pair.second))
        beyond = self._pair.shared - len(shared)
        unknown = f", and {beyond:,} unknown" if beyond else ""
        self._sentence.setText(f"Shared by {' and '.join(names)}: {len(shared):,} known{unknown}")
        self._table.set_rows(shared)
        self._hidden.setText(f"Hidden ones only ({len(hidden):,} of {len(shared):,})")
        self._tell_open([each for each in shared if not each.is_hidden])
        self._shared.set_rows(hidden if self._hidden.isChecked() else shared)

    def _tell_open(self, found: Sequence[Ancestor]) -> None:
        """Say what is not hidden, and who uses it directly."""
        self._open.setText(open_words(self.session.snapshot, found))
        for part in (self._open, self._choose_open):
            part.setVisible(bool(found))

    def _on_open(self) -> None:
        self._hidden.setChecked(False)
        self._shared.choose(lambda row: not row.is_hidden)

    def _on_selected(self, table: Table) -> None:
        if chosen := table.chosen():
            self.session.select([self.session.snapshot.graph.id_of(each.node) for each in chosen])

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Shared", lambda row: sentences.name_of(self.session.snapshot, row.node), width=-1, icon=self._icon),
            Column("Class", lambda row: CLASS_TITLES[self.session.snapshot.components[row.node].component_class], width=110, needs=420),
            Column("Hidden", lambda row: "hidden" if row.is_hidden else "", width=64,
                   explanation="No system relies on it directly"),
            Column("Systems", self._systems, lambda row: len(row.systems), numeric=True, width=70),
            Column("Least depth", lambda row: str(min(row.depths)), lambda row: min(row.depths), numeric=True, width=84,
                   explanation="Least depth: relations on the shortest way from the nearest system"),
            Column("Rely on it", lambda row: f"{row.relying:,}", lambda row: row.relying, numeric=True, width=74,
                   explanation="Components that rely on it at any distance, systems included, itself not; as in Reach"),
        )  # fmt: skip

    def _icon(self, row: Ancestor) -> object:
        component = self.session.snapshot.components[row.node]
        return glyph_icon(component.component_class, component.knowledge, self.session.theme)

    def _systems(self, row: Ancestor) -> str:
        return f"{len(row.systems)} of {len(self._found.systems)}" if self._found is not None else ""

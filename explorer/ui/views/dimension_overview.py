"""Every dimension of concentration in one line: who holds most, how much, how concentrated it is, and what is not known."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.analysis.concentration import Concentration, Dimension, Weight, concentration
from explorer.pipeline.own_words import without_words
from explorer.pipeline.sentences import NOT_ASSESSED, own_marked, percent
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.parts import told

LANE = "dimension-overview"
HINT = "Weighted by systems. A click opens the dimension. Not assessed: nothing of it is known."


class DimensionOverview(QWidget):
    """A table with a row per dimension."""

    dimension_chosen = Signal(str)
    """The word of the dimension whose row was clicked or entered."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._own: frozenset[str] = frozenset()
        self.table = Table(self._columns(), "Every dimension of concentration")
        for signal in (self.table.clicked, self.table.activated):
            signal.connect(lambda index: self.dimension_chosen.emit(self.table.row_at(index).key))
        self._hint = told(HINT, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)

    def show_dimensions(self, own: frozenset[str], without: frozenset[int]) -> None:
        """Measure every dimension for what is looked at now, in the background.

        `own` are one's own parties, marked by a word; `without` those that are left out, which the hint says.
        """
        self._own = own
        snapshot, roots = self._session.snapshot, self._session.answers.roots

        def measured(progress: Progress) -> list[Concentration]:
            progress.step("Measuring every dimension")
            return [concentration(snapshot, roots, each, Weight.SYSTEMS, without=without) for each in Dimension]

        def show(found: list[Concentration]) -> None:
            left_out = without_words(snapshot, without, found)
            self._hint.setText(f"{HINT} {left_out}".strip())
            self.table.show_whole_words(found)

        self._session.jobs.start(LANE, measured, show, self._session.tell_failure)

    def _largest(self, row: Concentration) -> str:
        """The largest holder, with a word where it is one's own."""
        if not row.holders:
            return "not known" if row.unknown else "none found"
        return own_marked(row.holders[0].name, row.holders[0].id in self._own)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Dimension", lambda row: row.title, width=-1),
            Column("Largest holder", self._largest, width=-1),
            Column("Its share", lambda row: _between(row.top1), lambda row: row.top1[1] if row.top1 else None, numeric=True, width=104,
                   explanation="Of the whole, from the least to the greatest that unknown holders allow"),
            Column("HHI", _index, lambda row: row.hhi, numeric=True, width=140,
                   explanation="Of the known part; in brackets what it could be with the unknown"),
            Column("Effective number", lambda row: f"{row.effective_number:.1f}" if row.effective_number else NOT_ASSESSED,
                   lambda row: row.effective_number, numeric=True, width=110,
                   explanation="1 / HHI: as concentrated as so many equal holders"),
            Column("Unknown", lambda row: f"{len(row.unknown):,}", lambda row: len(row.unknown), numeric=True, width=72,
                   explanation="Components whose holder is not known"),
        )  # fmt: skip


def _between(ends: tuple[float, float] | None) -> str:
    return (
        NOT_ASSESSED
        if ends is None
        else f"{percent(ends[0])} to {percent(ends[1])}"
        if ends[0] != ends[1]
        else percent(ends[0])
    )


def _index(row: Concentration) -> str:
    """HHI of the known part, and what the unknown could make of it."""
    if row.hhi is None:
        return NOT_ASSESSED
    least, greatest = row.hhi_least or 0.0, row.hhi_greatest or 0.0
    return f"{row.hhi:.2f}" if least == greatest else f"{row.hhi:.2f} [{least:.2f} to {greatest:.2f}]"

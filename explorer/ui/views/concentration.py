"""On whom does it rest? Shares per dimension, with the index and its interval."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from explorer.analysis.concentration import DIMENSION_TITLES, Concentration, Holder
from explorer.pipeline import sentences
from explorer.pipeline.sentences import NOT_ASSESSED, counted, percent
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.charts import Chart

MOST_BARS = 12
"""Holders drawn; the note below says how many more there are, and the table holds all."""


@dataclass(frozen=True, slots=True)
class _Line:
    concentration: Concentration
    holder: Holder


class ConcentrationView(View):
    """One dimension as bars, all as a table."""

    name = "concentration"
    tab = "Concentration"
    group = "Weigh"
    question = "Which one company, cloud, maker, framework or hub stands behind most of it?"
    help_text = (
        "A bar's length is the number of systems that would be touched if this one holder failed. Shares count every system "
        "as 1, spread evenly over its components of this dimension. HHI (Herfindahl-Hirschman index) is the sum of squared "
        "shares: 1 is a single holder, 1/n is n equal ones; times 10,000 it is the figure of competition law, whose bands "
        "(1,000 and 1,800 in the US merger guidelines of 2023) were made for markets, not for supply chains. The effective "
        "number is 1 / HHI. Where holders are unknown, the interval says what the index could be: at least, if each unknown "
        "were someone new; at most, if all were the largest holder."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._dimension = QComboBox()
        self._dimension.setAccessibleName("Dimension of concentration")
        self._dimension.currentIndexChanged.connect(lambda _: self._show_dimension())
        self._figures = QLabel()
        self._figures.setTextFormat(Qt.TextFormat.PlainText)
        self._figures.setWordWrap(True)
        self._note = QLabel(objectName="muted")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._chart = Chart("Holders by number of systems that rely on them")
        top = QHBoxLayout()
        top.addWidget(QLabel("Dimension"))
        top.addWidget(self._dimension)
        top.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._figures)
        column.addWidget(self._chart)
        column.addWidget(self._note)
        column.addStretch(1)
        body = QScrollArea()
        body.setWidgetResizable(True)
        body.setFrameShape(QFrame.Shape.NoFrame)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setWidget(inner)
        self._table = Table(_COLUMNS, "Holders per dimension")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.set_pages(body, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        top = sentences.most_concentrated(self.session.answers)
        return sentences.concentration_sentence(top) if top else "Nothing is known of any vendor, cloud, maker or hub."

    def refresh(self) -> None:
        """Override View.refresh."""
        all_dimensions = self.session.answers.concentrations
        chosen = self._dimension.currentIndex()
        first = sentences.most_concentrated(self.session.answers)
        self._dimension.blockSignals(True)
        self._dimension.clear()
        for each in all_dimensions:
            self._dimension.addItem(f"{each.key}  {each.title}")
        start = all_dimensions.index(first) if first in all_dimensions else 0
        self._dimension.setCurrentIndex(chosen if chosen >= 0 else start)
        self._dimension.blockSignals(False)
        self._table.set_rows([_Line(each, holder) for each in all_dimensions for holder in each.holders])
        self._show_dimension()

    def _show_dimension(self) -> None:
        place = self._dimension.currentIndex()
        if not 0 <= place < len(self.session.answers.concentrations):
            return
        each = self.session.answers.concentrations[place]
        self._figures.setText(f"{sentences.concentration_sentence(each)}\n{_figures(each)}")
        ranked = sorted(each.holders, key=lambda holder: (-len(holder.systems), -holder.share, holder.name))
        bars = [
            (
                holder.name,
                float(len(holder.systems)),
                f"{len(holder.systems)} of {each.systems}, share {percent(holder.share)}",
            )
            for holder in ranked[:MOST_BARS]
        ]
        self._chart.setVisible(bool(bars))
        if bars:
            self._chart.rows(self.session.theme, bars, max(each.systems, 1), "systems that rely on it")
        self._note.setText(_note(each))

    def _on_selected(self) -> None:
        rows = self._table.chosen()
        if rows:
            graph = self.session.snapshot.graph
            line = rows[-1]
            known = graph.find(line.holder.id) is not None
            self.session.select([line.holder.id] if known else [graph.id_of(node) for node in line.holder.components])


def _figures(each: Concentration) -> str:
    if each.hhi is None:
        return "HHI: not assessed, no holder is known."
    interval = ""
    if each.unknown and each.hhi_least is not None and each.hhi_greatest is not None:
        interval = f", at least {each.hhi_least:.2f} and at most {each.hhi_greatest:.2f} with the unknown"
    effective = each.effective_number or 0
    return f"HHI {each.hhi:.2f} ({each.hhi * 10_000:,.0f}){interval} · effective number {effective:.1f}"


def _note(each: Concentration) -> str:
    if not each.holders:
        return "No component of this dimension was found. Scan code, infrastructure or a BOM that names one."
    more = len(each.holders) - MOST_BARS
    return f"And {counted(more, 'more holder')}, in the table." if more > 0 else ""


_COLUMNS = (
    Column("Dimension", lambda row: DIMENSION_TITLES[row.concentration.dimension], width=130),
    Column("Holder", lambda row: row.holder.name, width=-1),
    Column("Systems", lambda row: f"{len(row.holder.systems)} of {row.concentration.systems}",
           lambda row: len(row.holder.systems), numeric=True, width=80),
    Column("Share", lambda row: percent(row.holder.share), lambda row: row.holder.share, numeric=True, width=72),
    Column("By components", lambda row: f"{len(row.holder.components):,}", lambda row: len(row.holder.components), numeric=True, width=110),
    Column("HHI", lambda row: f"{row.concentration.hhi:.2f}" if row.concentration.hhi is not None else NOT_ASSESSED,
           lambda row: row.concentration.hhi, numeric=True, width=64),
    Column("Unknown", lambda row: f"{len(row.concentration.unknown):,}",
           lambda row: len(row.concentration.unknown), numeric=True, width=80),
)  # fmt: skip

"""On whom does it rest? Shares over any dimension, with the index and its interval, and what stands behind each holder."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QCheckBox, QSplitter, QTabWidget, QWidget

from explorer.analysis.concentration import Concentration, Holder, Weight, concentration
from explorer.analysis.dimensions import ATTRIBUTE, MAIN_DIMENSIONS, Axis, Dimension, attribute_names, title_of
from explorer.analysis.indices import BAND_SOURCE
from explorer.analysis.own_parties import own_parties
from explorer.analysis.path_counts import log_paths_from
from explorer.analysis.reliance import reliance
from explorer.domain.component import Component
from explorer.pipeline import sentences
from explorer.pipeline.concentration_table import figures_text
from explorer.pipeline.frontier_table import paths_text
from explorer.pipeline.own_words import NOBODY_OWN, own_names, without_lead, without_words
from explorer.pipeline.sentences import NOT_ASSESSED, counted, percent
from explorer.ui.icons import glyph_icon
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.bars import Bar, Bars
from explorer.ui.views.base import View
from explorer.ui.views.dimension_overview import DimensionOverview
from explorer.ui.views.parts import choice, column_of, row_of, scrolled, told

LANE = "concentration"
MOST_BARS = 40
"""Holders drawn; the note below says how many more there are, and the table holds all."""
OTHERS = "What your own party made is not counted; the figures are of what rests on others"
_WEIGHTS = (
    (Weight.SYSTEMS, "systems"),
    (Weight.COMPONENTS, "components"),
    (Weight.PATHS, "paths"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    concentration: Concentration
    holder: Holder
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Part:
    component: Component
    systems: int
    log_paths: float


class ConcentrationView(View):
    """One dimension as bars, what stands behind the chosen holder below, all as a table."""

    name = "concentration"
    tab = "Concentration"
    group = "Weigh"
    question = "Which one company, cloud, maker, framework or hub stands behind most of it?"
    help_text = (
        "A bar's length is the number of systems that rely on this one holder; which of them stop with it, and how soon, is asked "
        "in Outage. The tab All dimensions has one line for each. Choose a bar to see by "
        "which components, with their evidence. Shares count every system as 1, spread evenly over its components of this "
        "dimension, or by the paths to them, or every component as 1. Without our own: what the party made that a note tagged "
        "“own party” calls yours is left out. HHI (Herfindahl-Hirschman index) is the sum of squared "
        "shares: 1 is a single holder, 1/n is n equal ones. The effective number is 1 / HHI; Gini says how unequal the known "
        "holders are, not how many. These are of the known part, as if the unknown were not there. Where holders are unknown, "
        "the interval says what the index could be: at least, if each unknown were someone new; at most, if all were the "
        "largest holder. A base-model family is what a model was made from, to the end; a model that states no base counts as "
        f"one. Jurisdiction is the seat of the maker. {BAND_SOURCE}"
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shown: Concentration | None = None
        self._dimension = choice("Dimension of concentration")
        self._dimension.currentIndexChanged.connect(lambda _: self._measure())
        self._weight = choice("What one unit of reliance is")
        for _, title in _WEIGHTS:
            self._weight.addItem(title)
        self._weight.currentIndexChanged.connect(lambda _: self._measure())
        self._others = QCheckBox("Without our own")
        self._others.setAccessibleName("Leave out what our own party made")
        self._others.toggled.connect(lambda _: self._on_others())
        self._figures, self._note = told(), told("", "muted")
        self._bars = Bars(session, "Holders by number of systems that rely on them")
        self._bars.chosen.connect(self._on_bar)
        self._behind = told("", "section")
        self._parts = Table(self._part_columns(), "Components behind the chosen holder")
        self._parts.selectionModel().selectionChanged.connect(lambda *_: self._on_part())
        top = column_of(
            row_of("Dimension", self._dimension, "Weighted by", self._weight, self._others),
            self._figures,
            margins=(16, 8, 16, 4),
        )
        body = QSplitter(Qt.Orientation.Vertical)
        upper = column_of(top, scrolled(self._bars, self._note), margins=(0, 0, 0, 0))
        body.addWidget(upper)
        body.addWidget(column_of(self._behind, self._parts, margins=(16, 4, 16, 12)))
        body.setSizes([400, 220])
        body.setChildrenCollapsible(False)
        self._table = Table(_COLUMNS, "Holders per dimension")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._overview = DimensionOverview(session)
        self._overview.dimension_chosen.connect(self._open)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setCornerWidget(column_of(self._others, margins=(0, 0, 16, 4)))
        for part in (self._tabs, self._tabs.tabBar()):
            part.setAccessibleName("One dimension, or all of them")
        self._tabs.addTab(body, "One dimension")
        self._tabs.addTab(self._overview, "All dimensions")
        self.set_pages(self._tabs, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        top = self._shown or sentences.most_concentrated(self.session.answers)
        if top is None:
            return "Nothing is known of any vendor, cloud, maker or hub."
        lead = without_lead(self.session.snapshot, self._without())
        return lead + sentences.concentration_sentence(top, self._own_names())

    def refresh(self) -> None:
        """Override View.refresh."""
        self._offer_others()
        self._fill_dimensions()
        self._measure()
        self._overview.show_dimensions(self._own_names(), self._without())

    def _offer_others(self) -> None:
        """One's own can be left out only where somebody said who that is."""
        own = bool(self._own_names())
        self._others.setEnabled(own)
        self._others.setToolTip(OTHERS if own else NOBODY_OWN)
        if not own:
            self._others.blockSignals(True)
            self._others.setChecked(False)
            self._others.blockSignals(False)

    def _on_others(self) -> None:
        self._measure()
        self._overview.show_dimensions(self._own_names(), self._without())

    def _own_names(self) -> frozenset[str]:
        return own_names(self.session.snapshot, self.session.answers)

    def _without(self) -> frozenset[int]:
        """The parties that are left out: one's own, where that was chosen."""
        graph, answers = self.session.snapshot.graph, self.session.answers
        return own_parties(graph, answers.annotations) if self._others.isChecked() else frozenset()

    def _open(self, axis: str) -> None:
        """Show one dimension of the overview in full."""
        self._dimension.setCurrentIndex(self._dimension.findData(axis))
        self._weight.setCurrentIndex(0)  # The overview is weighted by systems.
        self._tabs.setCurrentIndex(0)

    def _fill_dimensions(self) -> None:
        before = self._dimension.currentData()
        first = sentences.most_concentrated(self.session.answers)
        axes: list[Axis] = [*Dimension, *(f"{ATTRIBUTE}{name}" for name in attribute_names(self.session.snapshot))]
        self._dimension.blockSignals(True)
        self._dimension.clear()
        for axis in axes:
            code = f"{axis}  " if axis in MAIN_DIMENSIONS else ""
            self._dimension.addItem(f"{code}{title_of(axis)}", str(axis))
        wanted = before if before in axes else str(first.dimension) if first else str(axes[0])
        self._dimension.setCurrentIndex(max(self._dimension.findData(wanted), 0))
        self._dimension.blockSignals(False)

    def _measure(self) -> None:
        """Show the answer if the session has it, else measure in the background."""
        axis, weight = self._dimension.currentData(), _WEIGHTS[max(self._weight.currentIndex(), 0)][0]
        if axis is None:
            return
        self.session.jobs.cancel(LANE)
        known = [each for each in self.session.answers.concentrations if each.key == axis and each.weight is weight]
        without = self._without()
        if known and not without:
            self._show(known[0])
            return
        snapshot, roots = self.session.snapshot, self.session.answers.roots
        self._figures.setText("Measuring…")
        self.session.jobs.start(
            LANE, lambda _: concentration(snapshot, roots, axis, weight, without=without), self._show, self.session.tell_failure,
        )  # fmt: skip

    def _show(self, each: Concentration) -> None:
        self._shown = each
        left_out = without_words(self.session.snapshot, self._without(), [each])
        self._figures.setText("\n".join(filter(None, (figures_text(each), left_out))))
        self.tell_headline()
        fill = QBrush(QColor(self.session.theme.accent))
        self._bars.set_rows([self._bar(each, holder, fill) for holder in self._ranked(each)[:MOST_BARS]])
        self._note.setText(_note(each))
        others = [other for other in self.session.answers.concentrations if other.key != each.key]
        shown = (each,) if self._without() else (each, *others)
        own = self._own_names()
        self._table.set_rows([_Line(one, holder, holder.id in own) for one in shown for holder in one.holders])
        ranked = self._ranked(each)
        self._show_behind(ranked[0] if ranked else None)
        self._bars.select(0 if ranked else -1)

    def _ranked(self, each: Concentration) -> list[Holder]:
        return sorted(each.holders, key=lambda holder: (-len(holder.systems), -holder.share, holder.name))

    def _bar(self, each: Concentration, holder: Holder, fill: QBrush) -> Bar:
        words = f"{len(holder.systems)} of {each.systems} systems · share {percent(holder.share)}"
        name = sentences.own_marked(holder.name, holder.id in self._own_names())
        return Bar(name, ((len(holder.systems) / max(each.systems, 1), fill),), words, f"{holder.id}\n{words}")

    def _on_bar(self, place: int) -> None:
        if self._shown is None:
            return
        holder = self._ranked(self._shown)[place]
        self._show_behind(holder)
        self._select(holder)

    def _show_behind(self, holder: Holder | None) -> None:
        snapshot, roots = self.session.snapshot, self.session.answers.roots
        self._parts.set_rows([])
        if holder is None or self._shown is None:
            self._behind.setText("Behind it: nothing to show.")
            return
        self._behind.setText(
            f"{holder.name}: {counted(len(holder.components), 'component')} by which "
            f"{len(holder.systems)} of {self._shown.systems} systems rely on it"
        )
        ways, counts = log_paths_from(snapshot.graph, roots), reliance(snapshot.graph, roots).counts()
        nodes = sorted(holder.components, key=lambda node: (-int(counts[node]), -float(ways[node])))
        self._parts.set_rows([_Part(snapshot.components[node], int(counts[node]), float(ways[node])) for node in nodes])

    def _on_part(self) -> None:
        if chosen := self._parts.chosen():
            self.session.select([part.component.id for part in chosen])

    def _on_selected(self) -> None:
        for line in self._table.chosen()[-1:]:
            self._select(line.holder)

    def _select(self, holder: Holder) -> None:
        graph = self.session.snapshot.graph
        known = graph.find(holder.id) is not None
        self.session.select([holder.id] if known else [graph.id_of(node) for node in holder.components])

    def _part_columns(self) -> tuple[Column, ...]:
        return (
            Column("Component", lambda part: f"{part.component.name} {part.component.version}".strip(), width=-1,
                   icon=lambda part: glyph_icon(part.component.component_class, part.component.knowledge, self.session.theme)),
            Column("Known", lambda part: part.component.knowledge.value, width=70, needs=420),
            Column("Systems", lambda part: f"{part.systems:,}", lambda part: part.systems, numeric=True, width=64),
            Column("Paths", lambda part: paths_text(part.log_paths), lambda part: part.log_paths, numeric=True, width=70,
                   explanation="Paths that lead from the systems to it"),
            Column("Evidence", _places, width=230, needs=520),
        )  # fmt: skip


def _places(part: _Part) -> str:
    return "; ".join(each.place() for each in part.component.evidence) or "none recorded"


def _note(each: Concentration) -> str:
    if not each.holders:
        held = f"{counted(len(each.unknown), 'component')} of this dimension, and its holder is known of none."
        return (
            held
            if each.unknown
            else "Nothing of this dimension was found. Scan what names it: code, infrastructure, a BOM."
        )
    more = len(each.holders) - MOST_BARS
    return f"And {counted(more, 'more holder')}, in the table." if more > 0 else ""


_COLUMNS = (
    Column("Dimension", lambda row: row.concentration.title, width=130),
    Column("Holder", lambda row: sentences.own_marked(row.holder.name, row.is_own), width=-1),
    Column("Systems", lambda row: f"{len(row.holder.systems)} of {row.concentration.systems}",
           lambda row: len(row.holder.systems), numeric=True, width=80),
    Column("Share", lambda row: percent(row.holder.share), lambda row: row.holder.share, numeric=True, width=72),
    Column("By components", lambda row: f"{len(row.holder.components):,}", lambda row: len(row.holder.components), numeric=True, width=110),
    Column("HHI", lambda row: f"{row.concentration.hhi:.2f}" if row.concentration.hhi is not None else NOT_ASSESSED,
           lambda row: row.concentration.hhi, numeric=True, width=64),
    Column("At most", lambda row: f"{row.concentration.hhi_greatest:.2f}", lambda row: row.concentration.hhi_greatest,
           numeric=True, width=64, explanation="HHI if every unknown holder were the largest one"),
    Column("Unknown", lambda row: f"{len(row.concentration.unknown):,}",
           lambda row: len(row.concentration.unknown), numeric=True, width=80),
)  # fmt: skip

"""How deep does it go? Components per depth, and the longest chain step by step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from explorer.domain.component import CLASS_TITLES, ComponentClass, ComponentId, Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.ui.icons import glyph_icon
from explorer.ui.link import Link
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.theme import Theme, mixed
from explorer.ui.views.base import View
from explorer.ui.views.charts import Chart
from explorer.ui.views.figures import knowledge_brush
from explorer.ui.views.parts import choice, row_of
from explorer.ui.wrapping import Flow, beside

MOST_CYCLES = 40
"""Cycles listed; a line says how many more there are."""
MOST_MEMBERS = 40
"""Members of a cycle that its tooltip names; its last line says how many more there are."""


@dataclass(frozen=True, slots=True)
class _Line:
    title: str
    counts: tuple[int, ...]


class DepthProfile(View):
    """Histogram by class and the longest chain."""

    name = "depth"
    tab = "Depth"
    question = "How deep does it go?"
    help_text = (
        "A component's depth is the number of relations between a system and it. Its least depth is that of the shortest way, "
        "its greatest depth that of the longest. The columns count components by their greatest depth, so a shared component "
        "stands once; or by their least depth, also called tier: tier 1 is what a system relies on directly. A cycle counts as "
        "one place; cycles are listed below the chain, and clicking one selects its components. The longest chain leads to the "
        "greatest depth of all; where several tie, the first by name is shown. Click a step to inspect it."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._chart = Chart("Components per depth")
        self._way = choice("Which depth of a component counts")
        self._way.addItems(["greatest depth", "least depth (tier)"])
        self._way.currentIndexChanged.connect(lambda _: self._show_counts())
        self._legend = QWidget()
        self._entries = Flow(self._legend, spacing=8)
        self._entries.setContentsMargins(32, 0, 0, 0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 8, 8, 16)
        column.addLayout(row_of("Count by", self._way))
        column.addWidget(self._chart, 1)
        column.addWidget(self._legend)
        self._chain = QScrollArea()
        self._chain.setWidgetResizable(True)
        self._chain.setMinimumWidth(240)
        self._chain.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chain.setFrameShape(QFrame.Shape.NoFrame)
        self._chain.setAccessibleName("The longest chain")
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(left)
        body.addWidget(self._chain)
        body.setSizes([440, 280])
        body.setChildrenCollapsible(False)
        self._table = Table((Column("Class", lambda row: row.title, width=200),), "Components per class and depth")
        self.set_pages(body, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.depth_sentence(self.session.snapshot, self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        self._show_counts()
        self._show_chain()

    def _show_counts(self) -> None:
        depth, theme, by_tier = self.session.answers.depth, self.session.theme, self._way.currentIndex() == 1
        counts = depth.tiers if by_tier else depth.histogram
        shown = [each for each in ComponentClass if any(counts[each])]
        layers = [(CLASS_TITLES[each], counts[each], _fill(each, theme)) for each in shown]
        self._chart.stacked_columns(theme, layers, _words(by_tier), "components")
        self._show_legend(shown)
        self._show_table([_Line(CLASS_TITLES[each], counts[each]) for each in shown], _words(by_tier))

    def _show_legend(self, shown: list[ComponentClass]) -> None:
        while (item := self._entries.takeAt(0)) is not None:
            item.widget().deleteLater()
        for each in shown:
            icon = QLabel()
            knowledge = Knowledge.UNKNOWN if each is ComponentClass.UNKNOWN else Knowledge.DECLARED
            icon.setPixmap(glyph_icon(each, knowledge, self.session.theme).pixmap(16, 16))
            self._entries.addWidget(beside(icon, QLabel(CLASS_TITLES[each])))

    def _show_chain(self) -> None:
        snapshot, chain = self.session.snapshot, self.session.answers.depth.longest_chain
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 8, 16, 16)
        column.setSpacing(0)
        column.addWidget(QLabel("The longest chain", objectName="section"))
        if not chain:
            column.addWidget(QLabel("It appears here once something is scanned.", objectName="muted"))
        for step, node in enumerate(chain):
            component = snapshot.components[node]
            if step:
                words = QLabel(f"      {_word(snapshot, chain[step - 1], node)}", objectName="muted")
                column.addWidget(words)
            button = Link(f"{step}   {component.name} {component.version}".rstrip(), component.id)
            button.setIcon(glyph_icon(component.component_class, component.knowledge, self.session.theme))
            button.clicked.connect(lambda _=False, identity=component.id: self.session.select([identity]))
            column.addWidget(button)
        self._add_cycles(column)
        column.addStretch(1)
        self._chain.setWidget(body)

    def _add_cycles(self, column: QVBoxLayout) -> None:
        graph, cycles = self.session.snapshot.graph, self.session.answers.depth.cycles
        column.addSpacing(12)
        column.addWidget(QLabel(f"Cycles ({len(cycles):,})", objectName="section"))
        if not cycles:
            none = QLabel("No components upstream rely on each other in a circle.", objectName="muted")
            none.setWordWrap(True)
            column.addWidget(none)
        for cycle in cycles[:MOST_CYCLES]:
            identities = [graph.id_of(node) for node in cycle.nodes]
            button = Link(cycle.name, _members(identities))
            button.clicked.connect(lambda _=False, chosen=identities: self.session.select(chosen))
            column.addWidget(button)
        if len(cycles) > MOST_CYCLES:
            more = (
                f"And {len(cycles) - MOST_CYCLES:,} more; “catchment show WORKSPACE depth --by cycle” lists them all."
            )
            label = QLabel(more, objectName="muted")
            label.setWordWrap(True)
            column.addWidget(label)

    def _show_table(self, lines: list[_Line], words: str) -> None:
        depths = len(lines[0].counts) if lines else 0
        columns = [
            Column("Class", lambda row: row.title, width=160),
            Column("All", lambda row: f"{sum(row.counts):,}", lambda row: sum(row.counts), numeric=True, width=64),
        ]
        columns += [_depth_column(depth, words) for depth in range(depths)]
        self._table.set_columns(columns)
        self._table.set_rows(lines)


def _members(identities: list[ComponentId]) -> str:
    """The identities on a cycle, some lines of them, and how many more there are."""
    left = len(identities) - MOST_MEMBERS
    return "\n".join([*identities[:MOST_MEMBERS], *([f"and {left:,} more"] if left > 0 else [])])


def _words(by_tier: bool) -> str:
    return "least depth (tier), in relations" if by_tier else "greatest depth, in relations"


def _fill(component_class: ComponentClass, theme: Theme) -> QBrush:
    """A class's hue; what is unknown is hatched, parties are light, so that greys differ."""
    if component_class is ComponentClass.UNKNOWN:
        return knowledge_brush(Knowledge.UNKNOWN, theme)
    if component_class is ComponentClass.PARTY:
        return QBrush(QColor(mixed(theme.background, theme.muted, 0.35)))
    return QBrush(theme.class_colour(component_class))


def _depth_column(depth: int, words: str) -> Column:
    return Column(
        str(depth), lambda row: f"{row.counts[depth]:,}", lambda row: row.counts[depth], numeric=True, width=48,
        explanation=f"Components of {words}: {depth}",
    )  # fmt: skip


def _word(snapshot: Snapshot, source: int, target: int) -> str:
    graph = snapshot.graph
    words = [
        graph.relation_kind_of(relation).value
        for relation in graph.up.relations_of(source).tolist()
        if graph.relation_target[relation] == target
    ]
    return ", ".join(words)

"""How deep does it go? Components per depth, and the longest chain step by step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
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
        "A component's depth is the number of relations between a system and it. The columns count components by their "
        "greatest depth, the longest way to them, so a shared component stands once. A cycle counts as one place. The "
        "chain on the right is a longest one; where several tie, the first by name is shown. Click a step to inspect it."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._chart = Chart("Components per depth")
        self._legend = QWidget()
        self._legend_grid = QGridLayout(self._legend)
        self._legend_grid.setContentsMargins(32, 0, 0, 0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 8, 8, 16)
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
        depth, theme = self.session.answers.depth, self.session.theme
        shown = [each for each in ComponentClass if any(depth.histogram[each])]
        layers = [(CLASS_TITLES[each], depth.histogram[each], _fill(each, theme)) for each in shown]
        self._chart.stacked_columns(theme, layers, "greatest depth, in relations", "components")
        self._show_legend(shown)
        self._show_chain()
        self._show_table(shown)

    def _show_legend(self, shown: list[ComponentClass]) -> None:
        while self._legend_grid.count():
            self._legend_grid.takeAt(0).widget().deleteLater()
        for place, each in enumerate(shown):
            key = QLabel(CLASS_TITLES[each])
            key.setWordWrap(True)
            key.setMinimumWidth(1)
            icon = QLabel()
            knowledge = Knowledge.UNKNOWN if each is ComponentClass.UNKNOWN else Knowledge.DECLARED
            icon.setPixmap(glyph_icon(each, knowledge, self.session.theme).pixmap(16, 16))
            self._legend_grid.addWidget(icon, place // 3, place % 3 * 2)
            self._legend_grid.addWidget(key, place // 3, place % 3 * 2 + 1)
        for column in range(3):
            self._legend_grid.setColumnStretch(column * 2 + 1, 1)

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
        column.addStretch(1)
        self._chain.setWidget(body)

    def _show_table(self, shown: list[ComponentClass]) -> None:
        histogram = self.session.answers.depth.histogram
        depths = len(next(iter(histogram.values()), ()))
        columns = [
            Column("Class", lambda row: row.title, width=160),
            Column("All", lambda row: f"{sum(row.counts):,}", lambda row: sum(row.counts), numeric=True, width=64),
        ]
        columns += [_depth_column(depth) for depth in range(depths)]
        self._table.set_columns(columns)
        self._table.set_rows([_Line(CLASS_TITLES[each], histogram[each]) for each in shown])


def _fill(component_class: ComponentClass, theme: Theme) -> QBrush:
    """A class's hue; what is unknown is hatched, parties are light, so that greys differ."""
    if component_class is ComponentClass.UNKNOWN:
        return knowledge_brush(Knowledge.UNKNOWN, theme)
    if component_class is ComponentClass.PARTY:
        return QBrush(QColor(mixed(theme.background, theme.muted, 0.35)))
    return QBrush(theme.class_colour(component_class))


def _depth_column(depth: int) -> Column:
    return Column(
        str(depth), lambda row: f"{row.counts[depth]:,}", lambda row: row.counts[depth], numeric=True, width=48,
        explanation=f"Components whose greatest depth is {depth}",
    )  # fmt: skip


def _word(snapshot: Snapshot, source: int, target: int) -> str:
    graph = snapshot.graph
    words = [
        graph.relation_kind_of(relation).value
        for relation in graph.up.relations_of(source).tolist()
        if graph.relation_target[relation] == target
    ]
    return ", ".join(words)

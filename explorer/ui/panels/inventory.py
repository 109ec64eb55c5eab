"""Everything there is: a searchable table of components, with facets that are the legend."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.graph.reach import UNREACHED
from explorer.ui.glyphs import draw_glyph
from explorer.ui.models.search import Row, matcher
from explorer.ui.models.table import Column, Table
from explorer.ui.session import ComponentFilter, Session
from explorer.ui.theme import Theme

SEARCH_DELAY = 150
"""Milliseconds after the last key before a search runs."""

_CLASSES = tuple(each for each in ComponentClass if each is not ComponentClass.UNKNOWN)
"""The facets of class; what is unknown is a facet of knowledge."""

_SHORT: dict[ComponentClass | Knowledge, str] = {
    ComponentClass.LIBRARY: "Pkgs",
    ComponentClass.ARTIFACT: "Weights",
    ComponentClass.AGENT: "Tools",
    ComponentClass.DISTRIBUTION: "Hubs",
    ComponentClass.COMPUTE: "Compute",
}
"""Titles that fit three to a row; the tooltip has them whole."""


class InventoryPanel(QWidget):
    """Search, facets, table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.search = QLineEdit(placeholderText="Search: llama, kind:model, party:meta, knowledge:unknown")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search components")
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY)
        self._delay.timeout.connect(self._on_search)
        self.search.textChanged.connect(lambda: self._delay.start())
        self._facets: dict[ComponentClass | Knowledge, QToolButton] = {}
        facets = QWidget()
        both = QVBoxLayout(facets)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(2)
        self._facet_grid, self._knowledge_grid = QGridLayout(), QGridLayout()
        for grid in (self._facet_grid, self._knowledge_grid):
            grid.setSpacing(2)
            both.addLayout(grid)
        self._make_facets()
        self._count = QLabel(objectName="muted")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self.table = Table(self._columns(), "Components")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        for widget in (self.search, facets, self._count):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        session.answers_changed.connect(lambda *_: self.refresh())
        session.filter_changed.connect(lambda *_: self._on_filter())
        session.selection_changed.connect(self._on_selection)
        session.theme_changed.connect(lambda *_: self._dress())
        self.refresh()

    def refresh(self) -> None:
        """Show what is upstream of the scope."""
        snapshot, answers = self._session.snapshot, self._session.answers
        names = {each.id: each.name for each in snapshot.components if each.id.startswith("party:")}
        rows = [
            Row(
                node,
                each,
                names.get(each.supplier or each.id, ""),
                int(answers.depth.least[node]),
                int(answers.depth.greatest[node]),
            )
            for node, each in enumerate(snapshot.components)
            if answers.depth.least[node] != UNREACHED
        ]
        self.table.set_rows(rows)
        classes = Counter(row.component.component_class for row in rows)
        knowledge = Counter(row.component.knowledge for row in rows)
        for facet, button in self._facets.items():
            count = classes[facet] if isinstance(facet, ComponentClass) else knowledge[facet]
            title = CLASS_TITLES[facet] if isinstance(facet, ComponentClass) else facet.value
            button.setText(f"{_SHORT.get(facet, title)} {count:,}")
            button.setToolTip(f"Show only {title.lower()}; several may be chosen")
            button.setAccessibleName(f"Show only {title.lower()}: {count:,}")
            button.setVisible(count > 0 or isinstance(facet, Knowledge))
        self._apply()

    def _make_facets(self) -> None:
        for number, facet in enumerate((*_CLASSES, *Knowledge)):
            button = QToolButton(checkable=True, objectName="facet")
            grid, across = (self._facet_grid, 3) if isinstance(facet, ComponentClass) else (self._knowledge_grid, 2)
            place = number if isinstance(facet, ComponentClass) else number - len(_CLASSES)
            grid.addWidget(button, place // across, place % across)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(14, 14))
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._on_facet)
            self._facets[facet] = button
        self._dress()

    def _dress(self) -> None:
        for facet, button in self._facets.items():
            if isinstance(facet, ComponentClass):
                button.setIcon(glyph_icon(facet, Knowledge.DECLARED, self._session.theme))
            else:
                button.setIcon(glyph_icon(ComponentClass.LIBRARY, facet, self._session.theme))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "Name", lambda row: f"{row.component.name} {row.component.version[:16]}".rstrip(), width=-1,
                tooltip=lambda row: row.component.id,
                icon=lambda row: glyph_icon(row.component.component_class, row.component.knowledge, self._session.theme),
            ),
            Column("Depth", lambda row: str(row.least), lambda row: row.least, numeric=True, width=52,
                   tooltip=lambda row: f"least {row.least}, greatest {row.greatest}",
                   explanation="Relations on the shortest way from a system"),
        )  # fmt: skip

    def _on_search(self) -> None:
        wanted = self._session.filter
        self._session.set_filter(ComponentFilter(wanted.classes, wanted.knowledge, self.search.text()))

    def _on_facet(self) -> None:
        chosen = [facet for facet, button in self._facets.items() if button.isChecked()]
        self._session.set_filter(
            ComponentFilter(
                frozenset(each for each in chosen if isinstance(each, ComponentClass)),
                frozenset(each for each in chosen if isinstance(each, Knowledge)),
                self.search.text(),
            )
        )

    def _on_filter(self) -> None:
        wanted = self._session.filter
        if self.search.text() != wanted.text:
            self.search.setText(wanted.text)
        for facet, button in self._facets.items():
            button.setChecked(facet in wanted.classes or facet in wanted.knowledge)
        self._apply()

    def _apply(self) -> None:
        wanted = self._session.filter
        test = matcher(wanted.text)
        self.table.proxy.set_test(
            None
            if wanted.is_empty
            else lambda row: (
                (not wanted.classes or row.component.component_class in wanted.classes)
                and (not wanted.knowledge or row.component.knowledge in wanted.knowledge)
                and test(row)
            )
        )
        shown, total = self.table.proxy.rowCount(), self.table.rows_model.rowCount()
        if total == 0:
            self._count.setText("Nothing scanned yet.")
        else:
            self._count.setText(f"{shown:,} of {total:,} components" if shown != total else f"{total:,} components")

    def _on_selected(self) -> None:
        rows = self.table.chosen()
        if rows:
            self._session.select(row.component.id for row in rows)

    def _on_selection(self, identities: object) -> None:
        """Follow a selection made elsewhere."""
        chosen = {row.component.id for row in self.table.chosen()}
        wanted = set(self._session.selection)
        if chosen == wanted:
            return
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.table.clearSelection()
        for place in range(self.table.proxy.rowCount()) if wanted else ():
            index = self.table.proxy.index(place, 0)
            if self.table.row_at(index).component.id in wanted:
                self.table.scrollTo(index)
                flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
                selection.select(index, flags)
        selection.blockSignals(False)
        self.table.viewport().update()


@lru_cache(maxsize=512)
def glyph_icon(component_class: ComponentClass, knowledge: Knowledge, theme: Theme) -> QIcon:
    """The glyph of a class and knowledge as an icon of 16 pixels, sharp on dense screens."""
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_glyph(painter, QRectF(1, 1, 14, 14), component_class, knowledge, theme)
    painter.end()
    return QIcon(pixmap)

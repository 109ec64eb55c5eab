"""Facets with counts: the legend of classes and of knowledge, and the filter by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.icons import glyph_icon
from explorer.ui.session import Session

Facet = ComponentClass | Knowledge

CLASSES = tuple(each for each in ComponentClass if each is not ComponentClass.UNKNOWN)
"""The facets of class; what is unknown is a facet of knowledge."""

_SHORT: Mapping[Facet, str] = {
    ComponentClass.LIBRARY: "Pkgs",
    ComponentClass.ARTIFACT: "Weights",
    ComponentClass.AGENT: "Tools",
    ComponentClass.DISTRIBUTION: "Hubs",
    ComponentClass.COMPUTE: "Compute",
}
"""Titles that fit three to a row; the tooltip has them whole."""


class Facets(QWidget):
    """Buttons with glyph, title and count; several may be pressed, none pressed means all."""

    arranged = Signal()
    """The facets were placed anew, so that their height may have changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._buttons: dict[Facet, QToolButton] = {}
        self._grids: list[tuple[QGridLayout, Sequence[Facet], int]] = []
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(2)
        for facets, most in ((CLASSES, 3), (tuple(Knowledge), 2)):
            grid = QGridLayout()
            grid.setSpacing(2)
            both.addLayout(grid)
            self._grids.append((grid, facets, most))
            for facet in facets:
                self._buttons[facet] = self._button()
        session.theme_changed.connect(lambda *_: self._dress())
        session.filter_changed.connect(self._on_filter)
        self._dress()

    def show_counts(self, classes: Mapping[ComponentClass, int], knowledge: Mapping[Knowledge, int]) -> None:
        """Show how many components each facet has; classes that nothing belongs to are hidden."""
        for facet, button in self._buttons.items():
            # Two mappings, because the class and the knowledge that are called unknown are equal as texts.
            count = classes.get(facet, 0) if isinstance(facet, ComponentClass) else knowledge.get(facet, 0)
            title = _title(facet)
            button.setText(f"{_SHORT.get(facet, title)} {count:,}")
            button.setToolTip(f"Show only {title.lower()}; several may be chosen")
            button.setAccessibleName(f"Show only {title.lower()}: {count:,}")
            button.setVisible(count > 0 or isinstance(facet, Knowledge) or button.isChecked())
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: one facet may stand below the other."""
        return QSize(80, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """As many to a row as fit with their texts, three at most."""
        for grid, facets, most in self._grids:
            shown = [self._buttons[facet] for facet in facets if not self._buttons[facet].isHidden()]
            widest = max((_least_width(button) for button in shown), default=1)
            across = max(1, min(most, (self.width() + grid.spacing()) // (widest + grid.spacing())))
            for place, button in enumerate(shown):
                grid.addWidget(button, place // across, place % across)
        self.arranged.emit()

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("facet")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(14, 14))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._on_clicked)
        return button

    def _dress(self) -> None:
        for facet, button in self._buttons.items():
            if isinstance(facet, ComponentClass):
                button.setIcon(glyph_icon(facet, Knowledge.DECLARED, self._session.theme))
            else:
                button.setIcon(glyph_icon(ComponentClass.LIBRARY, facet, self._session.theme))

    def _on_clicked(self) -> None:
        chosen = [facet for facet, button in self._buttons.items() if button.isChecked()]
        self._session.set_filter(
            ComponentFilter(
                frozenset(each for each in chosen if isinstance(each, ComponentClass)),
                frozenset(each for each in chosen if isinstance(each, Knowledge)),
                self._session.filter.text,
            )
        )

    def _on_filter(self, wanted: ComponentFilter) -> None:
        for facet, button in self._buttons.items():
            button.setChecked(facet in (wanted.classes if isinstance(facet, ComponentClass) else wanted.knowledge))


class FacetRoom(QScrollArea):
    """As high as the facets; lower, with a scroll bar, where large text leaves no room for all of them."""

    def __init__(self, facets: Facets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facets = facets
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(facets)
        facets.arranged.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Override QScrollArea.sizeHint."""
        return self._facets.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Override QScrollArea.minimumSizeHint: three rows or so."""
        return QSize(80, min(self._facets.sizeHint().height(), 96))

    def _fit(self) -> None:
        self.setMaximumHeight(self._facets.sizeHint().height())
        self.updateGeometry()


def _least_width(button: QToolButton) -> int:
    """Glyph, text and padding; the button's own hint leaves more room than it needs."""
    return button.iconSize().width() + button.fontMetrics().horizontalAdvance(button.text()) + 11


def _title(facet: Facet) -> str:
    return CLASS_TITLES[facet] if isinstance(facet, ComponentClass) else facet.value

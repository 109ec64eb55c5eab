"""The legend, made of the glyphs themselves; a click on a class leaves it out of the drawing, and takes it in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.ui.glyphs import glyph_pixmap
from explorer.ui.theme import Theme
from explorer.ui.wrapping import Flow

K = TypeVar("K", ComponentClass, Knowledge)

_SHORT = {
    ComponentClass.ARTIFACT: "Files",
    ComponentClass.AGENT: "Tools",
    ComponentClass.DISTRIBUTION: "Hubs",
    ComponentClass.COMPUTE: "Compute",
}
"""Short enough for one line of a small window; the tooltip has the whole title."""

_KNOWLEDGE_HELP = {
    Knowledge.VERIFIED: "Confirmed by a digest, a signature or an API: solid with a tick, solid lines",
    Knowledge.DECLARED: "Said by its maker or a file: solid, solid lines",
    Knowledge.INFERRED: "Deduced by a named rule: light, dashed lines",
    Knowledge.UNKNOWN: "Something is there, nobody says what: hatched, dotted lines",
}


class Legend(QWidget):
    """One button for each class and each kind of knowledge that is drawn."""

    classes_chosen = Signal(object)
    """A frozenset of classes; empty means all."""
    knowledge_chosen = Signal(object)
    """A frozenset of knowledge; empty means all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Legend and filter")
        self._theme = theme
        self._classes: dict[ComponentClass, QToolButton] = {}
        self._knowledge: dict[Knowledge, QToolButton] = {}
        self._flow = Flow(self)
        for component_class in ComponentClass:
            self._classes[component_class] = self._class_button(component_class)
        divider = QLabel("")
        divider.setFixedWidth(12)
        self._flow.addWidget(divider)
        for knowledge in Knowledge:
            self._knowledge[knowledge] = self._knowledge_button(knowledge)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the glyphs in the colours of a theme."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        for component_class, button in self._classes.items():
            known = Knowledge.UNKNOWN if component_class is ComponentClass.UNKNOWN else Knowledge.DECLARED
            button.setIcon(QIcon(glyph_pixmap(component_class, known, theme, 16, ratio)))
        for knowledge, button in self._knowledge.items():
            button.setIcon(QIcon(glyph_pixmap(ComponentClass.LIBRARY, knowledge, theme, 16, ratio)))

    def set_counts(self, classes: Mapping[ComponentClass, int], knowledge: Mapping[Knowledge, int]) -> None:
        """Show only what the scope has, with how much of it there is."""
        for component_class, button in self._classes.items():
            count = classes.get(component_class, 0)
            button.setVisible(count > 0)
            button.setToolTip(f"{CLASS_TITLES[component_class]}: {count:,} in scope. Click to leave out or take in.")
        for one, button in self._knowledge.items():
            count = knowledge.get(one, 0)
            button.setVisible(count > 0)
            button.setToolTip(f"{_KNOWLEDGE_HELP[one]}. {count:,} in scope. Click to leave out or take in.")

    def set_chosen(self, classes: frozenset[ComponentClass], knowledge: frozenset[Knowledge]) -> None:
        """Show what is let through; an empty set lets everything through."""
        for component_class, button in self._classes.items():
            button.setChecked(not classes or component_class in classes)
        for one, button in self._knowledge.items():
            button.setChecked(not knowledge or one in knowledge)

    def _class_button(self, component_class: ComponentClass) -> QToolButton:
        button = self._button(_SHORT.get(component_class, CLASS_TITLES[component_class]))
        button.setAccessibleName(f"Show {CLASS_TITLES[component_class].lower()}")
        button.clicked.connect(lambda: self._emit_classes(component_class))
        return button

    def _knowledge_button(self, knowledge: Knowledge) -> QToolButton:
        button = self._button(str(knowledge))
        button.clicked.connect(lambda: self._emit_knowledge(knowledge))
        return button

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setChecked(True)
        button.setAutoRaise(True)
        button.setObjectName("legend")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"Show {text.lower()}")
        button.toggled.connect(lambda shown: _strike(button, not shown))
        self._flow.addWidget(button)
        return button

    def _emit_classes(self, last: ComponentClass) -> None:
        self.classes_chosen.emit(_chosen(self._classes, last))

    def _emit_knowledge(self, last: Knowledge) -> None:
        self.knowledge_chosen.emit(_chosen(self._knowledge, last))


def _strike(button: QToolButton, struck: bool) -> None:
    """What is left out is struck through, so that it shows without colour."""
    font = button.font()
    font.setStrikeOut(struck)
    button.setFont(font)


def _chosen(buttons: Mapping[K, QToolButton], last: K) -> frozenset[K]:
    """What is let through; the last one of all cannot be left out, so that the drawing is never empty by a click."""
    offered = {key for key, button in buttons.items() if not button.isHidden()}
    chosen = {key for key in offered if buttons[key].isChecked()}
    if not chosen:
        buttons[last].setChecked(True)
        chosen = {last}
    return frozenset() if chosen == offered else frozenset(chosen)

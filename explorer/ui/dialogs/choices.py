"""A choice of several words in the room of one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton


class ManyChoice(QPushButton):
    """A button whose menu has a tick per word; none ticked means all."""

    def __init__(self, name: str, titles: Mapping[str, str], chosen: Sequence[str], nothing: str) -> None:
        super().__init__()
        self._name = name
        self._nothing = nothing
        self.setObjectName("choice")
        self.setAutoDefault(False)
        menu = QMenu(self)
        self._ticked = {word: word in chosen for word in titles}
        for word, title in titles.items():
            tick = menu.addAction(title)
            tick.setCheckable(True)
            tick.setChecked(word in chosen)
            tick.toggled.connect(partial(self._tick, word))
        self.setMenu(menu)
        self._say()

    def chosen(self) -> tuple[str, ...]:
        """The ticked words, in their order; empty means all."""
        return tuple(word for word, ticked in self._ticked.items() if ticked)

    def _tick(self, word: str, ticked: bool) -> None:
        self._ticked[word] = ticked
        self._say()

    def _say(self) -> None:
        text = ", ".join(self.chosen()) or self._nothing
        self.setText(f" {text}")  # The style sheet's padding does not hold where a button has a menu.
        self.setAccessibleName(f"{self._name}: {text}")

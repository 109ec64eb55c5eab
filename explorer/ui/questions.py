"""The questions that one can ask: a bar of groups, below it a bar of the group's views, below that the view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from explorer.ui.focus_chain import put_after
from explorer.ui.views import GROUPS, Entry

if TYPE_CHECKING:
    from explorer.ui.views.base import View

GROUP_HINTS = {
    "Explore": "What is it built from, how deep does it go, where does sight end?",
    "Weigh": "On whom does it rest, and what if it rested on somebody else?",
    "Stress": "What is wrong already, and what if something upstream goes bad?",
    "Judge": "Whom do we trust and why, what risk remains, what changed?",
    "Share": "Show it to others: a workshop, a vendor, a board.",
}

LEAST_WIDTH, LEAST_HEIGHT = 420, 320
"""Pixels that a view has at the least."""


class Views(Mapping[str, "View"]):
    """All views by name; each is made when it is first asked for, so that a window opens quickly."""

    def __init__(self, types: Sequence[Entry], made: Callable[[type[View]], View]) -> None:
        self.types = {each.name: each for each in types}
        self._made = made
        self._views: dict[str, View] = {}

    def __getitem__(self, name: str) -> View:
        if name not in self._views:
            self._views[name] = self._made(self.types[name].load())
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.types)

    def __len__(self) -> int:
        return len(self.types)

    @property
    def first(self) -> Entry:
        """The view that is in front before anybody chose one."""
        return next(iter(self.types.values()))

    def of_group(self, group: str) -> list[Entry]:
        """The views of a group, in their order."""
        return [each for each in self.types.values() if each.group == group]


class Questions(QWidget):
    """Shows one view at a time and remembers where one was in each group."""

    changed = Signal()
    """Another view came to the front."""
    left = Signal(str)
    """The name of the view that was in front before, once another has come."""

    def __init__(self, views: Views) -> None:
        super().__init__()
        self._views = views
        self._groups = [group for group in GROUPS if views.of_group(group)]
        self._last = {group: views.of_group(group)[0].name for group in self._groups}
        self._shown, self._filled = "", ""
        self._group_bar, self._view_bar, self._stack = QTabBar(), QTabBar(), QStackedWidget()
        self._group_bar.setObjectName("groups")
        self._group_bar.setAccessibleName("Groups of questions")
        self._view_bar.setAccessibleName("Questions")
        for bar in (self._group_bar, self._view_bar):
            bar.setDrawBase(False)
            bar.setExpanding(False)
            bar.setUsesScrollButtons(True)
            bar.setElideMode(Qt.TextElideMode.ElideNone)
        for group in self._groups:
            place = self._group_bar.addTab(group)
            self._group_bar.setTabToolTip(place, GROUP_HINTS[group])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self._group_bar, self._view_bar):
            strip = QWidget(objectName="group-row" if bar is self._group_bar else "")
            strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            row = QHBoxLayout(strip)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(bar)
            row.addStretch(1)
            column.addWidget(strip)
        # A view that needs much room scrolls or hides columns; it never takes it from the panels beside.
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        column.addWidget(self._stack, 1)
        self._fill_bar(self._groups[0])
        self.show_view(views.first.name)
        self._group_bar.currentChanged.connect(self._on_group)
        self._view_bar.currentChanged.connect(self._on_view)

    def tabBar(self) -> QTabBar:
        """The bar with the views of the group in front."""
        return self._view_bar

    def group_bar(self) -> QTabBar:
        """The bar with the groups."""
        return self._group_bar

    def current(self) -> View:
        """The view in front."""
        return self._views[self._shown]

    def show_view(self, name: str) -> None:
        """Bring a view to the front."""
        if name == self._shown:
            return
        group, before = self._views.types[name].group, self._shown
        self._shown = self._last[group] = name
        self._tell_bars(group, name)
        view = self._views[name]
        if self._stack.indexOf(view) < 0:
            self._take_in(view)
        self._stack.setCurrentWidget(view)
        self.changed.emit()
        if before:
            self.left.emit(before)

    def show_group(self, group: str) -> None:
        """Go to the view of a group that was in front last."""
        self.show_view(self._last[group])

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) view of all, in the order in which they stand on the screen."""
        names = [each.name for group in self._groups for each in self._views.of_group(group)]
        self.show_view(names[(names.index(self._shown) + by) % len(names)])

    def _take_in(self, view: View) -> None:
        """Put a new view into its place, for the Tab key too."""
        self._stack.addWidget(view)
        put_after(self._view_bar, view)

    def _tell_bars(self, group: str, name: str) -> None:
        for bar in (self._group_bar, self._view_bar):
            bar.blockSignals(True)
        self._group_bar.setCurrentIndex(self._groups.index(group))
        if self._filled != group:
            self._fill_bar(group)
        self._view_bar.setCurrentIndex([each.name for each in self._views.of_group(group)].index(name))
        for bar in (self._group_bar, self._view_bar):
            bar.blockSignals(False)

    def _fill_bar(self, group: str) -> None:
        self._filled = group
        while self._view_bar.count():
            self._view_bar.removeTab(0)
        for each in self._views.of_group(group):
            self._view_bar.setTabToolTip(self._view_bar.addTab(each.tab), each.question)

    def _on_group(self, place: int) -> None:
        self.show_group(self._groups[place])

    def _on_view(self, place: int) -> None:
        shown = self._views.of_group(self._groups[self._group_bar.currentIndex()])
        if 0 <= place < len(shown):
            self.show_view(shown[place].name)

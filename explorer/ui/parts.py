"""What shows a workspace: the questions in the middle, what there is on the left, the one thing selected on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.ui.focus_chain import put_after
from explorer.ui.panels.inspector import InspectorPanel
from explorer.ui.panels.inventory import InventoryPanel
from explorer.ui.panels.portfolio import PortfolioPanel
from explorer.ui.questions import Questions

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow


class Parts:
    """Makes them and puts them where the window keeps room, so that the keyboard comes to them in the order of the screen."""

    def __init__(self, window: MainWindow, split: QByteArray) -> None:
        """`split` is how the left panel was divided when the window was closed last; empty where that is not known."""
        session, files = window.session, window.files
        self.portfolio, self.inventory = PortfolioPanel(session), InventoryPanel(session)
        self.inspector = InspectorPanel(session)
        self.tabs = Questions(window.views)
        self.left_split = _stacked(self.portfolio, self.inventory)
        self.left_split.restoreState(split)
        window.left.setWidget(self.left_split)
        window.middle.addWidget(self.tabs)
        window.right.setWidget(self.inspector)
        put_after(self.inventory.table, window.empty_page)
        put_after(self.inspector, window.status)
        self.portfolio.add_requested.connect(lambda: files.ask_scan())
        self.portfolio.rescan_requested.connect(files.ask_rescan)
        self.portfolio.remove_requested.connect(files.ask_remove)
        self.inspector.source_requested.connect(lambda found: window.editing.show_source(found))


def _stacked(above: QWidget, below: QWidget) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.addWidget(above)
    splitter.addWidget(below)
    splitter.setStretchFactor(0, 0)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([206, 504])
    splitter.setChildrenCollapsible(False)
    splitter.setMinimumWidth(272)
    return splitter

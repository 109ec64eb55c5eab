"""The systems of the portfolio: one click looks at one of them, or at all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from explorer.domain.component import ComponentId
from explorer.pipeline.sentences import counted
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain


class PortfolioPanel(QWidget):
    """A list of systems with their size and the age of their scan."""

    add_requested = Signal()
    rescan_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list = QListWidget()
        self.list.setAccessibleName("Systems of the portfolio")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        self.list.currentItemChanged.connect(self._on_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        self._add = self._button("Add…", "Add a folder or BOM as a system")
        self._rescan = self._button("Rescan", "Scan the chosen system again")
        self._remove = self._button("Remove", "Remove the chosen system; its annotations stay")
        self._add.clicked.connect(self.add_requested)
        self._rescan.clicked.connect(lambda: self.rescan_requested.emit(self._chosen()))
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self._chosen()))
        for button in (self._add, self._rescan, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        for signal in (session.workspace_changed, session.snapshot_changed):
            signal.connect(lambda *_: self.refresh())
        session.scope_changed.connect(lambda *_: self._mark_scope())
        self.refresh()

    def refresh(self) -> None:
        """Show the workspace's systems."""
        entries = self._session.systems
        self.list.blockSignals(True)
        self.list.clear()
        if len(entries) != 1:
            self._item(f"Whole portfolio\n{counted(len(entries), 'system')}", None)
        for entry in entries:
            size = counted(entry.components, "component")
            text = f"{elide_middle(plain(entry.name), 34)}\n{size} · {entry.taken[:10]}"
            self._item(text, entry.id)
        self.list.blockSignals(False)
        self.list.setMinimumHeight(64)
        self._mark_scope()

    def _item(self, text: str, identity: ComponentId | None) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, identity)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text.replace("\n", ", "))
        self.list.addItem(item)

    def _mark_scope(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == self._session.scope:
                self.list.setCurrentRow(row)
                break
        else:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._enable()

    def _on_chosen(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None:
            self._session.set_scope(item.data(Qt.ItemDataRole.UserRole))
        self._enable()

    def _chosen(self) -> ComponentId | None:
        item = self.list.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def _enable(self) -> None:
        self._add.setEnabled(self._session.workspace is not None)
        self._rescan.setEnabled(self._chosen() is not None)
        self._remove.setEnabled(self._chosen() is not None)

    def _button(self, text: str, name: str) -> QToolButton:
        button = QToolButton(text=text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

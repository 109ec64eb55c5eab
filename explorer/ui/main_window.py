"""The window: left what there is, in the middle the question being asked, right the one thing selected."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter, QStackedWidget, QTabWidget, QWidget

from explorer.errors import ExplorerError
from explorer.settings import remember_workspace
from explorer.ui.actions import Actions
from explorer.ui.editing import Editing
from explorer.ui.panels.inspector import InspectorPanel
from explorer.ui.panels.inventory import InventoryPanel
from explorer.ui.panels.portfolio import PortfolioPanel
from explorer.ui.session import Session
from explorer.ui.start_page import StartPage
from explorer.ui.status import Status
from explorer.ui.views import VIEWS, View


class MainWindow(QMainWindow):
    """Assembles the parts; every part talks to the session only."""

    def __init__(self, session: Session, remember_layout: bool = True) -> None:
        super().__init__()
        self.session = session
        self._remember_layout = remember_layout
        self.setWindowTitle("Catchment")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks)
        self.views: dict[str, View] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Questions")
        for view_type in VIEWS:
            view = view_type(session)
            self.views[view.name] = view
            self.tabs.addTab(view, view.tab)
            self.tabs.setTabToolTip(self.tabs.count() - 1, view.question)
        self.start_page = StartPage()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.start_page)
        self.middle.addWidget(self.tabs)
        self.setCentralWidget(self.middle)
        self.portfolio, self.inventory = PortfolioPanel(session), InventoryPanel(session)
        self.inspector = InspectorPanel(session)
        self.left = self._dock(
            "What there is", _stacked(self.portfolio, self.inventory), Qt.DockWidgetArea.LeftDockWidgetArea, 288
        )
        self.right = self._dock("Selected", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea, 280)
        self.status = Status(session)
        self.setStatusBar(self.status)
        self.editing = Editing(session, self)
        self.actions_ = Actions(self)
        self._connect()
        self._show_middle()
        if remember_layout:
            self._restore_layout()

    def show_view(self, name: str) -> None:
        """Bring a view to the front."""
        if name in self.views:
            self.tabs.setCurrentWidget(self.views[name])

    def current_view(self) -> View:
        """The view in front."""
        view = self.tabs.currentWidget()
        assert isinstance(view, View), "tabs hold views only"
        return view

    def open_path(self, path: Path) -> None:
        """Open a workspace; what goes wrong is told in a sentence."""
        try:
            self.session.open_workspace(path)
        except ExplorerError as error:
            self.session.failed.emit(error.message, error.advice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent: stop what runs, keep the layout; every edit is on disk already."""
        if self._remember_layout:
            settings = QSettings("catchment", "window")
            settings.setValue("geometry", self.saveGeometry())
            settings.setValue("state", self.saveState())
        self.session.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override QWidget.dragEnterEvent: files and folders may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override QWidget.dropEvent: a workspace is opened, anything else is scanned."""
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            if path.suffix == ".catchment":
                self.open_path(path)
            elif path.exists():
                self.editing.scan_target(str(path))

    def _connect(self) -> None:
        session, start = self.session, self.start_page
        session.view_requested.connect(self.show_view)
        session.workspace_changed.connect(self._on_workspace)
        start.sample_requested.connect(self.editing.open_sample)
        start.new_requested.connect(self.editing.new_workspace)
        start.open_requested.connect(self.editing.open_workspace)
        start.recent_requested.connect(self.open_path)
        self.portfolio.add_requested.connect(lambda: self.editing.scan_target(""))
        self.portfolio.rescan_requested.connect(self.editing.rescan)
        self.portfolio.remove_requested.connect(session.remove_system)
        self.inspector.source_requested.connect(self.editing.show_source)
        for view in self.views.values():
            view.help_requested.connect(self.editing.show_help)
            view.export_requested.connect(self.editing.export_picture)

    def _on_workspace(self, workspace: object) -> None:
        path = self.session.workspace.path if self.session.workspace is not None else None
        self.setWindowTitle(f"{path.stem} - Catchment" if path else "Catchment")
        if path is not None:
            remember_workspace(path)
        self._show_middle()

    def _show_middle(self) -> None:
        is_open = self.session.workspace is not None
        self.middle.setCurrentWidget(self.tabs if is_open else self.start_page)
        for dock in (self.left, self.right):
            dock.setVisible(is_open)

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.addDockWidget(area, dock)
        self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        return dock

    def _restore_layout(self) -> None:
        settings = QSettings("catchment", "window")
        if settings.contains("geometry"):
            self.restoreGeometry(settings.value("geometry"))
            self.restoreState(settings.value("state"))
            self._show_middle()


def _stacked(above: QWidget, below: QWidget) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.addWidget(above)
    splitter.addWidget(below)
    splitter.setStretchFactor(0, 0)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([190, 520])
    splitter.setChildrenCollapsible(False)
    splitter.setMinimumWidth(272)
    return splitter

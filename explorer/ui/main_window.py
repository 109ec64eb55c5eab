"""The window: left what there is, in the middle the question being asked, right the one thing selected."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from explorer.settings import remember_workspace
from explorer.ui.actions import Actions
from explorer.ui.appearance import Appearance
from explorer.ui.files import Files
from explorer.ui.panel_room import LEFT_WIDTH, RIGHT_WIDTH, PanelRoom
from explorer.ui.questions import Views
from explorer.ui.session import Session
from explorer.ui.settings_store import save_layout, saved_layout
from explorer.ui.start_page import EmptyPage, StartPage
from explorer.ui.status import Status
from explorer.ui.text import plain
from explorer.ui.view_history import ViewHistory
from explorer.ui.views import VIEWS

if TYPE_CHECKING:
    from explorer.ui.editing import Editing
    from explorer.ui.panels.inspector import InspectorPanel
    from explorer.ui.panels.inventory import InventoryPanel
    from explorer.ui.panels.portfolio import PortfolioPanel
    from explorer.ui.parts import Parts
    from explorer.ui.questions import Questions
    from explorer.ui.sharing import Sharing
    from explorer.ui.stage import Stage
    from explorer.ui.views.base import View
    from explorer.ui.watching import Watching


class MainWindow(QMainWindow):
    """Assembles the parts; every part talks to the session only.

    What shows a workspace is made when the first one is opened: until then it would only make the start longer.
    """

    def __init__(self, session: Session, appearance: Appearance, remember_layout: bool = True) -> None:
        super().__init__()
        self.session = session
        self.appearance = appearance
        self._remember_layout = remember_layout
        self._docks_wanted = (True, True)
        self._has_layout = False
        self.setWindowTitle("Catchment")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks)
        self.start_page, self.empty_page = StartPage(), EmptyPage()
        self.middle = QStackedWidget()
        self.files = Files(session, self)
        self.views = Views(VIEWS, self._made)
        for page in (self.start_page, self.empty_page):
            self.middle.addWidget(page)
        # Tab goes through the parts in the order in which they come to the window: left, middle, right.
        self.left = self._dock("What there is", Qt.DockWidgetArea.LeftDockWidgetArea, LEFT_WIDTH)
        self.setCentralWidget(self.middle)
        self.right = self._dock("Selected", Qt.DockWidgetArea.RightDockWidgetArea, RIGHT_WIDTH)
        self.panels = PanelRoom(self, session, self.left, self.right)
        self.status = Status(session)
        self.setStatusBar(self.status)
        self.history = ViewHistory(session, self.show_view, self.views.first.name)
        self.actions_ = Actions(self)
        self._saved_split = QByteArray()
        self._connect()
        if remember_layout:
            self._restore_layout()
        self._show_middle()

    @cached_property
    def parts(self) -> Parts:
        """What shows a workspace, made with the first one."""
        from explorer.ui.parts import Parts

        parts = Parts(self, self._saved_split)
        parts.tabs.changed.connect(lambda: self.history.went_to(self.current_view().name))
        parts.tabs.left.connect(self._on_left)
        return parts

    @property
    def tabs(self) -> Questions:
        """The questions that one can ask of a workspace."""
        return self.parts.tabs

    @property
    def portfolio(self) -> PortfolioPanel:
        """The systems of the workspace."""
        return self.parts.portfolio

    @property
    def inventory(self) -> InventoryPanel:
        """Everything that there is."""
        return self.parts.inventory

    @property
    def inspector(self) -> InspectorPanel:
        """What is selected."""
        return self.parts.inspector

    @cached_property
    def editing(self) -> Editing:
        """The dialogs about judgement and evidence."""
        from explorer.ui.editing import Editing

        return Editing(self.session, self)

    @cached_property
    def sharing(self) -> Sharing:
        """Merging, signing off, carrying over; read when first asked for, so that a window opens quickly."""
        from explorer.ui.sharing import Sharing

        return Sharing(self.session, self)

    @cached_property
    def stage(self) -> Stage:
        """The window as the stage of a workshop, with the facilitator's own window."""
        from explorer.ui.stage import Stage

        return Stage(self)

    @cached_property
    def watching(self) -> Watching:
        """Scanning again when files change; off until asked for."""
        from explorer.ui.watching import Watching

        return Watching(self.session, self)

    def show_view(self, name: str) -> None:
        """Bring a view to the front, by its name or by `name/part`."""
        name, _, part = name.partition("/")
        if name in self.views:
            self.tabs.show_view(name)
            if part:
                self.current_view().show_part(part)

    def current_view(self) -> View:
        """The view in front."""
        return self.tabs.current()

    def go_back(self) -> None:
        """One step back in the view, or to the view, scope and selection before."""
        if not self.current_view().go_back():
            self.history.back()

    def open_path(self, path: Path) -> None:
        """Open a workspace; what goes wrong is told in a sentence."""
        self.files.open_path(path)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: where no layout is remembered, panels take a fair share of a large screen."""
        super().showEvent(event)
        if not self._has_layout:
            self._has_layout = True
            self.panels.share_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent: stop what runs, keep the layout; every edit is on disk already."""
        if self._remember_layout:
            self._note_docks()
            split = self.parts.left_split.saveState() if "parts" in self.__dict__ else self._saved_split
            for dock, wanted in zip((self.left, self.right), self._docks_wanted, strict=True):
                dock.setVisible(wanted)
            save_layout(self.saveGeometry(), self.saveState(), split)
        if "watching" in self.__dict__:
            self.watching.stop()
        if "stage" in self.__dict__:
            self.stage.presenter.close()
        self.session.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter presses the button that has the keyboard; Qt alone does so in dialogs only."""
        button = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.animateClick()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override QWidget.dragEnterEvent: files and folders may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override QWidget.dropEvent: a workspace is opened, anything else is offered for a scan as one system."""
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def take(self, paths: list[Path]) -> None:
        """Open the workspace among these, or ask to scan them."""
        workspaces = [path for path in paths if path.suffix == ".catchment"]
        for path in workspaces[:1]:
            self.open_path(path)
        targets = [str(path) for path in paths if path not in workspaces and path.exists()]
        if targets:
            self.files.ask_scan(targets)

    def _made(self, kind: type[View]) -> View:
        view = kind(self.session, self)
        view.hide()  # Until it comes to the front.
        view.help_requested.connect(lambda question, text: self.editing.show_help(question, text))
        view.export_requested.connect(self.files.export_view)
        view.presented.connect(lambda slides, place: self.stage.presenter.present(slides, place))
        return view

    def _connect(self) -> None:
        session, start, files = self.session, self.start_page, self.files
        session.opening.connect(lambda: self.parts)  # Made now, so that they hear of the workspace.
        session.edit_requested.connect(lambda what, about: self.editing.edit(what, about))
        session.failed.connect(lambda what, advice: self.editing.show_failure(what, advice))
        session.view_requested.connect(self.show_view)
        session.workspace_changed.connect(lambda _: self._on_workspace())
        session.scanned.connect(lambda _: self.sharing.offer_moved())
        session.snapshot_changed.connect(lambda _: self._show_middle())
        session.jobs.busy_changed.connect(lambda _: self._show_middle())
        start.sample_requested.connect(files.open_sample)
        start.scan_requested.connect(lambda: files.ask_scan())
        start.new_requested.connect(files.new_workspace)
        start.open_requested.connect(files.open_workspace)
        start.recent_requested.connect(self.open_path)
        self.empty_page.add_requested.connect(lambda: files.ask_scan())

    def _on_left(self, name: str) -> None:
        """Tell the storyboard where one comes from: a new slide is of that view."""
        view = self.current_view()
        if name != view.name:
            view.came_from(name, self.views.types[name].tab, self.views[name].uncovered())

    def _on_workspace(self) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            note = " (read-only)" if workspace.read_only else ""
            self.setWindowTitle(f"{plain(workspace.path.stem)}{note} - Catchment")
            remember_workspace(workspace.path)
        self._show_middle()

    def _show_middle(self) -> None:
        """The start page before anything is open, the empty page before anything was scanned, then the views."""
        workspace = self.session.workspace
        if workspace is None:
            page: QWidget = self.start_page
        elif len(self.session.snapshot.graph):
            page = self.tabs
        else:
            self.empty_page.show_name(workspace.path.stem, self.session.is_reading)
            page = self.empty_page
        was_open = self._shows_questions
        if page is self.middle.currentWidget() and self.isVisible():
            return
        if was_open:
            self._note_docks()
        self.middle.setCurrentWidget(page)
        self.panels.show(*(self._docks_wanted if self._shows_questions else (page is self.empty_page, False)))

    @property
    def _shows_questions(self) -> bool:
        return "parts" in self.__dict__ and self.middle.currentWidget() is self.tabs

    def _note_docks(self) -> None:
        """Remember which panels the user has open, while they may be."""
        if self._shows_questions and self.isVisible():
            self._docks_wanted = (not self.left.isHidden(), not self.right.isHidden() or self.panels.is_folded)

    def _dock(self, title: str, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(title)
        dock.setAccessibleName(title)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.addDockWidget(area, dock)
        self.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        return dock

    def _restore_layout(self) -> None:
        saved = saved_layout()
        if saved is None:
            return
        geometry, state, split = saved
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray) and isinstance(split, QByteArray):
            self.restoreGeometry(geometry)
            self.restoreState(state)
            self._saved_split = split
            self._has_layout = True
            self._docks_wanted = (not self.left.isHidden(), not self.right.isHidden())

"""The composition root: application, theme, session, window; and the same without a screen, for pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.ui import theme
from explorer.ui.appearance import Appearance
from explorer.ui.error_report import ErrorReports
from explorer.ui.main_window import MainWindow
from explorer.ui.session import Session
from explorer.ui.theme import Theme

if TYPE_CHECKING:
    from explorer.exports.report import Document

PICTURE_SIZES = ((1280, 800), (2560, 1440))


def run(workspace: str | None, targets: list[str], sample: bool) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    application = make_application()
    window = build_window()
    ErrorReports(window).install()
    window.show()
    # The window is on the screen before anything is read.
    QTimer.singleShot(0, lambda: _begin(window, workspace, targets, sample))
    return int(application.exec())


def make_application() -> QApplication:
    """The one QApplication of the process."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Catchment")
    application.setOrganizationName("catchment")
    return application


def build_window(colours: Theme | None = None, remember_layout: bool = True) -> MainWindow:
    """A window with a session of its own; without `colours` in the looks that the user chose."""
    application = make_application()
    session = Session()
    window = MainWindow(session, Appearance(session, application, colours), remember_layout)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # Drawing pictures opens one window after another.
    session.setParent(window)
    return window


def draw_view(workspace: Path, view: str, system: str | None, output: Path) -> None:
    """Draw one view of a workspace into a file, without a screen. Raises `InputError` for a view nobody has."""
    _without_a_screen()
    window = _window_on(workspace, theme.light(), PICTURE_SIZES[0])
    try:
        if view not in window.views:
            raise InputError(f"No view is called {view}.", f"Known are: {', '.join(window.views)}.")
        if system is not None:
            window.session.set_scope(_system_named(window, system))
            wait_until_idle(window.session)
        window.show_view(view)
        QApplication.processEvents()
        wait_until_idle(window.session)
        window.views[view].export(output)
    finally:
        window.close()
        window.deleteLater()


def print_document(document: Document, output: Path, page: str) -> None:
    """Write a document as PDF, without a screen. Raises `InputError` where the place cannot be written."""
    from explorer.ui.pdf import write_pdf

    _without_a_screen()
    _keep = QApplication.instance() or QApplication([])
    write_pdf(document, output, page)


def draw_all_views(workspace: Path, folder: Path) -> Iterator[Path]:
    """Draw the whole window on each view, light and dark, small and large, into PNG files; yields their paths."""
    _without_a_screen()
    folder.mkdir(parents=True, exist_ok=True)
    for colours in (theme.light(), theme.dark()):
        for size in PICTURE_SIZES:
            window = _window_on(workspace, colours, size)
            for name in window.views:
                window.show_view(name)
                _select_something(window)
                wait_until_idle(window.session)
                path = folder / f"{name}-{colours.name}-{size[0]}x{size[1]}.png"
                window.grab().save(str(path))
                yield path
            window.close()
            window.deleteLater()


def _without_a_screen() -> None:
    """Draw into memory, unless somebody chose a platform: no window flashes up, and none is needed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def wait_until_idle(session: Session, seconds: float = 600.0) -> None:
    """Let the event loop run until no job is waited for. Raises `InputError` where that takes more than so many seconds."""
    QApplication.processEvents()
    if session.jobs.busy:
        loop = QEventLoop()
        session.jobs.busy_changed.connect(lambda busy: None if busy else loop.quit())
        patience = QTimer(loop, singleShot=True, interval=round(seconds * 1000))
        patience.timeout.connect(loop.quit)
        patience.start()
        loop.exec()
        if not patience.isActive():
            raise InputError(f"The answers were not there after {seconds:,.0f} seconds.", "Draw fewer systems at once.")
    for _ in range(4):
        QApplication.processEvents()


def _window_on(workspace: Path, colours: Theme, size: tuple[int, int]) -> MainWindow:
    window = build_window(colours, remember_layout=False)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
    window.resize(*size)
    window.show()
    window.session.open_workspace(workspace)
    wait_until_idle(window.session)
    return window


def _select_something(window: MainWindow) -> None:
    """Select the end of the longest chain, so that the inspector has something to show."""
    chain = window.session.answers.depth.longest_chain
    if chain:
        graph = window.session.snapshot.graph
        window.session.select([graph.id_of(chain[min(3, len(chain) - 1)])])


def _system_named(window: MainWindow, name: str) -> ComponentId:
    for entry in window.session.systems:
        if name in (entry.name, entry.id):
            return entry.id
    raise InputError(f"No system is called {name}.", "`catchment show WORKSPACE inventory` lists what is there.")


def _begin(window: MainWindow, workspace: str | None, targets: list[str], sample: bool) -> None:
    if sample:
        window.files.open_sample()
    elif workspace is not None:
        window.open_path(Path(workspace))
    if targets:
        window.files.ask_scan(targets)

"""What the File menu does: make and open workspaces, scan into them, take pictures and graphs away."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from explorer.domain.component import ComponentId
from explorer.errors import ExplorerError, InputError
from explorer.exports.written_file import write_file
from explorer.graph.identity import slug
from explorer.progress import Progress
from explorer.settings import data_folder
from explorer.ui.bom_files import BOMS, bom_content, bom_endings
from explorer.ui.dialogs.files import WORKSPACES, ask_open, ask_save, ending_of
from explorer.ui.session import Session
from explorer.ui.text import covered, names_are_hidden, plain

if TYPE_CHECKING:
    from explorer.exports.report import Document
    from explorer.graph.snapshot import Snapshot
    from explorer.pipeline.answers import Answers
    from explorer.ui.dialogs.scan import ScanDialog
    from explorer.ui.views.base import View

GRAPHS = (
    "Graph document (*.json);;GraphML (*.graphml);;GEXF (*.gexf);;Relations as CSV (*.csv);;"
    f"Report (*.html);;Report to print (*.pdf);;{BOMS}"
)

REPORTS = (".html", ".pdf")
LARGE_FILE = 32 << 20
"""Bytes from which looking at every page of a workspace would be felt."""


class Files(QObject):
    """Asks for files without blocking, and hands them to the session."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    # Workspaces

    def open_sample(self) -> None:
        """Open the sample portfolio, made in the program's own folder the first time."""
        self.guarded(lambda: self._session.open_sample(data_folder()))

    def new_workspace(self) -> None:
        """Ask for a name and make a workspace."""
        ask_save(
            self._window,
            "New workspace",
            "portfolio.catchment",
            WORKSPACES,
            lambda path: self.guarded(lambda: self._session.new_workspace(path)),
            may_replace=False,
        )

    def open_workspace(self) -> None:
        """Ask for a workspace and open it."""
        ask_open(self._window, "Open workspace", WORKSPACES, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a workspace, a large one once a worker has checked it; what goes wrong is told in a sentence."""
        if not path.is_file() or path.stat().st_size < LARGE_FILE:
            self.guarded(lambda: self._session.open_workspace(path))
            return

        def check(progress: Progress) -> None:
            from explorer.storage.workspace import check_file

            progress.step(f"Checking {path.name}")
            check_file(path)

        self._session.jobs.start(
            "open",
            check,
            lambda _: self.guarded(lambda: self._session.open_workspace(path)),
            self._session.tell_failure,
        )

    def recover_workspace(self) -> None:
        """Ask for a damaged workspace and for a new name, and salvage what is readable."""

        def into(damaged: Path) -> None:
            name = f"{damaged.stem}-recovered.catchment"
            ask_save(
                self._window, "Recover into", name, WORKSPACES, lambda to: self._recover(damaged, to), may_replace=False
            )

        ask_open(self._window, "Damaged workspace", WORKSPACES, into)

    def _recover(self, damaged: Path, to: Path) -> None:
        def recover() -> None:
            from explorer.storage.workspace import Workspace

            with Workspace.recover(damaged, to) as workspace:
                notices = workspace.notices
            self._session.open_workspace(to)
            self._session.message.emit(" ".join(notices) or "Everything could be read.")

        self.guarded(recover)

    # Scans

    def ask_scan(self, targets: Sequence[str] = (), name: str = "", online: Sequence[str] = ()) -> None:
        """Ask what to scan and scan it; without a workspace, one is made in the program's own folder."""
        from explorer.ui.dialogs.scan import ScanDialog

        dialog = ScanDialog(targets, name, online, self._window)
        dialog.accepted.connect(lambda: self._scan(dialog))
        dialog.open()

    def ask_rescan(self, system: ComponentId | None) -> None:
        """Ask whether to scan a system's targets again; what was asked over the network before is ticked."""
        entries = self._session.systems
        if system is None and len(entries) == 1:
            system = entries[0].id
        entry = next((each for each in entries if each.id == system), None)
        if entry is None:
            self._session.message.emit("Choose a system on the left first; then it can be scanned again.")
            return
        self.ask_scan(entry.targets, entry.name, self._session.asked_online(entry.id))

    def ask_remove(self, system: ComponentId | None) -> None:
        """Ask whether to forget a system, because its snapshots cannot be brought back."""
        entry = next((each for each in self._session.systems if each.id == system), None)
        if entry is None:
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Catchment")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(plain(f"Remove {entry.name} from the workspace?"))
        box.setInformativeText(
            "Its scans are forgotten; that cannot be undone, but it can be scanned again. "
            "What was written about its components stays."
        )
        remove = box.addButton("Remove", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove.clicked.connect(lambda: self._session.remove_system(entry.id))
        box.open()

    def _scan(self, dialog: ScanDialog) -> None:
        targets, name, online = dialog.request()
        if self._session.workspace is None:
            base = slug(name or os.path.basename(os.path.realpath(targets[0])) or "portfolio")
            self.guarded(lambda: self._open_or_make(f"{base}.catchment"))
        self._session.scan(targets, name, online)

    def _open_or_make(self, name: str) -> None:
        """Open the workspace of this name in the program's own folder, or make it. Raises `OSError`, `WorkspaceError`."""
        path = data_folder() / name
        if path.exists():
            self.open_path(path)
        else:
            self._session.new_workspace(path)

    # Taking away

    def export_view(self, view: View) -> None:
        """Ask for a file and write what the view shows, as a page, a picture or rows."""

        def write(path: Path) -> None:
            view.export(path)
            self._session.message.emit(f"Written: {path}")

        formats = view.formats()
        name = view.name + ending_of(formats[0])
        ask_save(
            self._window, "Save this view", name, ";;".join(formats), lambda path: self.guarded(lambda: write(path))
        )

    def export_graph(self) -> None:
        """Ask for a file and write the graph or the report."""
        ask_save(self._window, "Export graph", "catchment.json", GRAPHS, self.write_graph)

    def write_graph(self, path: Path) -> None:
        """Write the graph or the report in the background, in the format that the ending names.

        While names are hidden only the report is written, without them: a graph or BOM is of no use without identities.
        """
        if names_are_hidden() and path.suffix.lower() not in REPORTS:
            self._session.failed.emit(
                "Names are hidden, and a graph or BOM holds everything by its name.",
                "Export the report (.html or .pdf), in which they stay hidden, or show names again.",
            )
            return
        if path.suffix.lower() in REPORTS and not self._session.answering.is_complete:
            self._session.failed.emit(self._session.answering.words, "Write the report once it is.")
            return
        snapshot, answers, scope = self._session.snapshot, self._session.answers, self._session.scope
        annotations = self._session.annotations
        workspace = self._session.workspace.path if self._session.workspace is not None else None

        def write(progress: Progress) -> None:
            progress.step(f"Writing {path.name}")
            if path.suffix.lower() in REPORTS:
                printed = path.suffix.lower() == ".pdf"
                write_document(path, covered(report_of(snapshot, answers, workspace, progress, printed)))
                return
            bom = bom_content(path, snapshot, annotations, scope, workspace)
            write_file(path, graph_text(path, snapshot) if bom is None else bom)

        self._session.jobs.start(
            "export", write, lambda _: self._session.message.emit(f"Written: {path}"), self._session.tell_failure
        )

    def guarded(self, run: Callable[[], object]) -> None:
        """Do something with a file; what goes wrong is told in a sentence."""
        try:
            run()
        except ExplorerError as error:
            self._session.failed.emit(error.message, error.advice)
        except OSError as error:
            self._session.failed.emit(f"A file could not be used: {error}.", "Check the place and its permissions.")


def report_of(
    snapshot: Snapshot, answers: Answers, workspace: Path | None, progress: Progress, printed: bool = False
) -> Document:
    """The report, on paper with shorter tables, with what the last scans of the workspace changed, and with its copy of advisories.

    It is the one that the command line writes: named as the workspace is, judged as of the workspace's last day.
    """
    from explorer.pipeline.as_of import last_day
    from explorer.pipeline.findings import SETTING
    from explorer.pipeline.last_changes import last_changes
    from explorer.pipeline.report import MOST_PRINTED, MOST_ROWS, report_document
    from explorer.storage.workspace import Workspace

    most = MOST_PRINTED if printed else MOST_ROWS
    if workspace is None:
        return report_document(snapshot, answers, "Portfolio", most=most)
    with Workspace.open(workspace) as opened:
        answers = answered_on(last_day(opened), snapshot, answers, progress)
        changes = last_changes(opened, answers.today, answers.scope, progress)
        advisories = opened.setting(SETTING) or None
    return report_document(snapshot, answers, workspace.stem, changes, advisories, most)


def lasting_answers(snapshot: Snapshot, answers: Answers, workspace: Path | None, progress: Progress) -> Answers:
    """The answers as of the workspace's last day, so that a page written tomorrow is the same."""
    from explorer.pipeline.as_of import last_day
    from explorer.storage.workspace import Workspace

    if workspace is None:
        return answers
    with Workspace.open(workspace) as opened:
        day = last_day(opened)
    return answered_on(day, snapshot, answers, progress)


def answered_on(day: date, snapshot: Snapshot, answers: Answers, progress: Progress) -> Answers:
    """The same questions answered as of another day."""
    from explorer.pipeline.answers import answer

    if answers.today == day:
        return answers
    return answer(snapshot, answers.annotations, answers.scope, day, progress)


def write_document(path: Path, document: Document) -> None:
    """Write a document as HTML or PDF, by the path's ending. Raises `InputError`."""
    if path.suffix.lower() == ".pdf":
        from explorer.ui.pdf import write_pdf
        from explorer.ui.settings_store import saved_paper

        write_pdf(document, path, saved_paper())
        return
    from explorer.exports.report import html_document

    write_file(path, html_document(document))


def graph_text(path: Path, snapshot: Snapshot) -> str:
    """The graph in the format of the path's ending. Raises `InputError` for an ending nobody writes."""
    from explorer.exports.graph_formats import TEXT_FORMATS

    ending = path.suffix.lower().lstrip(".")
    if ending not in TEXT_FORMATS:
        raise InputError(
            f"No format is written as .{ending}.",
            f"Name it .json, {bom_endings()}, .graphml, .gexf, .csv, .html, .pdf or .zip.",
        )
    return TEXT_FORMATS[ending](snapshot)

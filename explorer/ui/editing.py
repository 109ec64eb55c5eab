"""What dialogs do: make and open workspaces, scan, judge, export, show sources and help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from explorer.domain.annotation import Limit, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.component import ComponentId
from explorer.domain.evidence import Evidence
from explorer.errors import ExplorerError
from explorer.graph.identity import family
from explorer.settings import data_folder
from explorer.ui.dialogs.fields import FormDialog
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.scan import ScanDialog
from explorer.ui.dialogs.source_viewer import SourceViewer
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.session import Session, author
from explorer.ui.text import plain
from explorer.ui.theme import mixed
from explorer.ui.views.base import View

WORKSPACES = "Catchment workspaces (*.catchment)"
PICTURES = "PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)"
GRAPHS = "Graph document (*.json);;GraphML (*.graphml);;GEXF (*.gexf);;Relations as CSV (*.csv);;Report (*.html)"


class Editing(QObject):
    """Opens dialogs without blocking and hands their results to the session."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        session.edit_requested.connect(self.edit)
        session.failed.connect(self._show_failure)

    # Workspaces and scans

    def open_sample(self) -> None:
        """Open the sample portfolio, made in the program's own folder the first time."""
        self._session.open_sample(data_folder())

    def new_workspace(self) -> None:
        """Ask for a name and make a workspace."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, "New workspace", "portfolio.catchment", WORKSPACES)
        if chosen:
            path = Path(chosen)
            self._guarded(lambda: self._session.new_workspace(path if path.suffix else path.with_suffix(".catchment")))

    def open_workspace(self) -> None:
        """Ask for a workspace and open it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open workspace", "", WORKSPACES)
        if chosen:
            self._guarded(lambda: self._session.open_workspace(Path(chosen)))

    def recover_workspace(self) -> None:
        """Ask for a damaged workspace and for a new name, and salvage what is readable."""
        from explorer.storage.workspace import Workspace

        damaged, _ = QFileDialog.getOpenFileName(self._window, "Damaged workspace", "", WORKSPACES)
        if not damaged:
            return
        to, _ = QFileDialog.getSaveFileName(self._window, "Recover into", "recovered.catchment", WORKSPACES)
        if to:

            def recover() -> None:
                with Workspace.recover(damaged, to) as workspace:
                    notices = workspace.notices
                self._session.open_workspace(Path(to))
                self._session.message.emit(" ".join(notices) or "Everything could be read.")

            self._guarded(recover)

    def scan_target(self, target: str) -> None:
        """Ask what to scan and scan it; without a workspace, one is made in the program's own folder."""
        dialog = ScanDialog(target, "", self._window)
        dialog.accepted.connect(lambda: self._scan(dialog))
        dialog.open()

    def rescan(self, system: ComponentId | None) -> None:
        """Scan a system's targets again."""
        entry = next((each for each in self._session.systems if each.id == system), None)
        if entry is not None:
            self._session.scan(entry.targets, entry.name)

    # Judgement

    def edit(self, what: str, about: object) -> None:
        """Open the editor for a new or an existing annotation, or the source behind an evidence."""
        if what == "source" and isinstance(about, Evidence):
            self.show_source(about)
            return
        dialog = self._dialog_for(what, about)
        if dialog is not None:
            dialog.accepted.connect(lambda: self._session.save_annotation(dialog.result_annotation()))
            dialog.open()

    def show_source(self, found: Evidence) -> None:
        """Show the file behind an evidence, at its line."""
        folders = [Path(target) for entry in self._session.systems for target in entry.targets]
        theme = self._session.theme
        SourceViewer(found, folders, mixed(theme.background, theme.accent, 0.25), self._window).open()

    # Telling and taking away

    def show_help(self, question: str, text: str) -> None:
        """What a view's numbers mean."""
        self._tell(QMessageBox.Icon.NoIcon, question, text)

    def export_picture(self, view: View) -> None:
        """Ask for a file and write the view's picture."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save picture", f"{view.name}.png", PICTURES)
        if chosen:
            self._guarded(lambda: view.render_picture(Path(chosen)))
            self._session.message.emit(f"Written: {chosen}")

    def export_graph(self) -> None:
        """Ask for a file and write the graph or the report."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export graph", "catchment.json", GRAPHS)
        if chosen:
            self._guarded(lambda: self._write(Path(chosen)))

    def _write(self, path: Path) -> None:
        from explorer.exports.graph_formats import TEXT_FORMATS
        from explorer.pipeline.report import html_report

        if path.suffix == ".html":
            text = html_report(self._session.snapshot, self._session.answers, path.stem)
        else:
            text = TEXT_FORMATS.get(path.suffix.lstrip("."), TEXT_FORMATS["json"])(self._session.snapshot)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ExplorerError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error
        self._session.message.emit(f"Written: {path}")

    def _scan(self, dialog: ScanDialog) -> None:
        targets, name, online = dialog.request()
        if self._session.workspace is None:
            base = Path(targets[0]).resolve().name or "portfolio"
            path = data_folder() / f"{base}.catchment"
            self._guarded(
                lambda: self._session.open_workspace(path) if path.exists() else self._session.new_workspace(path)
            )
        self._session.scan(targets, name, online)

    def _dialog_for(self, what: str, about: object) -> FormDialog | None:
        if isinstance(about, TrustDelegation):
            return TrustDialog(about, self._window)
        if isinstance(about, ResidualRisk):
            return RiskDialog(about, self._window)
        if isinstance(about, Note):
            return NoteDialog(about, self._window)
        if what == "trust":
            return TrustDialog(_new_delegation(about), self._window)
        subject = Subject(str(family(str(about))))
        if what == "risk":
            return RiskDialog(ResidualRisk(subject, "", Limit.UNDETECTED_COMPROMISE, owner=author()), self._window)
        return NoteDialog(Note(subject, "", (), author()), self._window) if what == "note" else None

    def _guarded(self, run: Callable[[], object]) -> None:
        try:
            run()
        except ExplorerError as error:
            self._session.failed.emit(error.message, error.advice)

    def _show_failure(self, what: str, advice: str) -> None:
        self._tell(QMessageBox.Icon.Warning, what, advice)

    def _tell(self, icon: QMessageBox.Icon, head: str, text: str) -> None:
        box = QMessageBox(icon, "Catchment", plain(head), QMessageBox.StandardButton.Ok, self._window)
        box.setInformativeText(plain(text))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _new_delegation(about: object) -> TrustDelegation:
    """A delegation about a component, or about the trusted party of a boundary (truster, trusted)."""
    if isinstance(about, tuple):
        truster, trusted = about
        return TrustDelegation(Subject(trusted), truster, trusted, owner=author())
    subject = str(family(str(about)))
    return TrustDelegation(Subject(subject), "", subject if subject.startswith("party:") else "", owner=author())

"""Judgement that lasts and is shared: a colleague's copy, signed-off states, what moved, ways of looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from explorer.domain.correction import Baseline
from explorer.exports.written_file import write_file
from explorer.pipeline.carrying import CarryOver, carry_overs
from explorer.pipeline.portfolio import portfolio_of
from explorer.pipeline.sentences import counted
from explorer.progress import Progress
from explorer.storage.annotations import Record
from explorer.storage.merging import Merged, base_of, merge_records
from explorer.ui.dialogs.baselines import Baselines, SignOffDialog
from explorer.ui.dialogs.carrying import CarryOverDialog
from explorer.ui.dialogs.files import WORKSPACES, ask_open, ask_save
from explorer.ui.dialogs.merging import MergeDialog
from explorer.ui.dialogs.saved_view import SavedViewDialog
from explorer.ui.looking import look_of
from explorer.ui.session import Session, author
from explorer.ui.text import names_are_hidden

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

LANE = "sharing"
JUDGEMENT = "Annotations (*.json);;Table for a spreadsheet (*.csv)"
Both = tuple[dict[str, Record], list[Record], list[Record]]
"""The base that both copies started from, mine, theirs."""


class Sharing(QObject):
    """Opens its dialogs without blocking; every result is one step that one undo takes back."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._offered: set[str] = set()
        """Annotations that were offered to be carried over; each is offered once in a session."""

    def ask_copy(self) -> None:
        """Choose a colleague's copy and merge it."""
        ask_open(self._window, "A colleague's copy of this workspace", WORKSPACES, self.merge_copy)

    def save_copy(self) -> None:
        """Choose where a whole copy goes, for a colleague to work in; a file that exists is not replaced."""
        workspace = self._session.workspace
        if workspace is None:
            return
        here = workspace.path

        def save(path: Path) -> None:
            def written(progress: Progress) -> None:
                from explorer.storage.workspace import Workspace

                progress.step(f"Writing {path.name}")
                with Workspace.open(here) as opened:
                    opened.copy_to(path)

            done = f"{path} holds everything so far. What a colleague writes in it can be taken in again."
            self._session.jobs.start(
                LANE, written, lambda _: self._session.message.emit(done), self._session.tell_failure
            )

        name = f"{here.stem}-copy.catchment"
        ask_save(self._window, "Save a copy", name, WORKSPACES, save, may_replace=False)

    def export_judgement(self) -> None:
        """Choose where everything that was written goes, as JSON or as a table; not while names are hidden."""
        if names_are_hidden():
            self._session.failed.emit(
                "Names are hidden, and what was written holds them.", "Show names again before exporting it."
            )
            return

        def save(path: Path) -> None:
            def written(progress: Progress) -> None:
                from explorer.storage.exchange import export_csv, export_json
                from explorer.storage.workspace import Workspace

                progress.step(f"Writing {path.name}")
                with Workspace.open(here) as opened:
                    write_file(path, (export_csv if path.suffix.lower() == ".csv" else export_json)(opened))

            done = f"Written: {path}"
            self._session.jobs.start(
                LANE, written, lambda _: self._session.message.emit(done), self._session.tell_failure
            )

        if self._session.workspace is not None:
            here = self._session.workspace.path
            ask_save(self._window, "Export what was written", "annotations.json", JUDGEMENT, save)

    def import_judgement(self) -> None:
        """Choose a file of annotations and take it in."""
        ask_open(self._window, "Import what was written", f"Annotations (*.json *.csv);;{JUDGEMENT}", self.take_file)

    def take_file(self, path: Path) -> None:
        """Take in annotations by identity, as one step that one undo takes back; a file that is none changes nothing."""

        def taken(workspace: Workspace) -> None:
            from explorer.storage.exchange import import_csv, import_json, text_of

            read = import_csv if path.suffix.lower() == ".csv" else import_json
            counts.append(read(workspace, text_of(path), author()))

        counts: list[int] = []
        if self._session.edit(taken):
            self._session.message.emit(
                f"{counted(counts[0], 'annotation')} taken from {path.name}; one undo takes it back."
            )

    def merge_copy(self, path: Path) -> None:
        """Take in what a colleague wrote; where both changed the same, ask."""
        mine = self._session.workspace
        if mine is None:
            return
        here = mine.path

        def read(progress: Progress) -> Both:
            from explorer.storage.workspace import Workspace

            progress.step(f"Reading {path.name}")
            with Workspace.open(here) as one, Workspace.open(path) as other:
                return base_of(one.journal(), other.journal()), one.records(), other.records()

        self._session.jobs.start(LANE, read, lambda both: self._join(path.name, both), self._session.tell_failure)

    def sign_off(self) -> None:
        """Keep a digest of everything there is, under a title."""
        dialog = SignOffDialog(author(), self._window)

        def save() -> None:
            from explorer.storage.baselines import sign_off

            title, note = dialog.title(), dialog.note()
            self._session.edit(lambda each: sign_off(each, title, author(), datetime.now(UTC).date(), note))
            self.show_baselines()

        dialog.accepted.connect(save)
        dialog.open()

    def show_baselines(self) -> None:
        """List what was signed off, with what has become of it."""
        from explorer.storage.baselines import check

        workspace = self._session.workspace
        if workspace is not None:
            signed = [each for each in self._session.annotations if isinstance(each, Baseline)]
            Baselines([check(workspace, each) for each in signed], self._window).open()

    def show_moved(self) -> None:
        """List judgement on what is gone, with where it may belong now."""
        self._look_for_moved(self._show_moved)

    def offer_moved(self) -> None:
        """After a scan: offer to carry over what has lost its component by it, and is not offered yet."""
        self._look_for_moved(self._offer)

    def _look_for_moved(self, then: Callable[[tuple[CarryOver, ...]], None]) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        path = workspace.path

        def looked(progress: Progress) -> tuple[CarryOver, ...]:
            from explorer.storage.workspace import Workspace

            progress.step("Looking for new names and owners")
            with Workspace.open(path) as opened:
                return carry_overs(opened, portfolio_of(opened))

        self._session.jobs.start(LANE, looked, then, self._session.tell_failure)

    def save_look(self, view: str, title: str) -> None:
        """Keep how one looks now."""
        dialog = SavedViewDialog(look_of(self._session, view, title), self._window)
        dialog.accepted.connect(lambda: self._session.save_annotation(dialog.result_annotation()))
        dialog.open()

    def _show_moved(self, found: tuple[CarryOver, ...]) -> None:
        if found:
            CarryOverDialog(self._session, found, self._window).open()
        else:
            self._session.message.emit("Everything that was written is about something that the latest scans have.")

    def _offer(self, found: tuple[CarryOver, ...]) -> None:
        movable = [each for each in found if each.moved is not None]
        new = {each.orphan.id for each in movable} - self._offered
        self._offered |= new
        if not new:
            return
        if QApplication.activeModalWidget() is None:
            CarryOverDialog(self._session, movable, self._window).open()
        self._session.message.emit(
            f"{counted(len(movable), 'judgement is', 'judgements are')} about what has another name or version now. "
            "Edit, Judgement on what is gone… carries over."
        )

    def _join(self, name: str, both: Both) -> None:
        merged = merge_records(*both)
        if not merged.conflicts:
            self._take(name, merged)
            return
        dialog = MergeDialog(name, merged.conflicts, len(merged.changes), self._window)

        def chosen() -> None:
            self._take(name, merge_records(*both, dialog.side_of))

        dialog.accepted.connect(chosen)
        dialog.open()

    def _take(self, name: str, merged: Merged) -> None:
        if not merged.changes:
            self._session.message.emit(f"{name} holds nothing that is not here already.")
        elif self._session.edit(lambda workspace: workspace.change_all(merged.changes, author())):
            self._session.message.emit(
                f"{counted(len(merged.changes), 'annotation')} taken from {name}; one undo takes it back."
            )

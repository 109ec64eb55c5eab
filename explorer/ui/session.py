"""What the window is about: the workspace, its snapshot, the scope, selection, filter and annotations.

Views read it, ask it to change, and hear of changes by one signal each; they never talk to each other or to storage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.errors import ExplorerError
from explorer.progress import Progress
from explorer.ui.answering import Answering, today
from explorer.ui.author import author as author
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.jobs import Jobs
from explorer.ui.scanning import LANE, ONLINE_SETTING, ScanRequest, Scans
from explorer.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from explorer.domain.annotations import Annotation
    from explorer.domain.component import ComponentId
    from explorer.domain.relation import Relation
    from explorer.graph.snapshot import Snapshot
    from explorer.pipeline.answers import Answers
    from explorer.storage.history import JournalEntry
    from explorer.storage.snapshots import SystemEntry
    from explorer.storage.workspace import Workspace


class Session(QObject):
    """The state that all parts of the window share."""

    opening = Signal()
    """A workspace is about to be open; what shows one has to be there from now on."""
    workspace_changed = Signal(object)
    snapshot_changed = Signal(object)
    answers_changed = Signal(object)
    scope_changed = Signal(object)
    selection_changed = Signal(object)
    scanned = Signal(object)
    """`Scanned`: a system whose new scan was kept, and what is new on it."""
    relation_changed = Signal(object)
    """The relation looked at; None where components are."""
    filter_changed = Signal(object)
    annotations_changed = Signal(object)
    theme_changed = Signal(object)
    message = Signal(str)
    saved = Signal(str)
    """What a form saved and where it stands, in a sentence."""
    failed = Signal(str, str)
    """What happened, and what to do."""
    view_requested = Signal(str)
    """The name of a view that should come to the front."""
    edit_requested = Signal(str, object)
    """`trust`, `risk` or `note`, and the subject or annotation to edit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = Jobs(self)
        self._scans = Scans(self.jobs, self.tell_failure, self)
        self._scans.finished.connect(lambda _: self.reload())
        self._scans.finished.connect(self.scanned)
        self._workspace: Workspace | None = None
        self._snapshot: Snapshot | None = None
        self._annotations: tuple[Annotation, ...] = ()
        self._scope: ComponentId | None = None
        self._selection: tuple[ComponentId, ...] = ()
        self._relation: Relation | None = None
        self._filter = ComponentFilter()
        self._theme = LIGHT
        self.owner = ""
        """Who answers for what is decided now, such as a group; empty for whoever works here."""
        self.answering = Answering(self.jobs, self.tell_failure)
        self.answering.changed.connect(lambda: self.answers_changed.emit(self.answers))

    # What there is

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace."""
        return self._workspace

    @property
    def snapshot(self) -> Snapshot:
        """The portfolio's latest snapshots as one; empty before anything is opened."""
        if self._snapshot is None:
            from explorer.graph.snapshot import empty_snapshot

            self._snapshot = empty_snapshot()
        return self._snapshot

    @property
    def answers(self) -> Answers:
        """The answers for the scope; to be shown only where they are complete (`answering`)."""
        return self.answering.answers

    @property
    def scope(self) -> ComponentId | None:
        """The system looked at; None for the whole portfolio."""
        return self._scope

    @property
    def selection(self) -> tuple[ComponentId, ...]:
        """The selected components, the latest last."""
        return self._selection

    @property
    def relation(self) -> Relation | None:
        """The relation looked at; it gives way to the next component that is selected."""
        return self._relation

    @property
    def filter(self) -> ComponentFilter:
        """What the inventory and the drawings show."""
        return self._filter

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """All annotations of the workspace."""
        return self._annotations

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def systems(self) -> list[SystemEntry]:
        """The systems of the workspace with their latest snapshots."""
        return self._workspace.systems() if self._workspace is not None else []

    @property
    def orphans(self) -> tuple[Annotation, ...]:
        """Annotations whose component is not in the snapshot any more."""
        return self._workspace.orphans(self.snapshot) if self._workspace is not None else ()

    @property
    def journal(self) -> list[JournalEntry]:
        """Every edit of the workspace, the oldest first."""
        return self._workspace.journal() if self._workspace is not None else []

    def asked_online(self, system: ComponentId) -> list[str]:
        """The network sources that the latest scan of a system was allowed to ask."""
        known = self._workspace.setting(ONLINE_SETTING + system) if self._workspace is not None else None
        return known.split() if known else []

    def setting(self, key: str) -> str | None:
        """A setting of the workspace."""
        return self._workspace.setting(key) if self._workspace is not None else None

    def set_setting(self, key: str, value: str) -> bool:
        """Keep a setting of the workspace; False where it could not be, which was told then."""
        return self._change(lambda workspace: workspace.set_setting(key, value))

    @property
    def is_reading(self) -> bool:
        """Whether a scan or the workspace is being read, so that more is to come."""
        return any(self.jobs.is_running(lane) for lane in (LANE, "sample", "load"))

    # Changing it

    def open_workspace(self, path: Path) -> None:
        """Open a workspace file; its snapshot is read in the background. Raises `WorkspaceError`."""
        from explorer.storage.workspace import Workspace

        self._adopt(Workspace.open(path))

    def new_workspace(self, path: Path) -> None:
        """Make a workspace file and open it. Raises `WorkspaceError`."""
        from explorer.storage.workspace import Workspace

        self._adopt(Workspace.create(path))

    def open_sample(self, folder: Path) -> None:
        """Make the sample portfolio's workspace in a folder, in the background, and open it."""

        def made(progress: Progress) -> Path:
            from explorer.pipeline.sample import open_sample

            return open_sample(folder, progress)

        self.jobs.start("sample", made, self.open_workspace, self.tell_failure)

    def scan(self, targets: Sequence[str], name: str | None = None, online: frozenset[str] = frozenset()) -> None:
        """Scan targets as one system into the open workspace, in the background, after the scans asked for before."""
        if self._workspace is None:
            self.failed.emit("No workspace is open.", "Make or open one first.")
            return
        waiting = self._scans.add(ScanRequest(self._workspace.path, tuple(targets), name, online))
        if waiting:
            self.message.emit(f"{name or Path(targets[0]).name} will be scanned after {waiting:,} other.")

    def remove_system(self, system: ComponentId) -> None:
        """Forget a system and its snapshots; its annotations stay."""
        if self._change(lambda workspace: workspace.remove_system(system)):
            if self._scope == system:
                self._scope = None
                self.scope_changed.emit(None)
            self.reload()

    def reload(self) -> None:
        """Read the portfolio again, in the background."""
        if self._workspace is None:
            return
        from explorer.pipeline.portfolio import read_portfolio

        path, scope = self._workspace.path, self._scope
        annotations = self._annotations

        def read(progress: Progress) -> tuple[Snapshot, Answers | None, tuple[str, ...]]:
            return read_portfolio(path, annotations, scope, today(), progress)

        self.jobs.start("load", read, lambda result: self._show(*result, annotations), self.tell_failure)

    def show_again(self) -> None:
        """Let every part show what there is anew, because it looks different now."""
        for signal, value in (
            (self.snapshot_changed, self.snapshot),
            (self.answers_changed, self.answers),
            (self.annotations_changed, self._annotations),
        ):
            signal.emit(value)

    def set_scope(self, scope: ComponentId | None) -> None:
        """Look at one system, or at all."""
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit(scope)
            self.answer_again()

    def select(self, identities: Iterable[ComponentId]) -> None:
        """Select components; identities that the snapshot does not have are left out."""
        chosen = tuple(each for each in identities if self.snapshot.graph.find(each) is not None)
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)
        if chosen:
            self.look_at_relation(None)

    def look_at_relation(self, relation: Relation | None) -> None:
        """Show one relation with its evidence; None goes back to the selected component."""
        if relation is not self._relation:
            self._relation = relation
            self.relation_changed.emit(relation)

    def set_filter(self, wanted: ComponentFilter) -> None:
        """Show only some components."""
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)

    # Judgement

    def save_annotation(self, annotation: Annotation) -> bool:
        """Add or replace an annotation; it is on disk when this returns True."""
        return self.edit(lambda workspace: workspace.put(annotation, author()))

    def save_annotations(self, annotations: Iterable[Annotation]) -> bool:
        """Add or replace several annotations as one step that one undo takes back."""
        from explorer.storage.annotations import record_of

        records = [record_of(each) for each in annotations]
        return self.edit(lambda workspace: workspace.put_all(records, author()))

    def remove_annotation(self, identity: str) -> bool:
        """Remove an annotation; it can be undone."""
        return self.edit(lambda workspace: workspace.remove(identity, author()))

    def undo(self) -> bool:
        """Take back the latest edit."""
        return self.edit(lambda workspace: workspace.undo(author()))

    def redo(self) -> bool:
        """Do again what was undone last."""
        return self.edit(lambda workspace: workspace.redo(author()))

    @property
    def undo_text(self) -> str | None:
        """What undo would take back; None where there is nothing."""
        return self._workspace.undo_text if self._workspace is not None else None

    @property
    def redo_text(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self._workspace.redo_text if self._workspace is not None else None

    def close(self) -> None:
        """Stop the jobs and close the workspace."""
        self.jobs.close()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _adopt(self, workspace: Workspace) -> None:
        self.opening.emit()
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = workspace
        self._annotations = workspace.annotations()
        self._scope, self._selection, self._relation = None, (), None
        self._filter = ComponentFilter()
        self._snapshot = None
        self.answering.forget()
        self.workspace_changed.emit(workspace)
        for signal, value in (
            (self.scope_changed, None),
            (self.selection_changed, ()),
            (self.relation_changed, None),
            (self.filter_changed, self._filter),
            (self.annotations_changed, self._annotations),
            (self.snapshot_changed, self.snapshot),
            (self.answers_changed, self.answers),
        ):
            signal.emit(value)
        for notice in workspace.notices:
            self.message.emit(notice)
        self.reload()

    def _show(
        self, snapshot: Snapshot, answers: Answers | None, told: tuple[str, ...], judged: tuple[Annotation, ...]
    ) -> None:
        """Take over what was read; `judged` are the annotations that the answers know of."""
        for notice in told:
            self.message.emit(notice)
        self._snapshot = snapshot
        self.answering.take(snapshot, answers)
        before = self.jobs.lanes
        if self._scope is not None and self._scope not in snapshot.systems():
            self._scope = None
            self.scope_changed.emit(None)
        # In this order, so that a view that comes to the front now draws once.
        self.answers_changed.emit(self.answers)
        self.snapshot_changed.emit(snapshot)
        kept = tuple(each for each in self._selection if snapshot.graph.find(each) is not None)
        if kept != self._selection:
            self._selection = kept
            self.selection_changed.emit(kept)
        self.look_at_relation(None)
        if answers is None:
            self.answer_again(after=self.jobs.lanes - before)  # What is drawn meanwhile is seen first.
        elif answers.scope != self._scope or judged is not self._annotations:
            self.answer_again()  # Something was chosen or judged while it was read.

    def edit(self, change: Callable[[Workspace], object]) -> bool:
        """Change what is written, as the workspace does it; False where it could not be, which was told then."""
        if not self._change(change) or self._workspace is None:
            return False
        from explorer.pipeline.portfolio import corrections_in

        before = corrections_in(self._annotations)
        self._annotations = self._workspace.annotations()
        self.annotations_changed.emit(self._annotations)
        if corrections_in(self._annotations) != before:
            self.reload()  # The graph itself is another.
        else:
            self.answer_again()
        return True

    def _change(self, change: Callable[[Workspace], object]) -> bool:
        """Change the workspace; False where it could not be, which was told then."""
        if self._workspace is None:
            self.failed.emit("No workspace is open.", "Make or open one first.")
            return False
        try:
            change(self._workspace)
        except ExplorerError as error:
            self.failed.emit(error.message, error.advice)
            return False
        return True

    def answer_again(self, after: Iterable[str] = ()) -> None:
        """Ask every question anew, once nothing runs any more in the lanes `after`."""
        if not self.jobs.is_running("load"):  # What is being read is answered with what is chosen by then.
            self.answering.ask(self.snapshot, self._annotations, self._scope, after)

    def tell_failure(self, error: BaseException) -> None:
        """Tell what went wrong in a job; a bug is raised, so that it is reported as one."""
        if isinstance(error, ExplorerError):
            self.failed.emit(error.message, error.advice)
        else:
            raise error

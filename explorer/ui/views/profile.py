"""The risk profile of one system: a page whose figures lead to their views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.exports.report import Document
from explorer.graph.identity import slug
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import answer
from explorer.pipeline.findings import SETTING, findings_for
from explorer.pipeline.system_profile import profile_document
from explorer.pipeline.trend import trend
from explorer.progress import Progress
from explorer.ui.session import Session
from explorer.ui.views.document_view import DocumentView
from explorer.ui.views.parts import choice, push

LANE = "profile"


class ProfileView(DocumentView):
    """Choose a system; read its profile, go on to what stands behind a figure, or save the page."""

    name = "profile"
    tab = "Profile"
    question = "What is the risk profile of this one system, on one page?"
    help_text = (
        "Everything that the other views say of one system, side by side. A figure and a title lead to the view that they are "
        "taken from, which then looks at this system alone; a name selects the component. What nobody has assessed stands as "
        "not assessed: it is neither zero nor good. What lies beyond sight is at least as much as is said."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._system = choice("System", "Whose profile to read")
        self._system.activated.connect(lambda _: self._ask())
        save = push("&Save profile…", "Write the profile as HTML or PDF")
        save.clicked.connect(self._save)
        for widget in (self._system, save):
            self.choices.add(widget)
        session.selection_changed.connect(self._on_selected)

    def nothing(self) -> str:
        """Override DocumentView.nothing."""
        return "Being worked out." if self.session.snapshot.systems() else "No system has been scanned yet."

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot = self.session.snapshot
        wanted = self.session.scope or self._selected() or self._system.currentData()
        self._system.clear()
        for identity in snapshot.systems():
            component = snapshot.component(identity)
            self._system.addItem(component.name if component else identity, identity)
        self._system.setCurrentIndex(max(self._system.findData(wanted), 0))
        self._ask()

    def before_leaving(self) -> None:
        """Override DocumentView.before_leaving: the next view shows the same system, so that its figures are these."""
        system = self._system.currentData()
        if system is not None and self.session.scope != system:
            self.session.set_scope(ComponentId(system))

    def _selected(self) -> ComponentId | None:
        systems = set(self.session.snapshot.systems())
        return next((each for each in reversed(self.session.selection) if each in systems), None)

    def _on_selected(self, _: object) -> None:
        place = self._system.findData(self._selected())
        if self.isVisible() and place >= 0 and place != self._system.currentIndex():
            self._system.setCurrentIndex(place)
            self._ask()

    def _ask(self) -> None:
        system, workspace = self._system.currentData(), self.session.workspace
        if system is None:
            self.show_document(None)
            return
        snapshot, annotations, today = self.session.snapshot, self.session.annotations, self.session.answers.today
        path, advisories = workspace.path if workspace is not None else None, self.session.setting(SETTING)

        def made(progress: Progress) -> Document:
            progress.step("Writing the profile")
            return _profile(snapshot, annotations, ComponentId(system), today, path, advisories, progress)

        self.session.jobs.start(LANE, made, self.show_document, self.session.tell_failure)

    def _save(self) -> None:
        if self._document is not None:
            self.save("Save the profile", f"profile-{slug(self._system.currentText())}.html", self._document)


def _profile(
    snapshot: Snapshot, annotations: Sequence[Annotation], system: ComponentId, today: date, path: Path | None,
    advisories: str | None, progress: Progress,
) -> Document:  # fmt: skip
    from explorer.storage.workspace import Workspace

    answers = answer(snapshot, annotations, system, today, progress)
    found = findings_for(snapshot, answers, advisories, progress)
    if path is None:
        return profile_document(snapshot, answers, found, None)
    with Workspace.open(path) as workspace:
        return profile_document(snapshot, answers, found, trend(workspace, system, annotations, today, progress))

"""Where the analyst was: view, scope and selection, back and forth. Edits have their own undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from explorer.domain.component import ComponentId
from explorer.ui.session import Session

MOST_PLACES = 200
"""Places remembered; the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was looked at."""

    view: str
    scope: ComponentId | None
    selection: tuple[ComponentId, ...]


class ViewHistory(QObject):
    """Remembers each place when it is left."""

    changed = Signal()

    def __init__(self, session: Session, show_view: Callable[[str], None], view: str) -> None:
        super().__init__(session)
        self._session = session
        self._show_view = show_view
        self._here = Place(view, session.scope, session.selection)
        self._before: list[Place] = []
        self._after: list[Place] = []
        self._moving = False
        session.scope_changed.connect(lambda _: self._note(self._here.view))
        session.selection_changed.connect(lambda _: self._note(self._here.view))
        session.workspace_changed.connect(lambda _: self._forget())

    def went_to(self, view: str) -> None:
        """Another view came to the front."""
        self._note(view)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return bool(self._before)

    @property
    def can_go_forward(self) -> bool:
        """Whether a place was left by going back."""
        return bool(self._after)

    def back(self) -> None:
        """Go to the place before."""
        self._move(self._before, self._after)

    def forward(self) -> None:
        """Go to the place that was left by going back."""
        self._move(self._after, self._before)

    def _move(self, source: list[Place], kept: list[Place]) -> None:
        if not source:
            return
        kept.append(self._here)
        place = source.pop()
        self._moving = True
        try:
            self._show_view(place.view)
            self._session.set_scope(place.scope)
            self._session.select(place.selection)
        finally:
            self._moving = False
        self._here = place
        self.changed.emit()

    def _note(self, view: str) -> None:
        now = Place(view, self._session.scope, self._session.selection)
        if self._moving or now == self._here:
            return
        self._before = [*self._before, self._here][-MOST_PLACES:]
        self._after.clear()
        self._here = now
        self.changed.emit()

    def _forget(self) -> None:
        self._before.clear()
        self._after.clear()
        self._here = Place(self._here.view, None, ())
        self.changed.emit()

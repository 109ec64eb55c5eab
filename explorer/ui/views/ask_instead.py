"""Another question is offered and not taken: a button that asks about what was chosen elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from explorer.domain.component import ComponentId
from explorer.pipeline.sentences import name_of
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain
from explorer.ui.views.base import View

MOST_LETTERS = 28


class AskInstead(QPushButton):
    """Seen while what is selected last could be asked about and is not what the question is about."""

    def __init__(
        self, session: Session, can_ask: Callable[[ComponentId], bool], ask: Callable[[ComponentId], None]
    ) -> None:
        super().__init__()
        self._session, self._can_ask = session, can_ask
        self.hide()
        self.clicked.connect(lambda: ask(session.selection[-1]))
        session.selection_changed.connect(lambda _: self.look_again())

    def look_again(self) -> None:
        """Offer what is selected now, or nothing; to be called when the question changed."""
        chosen = self._session.selection[-1] if self._session.selection else None
        node = self._session.snapshot.graph.find(chosen) if chosen is not None else None
        offered = chosen is not None and node is not None and self._can_ask(chosen)
        if offered and node is not None:
            name = plain(name_of(self._session.snapshot, node))
            self.setText(f"Ask for {elide_middle(name, MOST_LETTERS)} instead")
            self.setToolTip(f"Leave this question, and ask it of {name}, which is selected")
            self.setAccessibleName(f"Ask for {name} instead")
        self.setVisible(offered)


class AskingView(View):
    """A view that asks about one component; subclasses say which can be asked about, and put `instead` among the choices."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.is_asked = False
        """Whether the question was chosen, and is not only the one to begin with."""
        self.instead = AskInstead(session, self.can_ask, self.ask_about)

    def can_ask(self, identity: ComponentId) -> bool:
        """Whether it can be asked about, and is not what is asked about."""
        raise NotImplementedError

    def ask_about(self, identity: ComponentId) -> None:
        """Ask about what can be asked about."""
        raise NotImplementedError

    def came_from(self, view: str, tab: str, rows: int | None) -> None:
        """Override View.came_from: the first time, ask about what was selected elsewhere; then only offer it."""
        chosen = self.session.selection[-1] if self.session.selection else None
        if chosen is not None and not self.is_asked and self.can_ask(chosen):
            self.ask_about(chosen)
        self.instead.look_again()

    def show_part(self, part: str) -> None:
        """Override View.show_part: ask about the component of this identity."""
        if self.can_ask(ComponentId(part)):
            self.ask_about(ComponentId(part))

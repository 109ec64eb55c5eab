"""Another question is offered and not taken: a button that asks about what was chosen elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from explorer.domain.component import ComponentId
from explorer.pipeline.sentences import name_of
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain

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

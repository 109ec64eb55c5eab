"""Votes at the table: two digits per person, hidden as they are typed, told only together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.workshop import Vote
from explorer.pipeline.sentences import counted
from explorer.pipeline.stories import Tally, tallies
from explorer.ui.flow_layout import flowing
from explorer.ui.session import Session
from explorer.ui.text import as_tooltip, elide_middle, plain
from explorer.ui.views.parts import row_of, told

NOBODY = "Nobody has voted yet."


class Ballots(QWidget):
    """A line to type into, the number of ballots, and the outcome when it is asked for."""

    risk_wanted = Signal(object)
    """The `ResidualRisk` that the outcome would be."""
    revealed = Signal(object, str)
    """The `Tally` that the whole table should see, and what people call its subject; empty for all there is."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._subject, self._question, self._group, self._called = Subject(""), "", "", ""
        self._line = QLineEdit(placeholderText="such as 34")
        self._line.setAccessibleName("Vote: likelihood and impact, one digit each from 1 to 5; Enter casts it")
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setMaxLength(2)
        self._line.setValidator(QRegularExpressionValidator("[1-5]{0,2}"))
        self._line.returnPressed.connect(self.cast)
        self.setFocusProxy(self._line)
        self._count, self._outcome, self._about = QLabel(""), told(), told("", "muted")
        reveal, write = QPushButton("Re&veal"), QPushButton("Write as &risk…")
        reveal.setAccessibleName("Show how the vote came out")
        write.setAccessibleName(
            "Write the medians to the risk that stands there and is not assessed, otherwise to a new one"
        )
        for button in (reveal, write):
            button.setToolTip(button.accessibleName())
        reveal.clicked.connect(self.reveal)
        write.clicked.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._about)
        column.addLayout(row_of("Vote", self._line, self._count))
        column.addWidget(flowing(reveal, write))
        column.addWidget(self._outcome)

    def ask(self, subject: Subject, question: str, group: str, about: str = "") -> None:
        """Vote on another question; `about` is what people call the subject, empty for all there is."""
        if (subject, question, group) == (*self._key, self._group):
            return
        self._subject, self._question, self._group, self._called = subject, question, group, about
        self.say_again()
        self._outcome.setText("")
        self._tell()

    def say_again(self) -> None:
        """Say what is voted on, with names or without, as they are shown now."""
        about = self._called
        self._about.setText(f"Vote on {elide_middle(plain(about), 20) or 'all of it'}: how likely, how bad, 1 to 5")
        self._about.setToolTip(as_tooltip(about) if about else "")

    def cast(self) -> bool:
        """Count what was typed; False where it is no ballot."""
        text = self._line.text()
        self._line.clear()
        if len(text) != 2 or not set(text) <= set("12345"):
            self._outcome.setText("Two digits from 1 to 5: how likely, how bad.")
            return False
        vote = Vote(self._subject, self._question, int(text[0]), int(text[1]), self._group)
        kept = self._session.save_annotation(vote)
        self._outcome.setText("")
        self._tell()
        return kept

    def reveal(self) -> None:
        """Say how the vote came out, here and to the whole table: medians and every ballot, sorted."""
        found = self.tally()
        if found is None:
            self._outcome.setText(NOBODY)
            return
        self._outcome.setText(
            f"Likelihood {found.likelihood} ({_listed(found.likelihoods)}), impact {found.impact} ({_listed(found.impacts)}): "
            f"{found.likelihood * found.impact} of 25 by the medians."
        )
        self.revealed.emit(found, self._called)

    def tally(self) -> Tally | None:
        """The outcome so far; None where nobody voted."""
        found = [each for each in tallies(self._session.annotations) if (each.subject, each.question) == self._key]
        return found[0] if found else None

    @property
    def _key(self) -> tuple[Subject, str]:
        return self._subject, self._question

    def _tell(self) -> None:
        found = self.tally()
        self._count.setText(counted(found.votes if found else 0, "ballot"))

    def _write(self) -> None:
        found = self.tally()
        if found is None:
            self._outcome.setText(NOBODY)
            return
        risk = self._unassessed() or ResidualRisk(
            found.subject, found.question, Limit.UNDETECTED_COMPROMISE, owner=self._group
        )
        rationale = f"{risk.rationale}\nMedian of {counted(found.votes, 'anonymous vote')}.".strip()
        self.risk_wanted.emit(
            replace(risk, likelihood_after=found.likelihood, impact_after=found.impact, rationale=rationale)
        )

    def _unassessed(self) -> ResidualRisk | None:
        """The one risk on the subject that waits for its figures; None where there is none, or which is not clear."""
        risks = [each for each in self._session.annotations if isinstance(each, ResidualRisk)]
        waiting = [each for each in risks if each.subject == self._subject and each.score_after is None]
        return waiting[0] if len(waiting) == 1 else None


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))

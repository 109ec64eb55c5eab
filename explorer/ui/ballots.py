"""Votes at the table: two digits per person, hidden as they are typed, told only together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.workshop import Vote
from explorer.pipeline.sentences import counted
from explorer.pipeline.stories import Tally, tallies
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.parts import row_of, told


class Ballots(QWidget):
    """A line to type into, the number of ballots, and the outcome when it is asked for."""

    risk_wanted = Signal(object)
    """The `ResidualRisk` that the outcome would be."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._subject, self._question, self._group = Subject(""), "", ""
        self._line = QLineEdit(placeholderText="such as 34")
        self._line.setAccessibleName("Vote: likelihood and impact, one digit each from 1 to 5; Enter casts it")
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setMaxLength(2)
        self._line.setValidator(QRegularExpressionValidator("[1-5]{0,2}"))
        self._line.returnPressed.connect(self.cast)
        self._count, self._outcome, self._about = QLabel(""), told(), told("", "muted")
        reveal, write = QPushButton("Re&veal"), QPushButton("Write as &risk…")
        reveal.setAccessibleName("Show how the vote came out")
        write.setAccessibleName("Write the outcome into the register of residual risks")
        reveal.clicked.connect(self.reveal)
        write.clicked.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._about)
        column.addLayout(row_of("Vote", self._line, self._count))
        column.addLayout(row_of(reveal, write))
        column.addWidget(self._outcome)

    def ask(self, subject: Subject, question: str, group: str, about: str = "") -> None:
        """Vote on another question; `about` is what people call the subject, empty for all there is."""
        if (subject, question, group) == (*self._key, self._group):
            return
        self._subject, self._question, self._group = subject, question, group
        self._about.setText(plain(f"Vote on {about or 'all of it'}: likelihood, then impact, 1 to 5 each."))
        self._outcome.setText("")
        self._tell()

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
        """Say how the vote came out: medians and every ballot, sorted."""
        found = self.tally()
        if found is None:
            self._outcome.setText("Nobody has voted yet.")
            return
        self._outcome.setText(
            f"Likelihood {found.likelihood} ({_listed(found.likelihoods)}), impact {found.impact} ({_listed(found.impacts)}): "
            f"{found.likelihood * found.impact} of 25 by the medians."
        )

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
        if found is not None:
            risk = ResidualRisk(
                found.subject, found.question, Limit.UNDETECTED_COMPROMISE, likelihood_after=found.likelihood,
                impact_after=found.impact, rationale=f"Median of {found.votes} anonymous votes.", owner=self._group,
            )  # fmt: skip
            self.risk_wanted.emit(risk)


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))

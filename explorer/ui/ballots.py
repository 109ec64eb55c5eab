"""Votes at the table: two digits per person, hidden as they are typed, told only together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.workshop import Vote
from explorer.pipeline.judgement_settings import kept_scale
from explorer.pipeline.sentences import counted
from explorer.pipeline.stories import Tally, tallies
from explorer.ui.flow_layout import flowing
from explorer.ui.session import Session
from explorer.ui.text import as_tooltip, elide_middle, plain
from explorer.ui.views.parts import told

NOBODY = "Nobody has voted yet."

HIGHER_MIDDLE = "Of two middle ballots, the median is the higher one."


class Ballots(QWidget):
    """A line to type into, the number of ballots, and the outcome when it is asked for."""

    risk_wanted = Signal(object)
    """The `ResidualRisk` that the outcome would be."""
    revealed = Signal(object, str)
    """The `Tally` that the whole table should see, and what people call its subject; empty for all there is."""

    scale_wanted = Signal(str, str)
    """The question whose steps the whole table should see before it votes, and what people call its subject."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._subject, self._question, self._group, self._called = Subject(""), "", "", ""
        self._meeting = ""
        self._line = QLineEdit()
        self._line.setAccessibleName("Vote: likelihood and impact, one digit each from 1 to 5; Enter casts it")
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setMaxLength(2)
        self._line.setValidator(QRegularExpressionValidator("[1-5]{0,2}"))
        self._line.returnPressed.connect(self.cast)
        self.setFocusProxy(self._line)
        self._count, self._outcome, self._words = QLabel(""), told(), told()
        self._outcome.hide()
        scale, reveal, write = QPushButton("Show sca&le"), QPushButton("Re&veal"), QPushButton("Write as &risk…")
        scale.setAccessibleName("Show on the stage what the digits from 1 to 5 mean, before anybody votes")
        reveal.setAccessibleName("Show how the vote came out")
        write.setAccessibleName(
            "Write the medians to the risk that stands there and is not assessed, otherwise to a new one"
        )
        for button in (scale, reveal, write):
            button.setToolTip(button.accessibleName())
        scale.clicked.connect(lambda: self.scale_wanted.emit(self._question, self._called))
        reveal.clicked.connect(self.reveal)
        write.clicked.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(QLabel("Vote"))
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(flowing(scale, reveal, write))

    def begin(self, moment: str) -> None:
        """Count by themselves what is voted from now on: `moment` is when the presentation began, ISO 8601 in UTC."""
        self._meeting = moment
        self._say("")
        self._tell()

    def ask(self, subject: Subject, question: str, group: str, about: str = "") -> None:
        """Vote on another question; `about` is what people call the subject, empty for all there is."""
        if (subject, question, group) == (*self._key, self._group):
            return
        if (subject, question) != self._key:
            self._line.clear()
        self._subject, self._question, self._group, self._called = subject, question, group, about
        self.say_again()
        self._say("")
        self._tell()

    def say_again(self) -> None:
        """Say what is voted on, with names or without, as they are shown now."""
        about = self._called
        scale = kept_scale(self._session.workspace)
        self._line.setPlaceholderText(f"such as 34, on {elide_middle(plain(about), 20) or 'all of it'}")
        self._words.setText(f"How likely: {_steps(scale.likelihood)}. How bad: {_steps(scale.impact)}.")
        self._line.setToolTip(as_tooltip(about) if about else "")

    def cast(self) -> bool:
        """Count what was typed; False where it is no ballot."""
        text = self._line.text()
        self._line.clear()
        if len(text) != 2 or not set(text) <= set("12345"):
            self._say("Two digits from 1 to 5: how likely, how bad.")
            return False
        vote = Vote(self._subject, self._question, int(text[0]), int(text[1]), self._group, self._meeting)
        kept = self._session.save_annotation(vote)
        self._say("")
        self._tell()
        return kept

    def reveal(self) -> None:
        """Say how the vote came out, here and to the whole table: medians and every ballot, sorted."""
        found = self.tally()
        if found is None:
            self._say(NOBODY)
            return
        self._say(
            f"Likelihood {found.likelihood} ({_listed(found.likelihoods)}), impact {found.impact} ({_listed(found.impacts)}): "
            f"{found.likelihood * found.impact} of 25 by the medians."
        )
        self.revealed.emit(found, self._called)

    def _say(self, text: str) -> None:
        self._outcome.setText(text)
        self._outcome.setVisible(bool(text))

    @property
    def outcome(self) -> QLabel:
        """Where it says how the vote came out, and what is no ballot; whoever shows the line puts it somewhere."""
        return self._outcome

    def tally(self) -> Tally | None:
        """The outcome so far in this presentation; None where nobody voted."""
        wanted = (*self._key, self._meeting)
        found = tallies(self._session.annotations)
        return next((each for each in found if (each.subject, each.question, each.meeting) == wanted), None)

    @property
    def _key(self) -> tuple[Subject, str]:
        return self._subject, self._question

    def _tell(self) -> None:
        found = self.tally()
        self._count.setText(counted(found.votes if found else 0, "ballot"))

    def _write(self) -> None:
        found = self.tally()
        if found is None:
            self._say(NOBODY)
            return
        risk = self._unassessed() or ResidualRisk(
            found.subject, found.question, Limit.UNDETECTED_COMPROMISE, owner=self._group
        )
        rationale = (
            f"{risk.rationale}\nMedian of {counted(found.votes, 'anonymous vote')}.\n".lstrip()
        )  # The group goes on below.
        self.risk_wanted.emit(
            replace(risk, likelihood_after=found.likelihood, impact_after=found.impact, rationale=rationale)
        )

    def _unassessed(self) -> ResidualRisk | None:
        """The one risk on the subject that waits for its figures; None where there is none, or which is not clear."""
        risks = [each for each in self._session.annotations if isinstance(each, ResidualRisk)]
        waiting = [each for each in risks if each.subject == self._subject and each.score_after is None]
        return waiting[0] if len(waiting) == 1 else None


def _steps(words: Sequence[str]) -> str:
    return ", ".join(f"{step} {word}" for step, word in enumerate(words, 1))


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))

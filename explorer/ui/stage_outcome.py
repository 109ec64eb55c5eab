"""How a vote came out, for the whole table: how many said what, from where to where, and the middle; no names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QMainWindow, QSizePolicy, QWidget

from explorer.analysis.risk_scale import STEPS
from explorer.pipeline.judgement_settings import kept_scale
from explorer.pipeline.sentences import counted
from explorer.pipeline.stories import Tally, counts_of
from explorer.ui.ballots import HIGHER_MIDDLE
from explorer.ui.session import Session
from explorer.ui.stage_sheet import StageSheet
from explorer.ui.theme import mixed
from explorer.ui.views.parts import told


class BallotBars(QWidget):
    """A bar for each of the five steps, as long as it has ballots; the median is the darker one."""

    def __init__(self, session: Session) -> None:
        super().__init__(objectName="stage-words")  # Read from the end of a table, as the words around it.
        self._session = session
        self._words: Sequence[str] = ()
        self._counts: Sequence[int] = ()
        self._median = 0
        self._beside: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ballots(
        self, words: Sequence[str], ballots: Sequence[int], median: int, beside: Sequence[str] = ()
    ) -> None:
        """Draw the number of ballots for each step; `words` are what the steps are called, here and in bars `beside` it."""
        self._beside = (*words, *beside)
        self._words, self._counts, self._median = words, counts_of(ballots), median
        self.setAccessibleDescription(
            ", ".join(f"{step} {word}: {self._counts[step - 1]:,}" for step, word in enumerate(words, 1))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: a line of text for each step."""
        return QSize(400, STEPS * self._line())

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        return QSize(240, STEPS * self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        theme, line = self._session.theme, self._line()
        words = [f"{step} {word}" for step, word in enumerate(self._words, 1)]
        left = self.fontMetrics().horizontalAdvance("0 " + max(self._beside, key=len, default="")) + 24
        room = max(self.width() - left - self.fontMetrics().horizontalAdvance("000") - 8, 1)
        painter = QPainter(self)
        for place, (word, count) in enumerate(zip(words, self._counts, strict=True)):
            top = place * line
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(0, top, left, line), Qt.AlignmentFlag.AlignVCenter, word)
            length = room * count / max(*self._counts, 1)
            hue = theme.accent if place + 1 == self._median else mixed(theme.background, theme.accent, 0.4)
            painter.fillRect(QRectF(left, top + 4, length, line - 8), QColor(hue))
            if any(self._counts):
                painter.drawText(QRectF(left + length + 8, top, 60, line), Qt.AlignmentFlag.AlignVCenter, f"{count:,}")
        painter.end()

    def _line(self) -> int:
        return self.fontMetrics().height() + 10


class StageOutcome(StageSheet):
    """The question, the ballots for likelihood and impact as bars, and what they come to by the medians."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window, "Back to the &slide", "Put the outcome away and show the slide again")
        self._session = session
        self._said = [told("", "headline"), told("", "headline")]
        self._bars = [BallotBars(session), BallotBars(session)]
        self._comes_to = told("", "stage-words")
        both = QGridLayout()  # Side by side, so that no step of the scale lies below the edge of a small stage.
        both.setHorizontalSpacing(24)
        for column, (said, bars) in enumerate(zip(self._said, self._bars, strict=True)):
            said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            both.addWidget(said, 0, column)
            both.addWidget(bars, 1, column)
            both.setColumnStretch(column, 1)
        self._body.addLayout(both)
        self._body.addWidget(self._comes_to)

    def show_tally(self, tally: Tally, about: str) -> None:
        """Show how a vote came out; `about` is what people call its subject, empty for all there is."""
        scale = kept_scale(self._session.workspace)
        self._small.setText(f"{counted(tally.votes, 'ballot')}, without names, on {about or 'all of it'}")
        self._title.setText("How we voted")
        self._words.setText(tally.question)
        for which, words, ballots, median in (
            (0, scale.likelihood, tally.likelihoods, tally.likelihood),
            (1, scale.impact, tally.impacts, tally.impact),
        ):
            self._said[which].setText(spread_words(("Likelihood", "Impact")[which], words, ballots, median))
            self._bars[which].show_ballots(words, ballots, median, (*scale.likelihood, *scale.impact))
            self._bars[which].setAccessibleName(("Likelihood", "Impact")[which])
        even = "" if tally.votes % 2 else f" {HIGHER_MIDDLE}"
        self._comes_to.setText(f"{tally.likelihood * tally.impact} of 25 by the medians.{even}")
        self.put_over()

    def show_scale(self, question: str, about: str) -> None:
        """Show what the digits mean, before anybody votes."""
        scale = kept_scale(self._session.workspace)
        self._small.setText(f"Two digits each, without names, on {about or 'all of it'}")
        self._title.setText("How do we vote?")
        self._words.setText(question)
        for which, said, words in (
            (0, "First digit: how likely in the next year?", scale.likelihood),
            (1, "Second digit: how bad if it happens?", scale.impact),
        ):
            self._said[which].setText(said)
            self._bars[which].show_ballots(words, (), 0, (*scale.likelihood, *scale.impact))
            self._bars[which].setAccessibleName(said)
        self._comes_to.setText("")
        self.put_over()


def spread_words(what: str, words: Sequence[str], ballots: Sequence[int], median: int) -> str:
    """The median with its word and the spread in a sentence; `ballots` are sorted.

    >>> spread_words("Impact", ("none", "low", "some", "high", "worst"), (2, 4, 4), 4)
    'Impact: median 4 (high), from 2 to 4.'
    """
    return f"{what}: median {median} ({words[median - 1]}), from {ballots[0]} to {ballots[-1]}."

"""The status bar: what happened last, what runs, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar

from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain


class Message(QLabel):
    """Text on one line, the middle left out where it is too long; it never makes the window wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        room = self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: a message may be narrow."""
        return QSize(40, super().minimumSizeHint().height())


class Status(QStatusBar):
    """Message, progress, Cancel; a failure stays until the next message."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tells_progress = False
        """Whether the message is how far a job is, which is of no use once it is done."""
        self._news: list[str] = []
        """What the scans found that ran since the last other message; told once nothing runs any more."""
        self._message = Message()
        self._message.setAccessibleName("Last message")
        self._message.setContentsMargins(8, 0, 8, 0)
        self._bar = QProgressBar()
        self._bar.setMaximumWidth(160)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel what is running")
        self._cancel.clicked.connect(self._on_cancel)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._bar)
        self.addPermanentWidget(self._cancel)
        self.setSizeGripEnabled(False)
        self._saved = ""
        """What a form saved last, told once more when what follows from it is counted."""
        session.message.connect(self.say)
        session.annotations_changed.connect(lambda _: self._on_saved(""))
        session.saved.connect(self._on_saved)
        session.scanned.connect(lambda scanned: self._news.append(scanned.news))
        session.failed.connect(lambda what, advice: self.say(f"{what} {advice}"))
        session.jobs.progressed.connect(self._on_step)
        session.jobs.busy_changed.connect(self._on_busy)
        self._on_busy(False)

    def say(self, text: str) -> None:
        """Show a sentence until the next one."""
        self._tells_progress = False
        self._message.setText(elide_middle(plain(text), 180))
        self._message.setToolTip(plain(text))

    def clearMessage(self) -> None:
        """Override QStatusBar.clearMessage: what was said and saved last is past."""
        self._saved = ""
        self.say("")

    def _on_saved(self, text: str) -> None:
        self._saved = text
        if text:
            self.say(text)

    def _on_step(self, message: str, done: int, total: int) -> None:
        self.say(message)
        # Parts of a thousand, because counts may be larger than a progress bar can take.
        self._tells_progress = True
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(1000 * done // total if total else 0)

    def _on_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        if busy:
            self._bar.setRange(0, 0)
        elif self._session.workspace is not None and self._tells_progress:
            from explorer.pipeline.sentences import counted

            problems = len(self._session.snapshot.problems)
            told = self._news or [self._saved or "Ready. Every edit is saved at once."]
            self.say(" ".join(told + [f"{counted(problems, 'problem')} met while scanning."] * bool(problems)))
            self._news = []

    def _on_cancel(self) -> None:
        self._session.jobs.cancel_all()
        self.say("Cancelled; what was there before stays.")

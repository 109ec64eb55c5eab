"""Every question about what is shown, asked in the background; until it is answered, nobody may show an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.progress import Progress
from explorer.ui.jobs import Jobs

if TYPE_CHECKING:
    from explorer.domain.annotations import Annotation
    from explorer.domain.component import ComponentId
    from explorer.graph.snapshot import Snapshot
    from explorer.pipeline.answers import Answers

LANE = "answer"

COUNTING = "Counting what is upstream…"
NOT_COUNTED = "What is upstream was not counted, because that was cancelled. Look at another view to count it."


class Answering(QObject):
    """Holds the answers that there are, and asks for new ones."""

    changed = Signal()
    """There are other answers, or it is known that none will come."""

    def __init__(self, jobs: Jobs, on_failed: Callable[[BaseException], None]) -> None:
        super().__init__(jobs)
        self._jobs, self._on_failed = jobs, on_failed
        self._answers: Answers | None = None
        self._question: tuple[Snapshot | None, tuple[Annotation, ...], ComponentId | None] = (None, (), None)
        self.is_complete = True
        """Whether the answers are those of what is shown; until then they are of nothing."""
        self._is_cancelled = False
        jobs.cancelled.connect(self._on_cancelled)

    @property
    def answers(self) -> Answers:
        """The answers that there are; those of nothing before anything is opened."""
        if self._answers is None:
            from explorer.graph.snapshot import empty_snapshot
            from explorer.pipeline.answers import unanswered

            self._answers = unanswered(empty_snapshot(), today())
        return self._answers

    @property
    def words(self) -> str:
        """What stands in the place of an answer that is not there."""
        return NOT_COUNTED if self._is_cancelled else COUNTING

    def take(self, snapshot: Snapshot, answers: Answers | None) -> None:
        """Take over what was read with a snapshot; None where it is still to be asked."""
        from explorer.pipeline.answers import unanswered

        self._jobs.cancel(LANE)  # It would answer for the snapshot that goes.
        self._question = (snapshot, *self._question[1:])
        self.is_complete, self._is_cancelled = answers is not None, False
        self._answers = unanswered(snapshot, today()) if answers is None else answers

    def forget(self) -> None:
        """Be as before anything was opened."""
        self._jobs.cancel(LANE)
        self._question = (None, (), None)
        self._answers, self.is_complete, self._is_cancelled = None, True, False

    def ask(
        self,
        snapshot: Snapshot,
        annotations: tuple[Annotation, ...],
        scope: ComponentId | None,
        after: Iterable[str] = (),
    ) -> None:
        """Ask every question, once the jobs in the lanes `after` are done."""

        def counted(progress: Progress) -> Answers:
            from explorer.pipeline.answers import answer

            return answer(snapshot, annotations, scope, today(), progress)

        self._question, self._is_cancelled = (snapshot, annotations, scope), False
        self._jobs.start(LANE, counted, self._on_answered, self._on_failed, after)

    def want(self) -> None:
        """Ask again what was cancelled before it was answered."""
        snapshot, annotations, scope = self._question
        if snapshot is not None and not self.is_complete and not self._jobs.is_running(LANE):
            self.ask(snapshot, annotations, scope)
            self.changed.emit()

    def _on_cancelled(self) -> None:
        self._is_cancelled = not self.is_complete
        if self._is_cancelled:
            self.changed.emit()  # The answers are not to come now.

    def _on_answered(self, answers: Answers) -> None:
        self._answers, self.is_complete = answers, True
        self.changed.emit()


def today() -> date:
    """The day on which lapses of trust are judged."""
    return datetime.now(UTC).date()

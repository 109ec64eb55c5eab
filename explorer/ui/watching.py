"""Scans a system again when its files change, where the user has asked for it; never over the network."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.domain.component import ComponentId
from explorer.pipeline.fingerprint import fingerprint
from explorer.ui.session import Session

INTERVAL = 4_000
"""Milliseconds between two looks; a change is taken up when two looks in a row see the same."""

Looks = dict[ComponentId, str]


class Watching(QObject):
    """Looks at names, sizes and times of files every few seconds, in a thread of its own that shows no progress."""

    _looked = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, interval: int = INTERVAL) -> None:
        super().__init__(parent)
        self._session = session
        self._pool: ThreadPoolExecutor | None = None
        self._scanned: Looks = {}
        self._last: Looks = {}
        self._timer = QTimer(self, interval=interval, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)
        session.workspace_changed.connect(lambda _: self._forget())
        self.destroyed.connect(self.stop)

    @property
    def is_on(self) -> bool:
        """Whether it looks."""
        return self._pool is not None

    def start(self) -> None:
        """Look from now on; what the files are now counts as scanned."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="catchment-watch")
            self._forget()
            self._look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _forget(self) -> None:
        self._scanned, self._last = {}, {}

    def _look(self) -> None:
        if self._pool is None:
            return
        asked = [(entry.id, tuple(entry.targets)) for entry in self._session.systems]
        self._pool.submit(_look_at, asked).add_done_callback(self._tell)

    def _tell(self, done: Future[Looks]) -> None:
        if not done.cancelled():
            self._looked.emit(done.exception() or done.result())

    def _on_looked(self, found: Looks | BaseException) -> None:
        if self._pool is None:
            return
        if isinstance(found, BaseException):
            self.stop()
            self._session.tell_failure(found)
            return
        for entry in self._session.systems:
            now = found.get(entry.id)
            known = self._scanned.setdefault(entry.id, now or "")
            if now and now != known and now == self._last.get(entry.id):
                self._scanned[entry.id] = now
                self._session.message.emit(f"The files of {entry.name} changed; it is scanned again.")
                self._session.scan(entry.targets, entry.name)
        self._last = found
        self._timer.start()


def _look_at(asked: Sequence[tuple[ComponentId, Sequence[str]]]) -> Looks:
    return {system: fingerprint(targets) for system, targets in asked}

"""The one way to run anything long: a plain function in a worker thread, its result back on the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from explorer.memory import (
    collect_old_garbage,
    give_back_at_once,
    keep_for_painting,
    leave_old_garbage,
    look_for_all_garbage,
)
from explorer.progress import Cancelled, Progress

Task = Callable[[Progress], Any]

STEP_INTERVAL = 0.05
"""Seconds between progress reports that reach the window; more would only cost time."""

QUIET = 2_000
"""Milliseconds without a job after which what the last ones left is cleared away."""


class Jobs(QObject):
    """Runs tasks one after the other in each lane; a newer `start` on the same lane makes the older one stale.

    Each lane has one thread: two scans cannot race, and an answer does not wait behind a scan. A task is a plain
    function that takes a `Progress` and returns a value. It never touches a widget.
    """

    progressed = Signal(str, object, object)
    """Message, done, total (0 of 0 where unknown)."""
    busy_changed = Signal(bool)
    cancelled = Signal()
    """Everything was cancelled, as the user wished."""
    _stepped = Signal(object, object)
    _settled = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._tickets: dict[str, int] = {}
        self._running: dict[str, tuple[int, Progress, Callable[[Any], None], Callable[[BaseException], None]]] = {}
        self._held: dict[str, tuple[set[str], Callable[[], None]]] = {}
        """By lane what has not begun yet: the lanes that it waits for, and how it begins."""
        self._last_steps: dict[tuple[str, int], float] = {}
        self._clearing = QTimer(self, singleShot=True, interval=QUIET)
        self._clearing.timeout.connect(self._clear_away)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)
        self._settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        lane: str,
        task: Task,
        on_done: Callable[[Any], None],
        on_failed: Callable[[BaseException], None],
        after: Iterable[str] = (),
    ) -> None:
        """Run a task; `on_done` or `on_failed` is called on the GUI thread, neither if it is cancelled or overtaken.

        It begins once nothing runs any more in the lanes `after`, and what they brought is painted. What ran in its own
        lane is overtaken, so it is never waited for.
        """
        was_busy = self.busy
        if lane in self._running:
            self._running.pop(lane)[1].cancel()
        ticket = self._tickets[lane] = self._tickets.get(lane, 0) + 1
        progress = Progress(lambda *step: self._report((lane, ticket), step))
        self._running[lane] = (ticket, progress, on_done, on_failed)
        if not was_busy:
            self._clearing.stop()
            leave_old_garbage()
            give_back_at_once()
            self.busy_changed.emit(True)

        def submit() -> None:
            if self._is_awaited(lane, ticket):
                future = self._pool(lane).submit(task, progress)
                future.add_done_callback(lambda done: self._settled.emit((lane, ticket), done))

        self._held[lane] = ({each for each in after if each in self._running and each != lane}, submit)
        self._begin_held()

    def _begin_held(self) -> None:
        """Begin what waits for no lane any more: what was held up, after the next painting."""
        for lane, (awaited, submit) in list(self._held.items()):
            if not awaited & self._running.keys():
                del self._held[lane]
                if awaited:
                    QTimer.singleShot(0, self, submit)
                else:
                    submit()

    def _pool(self, lane: str) -> ThreadPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"catchment-{lane}")
        return self._pools[lane]

    def cancel(self, lane: str | None = None) -> None:
        """Stop waiting for a lane's task, or for all; the thread ends at its next step."""
        for name in [lane] if lane is not None else list(self._running):
            running = self._running.pop(name, None)
            self._held.pop(name, None)
            if running is not None:
                running[1].cancel()
                self._begin_held()
                self._tell_idle()

    @property
    def lanes(self) -> frozenset[str]:
        """The lanes in which a task is waited for."""
        return frozenset(self._running)

    @property
    def busy(self) -> bool:
        """Whether any task is waited for."""
        return bool(self._running)

    def is_running(self, lane: str) -> bool:
        """Whether a task of this lane is waited for."""
        return lane in self._running

    def cancel_all(self) -> None:
        """Stop waiting for everything and say so, that nothing new begins in its place."""
        self.cancel()
        self.cancelled.emit()

    def close(self) -> None:
        """Cancel everything and wait for the workers to end."""
        self.cancel_all()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._clearing.stop()
        look_for_all_garbage()

    def _report(self, name: tuple[str, int], step: tuple[str, int, int]) -> None:
        moment = time.monotonic()
        if moment - self._last_steps.get(name, -STEP_INTERVAL) >= STEP_INTERVAL:
            self._last_steps[name] = moment
            self._stepped.emit(name, step)

    def _on_stepped(self, name: tuple[str, int], step: tuple[str, int, int]) -> None:
        if self._is_awaited(*name):
            self.progressed.emit(*step)

    def _on_settled(self, name: tuple[str, int], future: Future[Any]) -> None:
        lane, ticket = name
        if not self._is_awaited(lane, ticket):
            return  # Stale or cancelled.
        running = self._running.pop(lane)
        self._last_steps.pop(name, None)
        error = future.exception()
        try:
            if error is None:
                running[2](future.result())
            elif not isinstance(error, Cancelled):
                running[3](error)
        finally:
            # What was done may have started the next thing; then the program is busy all along.
            self._begin_held()
            self._tell_idle()

    def _is_awaited(self, lane: str, ticket: int) -> bool:
        running = self._running.get(lane)
        return running is not None and running[0] == ticket

    def _tell_idle(self) -> None:
        if not self._running:
            keep_for_painting()
            self._clearing.start()
            self.busy_changed.emit(False)

    def _clear_away(self) -> None:
        """Clear away garbage, unless somebody is dragging something, who would see the pause."""
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            collect_old_garbage()
        else:
            self._clearing.start()

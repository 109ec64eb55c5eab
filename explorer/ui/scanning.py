"""Scans of the window: one after the other, in the background, each saved into the workspace that was open then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from explorer.domain.component import ComponentId
from explorer.progress import Progress
from explorer.ui.jobs import Jobs

LANE = "scan"

ONLINE_SETTING = "online:"
"""Before a system's identity: the workspace's setting that holds the network sources its latest scan could ask."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan as one system, and where to keep it."""

    workspace: Path
    targets: tuple[str, ...]
    name: str | None = None
    online: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scanned:
    """The identity of the system that was scanned and saved, and what is new on it."""

    system: ComponentId
    news: str


class Scans(QObject):
    """The queue of scans; Cancel empties it."""

    finished = Signal(object)
    """`Scanned`, once it is saved."""

    def __init__(self, jobs: Jobs, on_failed: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._on_failed = on_failed
        self._waiting: deque[ScanRequest] = deque()
        jobs.cancelled.connect(self._waiting.clear)

    def add(self, request: ScanRequest) -> int:
        """Scan now, or after what is being scanned; returns how many stand before it."""
        before = len(self._waiting) + self._jobs.is_running(LANE)
        self._waiting.append(request)
        if before == 0:
            self._next()
        return before

    def _next(self) -> None:
        if self._waiting:
            request = self._waiting.popleft()
            self._jobs.start(LANE, lambda progress: scan_and_save(request, progress), self._on_done, self._on_error)

    def _on_done(self, scanned: Scanned) -> None:
        self._next()
        self.finished.emit(scanned)

    def _on_error(self, error: BaseException) -> None:
        self._next()
        self._on_failed(error)


def scan_and_save(request: ScanRequest, progress: Progress) -> Scanned:
    """Scan, keep the snapshot and tell what is new. Raises `ExplorerError`; nothing is kept then."""
    from explorer.pipeline.keeping import keep_scan
    from explorer.pipeline.remembered_knowledge import remember_knowledge, use_knowledge
    from explorer.pipeline.scan import scan
    from explorer.pipeline.scan_news import read_elsewhere, scan_news
    from explorer.storage.answer_store import AnswerStore
    from explorer.storage.workspace import Workspace

    with Workspace.open(request.workspace) as workspace:
        said = use_knowledge(workspace, request.targets, request.name)
        snapshot = scan(request.targets, request.name, progress, request.online, AnswerStore(workspace))
        warning = said + read_elsewhere(workspace, snapshot, request.targets)
        system = keep_scan(workspace, request.targets, snapshot, progress)
        remember_knowledge(workspace, system.id)
        workspace.set_setting(ONLINE_SETTING + system.id, " ".join(sorted(request.online)))
        return Scanned(system.id, warning + scan_news(workspace, snapshot, progress))

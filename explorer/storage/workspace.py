"""The workspace: one file that holds systems, snapshots and annotations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from explorer.domain.annotation import RELATION_PREFIX, Annotation
from explorer.domain.component import ComponentId
from explorer.errors import WorkspaceError
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot, together
from explorer.storage import history
from explorer.storage.history import JournalEntry
from explorer.storage.migrations import CURRENT_VERSION, migrate
from explorer.storage.opening import connect, look_at, transaction
from explorer.storage.records import annotation_from
from explorer.storage.snapshots import (
    SnapshotEntry,
    SystemEntry,
    delete_system,
    read_snapshot,
    snapshot_entries,
    system_entries,
    write_snapshot,
)


class Workspace:
    """An open workspace file. Belongs to the thread that opened it; other threads open their own by path.

    Every edit is one transaction and is on disk when the call returns.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: bool, notices: Sequence[str]) -> None:
        self.path = path
        self.read_only = read_only
        self.notices = tuple(notices)
        """Sentences that the user should see: opened read-only, and why."""
        self._connection = connection

    @classmethod
    def create(cls, path: Path | str) -> Workspace:
        """A new, empty workspace. Raises `WorkspaceError` where the file exists or cannot be written."""
        path = Path(path)
        if path.exists():
            raise WorkspaceError(f"{path} exists already.", "Open it, or choose another name.")
        try:
            migrate(path, 0)
        except (sqlite3.Error, OSError) as error:
            raise WorkspaceError(f"{path} cannot be written.", "Check the folder and its permissions.") from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open an existing workspace, bringing an older file up to date after a backup.

        A file of a newer program or without write permission opens read-only, with a notice. Raises `WorkspaceError`
        where the file is missing, foreign, damaged or locked.
        """
        path = Path(path)
        facts = look_at(path)
        notices = []
        writable = facts.writable
        if facts.version > CURRENT_VERSION:
            writable = False
            notices.append(f"{path.name} was made by a newer program; it is open read-only.")
        elif not writable:
            notices.append(f"{path.name} cannot be written; it is open read-only.")
        elif facts.version < CURRENT_VERSION:
            migrate(path, facts.version)
        return cls(path, connect(path, writable), not writable, notices)

    @classmethod
    def recover(cls, path: Path | str, to: Path | str) -> Workspace:
        """A new workspace with all that can still be read of a damaged one; the notices say what was lost."""
        from explorer.storage.recovery import salvage

        workspace = cls.create(to)
        workspace.notices = tuple(salvage(Path(path), workspace._connection))
        return workspace

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Systems and snapshots

    def systems(self) -> list[SystemEntry]:
        """All systems with their latest snapshots, by name."""
        return system_entries(self._connection)

    def snapshots(self, system: ComponentId) -> list[SnapshotEntry]:
        """All snapshots of a system, the oldest first."""
        return snapshot_entries(self._connection, system)

    def save_snapshot(self, system: ComponentId, name: str, targets: Sequence[str], snapshot: Snapshot) -> int:
        """Keep a snapshot of a system, in one transaction; returns its number."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            return write_snapshot(self._connection, system, name, targets, snapshot)

    def load_snapshot(self, number: int) -> Snapshot:
        """A snapshot as it was saved. Raises KeyError where there is none of this number."""
        return read_snapshot(self._connection, number)

    def portfolio(self) -> Snapshot:
        """The latest snapshots of all systems as one; what they share is one node."""
        entries = self.systems()
        snapshots = [self.load_snapshot(entry.snapshot_id) for entry in entries]
        return together(snapshots, max((entry.taken for entry in entries), default=""))

    def remove_system(self, system: ComponentId) -> None:
        """Forget a system and its snapshots; annotations stay, as orphans where nothing else has their component."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            delete_system(self._connection, system)

    # Annotations

    def annotations(self) -> tuple[Annotation, ...]:
        """All annotations, in the order of making."""
        rows = self._connection.execute("SELECT type, fields FROM annotations ORDER BY position")
        return tuple(annotation_from(word, json.loads(text)) for word, text in rows)

    def put(self, annotation: Annotation, author: str) -> None:
        """Add an annotation, or replace the one of the same identity."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            history.edit(self._connection, self._find(annotation.id), annotation, author)

    def remove(self, identity: str, author: str) -> None:
        """Remove an annotation; one that is not there is no error."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            known = self._find(identity)
            if known is not None:
                history.remember_place(self._connection, identity)
                history.edit(self._connection, known, None, author)

    def orphans(self, snapshot: Snapshot) -> tuple[Annotation, ...]:
        """Annotations whose component, or an end of whose relation, is not in the snapshot any more."""
        present = {str(family(identity)) for identity in snapshot.graph.ids} | set(snapshot.graph.ids)
        return tuple(each for each in self.annotations() if not _is_present(each.subject, present))

    # History

    def undo(self, author: str) -> str | None:
        """Take back the latest edit; returns what it was, None where there is nothing to undo."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            return history.undo(self._connection, author)

    def redo(self, author: str) -> str | None:
        """Do again what was undone last; returns what it was, None where there is nothing to redo."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            return history.redo(self._connection, author)

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, in words; None where there is nothing."""
        return None if self.read_only else history.next_undo(self._connection)

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, in words; None where there is nothing."""
        return None if self.read_only else history.next_redo(self._connection)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self.undo_text is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return self.redo_text is not None

    def journal(self) -> list[JournalEntry]:
        """Every edit, the oldest first."""
        return history.entries(self._connection)

    # Answers of network sources, and settings

    def cache_get(self, key: str) -> tuple[bytes, str] | None:
        """A kept answer and when it was read."""
        row = self._connection.execute("SELECT body, read FROM answers WHERE key = ?", (key,)).fetchone()
        return None if row is None else (bytes(row[0]), str(row[1]))

    def cache_put(self, key: str, body: bytes, read: str) -> None:
        """Keep an answer, so that the next time is offline."""
        with transaction(self._connection, self.path):
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, body, read))

    def setting(self, key: str) -> str | None:
        """A saved setting of this workspace."""
        row = self._connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Save a setting of this workspace."""
        self._must_be_writable()
        with transaction(self._connection, self.path):
            self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def _find(self, identity: str) -> Annotation | None:
        row = self._connection.execute("SELECT type, fields FROM annotations WHERE id = ?", (identity,)).fetchone()
        return None if row is None else annotation_from(row[0], json.loads(row[1]))

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise WorkspaceError(f"{self.path.name} is open read-only.", "Save a copy elsewhere and edit that.")


def _is_present(subject: str, present: set[str]) -> bool:
    if not subject.startswith(RELATION_PREFIX):
        return subject in present
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    return source in present and rest.partition("|")[2] in present

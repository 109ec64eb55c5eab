"""The workspace: one file that holds systems, snapshots and annotations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.errors import InputError, WorkspaceError
from explorer.graph.snapshot import Snapshot, together
from explorer.storage import history
from explorer.storage.annotation_table import all_records, find
from explorer.storage.annotations import Record, readable, record_of
from explorer.storage.arrays import Array, read_array, write_all
from explorer.storage.documents import document, document_locations, documents_behind, keep_document
from explorer.storage.failures import must_be_free, told
from explorer.storage.files import made_whole
from explorer.storage.history import JournalEntry
from explorer.storage.migrations import CURRENT_VERSION, migrate
from explorer.storage.opening import connect, look_at, transaction
from explorer.storage.orphans import orphans_in
from explorer.storage.snapshots import (
    Opened,
    SnapshotEntry,
    SystemEntry,
    delete_system,
    keep_graph,
    open_snapshot,
    snapshot_digests,
    snapshot_entries,
    system_entries,
    write_snapshot,
)
from explorer.storage.texts import restored, stored


def check_file(path: Path) -> None:
    """Look at a file before it is opened, so that this is quick then. Raises `WorkspaceError` as opening does."""
    look_at(path, CURRENT_VERSION)


class Workspace:
    """An open workspace file. Belongs to the thread that opened it; other threads open their own by path.

    Every edit is one transaction and is on disk when the call returns. Every method raises `WorkspaceError` where the
    file cannot be read or written; what was confirmed before is never lost by that.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: str, notices: Sequence[str]) -> None:
        self.path = path
        self.read_only = bool(read_only)
        self._connection = connection
        self._remedy = read_only
        """What to do about it where the file is read-only."""
        self.notices = (*notices, *self._unreadable())
        """Sentences that the user should see: opened read-only, and why; brought up to date; recovered, and how far."""

    @classmethod
    def create(cls, path: Path | str) -> Workspace:
        """A new, empty workspace. Raises `WorkspaceError` where the file exists or cannot be written."""
        path = Path(path)
        must_be_free(path)
        with told(path), made_whole(path) as draft:
            migrate(draft)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open an existing workspace, bringing an older file up to date after making a copy.

        A file of a newer program or without write permission opens read-only, with a notice. Raises `WorkspaceError`
        where the file is missing, foreign, damaged or locked.
        """
        path = Path(path)
        facts = look_at(path, CURRENT_VERSION)
        notices = []
        remedy = ""
        if facts.version > CURRENT_VERSION:
            remedy = "Update the program to edit it."
            notices.append(f"{path.name} was made by a newer program; it is open read-only.")
        elif not facts.writable:
            remedy = "Check its permissions, or copy it to a folder where you may write."
            notices.append(f"{path.name} cannot be written; it is open read-only.")
        elif facts.version < CURRENT_VERSION:
            with told(path):
                copies = [copy.name for copy in migrate(path, keep_copies=True)]
            notices.append(f"{path.name} was brought up to date; as it was, it is kept as {copies[0]}.")
        connection = connect(path, not remedy)
        try:
            return cls(path, connection, remedy, notices)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def recover(cls, path: Path | str, to: Path | str) -> Workspace:
        """A new workspace with all that can still be read of a damaged one; the notices say what was lost.

        Raises `WorkspaceError` where nothing can be read; the damaged file is left as it is.
        """
        from explorer.storage.recovery import salvage

        path, to = Path(path), Path(to)
        must_be_free(to)
        lost = salvage(path, to)
        workspace = cls.open(to)
        everything = () if lost else ("Everything could be read.",)
        workspace.notices = (f"Recovered from {path.name}.", *lost, *everything, *workspace.notices)
        return workspace

    def copy_to(self, path: Path | str) -> None:
        """A whole copy in a new file, with every edit so far: a plain copy of an open file may lack the latest.

        Raises `WorkspaceError` where the file exists or cannot be written.
        """
        path = Path(path)
        must_be_free(path)
        with told(path), made_whole(path) as draft, closing(sqlite3.connect(draft)) as target:
            self._connection.backup(target)

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
        with self._reading() as connection:
            return system_entries(connection)

    def snapshots(self, system: ComponentId) -> list[SnapshotEntry]:
        """All snapshots of a system, the oldest first."""
        with self._reading() as connection:
            return snapshot_entries(connection, system)

    def save_snapshot(
        self,
        system: ComponentId,
        name: str,
        targets: Sequence[str],
        snapshot: Snapshot,
        arrays: Mapping[str, Mapping[str, bytes | Array]] | None = None,
    ) -> int:
        """Keep a snapshot of a system with the BOMs it was read from, in one transaction; returns its number.

        `arrays`, by owner, are kept with it as `keep_arrays` does.
        """
        documents = documents_behind(snapshot, targets)
        with self._writing(durable=False) as connection:
            try:
                number = write_snapshot(connection, system, name, targets, snapshot)
            except ValueError as error:
                raise WorkspaceError(
                    f"A part of the snapshot of {name} is too large to be kept: {error}.", "Scan it in smaller parts."
                ) from error
            for location, path in documents.items():
                keep_document(connection, number, location, path)
            write_all(connection, arrays or {})
        return number

    def document_locations(self, number: int) -> list[str]:
        """The locations of the BOMs that are kept whole with a snapshot."""
        with self._reading() as connection:
            return document_locations(connection, number)

    def document(self, number: int, location: str) -> bytes:
        """A BOM as it was imported. Raises KeyError where none of this location is kept with the snapshot."""
        with self._reading() as connection:
            return document(connection, number, location)

    def load_snapshot(self, number: int) -> Snapshot:
        """A snapshot as it was saved. Raises KeyError where there is none of this number.

        Its components and relations are read when one asks for them. Where what was kept to open it at once is missing
        or does not fit its rows, that is made anew from these, and a mismatch is told in the notices.
        """
        with self._reading() as connection:
            opened = open_snapshot(connection, self.path, number)
        return self._kept(number, opened)

    def portfolio(self) -> Snapshot:
        """The latest snapshots of all systems as one; what they share is one node."""
        with self._reading() as connection:
            entries = system_entries(connection)
            numbers = [entry.snapshot_id for entry in entries]
            found = [open_snapshot(connection, self.path, number) for number in numbers]
        snapshots = [self._kept(number, each) for number, each in zip(numbers, found, strict=True)]
        if len(snapshots) == 1:
            return snapshots[0]
        return together(snapshots, max((entry.taken for entry in entries), default=""))

    def remove_system(self, system: ComponentId) -> None:
        """Forget a system and its snapshots; annotations stay, as orphans where nothing else has their component."""
        with self._writing() as connection:
            delete_system(connection, system)

    # Annotations

    def annotations(self) -> tuple[Annotation, ...]:
        """All annotations that this program can read, in the order of making."""
        return tuple(annotation for record in self.records() if (annotation := readable(record)) is not None)

    def records(self) -> list[Record]:
        """All annotations as they lie in the file, those of a newer program too, in the order of making."""
        with self._reading() as connection:
            return all_records(connection)[0]

    def put(self, annotation: Annotation, author: str) -> None:
        """Add an annotation, or replace the one of the same identity; one that changes nothing is no edit.

        Raises `InputError` where a value is not what its field may hold.
        """
        with self._writing() as connection:
            known = find(connection, annotation.id)
            try:
                record = record_of(annotation, known[0] if known else None)
            except ValueError as error:
                raise InputError(f"The annotation cannot be kept: {error}.", "Correct that value.") from error
            self._carry_out([(annotation.id, record)], author)

    def put_all(self, records: Iterable[Record], author: str) -> None:
        """Add or replace annotations by identity, as one edit that one undo takes back."""
        self.change_all([(record.id, record) for record in records], author)

    def begin_with(self, records: Iterable[Record], author: str) -> None:
        """Put in what a new workspace comes with; the journal tells of it, and no undo takes it away."""
        with self._writing() as connection:
            history.carry_in(connection, history.edits_for(connection, [(each.id, each) for each in records]), author)

    def change_all(self, changes: Sequence[tuple[str, Record | None]], author: str) -> None:
        """Give each identity its record, or remove it (None), as one edit that one undo takes back."""
        with self._writing():
            self._carry_out(changes, author)

    def remove(self, identity: str, author: str) -> None:
        """Remove an annotation; one that is not there is no error."""
        with self._writing():
            self._carry_out([(identity, None)], author)

    def orphans(self, snapshot: Snapshot) -> tuple[Annotation, ...]:
        """Annotations whose component, or an end of whose relation, is not in the snapshot any more."""
        return orphans_in(snapshot, self.annotations())

    # History

    def undo(self, author: str) -> str | None:
        """Take back the latest edit; returns what it was, None where there is nothing to undo."""
        with self._writing() as connection:
            return history.undo(connection, author)

    def redo(self, author: str) -> str | None:
        """Do again what was undone last; returns what it was, None where there is nothing to redo."""
        with self._writing() as connection:
            return history.redo(connection, author)

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, in words; None where there is nothing."""
        if self.read_only:
            return None
        with self._reading() as connection:
            return history.next_undo(connection)

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, in words; None where there is nothing."""
        if self.read_only:
            return None
        with self._reading() as connection:
            return history.next_redo(connection)

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
        with self._reading() as connection:
            return history.entries(connection)

    def journal_number(self) -> int:
        """The number of the last journal entry; 0 where there is none."""
        with self._reading() as connection:
            return history.last_number(connection)

    def records_at(self, number: int) -> dict[str, Record]:
        """The annotations as the journal says they stood after its entry of this number, by identity."""
        with self._reading() as connection:
            return history.records_at(connection, number)

    def snapshot_digests(self) -> dict[int, str]:
        """One digest for each snapshot, over all its blocks, by number."""
        with self._reading() as connection:
            return snapshot_digests(connection)

    # Answers of network sources, arrays, and settings

    def cache_get(self, key: str) -> tuple[bytes, str] | None:
        """A kept answer and when it was read."""
        with self._reading() as connection:
            row = connection.execute("SELECT body, read FROM answers WHERE key = ?", (stored(key),)).fetchone()
        return None if row is None else (bytes(row[0]), restored(row[1]))

    def cache_put(self, key: str, body: bytes, read: str) -> None:
        """Keep an answer, so that the next time is offline."""
        with self._writing(durable=False) as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (stored(key), body, stored(read)))

    def keep_arrays(self, arrays: Mapping[str, Mapping[str, bytes | Array]]) -> None:
        """Keep arrays by owner, each in place of all that the owner had; what is too large for a file is left out.

        For what can be worked out again, such as a layout.
        """
        with self._writing(durable=False) as connection:
            write_all(connection, arrays)

    def kept_arrays(self, owner: str, names: Sequence[str]) -> list[Any] | None:
        """Arrays that were kept, bytes or numbers; None where one is missing or has changed."""
        with self._reading() as connection:
            try:
                return [read_array(connection, owner, name) for name in names]
            except (KeyError, ValueError):
                return None

    def setting(self, key: str) -> str | None:
        """A saved setting of this workspace."""
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (stored(key),)).fetchone()
        return None if row is None else restored(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Save a setting of this workspace."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (stored(key), stored(value)))

    # Beneath

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One moment of the file, whatever another program writes meanwhile."""
        with told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:  # SQLite ends it by itself after some disk errors.
                    self._connection.execute("COMMIT")

    @contextmanager
    def _writing(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        if self.read_only:
            raise WorkspaceError(f"{self.path.name} is open read-only.", self._remedy)
        with transaction(self._connection, self.path, durable):
            yield self._connection

    def _kept(self, number: int, opened: Opened) -> Snapshot:
        """The snapshot; a graph that was made from its rows is kept, where that is possible, for the next time."""
        if opened.notice:
            self.notices = (*self.notices, opened.notice)
        if opened.to_keep is not None and not self.read_only:
            try:
                with self._writing(durable=False) as connection:
                    keep_graph(connection, number, opened)
            except WorkspaceError as error:
                self.notices = (*self.notices, f"{error.message} So it opens as slowly the next time. {error.advice}")
        return opened.snapshot

    def _carry_out(self, changes: Sequence[tuple[str, Record | None]], author: str) -> None:
        edits = history.edits_for(self._connection, changes)
        if edits:
            history.carry_out(self._connection, edits, author)

    def _unreadable(self) -> Iterator[str]:
        with self._reading() as connection:
            records, broken = all_records(connection)
        unknown = broken + sum(readable(record) is None for record in records)
        if unknown:
            yield f"{unknown:,} of {len(records) + broken:,} annotations cannot be read by this program; they stay in the file."

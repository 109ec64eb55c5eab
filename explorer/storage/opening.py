"""Opens a workspace file safely: it may be foreign, hostile, newer, damaged, locked or read-only."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import WorkspaceError
from explorer.storage.failures import damaged, gone, not_a_workspace, told
from explorer.storage.schema import fits, has_foreign_parts

APPLICATION_ID = 0x43617463
"""`Catc`, in the file's header, so that a workspace is told from any other SQLite file."""

BUSY_SECONDS = 10.0
"""How long to wait for another program that is writing."""

_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID_AT = 68
"""Byte offset in the 100-byte header (sqlite.org/fileformat2.html, section 1.3)."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What an existing file says of itself."""

    version: int
    writable: bool


def look_at(path: Path, current: int) -> FileFacts:
    """Check a file before it is opened for writing; `current` is the version that this program writes.

    Raises `WorkspaceError` where it is missing, no workspace, damaged, tampered with or locked.
    """
    if path.is_dir():
        raise WorkspaceError(f"{path} is a folder.", "Choose a workspace file.")
    if not path.is_file():
        if path.exists():
            raise not_a_workspace(path)
        raise WorkspaceError(f"{path} does not exist.", "Check the name, or make a new workspace.")
    with told(path):
        _check_header(path)
        with closing(connect_read_only(path)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            _check_pages(path, connection)
            if version > current and not fits(connection):
                raise WorkspaceError(
                    f"{path} was made by a newer program, in a form that this one cannot read.", "Update the program."
                )
            if version == current and not fits(connection):
                raise damaged(path)
            if version <= current and has_foreign_parts(connection):
                raise WorkspaceError(
                    f"{path} holds triggers, views or virtual tables, which this program never makes.",
                    "Do not use it; recover its content into a new file: File > Recover.",
                )
    return FileFacts(version, os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def connect(path: Path, writable: bool) -> sqlite3.Connection:
    """A connection for the calling thread, with this program's settings. Raises `WorkspaceError`."""
    with told(path):
        if not writable:
            return connect_read_only(path)
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        try:
            _guard(connection)
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.close()
            raise
        return connection


def connect_read_only(path: Path, forgiving: bool = False) -> sqlite3.Connection:
    """A connection that cannot change the file; a `forgiving` one reads what it can of a damaged file.

    Raises `sqlite3.Error`, and `WorkspaceError` where the latest edits are out of reach.
    """
    try:
        return _read_only(path, "mode=ro", forgiving)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # SQLite keeps a shared index beside a file in WAL mode. In a folder where it cannot, the file alone is
        # complete, and safe to read, exactly when no write-ahead log with content lies beside it.
        log = Path(f"{path.resolve()}-wal")
        if log.is_file() and log.stat().st_size:
            raise WorkspaceError(
                f"The latest edits of {path} are still in {log.name}, and its folder cannot be written.",
                "Copy both files to a folder where you may write, and open the copy.",
            ) from error
        return _read_only(path, "mode=ro&immutable=1", forgiving)


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, durable: bool = True) -> Iterator[None]:
    """All or nothing: on disk when the block ends, undone if it raises. Raises `WorkspaceError` for disk trouble.

    What is not `durable` may be missing after a power cut (never after a crash of the program), and is quicker.
    """
    with told(path):
        if not path.exists():  # SQLite would go on writing into the file that has no name any more.
            raise gone(path)
        if not durable:
            connection.execute("PRAGMA synchronous=NORMAL")
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # SQLite has rolled back by itself after some disk errors.
                connection.execute("ROLLBACK")
            raise
        finally:
            if not durable:
                connection.execute("PRAGMA synchronous=FULL")


def _check_pages(path: Path, connection: sqlite3.Connection) -> None:
    """Look at every page, unless the file is as it was when this was done last: of a whole hub it takes a while."""
    facts = _facts_of(path)
    if _last_whole == [facts]:
        return
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path)
    _last_whole[:] = [facts]


_Facts = tuple[tuple[int, ...], ...]
_last_whole: list[_Facts] = []
"""What told the file apart whose pages were found whole last; none or one."""


def _facts_of(path: Path) -> _Facts:
    """What changes whenever a file or the log beside it is written to."""
    log = Path(f"{path.resolve()}-wal")
    files = (each.stat() for each in (path, log) if each.is_file())
    return tuple((each.st_dev, each.st_ino, each.st_size, each.st_mtime_ns) for each in files)


def _check_header(path: Path) -> None:
    """Look at the first bytes before SQLite does, so that another program's file is not even touched."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise not_a_workspace(path)
    if struct.unpack_from(">I", header, _APPLICATION_ID_AT)[0] != APPLICATION_ID:
        raise not_a_workspace(path)


def _read_only(path: Path, mode: str, forgiving: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        _guard(connection)
        if forgiving:
            # Nothing can be written here; SQLite also takes this as leave to read a file that was cut off.
            connection.execute("PRAGMA writable_schema=ON")
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _guard(connection: sqlite3.Connection) -> None:
    """What makes a file of unknown origin safe to query (sqlite.org/security.html)."""
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")

"""Opens a workspace file safely: it may be foreign, newer, damaged, locked or read-only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from explorer.errors import WorkspaceError

APPLICATION_ID = 0x43617463
"""`Catc`, in the file's header, so that a workspace is told from any other SQLite file."""

BUSY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the header of an existing file says."""

    version: int
    writable: bool


def look_at(path: Path) -> FileFacts:
    """Check a file before it is opened for writing.

    Raises `WorkspaceError` where it is missing, no workspace, damaged or locked.
    """
    if not path.is_file():
        raise WorkspaceError(f"{path} does not exist.", "Check the name, or make a new workspace.")
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} cannot be opened.", "Check its permissions.") from error
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise WorkspaceError(f"{path} is not a Catchment workspace.", "Open a file that this program made.")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(path)
    except sqlite3.DatabaseError as error:
        raise _told(path, error) from error
    finally:
        connection.close()
    return FileFacts(version, os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def damaged(path: Path) -> WorkspaceError:
    """The error for a file whose content is broken."""
    return WorkspaceError(
        f"{path} is damaged.", "Recover what is readable into a new file: File > Recover, or `Workspace.recover`."
    )


def connect(path: Path, writable: bool) -> sqlite3.Connection:
    """A connection for the calling thread, with this program's settings."""
    mode = "rwc" if writable else "ro"
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA foreign_keys=ON")
        if writable:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        return connection
    except sqlite3.Error as error:
        raise _told(path, error) from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing: on disk when the block ends, undone if it raises. Raises `WorkspaceError` for disk trouble."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(connection)
        raise _told(path, error) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _told(path: Path, error: sqlite3.Error) -> WorkspaceError:
    """The sentence for a SQLite error; nothing that was saved before is lost in any of these."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return WorkspaceError(f"{path} is in use by another program.", "Close it there and try again.")
    if "full" in text:
        return WorkspaceError(f"There is no room to write {path}.", "Free some space and try again; nothing was lost.")
    if "readonly" in text or "unable to open" in text:
        return WorkspaceError(f"{path} cannot be written.", "Check its permissions, or save a copy elsewhere.")
    if "not a database" in text:
        return WorkspaceError(f"{path} is not a Catchment workspace.", "Open a file that this program made.")
    if "malformed" in text or "corrupt" in text:
        return damaged(path)
    return WorkspaceError(f"{path} could not be used: {error}.", "Nothing that was saved before is lost.")

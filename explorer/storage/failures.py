"""What can go wrong with a workspace file, each as one sentence with what to do about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage

from explorer.errors import WorkspaceError

_LEAST_ROOM = 64 * 1024
"""Bytes that SQLite needs for its index of the log, however little is written."""

_PRIMARY = 0xFF
"""Extended result codes keep the primary one in their low byte (sqlite.org/rescode.html)."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about this file into a `WorkspaceError`; anything that is our own fault passes through."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = sentence_for(path, error)
        if sentence is None:
            raise
        raise sentence from error
    except FileExistsError as error:
        raise exists_already(path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _no_room(path) from error
        raise WorkspaceError(
            f"{path} could not be used: {error.strerror or error}.", "Check the folder and its permissions."
        ) from error


def sentence_for(path: Path, error: sqlite3.Error) -> WorkspaceError | None:
    """The sentence for a SQLite error; None for one that no file can cause. What was confirmed before is never lost."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceError(
            f"{path} is in use by another program.", "Close it there and try again; nothing was lost."
        )
    if code == sqlite3.SQLITE_FULL:
        return _no_room(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return WorkspaceError(
            f"{path} cannot be written.", "Check the permissions of the file and its folder, or copy it elsewhere."
        )
    if code == sqlite3.SQLITE_IOERR:
        if _is_full(path):  # SQLite has no code for a disk that has no room for the files beside the workspace.
            return _no_room(path)
        return WorkspaceError(
            f"The disk could not read or write {path}.", "Check the disk; what was confirmed before is not lost."
        )
    if code == sqlite3.SQLITE_NOTADB:
        return not_a_workspace(path)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH):
        return damaged(path)
    if isinstance(error, sqlite3.OperationalError) and "decode" in str(error):  # Said by Python, so without a code.
        return damaged(path)
    return None


def damaged(path: Path) -> WorkspaceError:
    """The error for a file whose content is broken."""
    return part_is_damaged(str(path))


def part_is_damaged(what: str) -> WorkspaceError:
    """The error for a snapshot, an annotation or a journal entry that is not as it was written."""
    return WorkspaceError(f"{what} is damaged.", "Recover what is readable into a new file: File > Recover.")


def not_a_workspace(path: Path) -> WorkspaceError:
    """The error for a file that something else made."""
    return WorkspaceError(f"{path} is not a Catchment workspace.", "Open a file that this program made.")


def gone(path: Path) -> WorkspaceError:
    """The error for a file that somebody moved or deleted while it was open."""
    return WorkspaceError(
        f"{path} is no longer there, so nothing can be written into it.", "Put it back where it was, and try again."
    )


def exists_already(path: Path) -> WorkspaceError:
    """The error for a new file whose name is taken."""
    return WorkspaceError(f"{path} exists already.", "Open it, or choose another name.")


def _no_room(path: Path) -> WorkspaceError:
    return WorkspaceError(f"There is no room to write {path}.", "Free some space and try again; nothing was lost.")


def _is_full(path: Path) -> bool:
    try:
        return disk_usage(path.resolve().parent).free < _LEAST_ROOM
    except OSError:
        return False


def must_be_free(path: Path) -> None:
    """Raise `WorkspaceError` where something is there already; an empty file, as a save dialog leaves it, is taken over."""
    if path.exists() and not (path.is_file() and not path.stat().st_size):
        raise exists_already(path)
    if not path.parent.is_dir():
        raise WorkspaceError(f"{path.parent} is no folder.", "Make the folder, or choose another place.")

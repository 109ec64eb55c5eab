"""Workspace files as files: made whole or not at all, and copied before they are changed."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from uuid import uuid4

BESIDE = ("", "-wal", "-shm", "-journal")
"""Endings of what SQLite keeps beside a database."""


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to make a file in; when the block ends well it becomes `path`, otherwise nothing is left.

    Raises FileExistsError where `path` is there by then (an empty file is taken over), and OSError.
    """
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.new")
    try:
        yield draft
        _must_be_one_file(draft)
        _synchronise(draft)
        if path.is_file() and not path.stat().st_size:
            path.unlink()
        _publish(draft, path)
        with suppress(OSError):  # Windows does not let a folder be opened; there the system sees to the name.
            _synchronise(path.parent)
    finally:
        for ending in BESIDE:
            with suppress(OSError):
                Path(f"{draft}{ending}").unlink(missing_ok=True)


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """A whole copy beside the file, `NAME.catchment.v1.backup`; an older copy is never overwritten."""
    names = (f"{path}.v{version}.backup{f'-{number}' if number > 1 else ''}" for number in count(1))
    copy = next(Path(name) for name in names if not Path(name).exists())
    with made_whole(copy) as draft, closing(sqlite3.connect(draft)) as target:
        connection.backup(target)
    return copy


def _must_be_one_file(draft: Path) -> None:
    """SQLite says nothing when it cannot move its log into the database on closing, on a full disk for instance."""
    log = Path(f"{draft}-wal")
    if log.exists() and log.stat().st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _publish(draft: Path, path: Path) -> None:
    """Give the draft its name without ever replacing what another program put there meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links, such as FAT.
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def _synchronise(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

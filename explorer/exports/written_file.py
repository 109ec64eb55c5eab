"""Writes what is exported to the place that the user named, so that nothing else is lost there."""

from __future__ import annotations

from pathlib import Path

from explorer.errors import InputError

_DATABASE = b"SQLite format 3\0"
"""How a workspace begins, and everybody else's database (sqlite.org/fileformat.html)."""


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file, text as UTF-8. Raises `InputError` where the place cannot be written, or has a workspace."""
    try:
        is_new = not path.exists()
        if path.is_file() and _is_database(path):
            raise InputError(f"{path} is a workspace or another database.", "Choose another name; nothing was written.")
        try:
            path.write_bytes(content if isinstance(content, bytes) else utf8(content))
        except OSError:
            if is_new and path.is_file():
                path.unlink()  # The first part of what did not fit is of no use to anybody.
            raise
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error
    except ValueError as error:  # So Python says that a name has a NUL.
        raise InputError(f"{str(path)!r} can be no file's name.", "Choose another name.") from error


def utf8(text: str) -> bytes:
    """The text in UTF-8; half a surrogate pair, as a file name that is no UTF-8 has it, is written out as in JSON.

    >>> utf8("mod\\udcffel")
    b'mod\\\\udcffel'
    """
    return text.encode("utf-8", "backslashreplace")


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE

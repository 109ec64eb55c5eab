"""Archives that would unpack to far more than they are: they are refused, not looked into."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

MAX_SWELLING = 100
"""Weights hardly shrink: PyTorch stores them as they are, and a sparse array may come to a tenth. A hundredth is a trap."""

HARMLESS_BYTES = 64 * 1024**2
"""What unpacks to less than this cannot hurt, however small it was packed."""


def unpacked_size(stream: BinaryIO, size: int) -> int:
    """The bytes that a zip bomb of `size` bytes claims to unpack to; 0 for any other file, and for no zip.

    Counted against the whole archive, so that members which share their packed bytes count each time.
    """
    if stream.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        return 0
    try:
        with zipfile.ZipFile(stream) as archive:
            total = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, OverflowError):
        return 0  # Its list of members is broken, which its reader says.
    return total if total > max(HARMLESS_BYTES, MAX_SWELLING * size) else 0

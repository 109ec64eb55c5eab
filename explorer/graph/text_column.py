"""Millions of short texts as one block of UTF-8 bytes with offsets: no Python object per text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class TextColumn:
    """An immutable list of texts.

    `blob` holds all texts joined; text `i` is `blob[offsets[i]:offsets[i + 1]]`; `offsets` has shape (n + 1,), int64.
    """

    blob: bytes
    offsets: npt.NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> TextColumn:
        """The column of these texts."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=offsets[1:])
        return cls(b"".join(encoded), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:
        start, end = self.offsets[index], self.offsets[index + 1]
        return self.blob[start:end].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (self[index] for index in range(len(self)))


@dataclass(frozen=True, eq=False)
class TextIndex:
    """Finds the position of a text in a column without a dictionary of all texts."""

    hashes: npt.NDArray[np.uint64]
    """Shape (n,), ascending."""
    positions: npt.NDArray[np.int32]
    """Shape (n,): the position in the column of each hash."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> TextIndex:
        """The index of these texts, in this order."""
        hashes = np.fromiter((_hash(text) for text in texts), np.uint64)
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], order.astype(np.int32))

    def find(self, column: TextColumn, text: str) -> int | None:
        """The first position of `text` in the column that was indexed; None where it is not there."""
        wanted = np.uint64(_hash(text))
        place = int(np.searchsorted(self.hashes, wanted))
        while place < len(self.hashes) and self.hashes[place] == wanted:
            position = int(self.positions[place])
            if column[position] == text:
                return position
            place += 1
        return None


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")

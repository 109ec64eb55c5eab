"""Millions of short texts as one block of UTF-8 bytes with offsets: no Python object per text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int32] | npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]

SLICE = 1 << 16
"""Texts that are handled at once where the bytes of all of them would need too much memory."""

_GATHERED = 1 << 13
"""Texts whose bytes are fetched at once: each of their bytes takes 24 more on the way, which stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class TextColumn:
    """An immutable list of texts.

    `blob` holds all texts joined; text `i` is `blob[offsets[i]:offsets[i + 1]]`; `offsets` has shape (n + 1,), int32
    where the bytes are so few, else int64.
    """

    blob: bytes
    offsets: Offsets

    @classmethod
    def of(cls, texts: Iterable[str]) -> TextColumn:
        """The column of these texts."""
        return cls.of_bytes([text.encode("utf-8", "surrogatepass") for text in texts])

    @classmethod
    def of_bytes(cls, texts: list[bytes]) -> TextColumn:
        """The column of these texts in UTF-8."""
        return cls.joined(b"".join(texts), np.fromiter(map(len, texts), np.int64, len(texts)))

    @classmethod
    def joined(cls, blob: bytes, lengths: npt.NDArray[np.integer]) -> TextColumn:
        """The column of texts that stand one after the other in `blob`, each of so many bytes."""
        return cls(blob, running_sums(lengths, len(blob)))

    @classmethod
    def concatenated(cls, parts: Iterable[TextColumn]) -> TextColumn:
        """The texts of several columns, one column after the other; each may be forgotten when the next one comes."""
        joined, lengths = BytesIO(), [np.zeros(0, np.int32)]
        for part in parts:
            joined.write(part.blob)
            lengths.append(np.diff(part.offsets))
        counts = np.concatenate(lengths)
        lengths.clear()
        return cls.joined(joined.getvalue(), counts)

    @classmethod
    def empty(cls, count: int) -> TextColumn:
        """A column of empty texts."""
        return cls(b"", np.broadcast_to(np.zeros(1, np.int32), count + 1))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:
        return self.bytes_at(index).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), SLICE):
            yield from self.part(start, min(start + SLICE, len(self)))._decoded()

    def texts(self, rows: npt.NDArray[np.integer]) -> list[str]:
        """The texts at these positions, in this order; many times as quick as one by one."""
        return self.take(rows)._decoded()

    def _decoded(self) -> list[str]:
        ends = self.offsets.tolist()
        if self.blob.isascii():  # Then a character is a byte, and one decoding serves all.
            whole = self.blob.decode("ascii")
            return [whole[start:end] for start, end in zip(ends, ends[1:], strict=False)]
        blob = self.blob
        return [blob[start:end].decode("utf-8", "surrogatepass") for start, end in zip(ends, ends[1:], strict=False)]

    def bytes_at(self, index: int) -> bytes:
        """One text in UTF-8."""
        return self.blob[self.offsets[index] : self.offsets[index + 1]]

    def beginning_with(self, text: str) -> Iterator[int]:
        """Where texts begin so, ascending; none for an empty beginning."""
        wanted = text.encode("utf-8", "surrogatepass")
        place = self.blob.find(wanted) if wanted else -1
        while place >= 0:
            row = int(np.searchsorted(self.offsets, place, "right")) - 1
            if self.offsets[row] == place:
                yield row
            place = self.blob.find(wanted, place + 1)

    @property
    def lengths(self) -> Int64:
        """(n,): how many bytes each text has."""
        return np.diff(self.offsets).astype(np.int64, copy=False)

    def rows_at(self, places: npt.NDArray[np.integer] | int) -> Int64:
        """The texts that the bytes at these places of `blob` belong to."""
        # Places of another width than the offsets would have numpy copy all of these.
        wanted = np.asarray(places, self.offsets.dtype)
        return np.asarray(np.searchsorted(self.offsets, wanted, side="right") - 1)

    def part(self, start: int, stop: int) -> TextColumn:
        """The texts from `start` to before `stop`."""
        offsets = self.offsets[start : stop + 1]
        return TextColumn(self.blob[offsets[0] : offsets[-1]], offsets - offsets[0])

    def take(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        """The texts at these positions, in this order."""
        if not len(self.blob):
            return TextColumn.empty(len(rows))
        starts = self.offsets[rows]
        return gathered(self.blob, starts, self.offsets[np.asarray(rows) + 1] - starts)


def gathered(blob: bytes, starts: Offsets, lengths: Offsets) -> TextColumn:
    """The column of the texts that begin at these places of `blob`, each of so many bytes."""
    source = np.frombuffer(blob, np.uint8)
    result = BytesIO()  # Its content becomes bytes without being copied.
    for first in range(0, len(starts), _GATHERED):
        counts = lengths[first : first + _GATHERED]
        ends = np.cumsum(counts, dtype=np.int64)
        shift = np.repeat(starts[first : first + _GATHERED] - (ends - counts), counts)
        result.write(source[np.arange(len(shift), dtype=np.int64) + shift])
    return TextColumn.joined(result.getvalue(), lengths)


def running_sums(counts: npt.NDArray[np.integer], most: int) -> Offsets:
    """(n + 1,): where each of n parts begins, given how long each is; int32 where `most`, their sum, fits in it."""
    sums: Offsets = np.zeros(len(counts) + 1, np.int64) if most >= 2**31 else np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, dtype=sums.dtype, out=sums[1:])
    return sums

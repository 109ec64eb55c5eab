"""Millions of short texts as one block of UTF-8 bytes with offsets: no Python object per text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]

SLICE = 1 << 16
"""Texts that are handled at once where the bytes of all of them would need too much memory."""


@dataclass(frozen=True, eq=False)
class TextColumn:
    """An immutable list of texts.

    `blob` holds all texts joined; text `i` is `blob[offsets[i]:offsets[i + 1]]`; `offsets` has shape (n + 1,), int64.
    """

    blob: bytes
    offsets: Int64

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
        offsets = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return cls(blob, offsets)

    @classmethod
    def concatenated(cls, parts: Sequence[TextColumn]) -> TextColumn:
        """The texts of several columns, one column after the other."""
        lengths = [part.lengths for part in parts]
        return cls.joined(b"".join(part.blob for part in parts), np.concatenate([np.zeros(0, np.int64), *lengths]))

    @classmethod
    def empty(cls, count: int) -> TextColumn:
        """A column of empty texts."""
        return cls(b"", np.zeros(count + 1, np.int64))

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
        return np.diff(self.offsets)

    def part(self, start: int, stop: int) -> TextColumn:
        """The texts from `start` to before `stop`."""
        offsets = self.offsets[start : stop + 1]
        return TextColumn(self.blob[offsets[0] : offsets[-1]], offsets - offsets[0])

    def take(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        """The texts at these positions, in this order."""
        if not len(self.blob):
            return TextColumn.empty(len(rows))
        source = np.frombuffer(self.blob, np.uint8)
        starts, counts = self.offsets[rows], self.offsets[np.asarray(rows) + 1] - self.offsets[rows]
        result = BytesIO()  # Its content becomes bytes without being copied.
        for first in range(0, len(rows), SLICE):
            lengths = counts[first : first + SLICE]
            ends = np.cumsum(lengths)
            shift = np.repeat(starts[first : first + SLICE] - (ends - lengths), lengths)
            result.write(source[np.arange(len(shift), dtype=np.int64) + shift])
        return TextColumn.joined(result.getvalue(), counts)

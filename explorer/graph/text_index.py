"""Finds the position of a text in a column without a dictionary of all texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.text_column import TextColumn
from explorer.graph.text_words import hash_of, hashes


@dataclass(frozen=True, eq=False)
class TextIndex:
    """The beginnings of the hashes of all texts of a column, in order, and where each stands."""

    hashes: npt.NDArray[np.uint32]
    """Shape (n,), ascending: the upper halves, since texts of the same are compared anyway."""
    positions: npt.NDArray[np.int32]
    """Shape (n,): the position in the column of each hash."""

    @classmethod
    def of(cls, column: TextColumn) -> TextIndex:
        """The index of these texts."""
        keys = hashes(column)
        positions = np.argsort(keys).astype(np.int32)
        # One after the other, for want of memory: each is of tens of megabytes.
        upper = upper_halves(keys)
        del keys
        return cls(upper[positions], positions)

    def find(self, column: TextColumn, text: str) -> int | None:
        """The first position of `text` in the column that was indexed; None where it is not there."""
        sought = text.encode("utf-8", "surrogatepass")
        wanted = np.uint32(hash_of(sought) >> 32)
        first, last = np.searchsorted(self.hashes, wanted, "left"), np.searchsorted(self.hashes, wanted, "right")
        same = sorted(self.positions[first:last].tolist())
        return next((position for position in same if column.bytes_at(position) == sought), None)

    def find_all(self, column: TextColumn, texts: Sequence[str]) -> npt.NDArray[np.int32]:
        """(texts,): the position of each text in the column that was indexed, whose texts are distinct; -1 for a stranger."""
        found = np.full(len(texts), -1, np.int32)
        if not len(self.hashes):
            return found
        wanted = upper_halves(hashes(TextColumn.of(texts)))
        places = np.minimum(self.hashes.searchsorted(wanted), len(self.hashes) - 1)
        alike = np.flatnonzero(self.hashes[places] == wanted)
        positions = self.positions[places[alike]]
        for place, position, text in zip(alike.tolist(), positions.tolist(), column.texts(positions), strict=True):
            known = position if text == texts[place] else self.find(column, texts[place])  # Else two hashes met.
            found[place] = -1 if known is None else known
        return found


def upper_halves(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """The upper 32 bits of each; what is ascending stays so."""
    return keys.astype("<u8", copy=False).view("<u4")[1::2].astype(np.uint32)

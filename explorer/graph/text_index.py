"""Finds the position of a text in a column without a dictionary of all texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.text_column import TextColumn
from explorer.graph.text_words import hash_of, hashes


@dataclass(frozen=True, eq=False)
class TextIndex:
    """The hashes of all texts of a column, in order, and where each stands."""

    hashes: npt.NDArray[np.uint64]
    """Shape (n,), ascending."""
    positions: npt.NDArray[np.int32]
    """Shape (n,): the position in the column of each hash."""

    @classmethod
    def of(cls, column: TextColumn) -> TextIndex:
        """The index of these texts."""
        keys = hashes(column)
        order = np.argsort(keys)
        return cls(keys[order], order.astype(np.int32))

    def find(self, column: TextColumn, text: str) -> int | None:
        """The first position of `text` in the column that was indexed; None where it is not there."""
        sought = text.encode("utf-8", "surrogatepass")
        wanted = np.uint64(hash_of(sought))
        first = last = int(self.hashes.searchsorted(wanted))
        while last < len(self.hashes) and self.hashes[last] == wanted:
            last += 1
        same = sorted(self.positions[first:last].tolist())
        return next((position for position in same if column.bytes_at(position) == sought), None)

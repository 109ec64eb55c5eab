"""The identities that the ends of relations stand for: by position, in whichever graph has them by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from explorer.graph.adjacency import Int32
from explorer.graph.text_column import TextColumn


class Identities(Sequence[str]):
    """Identities by their positions in the graph that rows were written of.

    A graph of millions that others were laid over has the same identities in another order; then they are looked up there,
    so that those of the first, a hundred megabytes, can be forgotten.

    >>> import numpy as np
    >>> here, there = TextColumn.of(["a", "b"]), TextColumn.of(["b", "new", "a"])
    >>> identities = Identities(here)
    >>> identities.look_up_in(here, there, np.array([2, 0]))
    >>> list(identities)
    ['a', 'b']
    """

    def __init__(self, texts: TextColumn) -> None:
        self._count = len(texts)
        self._source: tuple[TextColumn, Int32 | None] = texts, None
        """The texts, and the position among them of each identity; None where they stand in the same order."""

    def look_up_in(self, now: TextColumn, texts: TextColumn, places: Int32) -> None:
        """Where they are looked up in the texts `now`, do so in others from now on: `places` says where each stands there."""
        known, before = self._source
        if known is now:
            self._source = texts, places[: self._count] if before is None else places[before]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(self._count))]
        if not 0 <= index < self._count:
            raise IndexError(f"identity {index} of {self._count}")
        texts, places = self._source
        return texts[index if places is None else int(places[index])]

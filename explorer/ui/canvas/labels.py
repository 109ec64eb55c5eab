"""Which labels are shown and where, so that no two ever overlap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_CELL = 64.0


class Shelf:
    """Takes boxes as long as they do not overlap one that it took before; units are pixels."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take the box and say so, or leave it where it would overlap."""
        columns = range(int(left // _CELL), int(right // _CELL) + 1)
        lines = range(int(top // _CELL), int(bottom // _CELL) + 1)
        for column in columns:
            for line in lines:
                for other in self._cells.get((column, line), ()):
                    if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                        return False
        for column in columns:
            for line in lines:
                self._cells.setdefault((column, line), []).append((left, top, right, bottom))
        return True


def place_labels(boxes: Floats, importance: Floats, most: int, shelf: Shelf | None = None) -> list[int]:
    """The positions of the boxes (l, 4) that can be shown together, the most important first, at most so many.

    Boxes are left, top, right, bottom. Ties go to the earlier box, so that the choice is the same every time.
    """
    shelf = shelf or Shelf()
    chosen: list[int] = []
    for item in np.argsort(-importance, kind="stable").tolist():
        if len(chosen) >= most:
            break
        if shelf.take(*boxes[item].tolist()):
            chosen.append(item)
    return chosen

"""Which mark is under a point, and which marks are inside a rectangle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Picker:
    """Finds rectangles by a grid of cells; units are those of the drawing."""

    def __init__(self, left: Floats, top: Floats, right: Floats, bottom: Floats, cell: float = 120.0) -> None:
        self._box = np.stack([left, top, right, bottom], axis=1) if len(left) else np.zeros((0, 4))
        self._cell = cell
        self._cells: dict[tuple[int, int], list[int]] = {}
        for item, (x1, y1, x2, y2) in enumerate((self._box // cell).astype(int).tolist()):
            for x in range(x1, x2 + 1):
                for y in range(y1, y2 + 1):
                    self._cells.setdefault((x, y), []).append(item)

    def at(self, x: float, y: float, margin: float = 0.0) -> int | None:
        """The rectangle that contains the point, or the nearest within `margin`; None where there is none."""
        best, nearest = None, margin
        for item in self._near(x, y, margin):
            distance = self._distance(item, x, y)
            if distance <= 0.0:
                return item
            if distance <= nearest and margin > 0.0:
                best, nearest = item, distance
        return best

    def inside(self, left: float, top: float, right: float, bottom: float) -> list[int]:
        """All rectangles that touch this one, ascending."""
        box = self._box
        touching = (box[:, 0] <= right) & (box[:, 2] >= left) & (box[:, 1] <= bottom) & (box[:, 3] >= top)
        return [int(item) for item in np.flatnonzero(touching)]

    def _near(self, x: float, y: float, margin: float) -> list[int]:
        columns = range(int((x - margin) // self._cell), int((x + margin) // self._cell) + 1)
        lines = range(int((y - margin) // self._cell), int((y + margin) // self._cell) + 1)
        found = {item for column in columns for line in lines for item in self._cells.get((column, line), ())}
        return sorted(found)

    def _distance(self, item: int, x: float, y: float) -> float:
        left, top, right, bottom = self._box[item]
        dx, dy = max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom)
        return float(np.hypot(dx, dy))

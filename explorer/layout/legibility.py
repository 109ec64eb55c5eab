"""How labels get the most room that a drawing can give: on one line or two, wider where it is small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from explorer.domain.component import ComponentClass
from explorer.graph.adjacency import Int64
from explorer.layout.columns import Columns, columns
from explorer.layout.drawing import CLASSES, SINGLE, Drawing
from explorer.layout.measures import (
    FOLDED_ROW,
    GLYPH,
    GUTTER,
    LABEL_GAP,
    LEAST_FONT,
    LEAST_GUTTER,
    ROW,
    TIGHT_GUTTER,
    USUAL_FONT,
    Room,
    folded_width,
    label_width,
)
from explorer.layout.ordering import Floats

_COMFORTABLE = 0.9
"""From this zoom on there is nothing to gain."""

_LEAST_WHOLE = 0.65
_LEAST_LEGIBLE = 0.75
"""A drawing that can only be seen whole at a smaller zoom, or with less of its labels, is made to be read piece by
piece instead: as high as the room at a zoom of 0.8, and as wide as it needs."""

_READING = 0.8

_ENDLESS = 1e6

_WIDER = (1.0, 1.3, 1.7, 2.1)
ONE_LINE = 13.5
_TWO_LINES = 27.0
"""Rows this many pixels apart have room for a label, and for one of two lines."""

_LIKES_LARGE = 0.35
"""How much a large picture is worth, against all labels in full."""

_FEW_LINES = 5
"""So many links for a stratum can be told apart in a narrow gutter."""

_BOLD = 1.15
"""The labels of bundles are bold, and so wider."""


@dataclass(frozen=True, eq=False)
class Labels:
    """What the labels of k marks need, in pixels at a zoom of 1."""

    line: Floats
    """(k,): on one line."""
    folded: Floats
    """(k,): on two lines."""

    @classmethod
    def of(cls, drawing: Drawing, texts: Sequence[str]) -> Labels:
        """Measure the labels of a drawing; all systems get the same width, because it is that of their boxes."""
        bold = np.where(drawing.bundle != SINGLE, _BOLD, 1.0)
        line = np.array([label_width(text) for text in texts]) * bold
        folded = np.array([folded_width(text) for text in texts]) * bold
        systems = _systems(drawing)
        line[systems] = folded[systems] = line[systems].max(initial=0.0)
        return cls(line, folded)


def fitted_columns(
    drawing: Drawing, place: Int64, labels: Labels, lanes: Int64, room: Room
) -> tuple[Columns, Floats, bool]:
    """The columns in which most of the labels can be read, and (k,) how far each mark reaches with its label.

    Last, whether the drawing is made to be seen whole, rather than piece by piece.
    """
    best, best_score, best_reach = None, _LEAST_LEGIBLE, labels.line
    few_lines = len(drawing.source) <= _FEW_LINES * len(drawing.bands)
    for reach, row, gutter in _candidates(labels, few_lines):
        grid = columns(drawing, place, reach, lanes, room, row, gutter)
        zoom = room.zoom(grid.width, grid.height)
        legible = _legible(grid, drawing, labels, zoom)
        if zoom >= _LEAST_WHOLE and legible >= _LEAST_LEGIBLE and legible + _LIKES_LARGE * zoom > best_score + 1e-9:
            best, best_score, best_reach = grid, legible + _LIKES_LARGE * zoom, reach
        if zoom >= _COMFORTABLE and best is grid:
            break
    if best is not None:
        return best, best_reach, True
    # As much as possible should be seen at once: the narrowest of those with labels on one line and on two.
    larger, endless = max(1.0, LEAST_FONT / USUAL_FONT / _READING), Room(_ENDLESS, room.height / _READING)
    found = [
        (columns(drawing, place, reach, lanes, endless, row, gutter), reach)
        for reach, row, gutter in islice(
            _candidates(Labels(labels.line * larger, labels.folded * larger), few_lines), 3
        )
    ]
    return *min(found, key=lambda each: each[0].width), False


def _candidates(labels: Labels, few_lines: bool) -> Iterator[tuple[Floats, float, float]]:
    """Reaches, row heights and gutters."""
    for wider in _WIDER:
        if few_lines:
            yield GLYPH / 2 + LABEL_GAP + labels.folded * wider, FOLDED_ROW, LEAST_GUTTER
        yield GLYPH / 2 + LABEL_GAP + labels.line * wider, ROW, GUTTER
        yield GLYPH / 2 + LABEL_GAP + labels.folded * wider, FOLDED_ROW, TIGHT_GUTTER


def _legible(grid: Columns, drawing: Drawing, labels: Labels, zoom: float) -> float:
    """The mean share of a label that can be written, 0 to 1."""
    if not len(drawing):
        return 1.0
    if grid.row_height * zoom < ONE_LINE:
        return 0.0
    font = max(USUAL_FONT * min(zoom, 1.0), LEAST_FONT)
    lines = 2 if grid.row_height * zoom >= _TWO_LINES else 1
    need = (labels.folded if lines == 2 else labels.line) * font / USUAL_FONT
    given = (grid.column_right - grid.x - GLYPH / 2 - LABEL_GAP) * zoom
    return float(np.minimum(given / np.maximum(need, 1.0), 1.0).mean())


def _systems(drawing: Drawing) -> np.ndarray:
    system = CLASSES.index(ComponentClass.SYSTEM)
    return np.asarray((drawing.component_class == system) & (drawing.bundle == SINGLE))

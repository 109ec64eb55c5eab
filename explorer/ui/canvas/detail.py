"""How much is drawn at which size: far, middle or near, without flickering between them."""

from __future__ import annotations

from enum import IntEnum

from explorer.layout.legibility import ONE_LINE


class Detail(IntEnum):
    """What can be read at this size."""

    FAR = 0
    """Glyphs; labels only of what matters most."""
    MIDDLE = 1
    """Every label."""
    NEAR = 2
    """Labels with a second line, and words on the lines."""


_UP = (ONE_LINE, 40.0)
_DOWN = (12.5, 36.0)
"""Row heights in pixels at which detail is gained, and lost again."""

_NEAR_SCALE = (0.8, 0.74)
"""The scale from which on a second line and words on lines find room beside, gained and lost."""


def detail_at(row_pixels: float, scale: float, before: Detail) -> Detail:
    """The detail for rows of this height, given the detail shown before.

    >>> detail_at(13.0, 1.0, Detail.FAR).name, detail_at(13.0, 1.0, Detail.MIDDLE).name
    ('FAR', 'MIDDLE')
    """
    gained, kept = _reached(row_pixels, scale, _UP, _NEAR_SCALE[0]), _reached(row_pixels, scale, _DOWN, _NEAR_SCALE[1])
    return kept if before > gained else gained


def _reached(row_pixels: float, scale: float, limits: tuple[float, float], near_scale: float) -> Detail:
    if row_pixels >= limits[1] and scale >= near_scale:
        return Detail.NEAR
    return Detail.MIDDLE if row_pixels >= limits[0] else Detail.FAR


def glyph_pixels(scale: float) -> int:
    """The size of a glyph in pixels, an even number so that it is sharp."""
    return 2 * round(min(max(18.0 * scale, 5.0), 30.0) / 2)


def label_pixels(scale: float) -> int:
    """The size of a label's font in pixels: near 12, whatever the scale."""
    return round(min(max(12.0 * scale, 10.0), 14.0))

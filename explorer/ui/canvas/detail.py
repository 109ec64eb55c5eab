"""How much is drawn at which size: far, middle or near, without flickering between them."""

from __future__ import annotations

from enum import IntEnum


class Detail(IntEnum):
    """What can be read at this size."""

    FAR = 0
    """Glyphs; labels only of what matters most."""
    MIDDLE = 1
    """Every label."""
    NEAR = 2
    """Labels with a second line, and words on the lines."""


_UP = (13.5, 40.0)
_DOWN = (12.5, 36.0)
"""Row heights in pixels at which detail is gained, and lost again."""


def detail_at(row_pixels: float, before: Detail) -> Detail:
    """The detail for rows of this height, given the detail shown before.

    >>> detail_at(13.0, Detail.FAR).name, detail_at(13.0, Detail.MIDDLE).name
    ('FAR', 'MIDDLE')
    """
    gained = Detail(sum(row_pixels >= limit for limit in _UP))
    kept = Detail(sum(row_pixels >= limit for limit in _DOWN))
    return kept if before > gained else gained


def glyph_pixels(scale: float) -> int:
    """The size of a glyph in pixels, an even number so that it is sharp."""
    return 2 * round(min(max(18.0 * scale, 5.0), 30.0) / 2)


def label_pixels(scale: float) -> int:
    """The size of a label's font in pixels: near 12, whatever the scale."""
    return round(min(max(12.0 * scale, 10.0), 14.0))

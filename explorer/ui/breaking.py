"""Where a long identity may break into lines: by marks without width, which nothing that is copied or written holds."""

from __future__ import annotations

import re

MARK = "\u200b"

_SEPARATORS = "[/@:#=_?&+~.-]+"
_BREAKS = re.compile(rf"(?<=[^\W\d_]){_SEPARATORS}(?=[\w%])|(?<=\d){_SEPARATORS}(?=[^\W\d_]|%)")
"""After a separator; between two digits none breaks, so that numbers, versions and days stay whole."""

_ENDLESS = re.compile(r"\b(?=\w*\d)[^\W_]{25,}\b|[^\W_]{41,}")
"""A digest, which has no separators, and what no language has as a word."""
_PIECE = 12
"""Letters of a digest that stay together."""


def marked(text: str) -> str:
    """The text with marks where a line may end inside an identity; words of prose have none.

    >>> marked("pkg:pypi/torch@2.1.0 is known").split(MARK)
    ['pkg:', 'pypi/', 'torch@', '2.1.0 is known']
    """
    return _ENDLESS.sub(_in_pieces, _BREAKS.sub(lambda found: found.group() + MARK, text))


def unmarked(text: str) -> str:
    """The text as it was before it was marked."""
    return text.replace(MARK, "")


def _in_pieces(found: re.Match[str]) -> str:
    text = found.group()
    return MARK.join(text[place : place + _PIECE] for place in range(0, len(text), _PIECE))

"""Texts that differ from a word by one letter: a slip of the finger still finds what was meant."""

from __future__ import annotations

import re

SHORTEST = 4
"""Letters of a word from which on a slip is forgiven; shorter ones would resemble nearly everything."""


def halves(word: bytes) -> tuple[bytes, bytes]:
    """Two parts of which every text within one slip holds at least one unchanged."""
    middle = len(word) // 2
    return word[:middle], word[middle:]


def one_slip(word: bytes) -> re.Pattern[bytes]:
    """Finds the word with one letter more, less or other.

    >>> bool(one_slip(b"mistral").search(b"mistrl-7b")), bool(one_slip(b"mistral").search(b"mixstral"))
    (True, True)
    >>> bool(one_slip(b"mistral").search(b"minstrel"))
    False
    """
    forms = [re.escape(word)]
    for place in range(len(word)):
        before, letter, after = word[:place], word[place : place + 1], word[place + 1 :]
        forms.append(re.escape(before) + b"." + re.escape(after))
        forms.append(re.escape(before + after))
        forms.append(re.escape(before) + b"." + re.escape(letter + after))
    return re.compile(b"|".join(forms), re.DOTALL)

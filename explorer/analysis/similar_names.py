"""Which known names are at most one edit away from a name? By an index, so that many names are asked quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST = 5
"""Shorter names are one letter from too many others to mean anything."""
_SEPARATORS = re.compile(r"[-_. ]+")


class NameIndex:
    """Known names, found by every way to leave out one of their letters.

    Two names at most one edit or swap apart become the same when one letter is left out of either or of both, so that
    only few known names have to be compared at all.

    >>> NameIndex(["requests", "numpy"]).near("reqeusts"), NameIndex(["gpt3-xl"]).near("gpt2-xl")
    (['requests'], [])
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for name in sorted(set(known)):
            self._known.setdefault(normalized(name), []).append(name)
        self._shortened: dict[str, list[str]] = {}
        for plain in self._known:
            for short in _shortened(plain):
                self._shortened.setdefault(short, []).append(plain)

    def near(self, name: str) -> list[str]:
        """The known names at most one edit (OSA distance) away from this one, which is none of them itself.

        Compared are normalised names; names that differ in digits only are versions of one thing.
        """
        from rapidfuzz.distance import OSA

        plain = normalized(name)
        if len(plain) < SHORTEST:
            return []
        # Where only separators differ, that is as easily overlooked as a letter.
        found = [other for other in self._known.get(plain, ()) if other.lower() != name.lower()]
        candidates = {other for short in _shortened(plain) for other in self._shortened.get(short, ())}
        for other in candidates - {plain}:
            if _without_digits(plain) != _without_digits(other) and OSA.distance(plain, other, score_cutoff=1) == 1:
                found += self._known[other]
        return sorted(found)


def normalized(name: str) -> str:
    """The name in lower case without separators."""
    return _SEPARATORS.sub("", name.lower())


def _shortened(plain: str) -> set[str]:
    """The name, and the name without each of its letters."""
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


def _without_digits(name: str) -> str:
    return re.sub(r"\d", "#", name)

"""Loops of shell text over words that stand in it: `for model in llama3 mistral; do ollama pull "$model"; done`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

MAX_ROUNDS = 60
"""More words than this are data, and only the first of them are looked at."""

_ARRAY = re.compile(r"(?ms)^[^\S\n]*+(?:local\s+|declare\s+-a\s+|readonly\s+)?(\w+)=\(([^()]*)\)")
_ELEMENTS = re.compile(r"\$\{(\w+)\[[@*]\]\}")


class Loops:
    """The variables of the loops that a text is in, and the words that each of them takes."""

    def __init__(self, text: str) -> None:
        self._arrays = {name: _words(inner) for name, inner in _ARRAY.findall(text)} if "=(" in text else {}
        self._running: list[tuple[str, list[str]]] = []

    def each(self, words: Sequence[str]) -> Iterator[list[str]]:
        """The command once for every word of the loop that it stands in; once as it is outside of loops."""
        words = list(words[1:] if words[:1] in (["do"], ["then"], ["else"]) else words)
        if len(words) >= 4 and words[0] == "for" and words[2] == "in":
            self._running.append((words[1], self._taken(words[3:])))
        elif words[:1] == ["done"] and self._running:
            self._running.pop()
        elif words:
            yield from self._rounds(words)

    def _taken(self, words: Sequence[str]) -> list[str]:
        taken: list[str] = []
        for word in words:
            array = _ELEMENTS.fullmatch(word)
            taken += self._arrays.get(array.group(1), []) if array else [word]
        return taken[:MAX_ROUNDS]

    def _rounds(self, words: list[str]) -> Iterator[list[str]]:
        for name, values in self._running:
            spelled = re.compile(rf"\$\{{{re.escape(name)}\}}|\${re.escape(name)}\b")
            if any(spelled.search(word) for word in words):
                for value in values:
                    plain = value.replace("\\", "")
                    yield [spelled.sub(plain, word) for word in words]
                return
        yield words


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return []

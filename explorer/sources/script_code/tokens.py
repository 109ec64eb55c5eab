"""JavaScript and TypeScript as tokens with their lines: words, texts and signs; comments and regular expressions are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a token is."""

    WORD = "word"
    TEXT = "text"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One token."""

    sort: Sort
    value: str
    """A text without its quotes and with its simple escapes undone."""
    line: int


_PATTERN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<word>[A-Za-z_$@][\w$]*|\d[\w.]*)
    |(?P<sign>\|\||\?\?|=>|\?\.|&&|===?|!==?|\.\.\.|[^\sA-Za-z0-9_$])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_A_REGEX = frozenset("( , = : [ ! & | ? { } ; => && || ??".split()) | {"return", "typeof", "case"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a file. A template with a placeholder is a sign: nobody knows what stands there when it runs.

    >>> [(each.sort.value, each.value) for each in tokens("const m = 'gpt-4o' // not 'this'")]
    [('word', 'const'), ('word', 'm'), ('sign', '='), ('text', 'gpt-4o')]
    """
    place, line, before = 0, 1, "("
    while place < len(text):
        regex = _REGEX.match(text, place) if before in _BEFORE_A_REGEX and text[place] == "/" else None
        match = regex or _PATTERN.match(text, place)
        if match is None:
            line += text[place] == "\n"
            place += 1
            continue
        raw = match.group(0)
        if regex is None and match.lastgroup not in (None, "comment"):
            token = _token(Sort(str(match.lastgroup)), raw, line)
            before = raw if token.sort is not Sort.TEXT else "text"
            yield token
        elif regex is not None:
            before = "text"
        line += raw.count("\n")
        place = match.end()


def _token(sort: Sort, raw: str, line: int) -> Token:
    if sort is not Sort.TEXT:
        return Token(sort, raw, line)
    if raw[0] == "`" and "${" in raw:
        return Token(Sort.SIGN, raw, line)
    return Token(sort, _ESCAPE.sub(r"\1", raw[1:-1]), line)

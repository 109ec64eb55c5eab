"""Groovy as tokens with their lines, as far as pipelines need it: words, texts of every quote, signs; no comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.sources.script_code.tokens import Sort, Token

_PATTERN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#![^\n]*)
    |(?P<long>'{3}(?:[^\\]|\\.)*?'{3}|"{3}(?:[^\\]|\\.)*?"{3})
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<word>[A-Za-z_@$][\w$]*|\d[\w.]*)
    |(?P<sign>[^\sA-Za-z0-9_$])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([^\n])")


def groovy_tokens(text: str) -> Iterator[Token]:
    """The tokens of a file. A text keeps its `${…}`, so that its reader sees what is not known.

    >>> [(each.sort.value, each.value) for each in groovy_tokens("sh 'make' // not 'this'")]
    [('word', 'sh'), ('text', 'make')]
    """
    line, counted = 1, 0
    for match in _PATTERN.finditer(text):
        if match.lastgroup in (None, "comment"):
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        raw = match.group()
        if match.lastgroup == "long":
            yield Token(Sort.TEXT, _plain(raw[3:-3]), line)
        elif match.lastgroup == "text":
            yield Token(Sort.TEXT, _plain(raw[1:-1]), line)
        else:
            yield Token(Sort(str(match.lastgroup)), raw, line)


def _plain(text: str) -> str:
    """The text with its escapes undone; a line that goes on stays as it is, so that lines can be counted."""
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t"}.get(match.group(1), match.group(1)), text)

"""Bicep as tables of keys and literal texts with their lines; expressions are left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from explorer.sources.lined_yaml import LinedText

_PATTERN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>'{3}.*?(?:'{3}|\Z)|'(?:[^'\\\n]|\\.)*')
    |(?P<word>[A-Za-z_][\w-]*|\d[\w.]*)
    |(?P<sign>[^\sA-Za-z0-9_])""",
    re.VERBOSE | re.DOTALL,
)
_DECLARES = frozenset({"param", "var", "output"})
_FALLBACK = "readEnvironmentVariable"


@dataclass(slots=True)
class Table:
    """One `{ … }`, or the file itself."""

    key: str
    """What it is given to, directly or as an item of a list; empty for the file."""
    sign: str = "{"
    texts: list[tuple[str, LinedText]] = field(default_factory=list)
    """Each literal with its key; a choice gives several for one key."""
    words: dict[str, str] = field(default_factory=dict)
    """The one name that a key is given, where it is no literal."""
    now: str = ""
    """The key whose value is being read."""
    line: int = 0

    def text(self, key: str) -> LinedText | None:
        """The first literal under this key."""
        return next((text for each, text in self.texts if each == key), None)


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    value: str
    line: int
    is_first: bool
    """Whether it is the first of its line."""


def bicep_tables(text: str) -> list[Table]:
    """Every table of a file, those inside others first, the file itself last; brackets that do not match end nothing.

    `resource` and `module` declarations stand in the file's own table under these words, with their types.
    """
    found = list(_tokens(text))
    stack, done = [Table("")], list[Table]()
    for place, token in enumerate(found):
        top = stack[-1]
        if token.sort == "sign" and token.value in "([{":
            before = found[place - 1].value if place else ""
            stack.append(Table(top.now or top.key, before if token.value == "(" else token.value))
        elif token.sort == "sign" and token.value in ")]}":
            if len(stack) > 1:
                done.append(stack.pop())
        elif (key := _key(found, place, top)) is not None:
            top.now, top.line = key, token.line
        elif token.sort in ("text", "word"):
            _take(token, stack)
    return [*(each for each in done if each.sign == "{"), *reversed(stack)]


def _key(found: list[_Token], place: int, table: Table) -> str | None:
    """The key that begins here: `key:`, the name behind `param` and `var`, the words `resource` and `module`."""
    token, after = found[place], found[place + 1].value if place + 1 < len(found) else ""
    before = found[place - 1].value if place else ""
    if token.sort == "sign":
        return "" if token.value == "@" and token.is_first else None
    if token.is_first and token.sort == "word" and token.value in ("resource", "module"):
        return token.value
    if before in _DECLARES and found[place - 1].is_first:
        return token.value
    is_entry = table.sign == "{" and (token.is_first or before in ("{", ","))
    return token.value if is_entry and after == ":" else None


def _take(token: _Token, stack: list[Table]) -> None:
    """Keep a value where it belongs: in its table, or, as the fallback of a variable, in the table around the call."""
    owner = stack[-1]
    if owner.sign == _FALLBACK and len(stack) > 1:
        owner = stack[-2]
    if owner.sign == "[" and token.sort == "text":
        owner.texts.append((owner.key, LinedText(token.value, token.line)))
    elif owner.sign == "{" and owner.now:
        if token.sort == "text" and "${" not in token.value:
            owner.texts.append((owner.now, LinedText(token.value, token.line)))
        elif token.sort == "word":
            owner.words[owner.now] = "" if owner.now in owner.words else token.value


def _tokens(text: str) -> Iterator[_Token]:
    line, counted, before = 1, 0, 0
    for match in _PATTERN.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        sort, raw = str(match.lastgroup), match.group()
        if sort == "comment":
            continue
        value = raw.strip("'") if sort == "text" else raw
        yield _Token(sort, value, line, line != before)
        before = line

"""TOML with line numbers: the standard parser gives the values, this finds where they stand."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile

Path = tuple[str | int, ...]
"""The way to a value: keys and, inside arrays, positions counted from 0."""

MAX_DOTS = 5_000
"""In a line; the standard parser's time for a dotted key grows with the square of its parts."""

_TOKEN = re.compile(
    r"""(?x) \"{3} | '{3} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' | \#[^\n]* | [\[\]{},] | [^\s\[\]{},"'\#]+ | ["'] """
)
_WHOLE_ELEMENT = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\{[^{}#]*\})\s*,\s*(?:\#.*)?$""")
_KEY_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


class TomlLines:
    """Where the keys and array elements of a TOML text stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._numbers = _Scanner().scan(self._lines)

    def line_of(self, *path: str | int) -> int | None:
        """The line of this value, counted from 1; where only a value around it is known, that one's."""
        while path:
            if (line := self._numbers.get(path)) is not None:
                return line
            path = path[:-1]
        return None

    def text_at(self, line: int | None) -> str:
        """The text of a line, trimmed; empty for None."""
        return self._lines[line - 1].strip() if line else ""


def read_toml(file: ProjectFile) -> tuple[dict[str, Any], TomlLines]:
    """The parsed table, and where its values stand. Raises `InputError` where it is not TOML."""
    text = file.read_text()
    if any(line.count(".") > MAX_DOTS for line in text.split("\n")):
        raise InputError(f"{file.path} has a line with more than {MAX_DOTS:,} dots.", "It was not read; check it.")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file.path} is not valid TOML: {error}.", "Mend the file and scan again.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file.path} cannot be read as TOML.", "Check what wrote it.") from error
    return table, TomlLines(text)


class _Scanner:
    """One pass over the lines of a valid TOML text.

    Machine-written lock files are large, so an array element that fills its line is recognised by one expression; only
    other lines are cut into tokens.
    """

    def __init__(self) -> None:
        self.numbers: dict[Path, int] = {}
        self.table: Path = ()
        self.tables_seen: dict[Path, int] = {}
        self.open: list[_Bracket] = []
        self.quotes = ""

    def scan(self, lines: list[str]) -> dict[Path, int]:
        for number, line in enumerate(lines, 1):
            if self.quotes or self.open:
                self._inside(line, number)
            else:
                self._statement(line, number)
        return self.numbers

    def _statement(self, line: str, number: int) -> None:
        start = line.lstrip()
        if start.startswith("[["):
            name = self._resolved(_keys(start, 2)[0], whole=False)
            index = self.tables_seen.get(name, -1) + 1
            self.tables_seen[name] = index
            self.table = (*name, index)
            self.numbers[self.table] = number
        elif start.startswith("["):
            self.table = self._resolved(_keys(start, 1)[0], whole=True)
            self.numbers[self.table] = number
        elif start and not start.startswith("#"):
            keys, end = _keys(start, 0)
            path = (*self.table, *keys)
            self.numbers[path] = number
            self._tokens(start[end + 1 :], number, path)

    def _resolved(self, keys: Path, whole: bool) -> Path:
        """The path of a header: each array of tables on the way means its latest table."""
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if (whole or position < len(keys) - 1) and path in self.tables_seen:
                path = (*path, self.tables_seen[path])
        return path

    def _inside(self, line: str, number: int) -> None:
        if not self.quotes and len(self.open) == 1 and self.open[0].expecting and _WHOLE_ELEMENT.match(line):
            self.numbers[self.open[0].element()] = number
            self.open[0].index += 1
        else:
            self._tokens(line, number, ())

    def _tokens(self, text: str, number: int, path: Path) -> None:
        place = 0
        while place < len(text):
            if self.quotes:
                end = text.find(self.quotes, place)
                if end < 0:
                    return
                place, self.quotes = end + 3, ""
                continue
            match = _TOKEN.search(text, place)
            if match is None:
                return
            place = match.end()
            self._token(match.group(), number, path)

    def _token(self, token: str, number: int, path: Path) -> None:
        if token.startswith("#"):
            return
        inner = self.open[-1] if self.open else None
        if token == "," and inner is not None:
            inner.index += 1
            inner.expecting = inner.is_array
        elif token in ("]", "}"):
            if self.open:
                self.open.pop()
        else:
            if inner is not None and inner.expecting:
                path = inner.element()
                self.numbers[path] = number
                inner.expecting = False
            if token in ("[", "{"):
                self.open.append(_Bracket(path, token == "["))
            elif token in ('"""', "'''"):
                self.quotes = token


class _Bracket:
    """An open array or inline table."""

    __slots__ = ("expecting", "index", "is_array", "path")

    def __init__(self, path: Path, is_array: bool) -> None:
        self.path = path
        self.is_array = is_array
        self.index = 0
        self.expecting = is_array

    def element(self) -> Path:
        return (*self.path, self.index)


def _keys(text: str, start: int) -> tuple[Path, int]:
    """The dotted key that begins at `start`, and where it ends."""
    keys: list[str] = []
    while match := _KEY_PART.match(text, start):
        double, single, bare = match.groups()
        keys.append(double if double is not None else single if single is not None else bare)
        start = match.end()
        if text[start : start + 1] != ".":
            break
        start += 1
    return tuple(keys), start

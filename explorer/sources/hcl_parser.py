"""Parses HCL2 files: bodies of attributes and blocks. What is broken is said with its line; the rest is still read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.sources.hcl_expressions import ExpressionParser, HclError
from explorer.sources.hcl_tree import Attribute, Block, Literal

MAX_BROKEN = 50
"""A text with more broken parts than this is no HCL; reading stops there and says so."""


@dataclass(frozen=True, slots=True)
class HclFile:
    """What could be read of a file, and what could not."""

    body: tuple[Attribute | Block, ...]
    broken: tuple[tuple[int, str], ...]
    """Line and message of each part that is not HCL."""


def parse_hcl(text: str) -> HclFile:
    """The blocks and attributes of HCL text.

    >>> parse_hcl('resource "a" "b" {\\n  size = 1 + 2\\n}\\n').body[0].labels
    ('a', 'b')
    """
    parser = _BodyParser(text)
    body: list[Attribute | Block] = []
    broken: list[tuple[int, str]] = []
    while not parser.at_end():
        start = parser.place
        try:
            body.append(parser.item())
        except (HclError, RecursionError) as error:
            broken.append((error.line, error.message) if isinstance(error, HclError) else (1, "nests too deeply"))
            if len(broken) == MAX_BROKEN:
                broken.append((error.line if isinstance(error, HclError) else 1, "the rest was not read"))
                break
            parser = _after(parser, text, start)
    return HclFile(tuple(body), tuple(broken))


def _after(parser: _BodyParser, text: str, start: int) -> _BodyParser:
    """A new parser at the next line, after the broken part began, on which something may begin at the left margin."""
    line_end = text.find("\n", max(start, 0))
    begin = len(text) if line_end < 0 else line_end
    margin = re.compile(r"^(?=[^\W\d])", re.MULTILINE).search(text, begin)
    following = _BodyParser(text)
    following.place = len(text) if margin is None else max(margin.start(), start + 1)
    return following


class _BodyParser(ExpressionParser):
    def at_end(self) -> bool:
        self.skip(lines=True)
        return self.place >= len(self.text)

    def item(self) -> Attribute | Block:
        """The attribute or block that begins here."""
        line, name = self.line, self._key()
        self.skip()
        if self.text.startswith("=", self.place) and not self.text.startswith("==", self.place):
            self.place += 1
            self.skip()
            value = self.expression()
            self._end_of_line()
            return Attribute(name, value, line)
        labels = []
        while not self.take("{"):
            labels.append(self._key())
            self.skip()
        return Block(name, tuple(labels), self._body(), line)

    def _key(self) -> str:
        """A name, or a quoted text without templates."""
        if self.text.startswith('"', self.place):
            quoted = self._quoted()
            return quoted.value or "" if isinstance(quoted, Literal) else "${…}"
        name = self.name()
        if not name:
            raise self.fail("expected a name")
        return name

    def _body(self) -> tuple[Attribute | Block, ...]:
        body: list[Attribute | Block] = []
        with self.nested(lines_count=True):
            while True:
                self.skip(lines=True)
                if self.take("}"):
                    return tuple(body)
                if self.place >= len(self.text):
                    raise self.fail("a block does not end: “}” is missing")
                body.append(self.item())

    def _end_of_line(self) -> None:
        self.skip()
        self.take(",")  # No HCL, but people write it, and it is plain what they mean.
        self.skip()
        if self.place < len(self.text) and self.text[self.place] not in "\n}":
            raise self.fail("expected the end of the line")

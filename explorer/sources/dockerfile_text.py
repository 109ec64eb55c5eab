"""The instructions of a Dockerfile, with their lines; and what its own arguments say that a variable holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"(?im)\A(?:\s*#[^\n]*\n)*?\s*#\s*escape\s*=\s*(.)\s*$")
_SYNTAX = re.compile(r"(?i)\A\s*#\s*syntax\s*=\s*(\S+)")
_HEREDOC = re.compile(r"<<-?\s*([\"']?)([A-Za-z_]\w*)\1")
_VARIABLE = re.compile(r"\$\{(\w+)(?::?([-+])([^${}]*))?\}|\$(\w+)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction as written, with every line that continues it."""

    line: int
    keyword: str
    text: str
    """What follows the keyword, its lines kept; a heredoc is the text itself, below the command that reads it."""


def instructions(text: str) -> Iterator[Instruction]:
    """Each instruction; comments between continued lines become empty continued lines, so that lines can be counted."""
    escape = _escape(text)
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        start, parts = number, list[str]()
        while number < len(lines):
            line = lines[number].rstrip() if lines[number].rstrip().endswith(escape) else lines[number]
            number += 1
            is_empty = not line.strip() or line.lstrip().startswith("#")
            if not parts and is_empty:
                break
            parts.append(escape if is_empty else line)
            if not is_empty and not line.endswith(escape):
                break
        if not parts:
            continue
        first, _, rest = parts[0].strip().partition(" ")
        keyword = first.upper()
        body = "\n".join([rest, *parts[1:]]).replace("`\n", "\\\n" if escape == "`" else "`\n")
        if keyword == "ONBUILD":
            keyword, _, body = body.strip().partition(" ")
            keyword = keyword.upper()
        heredoc = _HEREDOC.search(body) if keyword in ("RUN", "COPY", "ADD") else None
        if heredoc is not None:
            end = next((place for place in range(number, len(lines)) if lines[place].strip() == heredoc.group(2)), None)
            if end is not None:
                head = body if body[: heredoc.start()].strip() and keyword == "RUN" else body[: heredoc.start()]
                head = head if keyword == "RUN" else head + body[heredoc.end() :]  # Where the file goes.
                body = "\n".join([head, *lines[number : end + (head is body)]])
                number = end + 1
        yield Instruction(start + 1, keyword, body)


def syntax_image(text: str) -> str:
    """The image of the frontend that a first line `# syntax=…` names; empty for none."""
    match = _SYNTAX.match(text)
    return match.group(1) if match else ""


def filled(text: str, known: dict[str, str]) -> str:
    """`$NAME`, `${NAME}` and `${NAME:-fallback}` replaced where the file itself gives a value."""

    def value(match: re.Match[str]) -> str:
        given = known.get(match.group(1) or match.group(4), "")
        if match.group(2) == "+":
            return match.group(3) if given else ""
        return given or (match.group(3) if match.group(2) else match.group(0))

    return _VARIABLE.sub(value, text)


def assignments(text: str) -> Iterator[tuple[str, str, int]]:
    """`NAME=value` pairs, or the older `NAME value`, each with the number of its line within the instruction."""
    pairs = list(re.finditer(r"([A-Za-z_][\w.-]*)=(\"[^\"]*\"|'[^']*'|\S*)", text))
    for match in pairs:
        yield match.group(1), match.group(2).strip("'\""), text.count("\n", 0, match.start())
    words = text.split(None, 1)
    if not pairs and len(words) == 2:
        yield words[0], words[1].strip().strip("'\""), 0


def _escape(text: str) -> str:
    match = _ESCAPE.match(text)
    return match.group(1) if match and match.group(1) in ("`", "\\") else "\\"

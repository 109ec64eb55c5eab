"""The tags of an SPDX 2 document in tag-value form, with their lines, and what is wrong with how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*:\s?(.*)", re.DOTALL)
_OPEN, _CLOSED = "<text>", "</text>"

MAX_TEXT = 1_000_000
"""Characters. A longer text has most likely lost its end."""

Fault = tuple[int, str, str]
"""The line, what is wrong, and what to do."""

Tag = tuple[int, str, str]
"""The line, the tag and its value."""


def tags_of(lines: Iterable[str], faults: list[Fault]) -> Iterator[Tag]:
    """Each tag with the line where it stands; a value in `<text>` goes on to `</text>`.

    Where that is missing, the value ends with its line, so that what stands behind is read; the first is told in `faults`.
    """
    numbered = enumerate(_without_nul(lines, faults), start=1)
    is_told = False
    for number, line in numbered:
        for start, tag, value in _tags_in(number, line):
            if not value.startswith(_OPEN) or _CLOSED in value:
                yield start, tag, _bare(value)
                continue
            held = list(_to_the_end(numbered))
            if held and _CLOSED in held[-1][1]:
                yield start, tag, _bare(value + "".join(text for _, text in held))
                continue
            yield start, tag, _bare(value)
            if not is_told:
                message = f"The text that begins in line {start} is not closed, so it was taken to end with its line."
                faults.append((start, message, f"Write {_CLOSED} where it ends."))
                is_told = True
            # None of these lines closes a text, so each value in them ends with its line too.
            yield from ((at, name, _bare(text)) for each in held for at, name, text in _tags_in(*each))


def _tags_in(number: int, line: str) -> Iterator[Tag]:
    match = _LINE.match(line) if not line.lstrip().startswith("#") else None
    if match is not None:
        yield number, match.group(1), match.group(2).lstrip()


def _to_the_end(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines up to the one that closes a text, or as many as a text can have."""
    length = 0
    for number, line in numbered:
        yield number, line
        length += len(line)
        if _CLOSED in line or length > MAX_TEXT:
            return


def _bare(value: str) -> str:
    return value.strip().removeprefix(_OPEN).removesuffix(_CLOSED).strip()


def _without_nul(lines: Iterable[str], faults: list[Fault]) -> Iterator[str]:
    is_told = False
    for number, line in enumerate(lines, start=1):
        if "\0" in line and not is_told:
            message = f"Line {number} has NUL characters; these were left out."
            faults.append((number, message, "Check that the file is whole, and that it is text."))
            is_told = True
        yield line.replace("\0", "")

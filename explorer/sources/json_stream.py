"""A large JSON object read part by part, so that it need not fit into memory and a broken end costs only the end."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from explorer.sources.deep_json import TooDeep, decode, whole_number

CHUNK = 1024 * 1024
MAX_PART = 64 * 1024 * 1024
"""One element larger than this is not read: a document is made of small ones."""

Part = tuple[str, int | None, Any]
"""A key of the outer object, the position where its value is an array (else None), and the value or the element."""

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_int=whole_number)


class BrokenJson(ValueError):
    """The text stops being JSON; everything before was given out."""

    def __init__(self, message: str, character: int) -> None:
        super().__init__(message)
        self.character = character
        """How many characters were good."""


class RefusedJson(BrokenJson):
    """The text nests too deeply, or has too large a part; it may well be JSON."""


def parts_of(document: dict[str, Any]) -> Iterator[Part]:
    """The parts of an object that is in memory already."""
    for key, value in document.items():
        if isinstance(value, list):
            for position, element in enumerate(value):
                yield key, position, element
        else:
            yield key, None, value


def read_parts(stream: BinaryIO) -> Iterator[Part]:
    """The parts of the object in a stream of UTF-8 or UTF-16 text, in their order.

    Raises `BrokenJson` where the text breaks, and `RefusedJson` where it is not read any further, after the parts before.
    """
    window = _Window(stream)
    if not window.take("{"):
        raise BrokenJson("The text is not a JSON object", 0)
    yield from _members(window)
    if not window.is_at_end():
        raise window.broken("Something stands behind its end")


def _members(window: _Window) -> Iterator[Part]:
    if window.take("}"):
        return
    while True:
        key = window.value()
        if not isinstance(key, str) or not window.take(":"):
            raise window.broken("A key and a colon were expected")
        if window.take("["):
            yield from _elements(window, key)
        else:
            yield key, None, window.value()
        if window.take("}"):
            return
        if not window.take(","):
            raise window.broken("A comma or the end of the object was expected")


def _elements(window: _Window, key: str) -> Iterator[Part]:
    position = 0
    if window.take("]"):
        return
    while True:
        yield key, position, window.value()
        position += 1
        if window.take("]"):
            return
        if not window.take(","):
            raise window.broken("A comma or the end of the array was expected")


class _Window:
    """The part of the text that is in memory, and the place in it up to which it is used."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._text = ""
        self._place = 0
        self._gone = 0
        self._ended = False
        head = stream.read(4)
        self._encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        self._decoder = codecs.getincrementaldecoder(self._encoding)()
        self._more_bytes(head)

    def broken(self, message: str) -> BrokenJson:
        """The error for this place."""
        return BrokenJson(message, self._gone + self._place)

    def take(self, mark: str) -> bool:
        """Step over white space and then over this character, if it comes next."""
        while True:
            match = _SPACE.match(self._text, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._text) or not self._more(CHUNK):
                break
        if self._text.startswith(mark, self._place):
            self._place += 1
            return True
        return False

    def is_at_end(self) -> bool:
        """Whether nothing but white space comes."""
        return not self.take("\0") and self._place == len(self._text)

    def value(self) -> Any:
        """The value that comes next, read whole."""
        self.take("\0")  # Only to step over white space: no JSON has this character.
        wanted = CHUNK
        while True:
            try:
                value, end = self._decode()
            except TooDeep as error:
                raise RefusedJson(error.msg, self._gone + self._place) from error
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self.broken(error.msg) from error
            else:
                # Near the end of the window a number may go on in the next chunk, with `.5` or `e+9`.
                if end + 3 < len(self._text) or self._ended or isinstance(value, str | list | dict):
                    self._place = end
                    return value
            if len(self._text) - self._place > MAX_PART:
                message = f"One element is larger than {MAX_PART // 1024**2} MB"
                raise RefusedJson(message, self._gone + self._place)
            self._more(wanted)
            wanted *= 2

    def _decode(self) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self._text, self._place)
        except RecursionError:
            return decode(self._text, self._place)

    def _more(self, size: int) -> bool:
        """Read on; forget what is used. False at the end of the stream."""
        if self._ended:
            return False
        self._text, self._gone, self._place = self._text[self._place :], self._gone + self._place, 0
        self._more_bytes(self._stream.read(size))
        return not self._ended

    def _more_bytes(self, data: bytes) -> None:
        try:
            self._text += self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            name = self._encoding.upper().removesuffix("-SIG")
            raise self.broken(f"The text is not {name} throughout") from error
        self._ended = not data

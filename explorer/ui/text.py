"""Texts from outside made harmless for the screen: plain, visible, short."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.exports.report import Document

_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


_covers: list[Callable[[str], str]] = []
"""What hides names on the screen, at most one."""


def cover_names(cover: Callable[[str], str] | None) -> None:
    """Pass every text that comes to the screen through this from now on; None shows names again."""
    _covers[:] = [] if cover is None else [cover]


def names_are_hidden() -> bool:
    """Whether names are replaced on the screen now."""
    return bool(_covers)


def covered(document: Document) -> Document:
    """A document as the screen may show it: without names where they are hidden."""
    for cover in _covers:
        of_documents = getattr(cover, "document", None)  # A mask of names has it.
        document = of_documents(document) if of_documents else document
    return document


def veiled(text: str) -> str | None:
    """The text without the names that are hidden now; None where it holds none of them."""
    hidden = text
    for cover in _covers:
        hidden = cover(hidden)
    return None if hidden == text else hidden


def plain(text: str) -> str:
    """The text with control and direction-changing characters written out, so that a name cannot forge the screen.

    Where names are hidden, it holds none of them.
    """
    for cover in _covers:
        text = cover(text)
    if text.isprintable() and not _DIRECTION & set(text):
        return text
    return "".join(
        letter if letter == "\n" or (letter.isprintable() and letter not in _DIRECTION) else f"\\u{ord(letter):04x}"
        for letter in text
    )


def elide_middle(text: str, most: int) -> str:
    """At most `most` characters, the middle left out: lookalike names differ there less often than they end alike."""
    if len(text) <= most or most < 3:
        return text
    head = (most - 1) // 2
    return f"{text[:head]}…{text[len(text) - (most - 1 - head) :]}"


def as_tooltip(text: str) -> str:
    """A tooltip that shows the text as it is: Qt takes what looks like HTML for HTML, so it is given escaped HTML."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>"

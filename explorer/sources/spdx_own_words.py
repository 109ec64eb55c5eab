"""What this program writes into SPDX 2, which has no properties: names and values in the comments of annotations.

Clause 12 of SPDX 2.3 lets a tool annotate the document or an element with free text. Ours is `catchment:words`, then a
JSON list of pairs; `own_words` says what these mean. Every other program sees an annotation of type OTHER.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from explorer.sources.loose_values import as_mappings
from explorer.sources.own_words import PREFIX

_OPENING = f"{PREFIX}words "
_PAIRS = 100
"""So many pairs stand in one annotation, so that none grows beyond what readers take for one value."""


def comments_of(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The comments that say these names and values."""
    waiting = iter(pairs)
    while batch := list(islice(waiting, _PAIRS)):
        # In tag-value form a comment stands between `<text>` and `</text>`; without `<` none can end it early.
        yield _OPENING + json.dumps(batch, ensure_ascii=False).replace("<", "\\u003c")


def pairs_of(annotations: object) -> list[tuple[str, str]]:
    """The names and values in the annotations of an element; nothing where others wrote them."""
    comments = (each.get("comment") for each in as_mappings(annotations or []))
    return [pair for comment in comments if isinstance(comment, str) for pair in _pairs(comment.strip())]


def _pairs(comment: str) -> Iterator[tuple[str, str]]:
    if not comment.startswith(_OPENING):
        return
    for each in _loaded(comment.removeprefix(_OPENING)):
        match each:
            case [str(name), str(value)]:
                yield name, value


def _loaded(text: str) -> list[Any]:
    try:
        stated = json.loads(text)
    except (ValueError, RecursionError):
        return []  # Cut or changed by others; the standard's own fields still tell of the element.
    return stated if isinstance(stated, list) else []

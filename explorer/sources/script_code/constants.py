"""Templates of a file whose placeholders are constants of the same file: what they say is known without running anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from explorer.sources.script_code.tokens import Sort, Token

_PLACEHOLDER = re.compile(r"\$\{\s*([A-Za-z_$][\w$]*)\s*\}")
_DECLARES = frozenset({"const", "let", "var"})
_GOES_ON = frozenset("+ || ?? ? . ?. ( [ &&".split())
"""Signs after a text that make it only a part of what a constant holds."""


def with_constants(found: Sequence[Token]) -> list[Token]:
    """The tokens, each template that names only constants of the file filled in and made a text.

    A constant counts where the file gives a name by `const`, once, and a text alone is given to it. A name that is not
    in capitals must stand nowhere else outside of templates: a parameter of a function may bear the same one.
    """
    known = dict(_constants(found))
    return [_filled(token, known) if _is_template(token) else token for token in found] if known else list(found)


def _constants(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    declared = Counter(
        name.value for before, name in pairwise(found) if before.value in _DECLARES and before.sort is Sort.WORD
    )
    spoken = Counter(each.value for each in found if each.sort is Sort.WORD)
    for place, token in enumerate(found[:-3]):
        name, given = found[place + 1], _given(found, place + 2)
        is_sure = declared[name.value] == 1 and (name.value.isupper() or spoken[name.value] == 1)
        if token.value == "const" and given and name.sort is Sort.WORD and is_sure:
            yield name.value, given


def _given(found: Sequence[Token], place: int) -> str:
    """The text of `= "text"`, or of `: string = "text"`; empty where it is only a part, or no text."""
    if [each.value for each in found[place : place + 2]] == [":", "string"]:
        place += 2
    is_text = place + 1 < len(found) and found[place].value == "=" and found[place + 1].sort is Sort.TEXT
    after = found[place + 2].value if place + 2 < len(found) else ""
    return found[place + 1].value if is_text and after not in _GOES_ON else ""


def _is_template(token: Token) -> bool:
    return token.sort is Sort.SIGN and token.value.startswith("`")


def _filled(token: Token, known: Mapping[str, str]) -> Token:
    inner = token.value[1:-1]
    text = _PLACEHOLDER.sub(lambda match: known.get(match.group(1), match.group(0)), inner)
    return token if "${" in text else replace(token, sort=Sort.TEXT, value=text)

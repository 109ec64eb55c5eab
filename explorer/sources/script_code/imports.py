"""Which package each name of a file comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.sources.script_code.tokens import Sort, Token

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_NOT_NAMES = frozenset({"from", "require", "as", "type", "await", "import", "default"})
_STARTS = frozenset({"import", "export", "const", "let", "var", ";"})
MAX_LOOKED_BACK = 200


def imported(found: Sequence[Token]) -> dict[str, str]:
    """Names by package: `import { x } from "p"`, `const { x } = require("p")`, `await import("p")`; `""` for bare imports."""
    names: dict[str, str] = {}
    for place, token in enumerate(found):
        if token.sort is Sort.TEXT and place and _imports(found, place):
            names.setdefault("", token.value)
            for name in _names(found, place):
                names[name] = token.value
    return names


def packages(found: Sequence[Token]) -> set[str]:
    """Every package that the file imports, and its scope: `@langchain/openai`, `@langchain`."""
    texts = [token.value for place, token in enumerate(found) if token.sort is Sort.TEXT and _imports(found, place)]
    return {part for text in texts for part in (text, text.partition("/")[0])}


def _imports(found: Sequence[Token], place: int) -> bool:
    before = found[place - 1].value if place else ""
    is_call = before == "(" and place > 1 and found[place - 2].value in ("require", "import")
    return before in ("from", "import") or is_call


def _names(found: Sequence[Token], place: int) -> Iterator[str]:
    """The names between `import` or `const` and the package's text."""
    for token in reversed(found[max(0, place - MAX_LOOKED_BACK) : place]):
        if token.value in _STARTS:
            if token.value == "import" and token is found[place - 1]:
                continue
            return
        if token.sort is Sort.WORD and _WORD.fullmatch(token.value) and token.value not in _NOT_NAMES:
            yield token.value


def aliases(found: Sequence[Token]) -> dict[str, str]:
    """The name under which a package gives something out, by the name that the file has for it: `tool as makeTool`."""
    return {
        found[place + 1].value: found[place - 1].value
        for place in range(1, len(found) - 1)
        if found[place].value == "as" and found[place - 1].sort is Sort.WORD and found[place + 1].sort is Sort.WORD
    }


def renamed_exports(found: Sequence[Token]) -> list[str]:
    """The modules of which a file passes names on: `export * from "./a"`, `export { x } from "./b"`."""
    passed_on: list[str] = []
    for place, token in enumerate(found):
        if token.value != "export" or token.sort is not Sort.WORD or place + 1 >= len(found):
            continue
        if found[place + 1].value not in ("*", "{"):
            continue
        end = min(place + MAX_LOOKED_BACK, len(found) - 1)
        source = next(
            (each for each in range(place + 2, end) if found[each].value in ("from", ";", "export", "=")), end
        )
        if found[source].value == "from" and found[source + 1].sort is Sort.TEXT:
            passed_on.append(found[source + 1].value)
    return passed_on

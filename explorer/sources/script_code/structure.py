"""Where each text of a file stands: under which key, in which table, as an argument of which call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.sources.script_code.tokens import Sort, Token

_NO_CALL = frozenset(
    "if for while switch catch function return typeof await in of with super async constructor".split()
)
_BEFORE_A_TABLE = frozenset([":", "=", "(", "[", ",", "?", "||", "??", "&&", "...", "return", "default", "as"])
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
MAX_LOOKED_BACK = 60


@dataclass(frozen=True, slots=True)
class Call:
    """`a.b.name(…)`, or `new Name(…)`."""

    chain: tuple[str, ...]
    """The words up to the bracket: `("client", "chat", "create")`."""
    is_new: bool
    opening: int
    """The place of its bracket."""

    @property
    def name(self) -> str:
        """The last word."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """The surroundings of one token."""

    key: str = ""
    """The key or variable that it is given to, directly."""
    above: tuple[str, ...] = ()
    """The keys of the tables around it, innermost first, up to the function in which it stands."""
    calls: tuple[Call, ...] = ()
    """The calls around it, innermost first, up to the function in which it stands."""
    argument: int = -1
    """Which argument of the innermost call it is, from 0; -1 inside a table or list, and outside of calls."""
    table: int = -1
    """The place of the bracket that opens the table in which it stands directly; -1 outside of tables."""


@dataclass(slots=True)
class _Frame:
    sign: str
    key: str
    call: Call | None
    is_block: bool
    opening: int
    argument: int = 0


def places(found: Sequence[Token]) -> list[Place]:
    """The surroundings of every token; those of signs are empty."""
    stack: list[_Frame] = []
    result: list[Place] = []
    for number, token in enumerate(found):
        if token.sort is not Sort.SIGN:
            result.append(_place(found, number, stack))
            continue
        result.append(Place())
        if token.value in _OPENING:
            stack.append(_frame(found, number))
        elif token.value in _CLOSING and stack:
            stack.pop()
        elif token.value == "," and stack:
            stack[-1].argument += 1
    return result


def _place(found: Sequence[Token], number: int, stack: Sequence[_Frame]) -> Place:
    above: list[str] = []
    calls: list[Call] = []
    argument = -1
    for frame in reversed(stack[-20:]):
        if frame.is_block:
            break
        if frame.call is not None:
            calls.append(frame.call)
            argument = frame.argument if len(calls) == 1 and not above and frame is stack[-1] else argument
        if frame.key:
            above.append(frame.key)
    inner = stack[-1] if stack else None
    table = inner.opening if inner is not None and inner.sign == "{" and not inner.is_block else -1
    return Place(key_before(found, number), tuple(above), tuple(calls), argument, table)


def _frame(found: Sequence[Token], number: int) -> _Frame:
    sign = found[number].value
    if sign == "(":
        return _Frame(sign, "", _call(found, number), False, number)
    before = found[number - 1] if number else None
    is_table = before is not None and (before.value in _BEFORE_A_TABLE or before.sort is Sort.TEXT)
    is_block = sign == "{" and not is_table
    return _Frame(sign, key_before(found, number), None, is_block, number)


def _call(found: Sequence[Token], opening: int) -> Call | None:
    end = opening - 1
    if end >= 0 and found[end].value == ">":  # `tool<Input>(…)`
        start = next((each for each in range(end, max(-1, end - 20), -1) if found[each].value == "<"), -1)
        end = start - 1
    chain = chain_before(found, end)
    first = end - 2 * (len(chain) - 1)
    if not chain or chain[-1] in _NO_CALL or (first > 0 and found[first - 1].value == "function"):
        return None
    return Call(tuple(chain), first > 0 and found[first - 1].value == "new", opening)


def chain_before(found: Sequence[Token], place: int) -> list[str]:
    """The words of `a.b.c` that end here."""
    chain: list[str] = []
    while place >= 0 and found[place].sort is Sort.WORD:
        chain.insert(0, found[place].value)
        if place < 2 or found[place - 1].value not in (".", "?."):
            break
        place -= 2
    return chain


def key_before(found: Sequence[Token], number: int) -> str:
    """The name that the token is given to: of `key: x`, `"key": x`, `name = x`, `const name: Type = x`."""
    place = number - 1
    while place > 0 and found[place].value in ("await", "new", "("):
        place -= 1 if found[place].value != "(" or found[place - 1].value in (":", "=", "=>") else place
    if place < 1 or found[place].value not in (":", "="):
        return ""
    if found[place].value == ":":
        is_choice = place >= 2 and found[place - 2].value == "?"
        return "" if is_choice or found[place - 1].sort is Sort.SIGN else found[place - 1].value
    return _assigned(found, place - 1)


def key_of_expression(found: Sequence[Token], place: int) -> str:
    """The name that a chain of calls is given to, from a place within it: `KEY` of `KEY: z.string().default("x")`."""
    level = 0
    for each in range(place, max(0, place - MAX_LOOKED_BACK), -1):
        token = found[each]
        if token.sort is not Sort.SIGN:
            continue
        level += (token.value in _CLOSING) - (token.value in _OPENING)
        if level < 0 or (level == 0 and token.value in (";", ",")):
            break
        if level == 0 and token.value in (":", "="):
            return found[each - 1].value if found[each - 1].sort is not Sort.SIGN else ""
    return ""


def _assigned(found: Sequence[Token], place: int) -> str:
    """The variable before `=`, over its type: `name`, `name: Type`, `name: Record<A, B>`, `this.name`."""
    start = max(-1, place - 24)
    if found[place].sort is Sort.WORD and (place == 0 or found[place - 1].value not in (":", ".", ">", "|")):
        return found[place].value
    for each in range(place, start, -1):
        if found[each].value == ":" and each and found[each - 1].sort is Sort.WORD:
            return found[each - 1].value
        if found[each].value in (";", "{", "}", "(", ")"):
            break
    return found[place].value if found[place].sort is Sort.WORD else ""


Value = Token | dict[str, "Value"] | list["Value"] | None
"""A literal: a text or word, a table by key, a list; None for anything that is computed."""


def literal(found: Sequence[Token], place: int, end: int | None = None, depth: int = 0) -> tuple[Value, int]:
    """The literal that begins here, and the place behind it."""
    end = len(found) if end is None else end
    if place >= end or depth > 40:
        return None, end
    token = found[place]
    if token.value == "{" and token.sort is Sort.SIGN:
        return _table(found, place + 1, end, depth)
    if token.value == "[" and token.sort is Sort.SIGN:
        items: list[Value] = []
        place += 1
        while place < end and found[place].value != "]":
            value, place = literal(found, place, end, depth + 1)
            items.append(value)
            place += place < end and found[place].value == ","
        return items, min(place + 1, end)
    after = _behind(found, place, end)
    is_alone = after == place + 1 and token.sort is not Sort.SIGN
    return (token, after) if is_alone else (_given(found, place, after), after)


def _given(found: Sequence[Token], place: int, after: int) -> Value:
    """The text that a longer expression still says: a fallback, or the one argument of `new URL("…")`."""
    texts = [each for each in range(place, after) if found[each].sort is Sort.TEXT]
    if len(texts) == 1 and texts[0] and found[texts[0] - 1].value in ("||", "??", "("):
        return found[texts[0]]
    return None


def _table(found: Sequence[Token], place: int, end: int, depth: int) -> tuple[Value, int]:
    table: dict[str, Value] = {}
    while place < end and found[place].value != "}":
        key = found[place]
        if place + 1 < end and found[place + 1].value == ":" and key.sort is not Sort.SIGN:
            table[key.value], place = literal(found, place + 2, end, depth + 1)
        else:
            after = _behind(found, place, end)
            if after == place + 1 and key.sort is Sort.WORD:
                table[key.value] = key  # `{ model }`
            place = after
        place += place < end and found[place].value == ","
    return table, min(place + 1, end)


def _behind(found: Sequence[Token], place: int, end: int) -> int:
    """The place of the comma or bracket that ends the expression which begins here; always further on."""
    level, start = 0, place
    while place < end:
        token = found[place]
        if token.sort is Sort.SIGN:
            if level == 0 and (token.value == "," or token.value in _CLOSING):
                break
            level += (token.value in _OPENING) - (token.value in _CLOSING)
        place += 1
    return max(place, start + 1)


def bracket_end(found: Sequence[Token], opening: int) -> int:
    """The place of the bracket that closes the one here; the end of the file where none does."""
    level = 0
    for place in range(opening, len(found)):
        if found[place].sort is Sort.SIGN:
            level += (found[place].value in _OPENING) - (found[place].value in _CLOSING)
            if level == 0:
                return place
    return len(found)


def maker(found: Sequence[Token], place: int) -> str:
    """The function that gives back what stands here: `f` of `function f() { return …` and of `const f = () => …`."""
    for each in range(place - 1, max(0, place - MAX_LOOKED_BACK * 4), -1):
        token = found[each]
        if token.value == "function" and found[each + 1].sort is Sort.WORD:
            return found[each + 1].value
        if token.value in ("const", "let") and found[each + 1].sort is Sort.WORD:
            is_arrow = any(found[inner].value == "=>" for inner in range(each, place))
            return found[each + 1].value if is_arrow else ""
    return ""


def arguments(found: Sequence[Token], call: Call) -> list[Value]:
    """The literals that a call is given; None for each argument that is computed."""
    given: list[Value] = []
    place = call.opening + 1
    while place < len(found) and found[place].value != ")" and len(given) < 12:
        value, place = literal(found, place)
        given.append(value)
        place += place < len(found) and found[place].value == ","
    return given


def plain(value: Value) -> object:
    """A literal as texts, tables and lists; what is computed is left out."""
    if isinstance(value, Token):
        return value.value if value.sort is Sort.TEXT else None
    if isinstance(value, Mapping):
        return {key: inner for key, each in value.items() if (inner := plain(each)) is not None}
    if isinstance(value, list):
        return [inner for each in value if (inner := plain(each)) is not None]
    return None

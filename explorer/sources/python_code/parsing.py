"""Python text as a syntax tree. Nothing is imported or run."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from functools import lru_cache

from explorer.errors import InputError

MAX_LEFT_OUT = 12
"""How many lines of a module may be left out because they are no Python of this version."""

MAX_MENDED_CHARACTERS = 300_000
"""Longer modules are not mended: every line that is left out costs another reading."""

_LOADING = frozenset(["from_pretrained", "load_model", "from_pretrained_hf", "from_hparams", "create", "generate"])
"""Methods that are worth following where they are handed over instead of called."""
_ASKING = re.compile(r"(?i)(^|_)(env|environ|setting|config|conf|secret|param)(_|$)")
"""Words in the names of functions that look a setting up."""
_LONG_TEXT = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])(?=\"{3}|'{3})")
"""The prefix of a formatted text over several lines, in which Python 3.12 allows more than its forerunners."""

_TYPED = re.compile(r"^(\s*(?:async\s+)?(?:def|class)\s+\w+)\[[^\]]*\]")
"""`def first[T](…)`: type parameters, new in Python 3.12."""


def parse(text: str, where: str) -> ast.Module:
    """The syntax tree of Python text. Raises `InputError`, with the line, where it is not Python 3."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A scanned file's own bad escapes are not our warnings.
            return ast.parse(text)
    except SyntaxError as error:
        raise NotPython(where, error.lineno, error.msg) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{where} cannot be parsed.", "It may nest too deeply; check what wrote it.") from error


_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def parse_as_far_as_possible(text: str, where: str) -> tuple[ast.Module, NotPython | None]:
    """The tree of a text of which a few lines are no Python of this version, and what was wrong with the first of them.

    Such lines are taken out one by one, as long as each lets the parser come further. Raises `NotPython`, with the
    first of them, where more than `MAX_LEFT_OUT` are needed or none helps.
    """
    try:
        return parse(text, where), None
    except NotPython as error:
        first = error
    lines = text.split("\n")
    if "was never closed" in first.message and (closing := _closing(text)):  # A file that was cut off.
        try:
            return parse("\n".join([*lines, closing]), where), first
        except NotPython:
            pass  # Something else is wrong as well, so the lines are tried one by one.
    reached = first.line or 0
    for _ in range(MAX_LEFT_OUT if len(text) <= MAX_MENDED_CHARACTERS else 0):
        for attempt in _mended(lines, reached):
            try:
                return parse("\n".join(attempt), where), first
            except NotPython as error:
                if (error.line or 0) > reached:
                    lines, reached = attempt, error.line or 0
                    break
        else:
            raise first
    raise first


def _closing(text: str) -> str:
    """The brackets that a text leaves open, closed from the inside out; empty where its words cannot be told apart."""
    opened: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.OP and token.string in _CLOSED_BY:
                opened.append(_CLOSED_BY[token.string])
            elif token.type == tokenize.OP and opened and token.string == opened[-1]:
                opened.pop()
    except tokenize.TokenError:
        return "".join(reversed(opened))
    except SyntaxError:
        return ""
    return ""


def _mended(lines: list[str], number: int) -> Iterator[list[str]]:
    """The lines with what a newer Python allows at this place written in the old way, else without the line itself."""
    if not 0 < number <= len(lines):
        return
    before, line, after = lines[: number - 1], lines[number - 1], lines[number:]
    if (plain := _TYPED.sub(r"\1", line)) != line:
        yield [*before, plain, *after]
    joined = "\n".join([*before, line])
    opened = list(_LONG_TEXT.finditer(joined))
    if opened:
        start, end = opened[-1].span()
        yield [*(joined[:start] + joined[end:]).split("\n"), *after]
    yield [*before, "", *after]
    yield [*before, line[: len(line) - len(line.lstrip())] + "pass", *after]


class NotPython(InputError):
    """Text that is no Python 3; `line` is where the parser gave up."""

    def __init__(self, where: str, line: int | None, reason: str) -> None:
        super().__init__(f"{where} is not Python 3 at line {line}: {reason}.", "It was left out; check the file.")
        self.line = line


@lru_cache(maxsize=64)
def callable_name(node: ast.expr) -> str:
    """The dotted name of what is called, as written: `openai.chat.completions.create`; calls inside become `()`."""
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                parts.append(name)
                node = inner
            case ast.Call(func=inner):
                parts.append("()")
                node = inner
            case ast.Name(id=name):
                parts.append(name)
                return ".".join(reversed(parts))
            case _:
                return ".".join(reversed(parts))


def keyword_value(call: ast.Call, *names: str) -> ast.expr | None:
    """The value of the first of these keyword arguments that the call has."""
    for name in names:
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
    return None


def default_of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> ast.expr | None:
    """The default of a parameter; None where it has none."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    pairs = [
        *zip(positional[::-1], given.defaults[::-1], strict=False),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    return next((default for parameter, default in pairs if parameter.arg == name), None)


def entries_of(node: ast.expr) -> dict[str, ast.expr]:
    """The entries of a table that is written out: `{"name": …}` or `dict(name=…)`; none for anything else."""
    if isinstance(node, ast.Call) and callable_name(node.func) == "dict":
        return {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    if not isinstance(node, ast.Dict):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {key: value for name, value in pairs if name is not None and (key := text_of(name)) is not None}


def handed_over(call: ast.Call) -> ast.Call | None:
    """The call that another makes of a method that it is handed: `partial(AutoModel.from_pretrained, "owner/name")`."""
    for place, argument in enumerate(call.args[:2]):
        if isinstance(argument, ast.Attribute) and argument.attr in _LOADING and len(call.args) > place + 1:
            made = ast.Call(func=argument, args=call.args[place + 1 :], keywords=call.keywords)
            return ast.copy_location(made, call)
    return None


def is_setting_of_environment(call: ast.Call) -> bool:
    """Whether a function of a project is asked for a variable and given what to take instead: `get_env("MODEL", "x")`."""
    name = callable_name(call.func).rpartition(".")[2]
    key = text_of(call.args[0]) if len(call.args) > 1 else None
    return bool(_ASKING.search(name) and re.fullmatch(r"[A-Z][A-Z\d]*(_[A-Z\d]+)+", key or ""))


def is_made_of_itself(value: ast.expr, name: str) -> bool:
    """`self.model = "openai/" + self.model`: what it is made of says the name, this only how it is sent."""
    if not isinstance(value, ast.BinOp | ast.JoinedStr):
        return False
    inner = (each for each in ast.walk(value) if isinstance(each, ast.Name | ast.Attribute))
    return any((each.id if isinstance(each, ast.Name) else each.attr) == name for each in inner)


def is_written(call: ast.Call) -> bool:
    """Whether a call opens a file to write to it: `open(path, "w")`."""
    mode = text_of(keyword_value(call, "mode") or (call.args[1] if len(call.args) > 1 else None)) or ""
    return bool(call.args) and bool(re.fullmatch(r"[wax]\+?[bt]?\+?", mode))


def is_member(node: ast.expr) -> bool:
    """Whether an expression is written like a member of an enumeration: `Models.GPT_4O`, `Models.GPT_4O.value`."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    return isinstance(node, ast.Attribute) and bool(re.fullmatch(r"[A-Z][A-Z0-9_]+", node.attr))


def text_of(node: ast.expr | None) -> str | None:
    """The text of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

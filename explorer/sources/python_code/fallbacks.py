"""Which of its arguments a call gives back: where nothing else is set, or where it offers a choice."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.domain.relation import Scope as Role

_WITH_DEFAULT = frozenset(
    """getenv get config env str Field field Option Argument Input mapped_column attrib ib text_input ask prompt
    Form Query Body Header Cookie
    CharField TextField StringField Column Unicode Str selectbox radio multiselect select_slider Dropdown Radio Textbox getattr""".split()
)

_OF_REQUESTS = ("Form", "Query", "Body", "Header", "Cookie")
"""What FastAPI's parameters of a request are declared with; the first argument is their default."""


def fallbacks(call: ast.Call, last: str) -> Iterator[tuple[ast.expr, Role]]:
    """The values that a call gives back where nothing else is set, and those it offers for choice."""
    if last in ("getenv", "get", "pop", "config", "env", "setdefault") and len(call.args) >= 2:
        if ast.dump(call.args[0]) == ast.dump(call.args[1]):
            return  # `SHORT_NAMES.get(name, name)`: what is no short name is given by hand.
        yield call.args[1], Role.DEFAULT
    if last == "getattr" and len(call.args) >= 3:
        yield call.args[2], Role.DEFAULT
    if last in ("Field", "Option", "Argument", *_OF_REQUESTS) and call.args:
        yield call.args[0], Role.DEFAULT
    if last in ("text_input", "ask", "prompt") and len(call.args) >= 2:
        yield call.args[1], Role.DEFAULT
    if last in _WITH_DEFAULT:
        for keyword in call.keywords:
            if keyword.arg in ("default", "value"):
                yield keyword.value, Role.DEFAULT
            elif keyword.arg == "default_factory" and isinstance(keyword.value, ast.Lambda):
                yield keyword.value.body, Role.DEFAULT
            elif keyword.arg in ("choices", "options"):
                yield keyword.value, Role.OPTIONAL
    if last in ("selectbox", "radio", "multiselect", "select_slider", "Dropdown", "Radio"):
        yield from ((argument, Role.OPTIONAL) for argument in call.args[:2] if not isinstance(argument, ast.Constant))

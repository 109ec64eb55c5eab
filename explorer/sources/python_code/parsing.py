"""Python text as a syntax tree. Nothing is imported or run."""

from __future__ import annotations

import ast
import warnings

from explorer.errors import InputError


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


class NotPython(InputError):
    """Text that is no Python 3; `line` is where the parser gave up."""

    def __init__(self, where: str, line: int | None, reason: str) -> None:
        super().__init__(f"{where} is not Python 3 at line {line}: {reason}.", "It was left out; check the file.")
        self.line = line


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


def text_of(node: ast.expr | None) -> str | None:
    """The text of a literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

"""The text of a Python file in the encoding that it declares (PEP 263), UTF-8 where it declares none."""

from __future__ import annotations

import ast
import codecs
import re
from typing import NamedTuple

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_PLAIN = re.compile(r"(?i)(utf|latin|l1$|iso|cp\d|windows|ascii|us-ascii|koi8|euc|gb|big5|shift|sjis|mac|johab|hz|tis)")
"""Encodings of characters; others that Python knows compute something, and some of them slowly."""


MAX_BYTES = 4 * 1024 * 1024
"""A larger file is a table of data: its tree would take gigabytes and minutes, and name nothing more."""

MAX_LINES = 200_000
"""Each line of code costs the parser about as much as the next, however short it is."""


class PythonText(NamedTuple):
    """The text of a file, and what had to be replaced in it."""

    text: str
    odd_line: int | None
    """The first line, counted from 1, with bytes that the encoding does not have; each stands as U+FFFD in the text."""
    encoding: str


def python_text(file: ProjectFile) -> PythonText:
    """The text of a Python file. Raises `InputError` where it cannot be read, is too large or is no text at all."""
    data = file.read_bytes(MAX_BYTES)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return PythonText(file.read_text(), None, "UTF-16")
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else _declared(data)
    text, odd_line = data.decode(encoding, "replace"), None
    if "\0" in text:
        raise InputError(f"{file.path} has NUL characters, so it is not text.", "Check that the file is whole.")
    if text.count("\n") > MAX_LINES:
        message = f"{file.path} has more than {MAX_LINES:,} lines and was not read."
        raise InputError(message, "It is data rather than code; split it, if it matters.")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        odd_line = data.count(b"\n", 0, error.start) + 1
    return PythonText(text, odd_line, encoding.upper().removesuffix("-SIG"))


def text_of(file: ProjectFile) -> str:
    """The text of any file, of Python in its own encoding; what had to be replaced there its own reader says."""
    return python_text(file).text if file.path.suffix == ".py" else file.read_text()


def without_docstrings(text: str) -> str:
    """The text of a Python file with empty lines for its docstrings, which use nothing; as it is where it is no Python.

    >>> without_docstrings("def f():\\n    'Takes gpt2.'\\n    return g('gpt2')")
    "def f():\\n\\n    return g('gpt2')"
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text  # The reader of Python code says so.
    lines = text.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                lines[first.lineno - 1 : first.end_lineno] = [""] * (
                    (first.end_lineno or first.lineno) - first.lineno + 1
                )
    return "\n".join(lines)


def _declared(data: bytes) -> str:
    """The encoding that one of the first two lines declares; UTF-8 where none does or nobody knows it."""
    lines = data.split(b"\n", 2)[:2]
    if not lines[0].strip() or lines[0].lstrip().startswith(b"#"):
        for line in lines:
            if found := _COOKIE.match(line):
                return _known(found[1].decode("ascii"))
    return "utf-8"


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name if _PLAIN.match(name) else "utf-8"
    except LookupError:
        return "utf-8"

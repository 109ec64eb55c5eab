"""Which file a path ends in that code composes: `str(Path(__file__).parent / "mcp_server" / "server.py")`."""

from __future__ import annotations

import ast

from explorer.sources.python_code.parsing import callable_name

_WRAPPERS = frozenset(["str", "Path", "PurePath", "fspath", "abspath", "realpath", "normpath", "join", "joinpath"])
"""Calls whose last argument is, or ends, the path that they give back."""
_METHODS = frozenset(["resolve", "absolute", "as_posix", "expanduser"])
"""Methods of a path that leave its end as it is."""


def end_of_path(node: ast.expr | None) -> str:
    """The text in which a composed path ends; empty where that is no literal.

    >>> end_of_path(ast.parse('os.path.join(os.path.dirname(__file__), "server.py")', mode="eval").body)
    'server.py'
    """
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(op=ast.Div() | ast.Add(), right=right):
            return end_of_path(right)
        case ast.JoinedStr(values=[*_, last]):
            return end_of_path(last)
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[]) if name in _METHODS:
            return end_of_path(value)
        case ast.Call(func=func, args=[*_, last]) if callable_name(func).rpartition(".")[2] in _WRAPPERS:
            return end_of_path(last)
    return ""

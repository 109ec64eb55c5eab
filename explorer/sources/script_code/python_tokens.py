"""Python as the same tokens that JavaScript gives, for readers of both: words, texts and signs; no comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

from explorer.sources.script_code.tokens import Sort, Token

_LEFT_OUT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}
)


def python_tokens(text: str) -> Iterator[Token]:
    """The tokens up to where the text stops being Python. An f-string is a sign: what it comes to is not known.

    >>> [(each.sort.value, each.value) for each in python_tokens("m = 'gpt-4o'  # not 'this'")]
    [('word', 'm'), ('sign', '='), ('text', 'gpt-4o'), ('sign', ';')]
    """
    try:
        for each in tokenize.generate_tokens(io.StringIO(text).readline):
            if each.type not in _LEFT_OUT:
                yield _token(each)
    except (tokenize.TokenError, SyntaxError):
        return  # The rest is no Python, which the reader of Python says.


def _token(each: tokenize.TokenInfo) -> Token:
    line = each.start[0]
    if each.type == tokenize.NEWLINE:
        return Token(Sort.SIGN, ";", line)
    if each.type == tokenize.STRING:
        try:
            value = ast.literal_eval(each.string)
        except (ValueError, SyntaxError):
            value = None
        return Token(Sort.TEXT, value, line) if isinstance(value, str) else Token(Sort.SIGN, each.string, line)
    sort = Sort.WORD if each.type in (tokenize.NAME, tokenize.NUMBER) else Sort.SIGN
    return Token(sort, each.string, line)

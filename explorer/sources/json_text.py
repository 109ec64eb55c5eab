"""JSON as people write it: with comments, trailing commas and a byte order mark; and where its keys stand."""

from __future__ import annotations

import json
import re
from typing import Any

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile

_TOKENS = re.compile(r'"(?:\\.|[^"\\])*+(?:"|\\?\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def read_json(file: ProjectFile) -> tuple[Any, str]:
    """The value and the text. Raises `InputError`, with the line, where it is not JSON even without comments."""
    text = file.read_text()
    return parse_json(text, str(file.path)), text


def parse_json(text: str, where: str) -> Any:
    """The value of JSON text; comments and trailing commas are forgiven."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass  # Perhaps only comments or commas are in the way: try again without them.
    try:
        return json.loads(_without_trailing_commas(_without_comments(text)))
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where} is not valid JSON at line {error.lineno}: {error.msg}.", "Mend the file and scan again."
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} cannot be read as JSON.", "It may nest too deeply; check what wrote it.") from error


def line_of_key(text: str, key: str, start: int = 0) -> int | None:
    """The line of the first `"key":` at or after the character `start`; None where there is none."""
    match = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:").search(text, start)
    return None if match is None else text.count("\n", 0, match.start()) + 1


def line_of_text(text: str, wanted: str) -> int | None:
    """The line of the first place where this text stands."""
    place = text.find(wanted)
    return None if place < 0 else text.count("\n", 0, place) + 1


def _without_comments(text: str) -> str:
    def keep(match: re.Match[str]) -> str:
        token = match.group()
        is_comment = token.startswith("//") or (token.startswith("/*") and token.endswith("*/") and len(token) > 3)
        return token if not is_comment else re.sub(r"[^\n]", " ", token)

    return _TOKENS.sub(keep, text)


def _without_trailing_commas(text: str) -> str:
    parts, end = [], 0
    for match in re.finditer(r'"(?:\\.|[^"\\])*+(?:"|\\?\Z)', text):
        parts += [_TRAILING_COMMA.sub(" ", text[end : match.start()]), match.group()]
        end = match.end()
    joined = "".join([*parts, _TRAILING_COMMA.sub(" ", text[end:])])
    return re.sub(r",(\s*)$", r"\1", joined)

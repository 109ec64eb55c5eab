"""Annotations as a table that a spreadsheet can edit, and back, exactly."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any, get_origin

from explorer.domain.annotations import Annotation
from explorer.storage.annotations import FIELD_TYPES, annotation_fields, annotation_type
from explorer.storage.texts import restored, stored

COLUMNS = ("type", *dict.fromkeys(name for types in FIELD_TYPES.values() for name in types))
"""Every field of any type, each once."""

MOST_CHARACTERS = 2**26
"""Of one cell: more than any text that a person writes."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula (owasp.org, CSV Injection); an apostrophe before it says that it is text."""

_WORDS_APART = re.compile(r"\s*;\s*")


def table_of(annotations: Iterable[Annotation]) -> str:
    """Annotations as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in annotations:
        values = {"type": annotation_type(each), **annotation_fields(each)}
        writer.writerow([_cell(values.get(name)) for name in COLUMNS])
    return text.getvalue()


def rows_in(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of CSV text as documents, each with the number of the line where it ends.

    Columns may stand in any order, and some may be absent. Raises ValueError where it is no such table.
    """
    csv.field_size_limit(MOST_CHARACTERS)
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if "type" not in names or "subject" not in names:
            raise ValueError("the first line does not name the columns `type` and `subject`")
        for row in reader:
            if any(row):
                yield reader.line_num, _document(dict(zip(names, row, strict=False)), reader.line_num)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _document(cells: dict[str, str], line: int) -> dict[str, Any]:
    word = cells["type"].strip()
    if word not in FIELD_TYPES:
        raise ValueError(f"row {line}: {word!r} is no type of annotation that this program knows")
    document: dict[str, Any] = {"type": word}
    for name, hint in FIELD_TYPES[word].items():
        if name in cells and (cells[name] or hint is str):
            document[name] = _value(hint, cells[name])
    return document


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _cell(_joined(value))
    text = stored(str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def _joined(words: list[str]) -> str:
    """Words apart by semicolons; as JSON where that could not be taken apart again."""
    plain = "; ".join(words)
    return plain if _apart(plain) == words else json.dumps(words, ensure_ascii=False)


def _apart(text: str) -> list[str]:
    if text.startswith("["):
        words = json.loads(text)
        if isinstance(words, list):
            return [str(each) for each in words]
    return _WORDS_APART.split(text.strip()) if text.strip() else []


def _value(hint: Any, cell: str) -> Any:
    text = restored(cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell)
    if get_origin(hint) is tuple:
        return _apart(text)
    if isinstance(hint, UnionType) and hint.__args__[0] is int:
        return int(text)
    return text

"""Annotations as a file of their own, to move between workspaces: `catchment-annotations/1`, and a table for spreadsheets.

The JSON object has `schema`, and `annotations`: a list of objects with `type` and the fields of that type by name, as
`resources/schemas/annotations-1.schema.json` says; dates are ISO 8601 texts, enumerations their words, and what is not
assessed is null. A field left out has its default; without `id`, an annotation is new. Fields that this program does not
know are kept.

The table (CSV, UTF-8) has the column `type` and one for each field of any type, in the same words; a cell that does not
apply is empty, and fields that this program does not know are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explorer.errors import InputError
from explorer.knowledge.files import resource_folder
from explorer.storage.annotations import Record, record_from
from explorer.storage.spreadsheet import rows_in, table_of
from explorer.storage.workspace import Workspace

SCHEMA = "catchment-annotations/1"

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is not taken in: it would fill the memory, and nobody writes a million annotations."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def text_of(path: Path) -> str:
    """The text of a file to import. Raises `InputError` where it cannot be read, or is too large to be one."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(
                f"{path} is larger than {MAX_BYTES // 1024**2} MB.", "Give a file that was exported here, or split it."
            )
        return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read.", "Give a file that was exported here.") from error


def export_json(workspace: Workspace) -> str:
    """All annotations as JSON text, those of a newer program too."""
    document = {"schema": SCHEMA, "annotations": [each.document() for each in workspace.records()]}
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def import_json(workspace: Workspace, text: str, author: str) -> int:
    """Add or replace annotations by identity, as one edit; returns how many the file holds.

    Raises `InputError`, before anything is changed, where the text is no such file.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise InputError("This is not a file of annotations.", f"Its `schema` should be {SCHEMA}.")
    entries = document.get("annotations")
    if not isinstance(entries, list):
        raise _unreadable("`annotations` is not a list")
    records = [_record(entry, f"annotation {number}") for number, entry in enumerate(entries, start=1)]
    workspace.put_all(records, author)
    return len(records)


def schema_text() -> str:
    """The published JSON Schema of the format."""
    return (resource_folder() / "schemas" / "annotations-1.schema.json").read_text(encoding="utf-8")


def export_csv(workspace: Workspace) -> str:
    """All annotations that this program can read as CSV text."""
    return table_of(workspace.annotations())


def import_csv(workspace: Workspace, text: str, author: str) -> int:
    """Add or replace annotations by identity, as one edit; returns how many the table holds.

    Raises `InputError`, before anything is changed, where the text is no such table.
    """
    try:
        rows = list(rows_in(text))
    except ValueError as error:
        raise _unreadable(str(error)) from error
    records = [_record(row, f"row {number}") for number, row in rows]
    workspace.put_all(records, author)
    return len(records)


def _record(entry: Any, place: str) -> Record:
    if not isinstance(entry, Mapping):
        raise _unreadable(f"{place}: not an object")
    try:
        return record_from(entry)
    except ValueError as error:
        raise _unreadable(f"{place}: {error}") from error


def _unreadable(reason: str) -> InputError:
    return InputError(f"The annotations cannot be read: {reason}.", "Nothing was changed; mend the file.")

"""Annotations as a file of their own, to move between workspaces: `catchment-annotations/1`.

The JSON object has `schema`, and `annotations`: a list of objects with `type` (`trust-delegation`, `residual-risk`,
`note`) and the fields of explorer/domain/annotation.py by name; dates are ISO 8601 texts, enumerations their words.
"""

from __future__ import annotations

import json

from explorer.errors import InputError
from explorer.storage.records import annotation_fields, annotation_from, annotation_type
from explorer.storage.workspace import Workspace

SCHEMA = "catchment-annotations/1"


def export_json(workspace: Workspace) -> str:
    """All annotations as JSON text."""
    entries = [{"type": annotation_type(each), **annotation_fields(each)} for each in workspace.annotations()]
    return json.dumps({"schema": SCHEMA, "annotations": entries}, indent=1, ensure_ascii=False) + "\n"


def import_json(workspace: Workspace, text: str, author: str) -> int:
    """Add or replace annotations by identity; returns how many.

    Raises `InputError`, before anything is changed, where the text is no such file.
    """
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise InputError("This is not a file of annotations.", f"Its `schema` should be {SCHEMA}.")
        annotations = [
            annotation_from(entry["type"], {key: value for key, value in entry.items() if key != "type"})
            for entry in document["annotations"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"The annotations cannot be read: {error}.", "Nothing was changed; mend the file.") from error
    for annotation in annotations:
        workspace.put(annotation, author)
    return len(annotations)

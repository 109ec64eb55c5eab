"""The published schema of annotations, worked out from the types: `python -m tests.storage.annotation_schema` writes it."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from inspect import isclass
from types import UnionType
from typing import Any, get_args, get_origin

from explorer.knowledge.files import resource_folder
from explorer.storage.annotations import ANNOTATION_TYPES, FIELD_TYPES, SCALE, annotation_fields
from explorer.storage.exchange import SCHEMA

PUBLISHED = resource_folder() / "schemas" / "annotations-1.schema.json"

_TABLE = (
    "The same as a table for spreadsheets (CSV, UTF-8, RFC 4180): the column `type`, and one for each property of any type, in "
    "any order; commas, semicolons or tabs between cells. A cell that does not apply, or that is null, is empty; several words "
    "stand in one cell with `; ` between them, or as a JSON list where one of them holds that; an apostrophe before =, +, - or "
    "@ says that the cell is text and no formula. Properties that this program does not know are kept in JSON and lost in a table."
)


def annotation_schema() -> dict[str, Any]:
    """The schema of the whole document: what `annotate export` writes, and what `annotate import` reads."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": f"What analysts wrote in a Catchment workspace. {_TABLE}",
        "type": "object",
        "required": ["schema", "annotations"],
        "properties": {
            "schema": {"const": SCHEMA},
            "annotations": {
                "type": "array",
                "items": {
                    "type": "object", "required": ["type"], "properties": {"type": {"enum": list(ANNOTATION_TYPES)}},
                    "allOf": [
                        {
                            "if": {"properties": {"type": {"const": word}}},
                            "then": {"$ref": f"#/$defs/{word}"},
                        }
                        for word in ANNOTATION_TYPES
                    ],
                },
            },
        },
        "$defs": {word: _of_type(word) for word in ANNOTATION_TYPES},
    }  # fmt: skip


def _of_type(word: str) -> dict[str, Any]:
    kind = ANNOTATION_TYPES[word]
    says = _descriptions(kind)
    properties: dict[str, Any] = {"type": {"const": word}}
    required = ["type"]
    for each in fields(kind):
        properties[each.name] = _of_hint(FIELD_TYPES[word][each.name])
        if each.name in says:
            properties[each.name]["description"] = says[each.name]
        if each.default is not MISSING:
            properties[each.name]["default"] = annotation_fields(kind(**_least(word)))[each.name]
        elif each.default_factory is MISSING:
            required.append(each.name)
    properties["id"]["description"] = "The same on every machine; left out, the annotation is new."
    return {"description": inspect.cleandoc(kind.__doc__ or ""), "required": required, "properties": properties}


def _least(word: str) -> dict[str, Any]:
    """Values for the fields that have no default, so that the defaults of the others can be read."""
    kind = ANNOTATION_TYPES[word]
    missing = [each for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING]
    return {each.name: _any_value(FIELD_TYPES[word][each.name]) for each in missing}


def _any_value(hint: Any) -> Any:
    if isclass(hint) and issubclass(hint, StrEnum):
        return next(iter(hint))
    return {int: SCALE[0], date: date.min}.get(hint, "x")


def _of_hint(hint: Any) -> dict[str, Any]:
    if isinstance(hint, UnionType):
        inner = _of_hint(get_args(hint)[0])
        return {"anyOf": [inner, {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of_hint(get_args(hint)[0])}
    if hint is int:
        return {"type": "integer", "minimum": SCALE[0], "maximum": SCALE[-1]}
    if hint is date:
        return {"type": "string", "format": "date"}
    if isclass(hint) and issubclass(hint, StrEnum):
        return {"enum": [each.value for each in hint]}
    return {"type": "string"}


def _descriptions(kind: type) -> dict[str, str]:
    """The sentences below the fields of a type, from its source."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef), "a type is a class"
    found = {}
    for field, says in zip(body.body, body.body[1:], strict=False):
        is_text = (
            isinstance(says, ast.Expr) and isinstance(says.value, ast.Constant) and isinstance(says.value.value, str)
        )
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            found[field.target.id] = " ".join(ast.literal_eval(says.value).split())  # type: ignore[attr-defined]
    return found


def schema_text() -> str:
    """The schema as the published file holds it."""
    return json.dumps(annotation_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(schema_text(), encoding="utf-8")

"""The published schema says what export writes and what import takes, no more and no less."""

from __future__ import annotations

import json
from dataclasses import fields

import jsonschema_rs
import pytest

from explorer.errors import InputError
from explorer.storage.annotations import ANNOTATION_TYPES, FIELD_TYPES, annotation_type
from explorer.storage.exchange import export_csv, export_json, import_json, schema_text, text_of
from explorer.storage.spreadsheet import COLUMNS
from tests.storage.annotation_schema import schema_text as worked_out
from tests.storage.samples import NOTE, RISK, TRUST

SCHEMA = json.loads(schema_text())


def test_that_the_published_schema_is_that_of_the_types() -> None:
    assert schema_text() == worked_out()  # Else: python -m tests.storage.annotation_schema


def test_that_every_type_and_field_is_told_with_what_it_is() -> None:
    assert list(SCHEMA["$defs"]) == list(ANNOTATION_TYPES)
    for word, kind in ANNOTATION_TYPES.items():
        told = SCHEMA["$defs"][word]
        assert told["description"]
        assert set(told["properties"]) == {"type", *(each.name for each in fields(kind))}
    assert set(COLUMNS) == {"type"} | {name for known in FIELD_TYPES.values() for name in known}


def test_that_what_is_exported_fits_the_schema(workspace) -> None:
    for each in (RISK, TRUST, NOTE):
        workspace.put(each, "ada")
    document = json.loads(export_json(workspace))
    assert jsonschema_rs.is_valid(SCHEMA, document)
    assert [each["type"] for each in document["annotations"]] == [annotation_type(each) for each in (RISK, TRUST, NOTE)]
    assert export_csv(workspace).splitlines()[0].split(",") == list(COLUMNS)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "note", "subject": "a"},
        {"type": "note", "subject": 1, "text": "x"},
        {"type": "residual-risk", "subject": "a", "title": "t", "limit": "L9"},
        {"type": "residual-risk", "subject": "a", "title": "t", "limit": "L1", "likelihood_after": 6},
        {"type": "vote", "subject": "a", "question": "q", "likelihood": 0, "impact": 1},
        {"type": "newer", "subject": "a"},
        {"subject": "a", "text": "x"},
    ],
)
def test_that_schema_and_import_refuse_the_same(workspace, broken) -> None:
    document = {"schema": "catchment-annotations/1", "annotations": [broken]}
    assert not jsonschema_rs.is_valid(SCHEMA, document)
    with pytest.raises(InputError):
        import_json(workspace, json.dumps(document), "ada")


def test_that_the_least_that_the_schema_asks_for_is_taken(workspace) -> None:
    least = {
        "type": "residual-risk",
        "subject": "pkg:pypi/torch",
        "title": "t",
        "limit": "L5",
        "from a newer program": 1,
    }
    document = {"schema": "catchment-annotations/1", "annotations": [least]}
    assert jsonschema_rs.is_valid(SCHEMA, document)
    assert import_json(workspace, json.dumps(document), "ada") == 1
    (record,) = workspace.records()
    assert record.fields["from a newer program"] == 1


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_that_a_file_too_large_to_be_one_is_told_before_it_fills_the_memory(tmp_path, ending) -> None:
    path = tmp_path / f"zeros.{ending}"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    with pytest.raises(InputError, match="larger than 256 MB"):
        text_of(path)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_that_a_file_that_is_no_text_is_told(tmp_path, content) -> None:
    path = tmp_path / "annotations.csv"
    if content:
        path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        text_of(path)

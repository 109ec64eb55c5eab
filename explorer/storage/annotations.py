"""Annotations as rows and documents, and back, exactly. What a newer program added to them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from inspect import isclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from explorer.domain.annotation import Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.correction import Baseline, ChangeReview, Correction, Criticality, SavedView
from explorer.domain.workshop import Slide, Vote
from explorer.storage.texts import json_text, json_value, restored

ANNOTATION_TYPES: dict[str, type[Annotation]] = {
    "trust-delegation": TrustDelegation,
    "residual-risk": ResidualRisk,
    "note": Note,
    "correction": Correction,
    "criticality": Criticality,
    "saved-view": SavedView,
    "baseline": Baseline,
    "change-review": ChangeReview,
    "slide": Slide,
    "vote": Vote,
}
"""The word for each type in files."""

FIELD_TYPES: dict[str, dict[str, Any]] = {word: get_type_hints(kind) for word, kind in ANNOTATION_TYPES.items()}
"""The type of each field, by the word of the annotation's type and the field's name."""

SCALE = range(1, 6)
"""What likelihood and impact may be."""


@dataclass(frozen=True, slots=True)
class Record:
    """An annotation as it lies in the file: also one that this program cannot read, or reads in part."""

    type: str
    fields: Mapping[str, Any]
    """By name, as plain JSON values; those that this program does not know come last."""

    @property
    def id(self) -> str:
        """The annotation's identity."""
        return str(self.fields["id"])

    @property
    def subject(self) -> str:
        """What it is about."""
        return str(self.fields["subject"])

    def document(self) -> dict[str, Any]:
        """The record as one JSON object."""
        return {"type": self.type, **self.fields}


def record_of(annotation: Annotation, known: Record | None = None) -> Record:
    """The record of an annotation, with what its known record holds beyond this program's fields.

    Raises ValueError where a value is not what its field may hold.
    """
    word = annotation_type(annotation)
    values = annotation_fields(annotation)
    annotation_from(word, values)
    beyond = known.fields if known is not None and known.type == word else {}
    return Record(word, values | {name: value for name, value in beyond.items() if name not in values})


def record_from(document: Mapping[str, Any]) -> Record:
    """The record of a JSON object that somebody else wrote: missing fields get their default, unknown ones are kept.

    Raises ValueError, which says what is wrong, where it is no annotation of this program.
    """
    values = {name: value for name, value in document.items() if name != "type"}
    annotation = annotation_from(document.get("type"), values)
    return record_of(annotation, Record(annotation_type(annotation), values))


def stored_fields(record: Record) -> str:
    """The fields as the text of a column."""
    return json_text(dict(record.fields))


def record_in(word: str | None, text: str | None) -> Record:
    """The record in a row. Raises ValueError where the row is broken."""
    return _record(restored(word), json_value(text))


def journalled(record: Record | None) -> str:
    """The record as the journal keeps it; empty for none."""
    return "" if record is None else json_text(record.document())


def record_in_journal(text: str | None) -> Record | None:
    """The record that the journal kept. Raises ValueError where the entry is broken."""
    if not text:
        return None
    values = json_value(text)
    if not isinstance(values, dict):
        raise ValueError("not an annotation")
    return _record(str(values.pop("type", "")), values)


def readable(record: Record) -> Annotation | None:
    """The annotation, where this program can read it."""
    try:
        return annotation_from(record.type, record.fields)
    except ValueError:
        return None


def annotation_type(annotation: Annotation) -> str:
    """The word for an annotation's type in files."""
    return next(word for word, kind in ANNOTATION_TYPES.items() if isinstance(annotation, kind))


def annotation_fields(annotation: Annotation) -> dict[str, Any]:
    """All fields of an annotation as plain JSON values; dates as ISO texts."""
    return {each.name: _plain(getattr(annotation, each.name)) for each in fields(annotation)}


def annotation_from(word: Any, values: Mapping[str, Any]) -> Annotation:
    """The annotation again; fields that this program does not know are left out, missing ones get their default.

    Raises ValueError, which says what is wrong, for values that no annotation of this program can have.
    """
    if not isinstance(word, str) or word not in ANNOTATION_TYPES:
        raise ValueError(f"{word!r} is no type of annotation that this program knows")
    kind = ANNOTATION_TYPES[word]
    given = {}
    for name, hint in FIELD_TYPES[word].items():
        if name in values:
            try:
                given[name] = _typed(hint, values[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
    missing = [each.name for each in fields(kind) if _is_required(each) and each.name not in given]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    return kind(**given)


def _record(word: str, values: Any) -> Record:
    if not isinstance(values, dict) or not {"id", "subject"} <= values.keys():
        raise ValueError("not the fields of an annotation")
    return Record(word, values)


def _is_required(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def _typed(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        return None if value is None else _typed(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        return tuple(_typed(get_args(hint)[0], each) for each in _checked(value, list, "a list"))
    if hint is int:
        if type(value) is not int or value not in SCALE:
            raise ValueError(f"{value!r} is not a whole number from {SCALE[0]} to {SCALE[-1]}")
        return value
    text = _checked(value, str, "a text")
    if hint is date:
        return date.fromisoformat(text)
    return hint(text) if isclass(hint) and issubclass(hint, StrEnum) else text


def _checked(value: Any, kind: type, words: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{value!r} is not {words}")
    return value

"""Annotations become records and come back; what is not right is told, what is not known is kept."""

from __future__ import annotations

import pytest
from hypothesis import given

from explorer.domain.annotation import Limit, Note, ResidualRisk, Subject
from explorer.domain.annotations import Annotation
from explorer.storage.annotations import (
    FIELD_TYPES,
    Record,
    annotation_fields,
    annotation_from,
    annotation_type,
    readable,
    record_from,
    record_in,
    record_of,
    stored_fields,
)
from tests.storage.samples import NOTE, RISK, TRUST, annotations


@given(annotations)
def test_that_an_annotation_comes_back_from_its_row(annotation: Annotation):
    record = record_of(annotation)
    assert readable(record_in(record.type, stored_fields(record))) == annotation


def test_that_a_record_spells_dates_enumerations_and_lists_in_plain_json():
    assert annotation_fields(RISK) == {
        "subject": "pkg:pypi/torch", "title": "One maintainer", "limit": "L7", "attack": "A6", "likelihood_before": 4,
        "impact_before": 5, "likelihood_after": 2, "impact_after": 5, "treatment": "mitigate", "rationale": "mirrored",
        "owner": "ada", "review_by": "2027-01-31", "status": "open", "id": "risk-1",
    }  # fmt: skip
    assert annotation_fields(TRUST)["attacks"] == ["A1", "A5"]
    assert annotation_fields(NOTE)["tags"] == ["vendor", "q3"]
    assert {annotation_type(each) for each in (RISK, TRUST, NOTE)} <= set(FIELD_TYPES)


def test_that_fields_left_out_have_their_default():
    made = annotation_from("note", {"subject": "pkg:pypi/torch", "text": "ask", "id": "n"})
    assert made == Note(Subject("pkg:pypi/torch"), "ask", (), "", "n")


@pytest.mark.parametrize(
    ("word", "changed", "reason"),
    [
        ("verdict", {}, "no type of annotation"),
        (None, {}, "no type of annotation"),
        ("note", {"text": 5}, "text: 5 is not a text"),
        ("note", {"text": None}, "text: None is not a text"),
        ("note", {"tags": "vendor"}, "tags: 'vendor' is not a list"),
        ("note", {"tags": [1]}, "tags: 1 is not a text"),
        ("residual-risk", {"limit": "L99"}, "limit: 'L99' is not a valid Limit"),
        ("residual-risk", {"likelihood_after": 0}, "likelihood_after: 0 is not a whole number from 1 to 5"),
        ("residual-risk", {"likelihood_after": 6}, "from 1 to 5"),
        ("residual-risk", {"likelihood_after": True}, "from 1 to 5"),
        ("residual-risk", {"likelihood_after": 2.0}, "from 1 to 5"),
        ("residual-risk", {"review_by": "soon"}, "review_by: Invalid isoformat"),
        ("residual-risk", {"review_by": 20270131}, "review_by: 20270131 is not a text"),
    ],
)
def test_that_a_value_that_no_annotation_can_have_is_told_by_its_field(word, changed, reason):
    base = {"note": NOTE, "residual-risk": RISK}.get(word, NOTE)
    with pytest.raises(ValueError, match=reason):
        annotation_from(word, annotation_fields(base) | changed)


def test_that_what_is_missing_is_named():
    with pytest.raises(ValueError, match="subject is missing"):
        annotation_from("note", {"text": "ask"})


def test_that_an_annotation_out_of_range_is_refused_before_it_is_kept():
    with pytest.raises(ValueError, match="impact_before: 9"):
        record_of(ResidualRisk(Subject("x"), "too much", Limit.OTHER, impact_before=9))


def test_that_fields_of_a_newer_program_are_kept_when_an_annotation_is_replaced():
    known = Record("note", annotation_fields(NOTE) | {"mood": {"worried": 3}})
    assert record_of(Note(NOTE.subject, "answered", id=NOTE.id), known).fields["mood"] == {"worried": 3}


def test_that_fields_of_another_type_are_not_carried_over():
    known = Record("residual-risk", annotation_fields(RISK))
    assert "limit" not in record_of(NOTE, known).fields


def test_that_a_document_without_identity_is_a_new_annotation():
    first, second = (record_from({"type": "note", "subject": "x", "text": "ask"}) for _ in range(2))
    assert first.id != second.id


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": "n"}', "nothing", "[" * 100_000, None])
def test_that_a_broken_row_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the JSON reader
        record_in("note", text)

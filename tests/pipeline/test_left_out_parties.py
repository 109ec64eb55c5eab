"""Which companies a list leaves out: on a graph worked by hand."""

from __future__ import annotations

from datetime import date

from explorer.domain.component import ComponentId, Kind
from explorer.graph.example import example_snapshot
from explorer.pipeline.answers import answer
from explorer.pipeline.left_out_parties import left_out_words

SNAPSHOT = example_snapshot(
    "app->chip->maker chip->foundry lone->other", dict.fromkeys(("maker", "foundry", "other"), Kind.PARTY)
)
ANSWERS = answer(SNAPSHOT, (), ComponentId("app"), date(2026, 11, 26))


def test_that_who_is_left_out_is_named_with_the_reason_and_of_how_many() -> None:
    said = left_out_words(SNAPSHOT, ANSWERS, {ComponentId("maker")}, "they only build")
    assert said == "Not among them: 1 of all 2 parties upstream (foundry), because they only build. Search finds them."


def test_that_nothing_is_said_where_all_upstream_are_listed() -> None:
    assert left_out_words(SNAPSHOT, ANSWERS, {ComponentId("maker"), ComponentId("foundry")}, "x") == ""


def test_that_only_some_of_many_are_named() -> None:
    many = [f"p{number}" for number in range(8)]
    snapshot = example_snapshot(" ".join(f"app->{each}" for each in many), dict.fromkeys(many, Kind.PARTY))
    said = left_out_words(snapshot, answer(snapshot, (), None, date(2026, 11, 26)), (), "x")
    assert "8 of all 8 parties upstream (p0, p1, p2, p3, p4 and 3 more)" in said

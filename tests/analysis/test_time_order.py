"""In which order systems are reached, by cases worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from explorer.analysis.exposure import exposure
from explorer.analysis.time_order import time_order
from explorer.domain.annotation import Attack, Basis
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.attacks import Moment, attack_types
from explorer.pipeline.whatif_table import exposure_table, order_words
from tests.analysis.threat_cases import controls, examined

SEEN = (Evidence("test", "models.json", 3),)
DATED = {
    "base": {"published": "2023-09-27"},
    "tuned": {"created": "2024-03-01T09:30:00.000Z"},
    "quick": {"last changed": "2023-10-05"},
    "merged": {"released": "2024-01-10"},
    "twins": {},
}
FROM = {
    "tuned": ["base"], "quick": ["base"], "merged": ["quick", "tuned"], "twins": ["base"],
    "first": ["quick"], "second": ["merged"], "third": ["tuned"], "own": ["twins"],
}  # fmt: skip
SYSTEMS = ("first", "second", "third", "own")


def made(without: str = "") -> Snapshot:
    """Four systems upon models that were made from one base; `without` is a model of which no date is known."""
    draft = Draft()
    for name in (*DATED, *SYSTEMS):
        kind = Kind.SYSTEM if name in SYSTEMS else Kind.MODEL
        facts = {} if name == without else DATED.get(name, {})
        draft.add(Component(ComponentId(name), kind, name, attributes=facts, evidence=SEEN))
    for source, targets in FROM.items():
        word = RelationKind.USES if source in SYSTEMS else RelationKind.MERGED_FROM
        for target in targets:
            draft.add(Relation(ComponentId(source), ComponentId(target), word, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def asked(snapshot: Snapshot, *delegations, moment: Moment = Moment.ALREADY):
    graph, attack = snapshot.graph, attack_types()[Attack.MODEL_POISONING]
    base = graph.find("base")
    assert base is not None
    return exposure(snapshot, graph.systems.tolist(), attack, [base], controls(snapshot, *delegations), moment)


def order(snapshot: Snapshot, *delegations, moment: Moment = Moment.ALREADY) -> list[tuple[str, date | None]]:
    found = time_order(snapshot, asked(snapshot, *delegations, moment=moment))
    return [(snapshot.graph.id_of(system), day) for system, day in found.items()]


def test_that_systems_are_reached_in_the_order_in_which_their_ways_came_to_be() -> None:
    # own: base alone is dated. first: base, then quick a week later. second: merged is later than quick, the sooner of its
    # two ways. third: base, then tuned.
    assert order(made()) == [
        ("own", date(2023, 9, 27)), ("first", date(2023, 10, 5)), ("second", date(2024, 1, 10)), ("third", date(2024, 3, 1)),
    ]  # fmt: skip


def test_that_a_way_that_is_cut_does_not_count() -> None:
    # A review of quick cuts the sooner way of second: it is then reached by tuned, which is later than merged itself says.
    seen = examined("quick", Basis.SOURCE_REVIEW, Attack.MODEL_POISONING)
    found = dict(order(made(), seen))
    assert "first" not in found and found["second"] == date(2024, 3, 1)


def test_that_where_nothing_on_a_way_is_dated_there_is_no_date() -> None:
    found = order(made(without="base"))
    assert found[-1] == ("own", None)
    assert [name for name, _ in found] == ["first", "second", "third", "own"]


def test_that_an_attack_that_begins_later_has_no_dates() -> None:
    snapshot = made()
    assert {day for _, day in order(snapshot, moment=Moment.LATER)} == {None}
    assert order_words(snapshot, asked(snapshot, moment=Moment.LATER)).startswith(
        "In time: no date, since it begins later"
    )


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ("", "In time: own not before 2023-09-27, then first not before 2023-10-05, then second not before 2024-01-10, then "
             "third not before 2024-03-01."),
        ("base", "In time: first not before 2023-10-05, then second not before 2024-01-10, then third not before 2024-03-01; "
                 "no date: own."),
    ],
)  # fmt: skip
def test_that_the_order_is_said_and_stands_in_the_table(without: str, words: str) -> None:
    snapshot = made(without)
    answer = asked(snapshot)
    assert order_words(snapshot, answer) == words
    table = exposure_table(snapshot, answer, controls(snapshot), 4)
    place = table.columns.index("not before")
    shown = {row[0]: row[place] for row in table.rows}
    assert shown["third"] == "2024-03-01" and shown["own"] == ("no date" if without else "2023-09-27")

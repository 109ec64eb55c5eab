"""What speaks for a party's being one's own: only what is recorded, and never of those whose things one merely uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from explorer.analysis.own_candidates import Hint, own_hints
from explorer.cli.asking import load
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.own_words import own_candidates
from explorer.pipeline.sample import open_sample

DAY = date(2026, 1, 1)
KINDS = {"us": Kind.PARTY, "meta": Kind.PARTY, "llama": Kind.MODEL, "image": Kind.CONTAINER_IMAGE}
MADE = {"llama->meta": RelationKind.MADE_BY, "image->us": RelationKind.MADE_BY}
USES = "app->llama->meta app->image->us"


def portfolio(**changes: dict[str, object]) -> Snapshot:
    """A system that uses a model of meta and an image of ours, with some facts of components changed."""
    claims = (
        replace(each, **changes[each.id]) if isinstance(each, Component) and each.id in changes else each
        for each in example_snapshot(USES, KINDS, MADE).claims()
    )
    return snapshot_of(merge(claims), "")


def hints(snapshot: Snapshot) -> list[tuple[str, Hint]]:
    return [(snapshot.graph.id_of(each.party), each.hint) for each in own_hints(snapshot, snapshot.graph.systems)]


def test_that_nothing_speaks_for_those_whose_things_one_uses() -> None:
    assert hints(portfolio()) == []


def test_that_who_supplies_a_system_or_is_recorded_as_its_owner_could_be_one_self() -> None:
    assert hints(portfolio(app={"supplier": ComponentId("us")})) == [("us", Hint.NAMED)]
    assert hints(portfolio(app={"attributes": {"owner": "US"}})) == [("us", Hint.OWNER)]
    assert hints(portfolio(app={"attributes": {"owner": "Ada Lovelace"}})) == []  # A person is no party.
    assert hints(portfolio(app={"attributes": {"owner": "llama"}})) == []


def test_that_who_publishes_something_called_as_the_system_could_be_one_self() -> None:
    assert hints(portfolio(image={"name": "us/app"})) == [("us", Hint.SAME_NAME)]
    assert hints(portfolio(image={"name": "us/application"})) == []
    assert hints(portfolio(image={"name": "app"})) == []  # Under nobody's name.


def test_that_a_party_that_is_called_ones_own_is_not_suggested_again() -> None:
    snapshot = portfolio(app={"supplier": ComponentId("us")}, image={"name": "us/app"})
    (one,) = own_candidates(snapshot, answer(snapshot, (), None, DAY))
    assert (one.party, one.name) == ("us", "us")
    assert one.why == (
        "is named as the maker, operator or supplier of app",
        "publishes us/app, which is called as app is",
    )
    note = Note(Subject("us"), "That is us.", ("own party",))
    assert own_candidates(snapshot, answer(snapshot, (note,), None, DAY)) == []


def test_that_the_insurer_of_the_sample_is_found_by_the_build_of_its_model(tmp_path: Path) -> None:
    snapshot, _ = load(str(open_sample(tmp_path)))
    (one,) = own_candidates(snapshot, answer(snapshot, (), None, DAY))
    assert one.party == "party:brightwater-example"
    assert one.why == ("made brightwater-example/letters-claims, which the same build makes as claims-lora",)

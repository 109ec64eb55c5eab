"""What one system's files say of where it fetches from is not said of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from explorer.analysis.controls import PINS, reason, recorded_controls
from explorer.analysis.exposure import exposure
from explorer.analysis.findings import findings
from explorer.domain.annotation import Attack
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.own_places import SERVED
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot, snapshot_of, together
from explorer.knowledge.attacks import Moment, attack_types

NUMPY, TORCH, PYPI, WHEELS = "pkg:pypi/numpy", "pkg:pypi/torch", "hub:pypi", "hub:wheels"
KINDS = {NUMPY: Kind.PACKAGE, TORCH: Kind.PACKAGE, PYPI: Kind.HUB, WHEELS: Kind.HUB}


def system(text: str, perhaps: str = WHEELS) -> Snapshot:
    """A snapshot whose packages come from hubs; from the one named `perhaps` only perhaps."""
    words = [word for word in text.split() if "->hub:" in word]
    snapshot = example_snapshot(text, KINDS, dict.fromkeys(words, RelationKind.DISTRIBUTED_BY))
    claims = [
        replace(each, knowledge=Knowledge.INFERRED)
        if isinstance(each, Relation) and each.target in (perhaps, PYPI)
        else each
        for each in snapshot.claims()
    ]
    return snapshot_of(merge(claims), "")


WITH = f"app1->{NUMPY} {NUMPY}->{PYPI} {NUMPY}->{WHEELS} app1->{TORCH} {TORCH}->{PYPI} {TORCH}->{WHEELS}"
WITHOUT = f"app2->{NUMPY} {NUMPY}->{PYPI}"


def reached(snapshot: Snapshot, root: str) -> set[str]:
    node = snapshot.graph.find(root)
    assert node is not None
    return {snapshot.graph.id_of(int(each)) for each in upstream(snapshot.graph, [node]).nonzero()[0]}


def test_that_a_place_that_one_system_names_is_not_upstream_of_another_that_shares_the_package() -> None:
    whole = together([system(WITH), system(WITHOUT)], "")
    assert WHEELS in reached(whole, "app1")
    assert WHEELS not in reached(whole, "app2")
    assert {PYPI, NUMPY} <= reached(whole, "app1") & reached(whole, "app2")
    stated = {(each.source, each.target): each for each in whole.relations if each.target == WHEELS}
    assert stated.keys() == {("app1", WHEELS), (TORCH, WHEELS)}  # torch is app1's alone
    lifted = stated["app1", WHEELS]
    assert (lifted.attributes[SERVED], lifted.knowledge, lifted.kind) == (
        NUMPY, Knowledge.INFERRED, RelationKind.DISTRIBUTED_BY,
    )  # fmt: skip
    assert lifted.evidence


def test_that_nothing_changes_where_all_that_have_the_package_name_the_place() -> None:
    other = f"app2->{NUMPY} {NUMPY}->{PYPI} {NUMPY}->{WHEELS}"
    whole = together([system(WITH), system(other)], "")
    assert (NUMPY, WHEELS) in {(each.source, each.target) for each in whole.relations}
    assert {"app1", "app2"} == {root for root in ("app1", "app2") if WHEELS in reached(whole, root)}


def test_that_the_usual_place_is_never_taken_from_a_package() -> None:
    whole = together([system(WITH), system(f"app2->{NUMPY} {NUMPY}->{WHEELS}", perhaps="")], "")
    assert (NUMPY, PYPI) in {(each.source, each.target) for each in whole.relations}


def test_that_the_finding_about_an_extra_index_names_the_shared_package_too() -> None:
    whole = together([system(WITH), system(WITHOUT)], "")
    found = findings(whole, whole.graph.systems.tolist()).findings
    says = [each.sign.says for each in found if each.sign.rule == "extra-index"]
    assert says == [f"may serve {NUMPY}, {TORCH}"]


def locked(text: str, version: str, place: str, digest: str = "", **attributes: str) -> Snapshot:
    """A system that certainly fetches numpy, which its lock file pins, from this place."""
    snapshot = example_snapshot(text, KINDS, {f"{NUMPY}@{version}->{place}": RelationKind.DISTRIBUTED_BY})
    facts = {"hashes": digest} if digest else {}
    claims = (
        replace(each, kind=Kind.PACKAGE, version=version, attributes=facts)
        if isinstance(each, Component) and each.id.startswith(NUMPY)
        else replace(each, attributes=attributes)
        if isinstance(each, Relation) and each.target == place
        else each
        for each in snapshot.claims()
    )
    return snapshot_of(merge(claims), "")


def from_wheels(digest: str = "", **attributes: str) -> Snapshot:
    """One system fetches numpy from an index of its own, another one from the usual index."""
    pinned = f"{NUMPY}@1.26.4"
    one = locked(f"app1->{pinned} {pinned}->{WHEELS}", "1.26.4", WHEELS, digest, **attributes)
    other = locked(f"app2->{pinned} {pinned}->{PYPI}", "1.26.4", PYPI, digest)
    return together([one, other], "")


def pins(snapshot: Snapshot) -> set[str]:
    """Which pins count on the way from the index that only one system names."""
    (number,) = (at for at, each in enumerate(snapshot.relations) if (each.source, each.target) == ("app1", WHEELS))
    controls = recorded_controls(snapshot, (), date(2026, 1, 1))
    return {each for each in PINS if controls.mask(each, Attack.DISTRIBUTION_COMPROMISE)[number]}


def test_that_what_a_system_fetches_from_a_certain_place_of_its_own_keeps_its_pin() -> None:
    assert pins(from_wheels()) == {"pinned-version"}
    assert pins(from_wheels(digest="sha256:1")) == {"pinned-version", "pinned-digest"}


def test_that_a_compromised_index_is_cut_by_the_pin_of_what_it_serves() -> None:
    whole = from_wheels(digest="sha256:1")
    index, controls = whole.graph.find(WHEELS), recorded_controls(whole, (), date(2026, 1, 1))
    roots, attack = whole.graph.systems.tolist(), attack_types()[Attack.DISTRIBUTION_COMPROMISE]
    found = exposure(whole, roots, attack, [index or 0], controls, Moment.LATER)
    (cut,) = (each.cuts for each in found.systems)
    assert "pinned-digest" in {each.control for each in cut} and not found.reached_systems
    (why,) = {
        reason(whole, controls, each.control, each.relation, attack.attack) for each in cut if "digest" in each.control
    }
    assert why.startswith(f"{NUMPY}@1.26.4")
    already = exposure(whole, roots, attack, [index or 0], controls, Moment.ALREADY)
    assert [whole.graph.id_of(each) for each in already.reached_systems] == ["app1"]


def test_that_of_several_components_from_one_place_all_must_be_pinned() -> None:
    numpy = f"{NUMPY}@1.26.4"
    words = {f"{numpy}->{WHEELS}": RelationKind.DISTRIBUTED_BY, f"{TORCH}->{WHEELS}": RelationKind.DISTRIBUTED_BY}
    kinds = {**KINDS, numpy: Kind.PACKAGE}
    one = example_snapshot(f"app1->{numpy}->{WHEELS} app1->{TORCH}->{WHEELS}", kinds, words)
    assert pins(together([one, example_snapshot(f"app2->{numpy}", kinds)], "")) == {
        "pinned-version"
    }  # Torch is its own.
    assert pins(together([one, example_snapshot(f"app2->{numpy} app2->{TORCH}", kinds)], "")) == set()


def test_that_what_is_fetched_without_a_pin_has_none_by_another_relation() -> None:
    assert pins(from_wheels(pinned="no")) == set()

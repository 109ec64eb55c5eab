"""What one system's files say of where it fetches from is not said of the others."""

from __future__ import annotations

from dataclasses import replace

from explorer.analysis.findings import findings
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.own_places import SERVED
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot, snapshot_of, together

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

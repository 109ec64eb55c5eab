"""Snapshots joined to a large one that stays as it lies are the same as those joined claim by claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.annotation import RELATION_PREFIX, Subject
from explorer.domain.component import ComponentId, Kind
from explorer.domain.correction import Correction, CorrectionAction
from explorer.domain.relation import RelationKind
from explorer.graph import corrections as corrections_module
from explorer.graph import snapshot as snapshot_module
from explorer.graph.corrections import corrected, corrected_where_touched
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.overlay import joined
from explorer.graph.packing import packed_graph
from explorer.graph.snapshot import Snapshot, snapshot_of, together
from tests.storage import samples
from tests.storage.samples import contents

IDENTITIES = ["app", "model", "data", "pkg:pypi/torch", "pkg:pypi/torch@2", "pkg:pypi/torch@3?x=y", "party:a"]
SUBJECTS = [*IDENTITIES, "pkg:pypi/torch?x=y", "gone", "fresh"]


@st.composite
def overlapping(draw: st.DrawFn) -> Snapshot:
    """A snapshot of components that others have too; suppliers are among its own."""
    names = draw(st.lists(st.sampled_from(IDENTITIES), min_size=1, unique=True))
    suppliers = st.none() | st.sampled_from(names).map(ComponentId)
    claims = [replace(draw(samples.components(name)), supplier=draw(suppliers)) for name in names]
    claims += draw(st.lists(samples.relations(names), max_size=6))
    claims += draw(st.lists(samples.problems, max_size=2))
    return snapshot_of(merge(claims), "")


def columns(snapshot: Snapshot) -> dict[str, bytes]:
    return {name: bytes(array) for name, array in packed_graph(snapshot.graph).items()}


@settings(max_examples=150, deadline=None)
@given(snapshots=st.lists(overlapping(), min_size=1, max_size=3), data=st.data())
def test_that_joining_to_a_large_one_is_joining_claim_by_claim(snapshots, data):
    large = data.draw(st.integers(0, len(snapshots) - 1))
    expected = together(snapshots, "now")
    found = joined(snapshots, large, "now")
    assert list(found.graph.ids) == list(expected.graph.ids)
    assert contents(found) == contents(expected)
    assert columns(found) == columns(expected)


def test_that_a_portfolio_with_a_large_snapshot_is_joined_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshot_module, "LARGE", 4)
    hub = example_snapshot("a->b b->c c->d x->c")
    app = example_snapshot("app->a app->new")
    found = together([app, hub], "now")
    assert sorted(found.graph.ids) == ["a", "app", "b", "c", "d", "new", "x"]
    assert type(found.components).__name__ == "_Overlaid"
    assert found.component("a") == found.components[found.graph.find("a")]
    assert [each.id for each in found.components] == list(found.graph.ids)
    assert found.components[-1] == list(found.components)[-1]
    assert {(each.source, each.target) for each in found.relations} == {
        ("a", "b"), ("b", "c"), ("c", "d"), ("x", "c"), ("app", "a"), ("app", "new"),
    }  # fmt: skip


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    subject = draw(st.sampled_from(SUBJECTS))
    if draw(st.booleans()):
        kind = draw(st.sampled_from([RelationKind.USES, RelationKind.REQUIRES, RelationKind.ADAPTS]))
        subject = f"{RELATION_PREFIX}{subject}|{kind.value}|{draw(st.sampled_from(SUBJECTS))}"
    return Correction(
        Subject(subject), draw(st.sampled_from(CorrectionAction)), draw(st.sampled_from(SUBJECTS)),
        draw(st.none() | st.sampled_from([Kind.MODEL, Kind.DATASET])), reason="seen", author="ada",
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(snapshot=overlapping(), given_=st.lists(corrections(), min_size=1, max_size=4))
def test_that_correcting_where_touched_is_correcting_everything(snapshot, given_):
    expected = corrected(snapshot, given_)
    found = corrected_where_touched(snapshot, given_)
    assert list(found.graph.ids) == list(expected.graph.ids)
    assert contents(found) == contents(expected)
    assert columns(found) == columns(expected)


def test_that_a_large_snapshot_is_corrected_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(corrections_module, "LARGE", 3)
    hide = Correction(Subject("b"), CorrectionAction.HIDE_COMPONENT, reason="wrong", author="ada")
    found = corrected(example_snapshot("a->b b->c d->c"), [hide])
    assert type(found.components).__name__ == "_Overlaid"
    assert [(each.source, each.target) for each in found.relations] == [("d", "c")]
    assert [problem.message for problem in found.problems] == ["b is hidden by a correction."]

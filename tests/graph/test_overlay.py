"""Snapshots joined to a large one that stays as it lies are the same as those joined claim by claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.component import ComponentId
from explorer.graph import snapshot as snapshot_module
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.overlay import joined
from explorer.graph.packing import packed_graph
from explorer.graph.snapshot import Snapshot, snapshot_of, together
from tests.storage import samples
from tests.storage.samples import contents

IDENTITIES = ["app", "model", "data", "torch", "party:a"]


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

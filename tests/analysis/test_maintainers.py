"""Who maintains it: one party counts once, however its name is written."""

from __future__ import annotations

from dataclasses import replace

from explorer.analysis.concentration import concentration
from explorer.analysis.dimensions import Dimension
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import snapshot_of


def _component(identity: str, kind: Kind, name: str, **attributes: str) -> Component:
    return replace(Component(ComponentId(identity), kind, name), attributes=attributes)


def test_that_a_stated_author_is_the_party_of_that_name_or_namespace() -> None:
    """Two models of Meta, one by its maker, one by the author "meta-llama"; one of somebody whom no table knows.

    By systems: the one system is spread over three components, two of them Meta's: 2/3 and 1/3; HHI 4/9 + 1/9 = 5/9.
    """
    draft = Draft()
    for each in (
        _component("system:app", Kind.SYSTEM, "app"),
        _component("pkg:huggingface/x/one", Kind.MODEL, "one"),
        _component("pkg:huggingface/x/two", Kind.MODEL, "two", author="meta-llama"),
        _component("pkg:huggingface/x/three", Kind.MODEL, "three", author="Ann Example"),
        _component("party:meta", Kind.PARTY, "Meta"),
    ):
        draft.add(each)
    for name in ("one", "two", "three"):
        draft.add(Relation(ComponentId("system:app"), ComponentId(f"pkg:huggingface/x/{name}"), RelationKind.USES))
    draft.add(Relation(ComponentId("pkg:huggingface/x/one"), ComponentId("party:meta"), RelationKind.MADE_BY))
    snapshot = snapshot_of(draft, "2026-01-01T00:00:00Z")
    root = snapshot.graph.find(ComponentId("system:app"))
    assert root is not None
    found = concentration(snapshot, [root], Dimension.MAINTAINER)
    assert [(each.name, round(each.share, 6)) for each in found.holders] == [
        ("Meta", 0.666667),
        ("Ann Example", 0.333333),
    ]
    assert round(found.hhi or 0, 6) == round(5 / 9, 6)

"""What is suggested while nothing is chosen: the deepest unknown, or else the end of the longest chain."""

from __future__ import annotations

from datetime import date

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.suggested_goal import suggested_goal

SEEN = (Evidence("test"),)


def _snapshot(*unknown: str) -> Snapshot:
    """system → a → b → c, and system → near; those named are unknown."""
    names = ("a", "b", "c", "near")
    parts: list[Component | Relation] = [Component(ComponentId("system:s"), Kind.SYSTEM, "s", evidence=SEEN)]
    for name in names:
        known = Knowledge.UNKNOWN if name in unknown else Knowledge.DECLARED
        parts.append(Component(ComponentId(name), Kind.PACKAGE, name, knowledge=known, evidence=SEEN))
    for source, target in (("system:s", "a"), ("a", "b"), ("b", "c"), ("system:s", "near")):
        parts.append(Relation(ComponentId(source), ComponentId(target), RelationKind.USES, evidence=SEEN))
    return snapshot_of(merge(parts), "2026-01-02T03:04:05Z")


def _suggested(snapshot: Snapshot) -> tuple[str, str] | None:
    found = suggested_goal(snapshot, answer(snapshot, (), None, date(2026, 11, 26)))
    return None if found is None else (snapshot.graph.id_of(found.node), found.reason)


def test_that_the_deepest_unknown_is_suggested() -> None:
    found = _suggested(_snapshot("near", "b"))
    assert found is not None
    assert found[0] == "b"
    assert "nobody describes" in found[1]


def test_that_where_all_is_known_the_end_of_the_longest_chain_is_suggested() -> None:
    found = _suggested(_snapshot())
    assert found is not None
    assert found[0] == "c"


def test_that_nothing_is_suggested_where_nothing_is_upstream() -> None:
    alone = [Component(ComponentId("system:s"), Kind.SYSTEM, "s", evidence=SEEN)]
    assert _suggested(snapshot_of(merge(alone), "2026-01-02T03:04:05Z")) is None

"""Random supply chains for property tests: cycles, parallel relations, unknown ends and loose parts included."""

from __future__ import annotations

from hypothesis import strategies as st

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of

_EVIDENCE = (Evidence("random"),)
_WORDS = (RelationKind.USES, RelationKind.REQUIRES, RelationKind.FINE_TUNED_FROM, RelationKind.MADE_BY)


@st.composite
def snapshots(draw: st.DrawFn, most: int = 40) -> Snapshot:
    """A snapshot of up to `most` components of any kind, with up to three times as many relations in any direction."""
    count = draw(st.integers(0, most))
    components = [
        Component(
            ComponentId(f"c{number:03}"),
            draw(st.sampled_from(list(Kind))),
            draw(st.sampled_from(["a", "owner/some-long-name-of-a-model-7b", "x y", "ünï", "日本語のモデル"]))
            + str(number),
            "",
            None,
            draw(st.sampled_from(list(Knowledge))),
            {},
            _EVIDENCE,
        )
        for number in range(count)
    ]
    ends = st.integers(0, max(count - 1, 0))
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(_WORDS)), max_size=3 * count)) if count else []
    relations = [
        Relation(components[source].id, components[target].id, word, knowledge=Knowledge.INFERRED, evidence=_EVIDENCE)
        for source, target, word in pairs
    ]
    return snapshot_of(merge([*components, *relations]), "2026-01-01T00:00:00Z")

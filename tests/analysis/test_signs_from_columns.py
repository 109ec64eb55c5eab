"""What is read from columns is what the components themselves say, as objects or in the blocks of a workspace."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import finding_signs
from explorer.analysis.control_evidence import digests, exact_versions, has_digest, has_exact_version
from explorer.analysis.finding_signs import REMOTE_CODE_FLAG, node_signs
from explorer.analysis.perhaps_served import perhaps_served
from explorer.analysis.structural_lineage import FROM_BASE, lineage_checks
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.own_places import SERVED
from explorer.graph.row_columns import ComponentBlock, component_columns
from explorer.graph.rows import Rows, starts_of
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.hubs import is_default_hub

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ROW = 3
"""Components in a block, so that there are several."""

versions = st.sampled_from(["", "1.0", "main", COMMIT, "sha256:" + "a" * 64])
identities = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        [
            "pkg:pypi/torch",
            "pkg:npm/left-pad",
            "pkg:huggingface/a/b",
            "pkg:huggingface/datasets/a/c",
            "pkg:docker/x",
            "mcp:files",
        ]
    ),
    st.sampled_from(["", "-two", "-three", "-a-name-that-is-longer-than-any-digest-would-be"]),
    st.sampled_from(["", "@1.0", f"@{COMMIT}", "@sha256%3A" + "b" * 64, "#weights.bin", "?repository_url=ghcr.io/x"]),
)
attributes = st.dictionaries(
    st.sampled_from(
        ["pinned", "hashes", "sha256", "revision", "signature", "on the hub", "renamed to", "remote code", "pickle scan",
         "transport", "requirement", "loading can execute code", "layers", "hidden size", "format", "vocabulary", "rank"]
    ),
    st.sampled_from(["", "yes", "no", "yes | no", "not found", "wrong: digest", COMMIT, "12", "24", "remote", "safetensors"]),
    max_size=3,
)  # fmt: skip
evidence = st.lists(st.sampled_from(["lock-file", REMOTE_CODE_FLAG]), max_size=2)
kinds = st.sampled_from([*finding_signs._TESTS, Kind.UNKNOWN])
knowledge = st.sampled_from(list(Knowledge))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A system and what it relies on, between which any relations of lineage, holding and serving stand."""
    draft = Draft()
    places = [ComponentId("hub:pypi"), ComponentId("hub:elsewhere"), ComponentId("hub:hugging-face")]
    for each in places:
        draft.add(Component(each, Kind.HUB, each))
    system = ComponentId("system:app")
    draft.add(Component(system, Kind.SYSTEM, "app"))
    chosen = [ComponentId(each) for each in draw(st.lists(identities, min_size=1, max_size=9, unique=True))]
    for each in chosen:
        found = tuple(Evidence(source, "app.py", 1, "field") for source in draw(evidence))
        draft.add(
            Component(each, draw(kinds), each[-9:], draw(versions), None, draw(knowledge), draw(attributes), found)
        )
        draft.add(Relation(system, each, RelationKind.USES))
    words = st.sampled_from([*FROM_BASE, RelationKind.CONTAINS])
    for source, target, kind in draw(
        st.lists(st.tuples(st.sampled_from(chosen), st.sampled_from(chosen), words), max_size=8)
    ):
        if source != target:
            draft.add(Relation(source, target, kind))
    serves = st.lists(st.tuples(st.sampled_from([*chosen, system]), st.sampled_from(places), knowledge), max_size=8)
    for source, place, known in draw(serves):
        named = {SERVED: " ".join(draw(st.lists(st.sampled_from([*chosen, "pkg:pypi/gone"]), max_size=3)))}
        draft.add(Relation(source, place, RelationKind.DISTRIBUTED_BY, knowledge=known, attributes=named))
    return snapshot_of(draft, "")


def _in_blocks(snapshot: Snapshot) -> Snapshot:
    """The same with its components in blocks of columns, as a workspace gives them."""
    given = list(snapshot.components)
    starts = starts_of(len(given), ROW)

    def read(number: int) -> ComponentBlock:
        return ComponentBlock(component_columns(given[starts[number] : starts[number + 1]]))

    return Snapshot(snapshot.graph, Rows(starts, read), snapshot.relations, snapshot.problems, snapshot.taken)


def _both(snapshot: Snapshot) -> Iterator[Snapshot]:
    yield from (snapshot, _in_blocks(snapshot))


@settings(max_examples=150, deadline=None)
@given(snapshots())
def test_that_columns_say_of_versions_and_digests_what_components_say(snapshot: Snapshot) -> None:
    for each in _both(snapshot):
        assert exact_versions(each).tolist() == [has_exact_version(one) for one in snapshot.components]
        assert digests(each).tolist() == [has_digest(one) for one in snapshot.components]


@settings(max_examples=200, deadline=None)
@given(snapshots())
def test_that_signs_of_some_components_are_those_of_all(snapshot: Snapshot) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding_signs, "_to_be_looked_at", lambda one: np.ones(len(one.graph), bool))
        expected = list(node_signs(snapshot))
    for each in _both(snapshot):
        assert list(node_signs(each)) == expected


@settings(max_examples=150, deadline=None)
@given(snapshots())
def test_that_what_is_perhaps_served_elsewhere_is_told_relation_by_relation(snapshot: Snapshot) -> None:
    graph, expected = snapshot.graph, []
    for number, relation in enumerate(snapshot.relations):
        is_inferred = relation.kind is RelationKind.DISTRIBUTED_BY and relation.knowledge is Knowledge.INFERRED
        if is_inferred and not is_default_hub(relation.source, relation.target):
            fetched = relation.attributes[SERVED].split() if relation.source == "system:app" else [relation.source]
            expected += [(graph.find(each), number) for each in fetched if graph.find(each) is not None]
    found = perhaps_served(snapshot)
    assert list(zip(found.nodes.tolist(), found.relations.tolist(), strict=True)) == expected


@settings(max_examples=150, deadline=None)
@given(snapshots())
def test_that_lineage_is_compared_by_the_facts_of_each_and_of_what_it_contains(snapshot: Snapshot) -> None:
    for each in _both(snapshot):
        checks = lineage_checks(each)
        assert [(one.relation, one.node, one.base) for one in checks if one.fit] == [
            (one.relation, one.node, one.base) for one in lineage_checks(snapshot)
        ]
        for one in checks:
            here, there = (_facts(snapshot, node) for node in (one.node, one.base))
            for check in one.checks:
                if (
                    check.what in ("layers", "hidden size")
                    and snapshot.relations[one.relation].kind is not RelationKind.ADAPTS
                ):
                    assert (check.here, check.base) == (here.get(check.what, ""), there.get(check.what, ""))


def _facts(snapshot: Snapshot, node: int) -> dict[str, str]:
    """A component's own attributes, then those of what it contains, in the order of the relations."""
    facts = dict(snapshot.components[node].attributes)
    for relation in snapshot.relations:
        if relation.kind is RelationKind.CONTAINS and relation.source == snapshot.components[node].id:
            inner = snapshot.component(relation.target)
            assert inner is not None
            facts = {**inner.attributes, **facts}
    return facts

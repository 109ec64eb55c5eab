"""What this program wrote into a BOM is read as it was written, and anything else in its place harms nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.pipeline.scan import scan
from explorer.sources.own_words import IDENTITY, RELATION, node_of, node_words, own_words, relation_of, relation_words

FOUND = Evidence("cyclonedx", "bom.json")
TEXTS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
KNOWN = st.sampled_from([Knowledge.DECLARED, Knowledge.INFERRED, Knowledge.UNKNOWN])
RELATIONS = st.builds(
    Relation,
    st.just(ComponentId("pkg:pypi/a")),
    TEXTS.map(ComponentId),
    st.sampled_from(RelationKind),
    st.sampled_from(Scope),
    KNOWN,
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.just((FOUND,)),
)


@given(RELATIONS)
def test_that_a_relation_is_read_as_it_was_written(relation):
    assert relation_of(relation.source, json.loads(relation_words(relation)), FOUND) == relation


@given(TEXTS, st.sampled_from([Kind.PARTY, Kind.UNKNOWN]), TEXTS, KNOWN, st.lists(RELATIONS, max_size=3))
def test_that_a_node_is_read_as_it_was_written(identity, kind, name, knowledge, relations):
    node = Component(ComponentId(identity), kind, name, "", None, knowledge, {"country": "FR"}, (FOUND,))
    read = node_of(node_words(node, relations), FOUND)
    assert read is not None
    assert read[0] == node
    assert [(each.target, each.kind, each.scope) for each in read[1]] == [
        (each.target, each.kind, each.scope) for each in relations
    ]


@given(st.lists(st.tuples(st.sampled_from([IDENTITY, RELATION, "catchment:kind", "catchment:fact:x"]), st.text())))
def test_that_any_value_in_our_properties_raises_nothing(pairs):
    words = own_words(pairs)
    if words is not None:
        assert all(isinstance(each, Relation) for each in words.relations_with(FOUND))


@pytest.mark.parametrize("value", ['{"to": ""}', "[]", "[" * 5_000, '{"to": "x", "kind": "devours"}', "null", ""])
def test_that_a_relation_that_states_none_is_left_out(value):
    words = own_words([(IDENTITY, "pkg:pypi/a"), (RELATION, value)])
    assert words is not None
    assert words.relations_with(FOUND) == []


def test_that_properties_of_other_programs_are_not_ours(tmp_path):
    properties = [{"name": "acme:identity", "value": "pkg:pypi/evil"}, {"name": "catchment:identity", "value": ""}]
    component = {"type": "library", "name": "x", "purl": "pkg:pypi/x@1", "properties": properties}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}
    (tmp_path / "bom.json").write_text(json.dumps(document))
    snapshot = scan([str(tmp_path / "bom.json")], "demo")
    assert snapshot.component("pkg:pypi/x@1") is not None
    assert snapshot.component("pkg:pypi/evil") is None

"""A search finds exactly what holds the words and terms, and a slip of the finger still finds what was meant."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.domain.component import Kind
from explorer.graph import search, search_text
from explorer.graph.example import example_snapshot
from explorer.graph.freezing import freeze
from explorer.graph.search import Search
from explorer.graph.similar_text import one_slip
from tests.bench.generator import hub_lineage

HUB = "pkg:huggingface/"


@pytest.fixture(scope="module")
def hub() -> Search:
    return Search(hub_lineage(3_000, seed=1).graph())


@pytest.mark.parametrize(
    "word", ["llama", "a", "aq", "ing", "face/ti", "huggingface", "gguf-1", "datasets/", "e/llama-lab", "no such thing"]
)
@pytest.mark.parametrize("piece", [64, 1 << 22])
def test_that_every_node_that_holds_the_word_is_found_and_no_other(hub, monkeypatch, word, piece):
    monkeypatch.setattr(search_text, "FIRST_PIECE", piece)
    monkeypatch.setattr(search_text, "PIECE", piece)
    expected = [word in identity.lower() for identity in hub.graph.ids]
    assert hub.matching(word).tolist() == expected
    found = hub.find_as_typed(word, most=10_000)
    assert sorted(found.nodes) == np.flatnonzero(expected).tolist()
    assert (found.total, found.bounded) == (sum(expected), False)


def test_that_terms_and_words_must_all_hold(hub):
    graph = hub.graph
    found = hub.matching("adapter:llama knowledge:unknown gguf depth:0")
    expected = graph.has_kind(Kind.ADAPTER) & (graph.knowledge == 3) & (graph.level == 0)
    expected &= np.array(["llama" in each.lower() and "gguf" in each.lower() for each in graph.ids])
    assert found.any()
    assert (found == expected).all()
    assert set(hub.find("adapter:llama knowledge:unknown gguf depth:0", 10_000).nodes) == set(np.flatnonzero(expected))
    assert (hub.matching("depth:>2") == (graph.level > 2)).all()
    assert (hub.matching("depth:1-2") == ((graph.level >= 1) & (graph.level <= 2))).all()
    assert not hub.matching("depth:deep").any()


def test_that_an_answer_that_ends_early_says_so(hub, monkeypatch):
    monkeypatch.setattr(search_text, "FIRST_PIECE", 2_000)
    found = hub.find_as_typed("lab", most=5)
    assert len(found.nodes) == 5
    assert found.bounded
    assert found.total is None


def test_that_an_identity_comes_first_and_then_what_most_rely_on(hub):
    identity = hub.graph.id_of(1234)
    assert hub.find(identity).nodes[0] == 1234
    listed = hub.find("kind:model", 50).nodes
    degrees = hub.graph.down.degree()[list(listed)]
    assert (np.diff(degrees) <= 0).all()


def test_that_a_name_apart_from_its_identity_and_letters_beyond_ascii_are_found():
    snapshot = example_snapshot("app->x x->y")
    components = list(snapshot.components)
    from dataclasses import replace

    components[1] = replace(components[1], name="ÉCOLE İstanbul")
    graph, _, _ = freeze(components, list(snapshot.relations))
    found = Search(graph)
    assert [graph.id_of(node) for node in found.find("école").nodes] == ["x"]
    assert [graph.id_of(node) for node in found.find("Y").nodes] == ["y"]


def test_that_party_means_the_supplier():
    from explorer.domain.component import Component, ComponentId

    meta = Component(ComponentId("party:meta"), Kind.PARTY, "Meta")
    model = Component(ComponentId("m"), Kind.MODEL, "llama", supplier=meta.id)
    other = Component(ComponentId("o"), Kind.MODEL, "llama too")
    graph, _, _ = freeze([meta, model, other], [])
    assert [graph.id_of(node) for node in Search(graph).find("model:llama party:meta").nodes] == ["m"]


def test_that_one_slip_is_forgiven_and_marked(hub, monkeypatch):
    found = hub.find("instrucct-1")
    assert found.similar
    assert all(one_slip(b"instrucct-1").search(hub.graph.ids[node].lower().encode()) for node in found.nodes)
    monkeypatch.setattr(search, "MOST_COMPARED", 0)
    monkeypatch.setattr(search_text, "FIRST_PIECE", 2_000)
    assert hub.find_similar("instrucct-1").total is None
    assert hub.find("abq").nodes == ()

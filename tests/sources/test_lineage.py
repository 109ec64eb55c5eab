"""How the word for a relation is found: what the maker states, then what files and names show."""

from __future__ import annotations

import pytest

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.sources.lineage import Signs, base_claims, base_models, tagged_bases, tagged_relation

MODEL = ComponentId("pkg:huggingface/owner/tuned")
HERE = Evidence("test", "README.md", 2)


@pytest.mark.parametrize(
    ("value", "bases"),
    [
        ("google/gemma-7b", ["google/gemma-7b"]),
        (["google/gemma-7b"], ["google/gemma-7b"]),
        (["microsoft/phi-2", "microsoft/phi-2"], ["microsoft/phi-2"]),
        (["a/b", "c/d"], ["a/b", "c/d"]),
        ({"relation": "quantized", "models": [{"_id": "1", "id": "a/b"}]}, ["a/b"]),
        ({"relation": "merge", "models": ["a/b", "c/d"]}, ["a/b", "c/d"]),
        (None, []),
        ("", []),
        ("null", []),
        ([None, 3.5, ["x"]], ["3.5"]),
        ({"id": "a/b"}, ["a/b"]),
        ([{"name": "a/b"}], []),
    ],
)
def test_that_bases_are_found_in_every_shape_in_which_they_are_written(value, bases):
    assert base_models(value) == bases


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("adapter", RelationKind.ADAPTS),
        ("finetune", RelationKind.FINE_TUNED_FROM),
        ("fine-tune", RelationKind.FINE_TUNED_FROM),
        ("quantized", RelationKind.QUANTIZED_FROM),
        ("merge", RelationKind.MERGED_FROM),
        ("distillation", RelationKind.DISTILLED_FROM),
    ],
)
def test_that_a_stated_relation_is_declared(stated, kind):
    word = Signs(stated).word()
    assert (word.kind, word.knowledge, word.rule) == (kind, Knowledge.DECLARED, "")


def test_that_a_relation_in_free_words_is_kept_verbatim():
    word = Signs("layer pruning").word()
    assert (word.kind, word.stated) == (RelationKind.DERIVED_FROM, "layer pruning")
    assert word.facts() == {"stated relation": "layer pruning"}


@pytest.mark.parametrize(
    ("signs", "kind", "rule"),
    [
        (Signs(library="peft"), RelationKind.ADAPTS, "its library is peft"),
        (Signs(files=["adapter_config.json"]), RelationKind.ADAPTS, "it has an adapter_config.json"),
        (Signs(tags=["mergekit"]), RelationKind.MERGED_FROM, 'its tag is "mergekit"'),
        (Signs(tags=["gguf"]), RelationKind.QUANTIZED_FROM, 'its tag is "gguf"'),
        (Signs(name="TheBloke/phi-2-GPTQ"), RelationKind.QUANTIZED_FROM, 'its name says "GPTQ"'),
        (Signs(name="x/gemma-2-9b-bnb-4bit"), RelationKind.QUANTIZED_FROM, 'its name says "bnb-4bit"'),
        (Signs(files=["a-Q4.gguf", "b.gguf"]), RelationKind.QUANTIZED_FROM, "all its weights are GGUF files"),
        (Signs(name="x/super_llm_lora"), RelationKind.ADAPTS, 'its name is "x/super_llm_lora"'),
    ],
)
def test_that_a_relation_deduced_from_a_sign_is_inferred_and_names_its_rule(signs, kind, rule):
    word = signs.word()
    assert (word.kind, word.knowledge, word.rule) == (kind, Knowledge.INFERRED, rule)


@pytest.mark.parametrize("name", ["x/explorations", "x/model-lora-merged", "x/flora-7b", "x/q4all", "x/bigguf"])
def test_that_a_name_that_only_contains_such_letters_says_nothing(name):
    assert Signs(name=name).word().kind is RelationKind.DERIVED_FROM


def test_that_an_untold_relation_is_derived_from_and_nothing_more():
    word = Signs(tags=["pytorch"], library="transformers", files=["model.safetensors"]).word()
    assert (word.kind, word.knowledge) == (RelationKind.DERIVED_FROM, Knowledge.DECLARED)


def test_that_a_tag_states_the_relation():
    signs = Signs(tags=["base_model:a/b", "base_model:quantized:a/b"])
    assert tagged_bases(signs.tags) == ["a/b"]
    assert tagged_relation(signs.tags) == "quantized"
    assert (signs.word().kind, signs.word().knowledge) == (RelationKind.QUANTIZED_FROM, Knowledge.DECLARED)


def test_that_a_tag_that_agrees_with_the_name_is_declared_and_one_that_does_not_shows_both():
    agreed = Signs(tags=["base_model:quantized:a/b"], name="x/m-awq").word()
    assert (agreed.kind, agreed.knowledge, agreed.facts()) == (RelationKind.QUANTIZED_FROM, Knowledge.DECLARED, {})
    odd = Signs(tags=["base_model:adapter:a/b"], name="x/m-awq").word()
    assert (odd.kind, odd.structure) == (RelationKind.ADAPTS, 'quantized-from: its name says "awq"')


def test_that_files_go_before_the_hubs_default_tag_and_the_tag_is_kept():
    # 518 repositories of the family trees have an adapter_config.json and the tag base_model:finetune.
    word = Signs(tags=["base_model:finetune:a/b"], files=["adapter_config.json"]).word()
    assert (word.kind, word.knowledge, word.stated) == (RelationKind.ADAPTS, Knowledge.INFERRED, "finetune")


def test_that_a_statement_goes_before_files_and_what_they_suggest_is_kept():
    word = Signs("finetune", name="x/gemma-7b-it-GGUF").word()
    assert (word.kind, word.knowledge) == (RelationKind.FINE_TUNED_FROM, Knowledge.DECLARED)
    assert word.facts() == {"structure suggests": 'quantized-from: its name says "GGUF"'}


def test_that_an_unpinned_base_says_so_and_a_commit_counts_as_pinned():
    _, floating = base_claims(MODEL, "a/b", Signs().word(), HERE)
    component, pinned = base_claims(MODEL, "a/b", Signs().word(), HERE, "0" * 40)
    assert isinstance(floating, Relation)
    assert isinstance(pinned, Relation)
    assert floating.attributes == {"pinned": "no"}
    assert pinned.attributes == {"pinned": "yes"}
    assert isinstance(component, Component)
    assert component.id == f"pkg:huggingface/a/b@{'0' * 40}"


@pytest.mark.parametrize("base", ["/root/models/glm-4-9b-chat", "Llama 2, seven billion"])
def test_that_a_base_that_no_hub_has_is_an_unknown_model_of_this_maker_only(base):
    component, relation = base_claims(MODEL, base, Signs().word(), HERE)
    assert isinstance(component, Component)
    assert isinstance(relation, Relation)
    assert (component.kind, component.knowledge, component.name) == (Kind.MODEL, Knowledge.UNKNOWN, base)
    assert component.id.startswith("unknown:base-model-")
    assert component.id.endswith(MODEL)
    assert relation.knowledge is Knowledge.DECLARED

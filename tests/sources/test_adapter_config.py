"""Six real LoRA repositories, and what may stand in an adapter_config.json."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind, Knowledge
from tests.sources.model_reading import component, edges, lineage, read, relation

HUB = "pkg:huggingface/"
ADAPTER = "pkg:generic/demo/lora"


@pytest.fixture(scope="module")
def adapters(shared_data):
    return read(shared_data / "hf-adapters")


@pytest.mark.parametrize(
    ("adapter", "base", "rank"),
    [
        ("Devsam2898/Gemma2-Peshwa", "unsloth/gemma-2-9b-bnb-4bit", "64"),
        ("DreamVu/Cosmos-Reason2-2B-Retail-Grocery-EgoExo", "nvidia/Cosmos-Reason2-2B", "32"),
        ("EllaHxyz/LLama2_Finetuning", "NousResearch/Llama-2-7b-chat-hf", "2"),
        ("Elyorcode/SPEECH-TO-TEXT-MODEL", "openai/whisper-large-v3-turbo", "32"),
        ("Iamjuhwan/HY-MT1.5-yoruba-pidgin-lora", "tencent/HY-MT1.5-1.8B", "16"),
    ],
)
def test_that_each_adapter_adapts_the_base_that_its_configuration_names(adapters, adapter, base, rank):
    assert component(adapters, HUB + adapter).kind is Kind.ADAPTER
    assert component(adapters, HUB + adapter).attributes["rank"] == rank
    found = relation(adapters, HUB + adapter, HUB + base)
    assert (found.kind.value, found.knowledge) == ("adapts", Knowledge.DECLARED)
    assert found.attributes["pinned"] == "no"


def test_that_a_local_path_as_base_is_an_unknown_model_even_where_prose_names_it(adapters):
    ((_, word, target),) = [edge for edge in lineage(adapters) if edge[0] == HUB + "EDLlyc/kangya-glm4-lora"]
    base = component(adapters, target)
    assert (word, base.kind, base.knowledge) == ("adapts", Kind.MODEL, Knowledge.UNKNOWN)
    assert base.name == "/root/autodl-tmp/models/glm-4-9b-chat"
    assert not [identity for identity in adapters.components if "THUDM" in identity]


def test_that_a_card_inside_a_script_is_not_read(adapters):
    # README.md of this one is a Python script with a card in a string.
    assert "licence" not in component(adapters, HUB + "Iamjuhwan/HY-MT1.5-yoruba-pidgin-lora").attributes


def test_that_an_lfs_pointer_is_a_weight_file_whose_content_is_not_here(adapters):
    weights = component(adapters, HUB + "Iamjuhwan/HY-MT1.5-yoruba-pidgin-lora#adapter_model.safetensors")
    assert weights.attributes["content"] == "not here: a Git LFS pointer"
    assert weights.attributes["size"] == "77654112"
    assert weights.attributes["sha256"].startswith("0254e39eee00f2c6")


def test_that_nothing_else_is_claimed_of_the_six(adapters):
    assert len([each for each in adapters.components.values() if each.kind is Kind.ADAPTER]) == 6
    assert len(lineage(adapters)) == 6
    assert not adapters.problems


def lora(tmp_path, values, **files):
    written = {f"lora/{name}": content for name, content in files.items()}
    return read(tmp_path, {"lora/adapter_config.json": json.dumps(values, indent=1), **written})


def test_that_a_pinned_base_keeps_its_revision(tmp_path):
    draft = lora(tmp_path, {"base_model_name_or_path": "a/b", "revision": "c" * 40, "peft_type": "LORA"})
    assert relation(draft, ADAPTER, f"{HUB}a/b@{'c' * 40}").attributes["pinned"] == "yes"


def test_that_a_base_in_the_same_scan_is_that_model(tmp_path):
    files = {
        "lora/adapter_config.json": json.dumps({"base_model_name_or_path": "../base"}),
        "base/config.json": json.dumps({"model_type": "bert", "transformers_version": "4.0"}),
    }
    assert (ADAPTER, "adapts", "pkg:generic/demo/base") in edges(read(tmp_path, files))


@pytest.mark.parametrize("values", [{"peft_type": "LORA"}, {"base_model_name_or_path": None}, {}])
def test_that_an_adapter_without_a_base_is_there_with_a_problem(tmp_path, values):
    draft = lora(tmp_path, values)
    assert component(draft, ADAPTER).kind is Kind.ADAPTER
    assert [each.message for each in draft.problems.values()] == ["The adapter names no base model."]


@pytest.mark.parametrize("text", ["[]", "{", "", '"x"', "\x00"])
def test_that_an_unusable_configuration_is_one_problem(tmp_path, text):
    draft = read(tmp_path, {"lora/adapter_config.json": text})
    assert len(draft.problems) == 1


def test_that_wrong_types_are_survived(tmp_path):
    draft = lora(tmp_path, {"base_model_name_or_path": ["x"], "r": {}, "target_modules": 5, "peft_type": []})
    assert component(draft, ADAPTER).kind is Kind.ADAPTER

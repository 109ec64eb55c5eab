"""Model cards: truth read by eye from the cards themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from explorer.domain.component import Kind, Knowledge
from explorer.sources.model_card import SOURCE
from tests.sources.model_reading import SYSTEM, component, edges, lineage, read, relation

HUB = "pkg:huggingface/"
FINE_TUNED = "fine-tuned-from"
CARD = "---\nbase_model:\n- google/gemma-7b\nlicense: mit\ndatasets:\n- squad\n- owner/data\n---\n# Prose\n"


@pytest.fixture(scope="module")
def cards(shared_data: Path, tmp_path_factory: pytest.TempPathFactory):
    """All 160 cards, each in a folder `owner__name` of its own, as a download would have it."""
    root = tmp_path_factory.mktemp("cards")
    files = sorted((shared_data / "hf-model-cards" / "open").glob("*.md"))
    assert len(files) == 160
    return read(root, {f"{file.stem}/README.md": file.read_bytes() for file in files}, SOURCE)


def test_that_every_one_of_160_real_cards_is_read_without_a_problem(cards):
    assert not cards.problems


@pytest.mark.parametrize(
    ("model", "word", "bases"),
    [
        ("CynthiaAAAA/deepseek-chat", "derived-from", ["deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3-0324"]),
        (
            "Fr0sT-FLAB/SolidityGPT",
            "derived-from",
            ["deepseek-ai/DeepSeek-R1-Zero", "deepseek-ai/DeepSeek-R1", "deepseek-ai/Janus-Pro-7B"],
        ),
        (
            "YuRiVeRTi/VQ1",
            "derived-from",
            [
                "deepseek-ai/DeepSeek-V3",
                "deepseek-ai/DeepSeek-R1",
                "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
                "mistralai/Mistral-Small-24B-Instruct-2501",
            ],
        ),
        ("YBCarry/Finance-Chinese-LLaMA", "derived-from", ["meta-llama/Llama-2-7b"]),
        ("silviasapora/gemma-7b-slic-basic-5e-5-05-v5-1sftt-gamma10", "derived-from", ["google/gemma-7b"]),
        ("google/gemma-7b-it", FINE_TUNED, ["google/gemma-7b"]),
        ("matrixportal/gemma-7b-it-GGUF", FINE_TUNED, ["google/gemma-7b-it"]),
        ("mradermacher/DeepSeek-R1-i1-GGUF", "quantized-from", ["deepseek-ai/DeepSeek-R1"]),
        ("awilliamson/phrankened", "merged-from", ["microsoft/phi-2"]),
        ("arcee-ai/gemma-7b-slerp", "merged-from", ["google/gemma-7b"]),
        ("TheSunnyBoy123/super_llm_lora", "adapts", ["meta-llama/Llama-2-7b"]),
        ("Random7878/Life", "derived-from", ["openai-community/gpt2", "deepseek-ai/DeepSeek-R1"]),
        ("deepseek-ai/DeepSeek-R1", "", []),
        ("microsoft/phi-2", "", []),
        ("meta-llama/Llama-2-7b", "", []),
    ],
)
def test_that_the_bases_are_those_that_a_reader_of_the_card_sees(cards, model, word, bases):
    found = {
        (kind, target) for source, kind, target in lineage(cards) if source == HUB + model and kind != "trained-on"
    }
    assert found == {(word, HUB + base) for base in bases}


def test_that_no_card_loses_a_base_and_none_gains_one(cards, shared_data):
    stated = set()
    for file in (shared_data / "hf-model-cards" / "open").glob("*.md"):
        block = re.match(r"---\s*\n(.*?)\n---", file.read_text("utf-8"), re.DOTALL)
        base = yaml.safe_load(block[1]).get("base_model") if block else None
        owner, name = file.stem.split("__", 1)
        for each in base if isinstance(base, list) else [base] if base else []:
            stated.add((f"{HUB}{owner}/{name}", HUB + each))
    assert {(source, target) for source, kind, target in lineage(cards) if kind != "trained-on"} == stated


def test_that_only_a_stated_relation_is_declared_and_a_deduced_one_names_its_rule(cards):
    stated = relation(cards, HUB + "google/gemma-7b-it", HUB + "google/gemma-7b")
    deduced = relation(cards, HUB + "awilliamson/phrankened", HUB + "microsoft/phi-2")
    assert stated.knowledge is Knowledge.DECLARED
    assert deduced.knowledge is Knowledge.INFERRED
    assert [each.text for each in deduced.evidence if each.source == "rule"] == ['its tag is "merge"']


def test_that_a_gguf_repository_that_calls_itself_finetune_shows_both(cards):
    found = relation(cards, HUB + "matrixportal/gemma-7b-it-GGUF", HUB + "google/gemma-7b-it")
    assert found.attributes["structure suggests"] == 'quantized-from: its name says "GGUF"'


def test_that_a_base_name_in_model_name_is_not_taken_for_the_models_own(cards):
    # Training tools write `model_name: google/gemma-7b` into the cards of its fine-tunes.
    assert HUB + "silviasapora/gemma-7b-orpo-basic-5e-5-05-v5" in cards.components
    assert not [edge for edge in edges(cards) if edge[0] == HUB + "google/gemma-7b" and edge[1] != "trained-on"]


def test_that_the_placeholder_licence_of_training_tools_is_no_licence(cards):
    # 40 cards have `licence: license`, which states nothing.
    assert "licence" not in component(cards, HUB + "silviasapora/gemma-7b-orpo-basic-5e-5-05-v5").attributes
    assert component(cards, HUB + "microsoft/phi-2").attributes["licence"] == "mit"
    assert component(cards, HUB + "emartinezra/Arsonai").attributes["licence"] == "arsonai"
    assert component(cards, HUB + "csdhall/phi-1_5-finetuned-gsm8k").attributes["licence"] == "other"


def test_that_the_datasets_of_a_card_are_what_the_model_was_trained_on(cards):
    found = {
        target for source, kind, target in edges(cards) if source == HUB + "4TO/MC_Farmer" and kind == "trained-on"
    }
    assert found == {"pkg:huggingface/datasets/agentlans/common-crawl-sample"}


def test_that_benchmarks_of_a_model_index_are_evaluated_on(cards):
    found = {target for source, kind, target in edges(cards) if source == HUB + "bigscience/bloom"}
    assert found == {"pkg:huggingface/datasets/openai_humaneval"}
    assert (HUB + "bigscience/bloom", "evaluated-on", "pkg:huggingface/datasets/openai_humaneval") in edges(cards)


def test_that_each_fact_has_its_line(tmp_path):
    draft = read(tmp_path, {"README.md": CARD})
    (model,) = [each for each in draft.components.values() if each.id == "pkg:generic/demo"]
    assert [(each.location, each.line) for each in model.evidence] == [("README.md", 2), ("README.md", 4)]
    base = relation(draft, model.id, HUB + "google/gemma-7b")
    (owner, _) = (
        relation(draft, model.id, HUB + "datasets/owner/data"),
        relation(draft, model.id, HUB + "datasets/squad"),
    )
    assert [(each.line, each.text) for each in base.evidence] == [(3, "base_model: google/gemma-7b")]
    assert [(each.line, each.text) for each in owner.evidence] == [(7, "datasets: owner/data")]


def test_that_prose_is_never_read(tmp_path):
    draft = read(tmp_path, {"README.md": CARD + "base_model: other/model\n[x](https://huggingface.co/third/model)\n"})
    assert not [identity for identity in draft.components if "other" in identity or "third" in identity]


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n---\nbase_model: a/b\n---\n",
        'from x import y\ncard = """---\nbase_model: a/b\n---"""\n',
        "---\nSome words: between lines, and [more\n---\nText\n",
        "---\ntitle: Page\nlayout: default\n---\n",
        "---\nbase_model: a/b\n",
        "",
    ],
)
def test_that_a_readme_without_a_cards_front_matter_says_nothing(tmp_path, text):
    draft = read(tmp_path, {"README.md": text})
    assert not draft.components
    assert not draft.problems


def test_that_broken_front_matter_of_a_card_is_one_problem_with_its_line(tmp_path):
    draft = read(tmp_path, {"README.md": "---\nbase_model: [a/b\nlicense: mit\n---\n"})
    (problem,) = draft.problems.values()
    assert problem.message == "README.md is not valid YAML at line 3."


def test_that_yaml_words_stay_words(tmp_path):
    text = "---\nbase_model: 11/2\nlanguage: no\nlibrary_name: 1e3\nlicense: null\n---\n"
    draft = read(tmp_path, {"README.md": text})
    assert component(draft, "pkg:generic/demo").attributes["library"] == "1e3"
    assert "licence" not in component(draft, "pkg:generic/demo").attributes
    assert (("pkg:generic/demo", "derived-from", HUB + "11/2")) in lineage(draft)


def test_that_a_dataset_card_says_from_what_it_was_made(tmp_path):
    card = "---\nlicense: mit\ntask_categories:\n- qa\nsource_datasets:\n"
    card += "- original\n- extended|squad\n- extended|other-web\n---\n"
    draft = read(tmp_path, {"data/README.md": card})
    assert component(draft, "pkg:generic/demo/data").kind is Kind.DATASET
    assert lineage(draft) == {("pkg:generic/demo/data", "derived-from", HUB + "datasets/squad")}


def test_that_a_spaces_card_says_what_the_application_uses(tmp_path):
    card = "---\nsdk: gradio\nmodels:\n- owner/model\ndatasets: owner/data\nlicense: mit\n---\n"
    assert edges(read(tmp_path, {"README.md": card})) == {
        (SYSTEM, "uses", HUB + "owner/model"),
        (SYSTEM, "uses", HUB + "datasets/owner/data"),
    }


def test_that_a_dataset_in_words_is_an_unknown_dataset(tmp_path):
    card = "---\nbase_model: a/b\ndatasets:\n- our own chats, 2024\n---\n"
    draft = read(tmp_path, {"README.md": card})
    (found,) = [each for each in draft.components.values() if each.kind is Kind.DATASET]
    assert (found.knowledge, found.name) == (Knowledge.UNKNOWN, "our own chats, 2024")

"""What answers of the hub claim: those in tests/data/hub, and real ones of other people's recordings."""

from __future__ import annotations

import gzip
import json
import re

import pytest
import yaml

from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import LINEAGE, RelationKind
from explorer.graph.identity import hub_model_id
from explorer.graph.merge import merge
from explorer.sources.hub_answers import HubAnswer, asked_of, claims_of_answer, upstream_repositories
from explorer.sources.recorded_hub_answers import SOURCE
from tests.hub_server import recorded_answers
from tests.sources.model_reading import DATA, component, edges, lineage, read, relation

HUB = "pkg:huggingface/"
LORA = HUB + "example-org/claims-lora"
MERGED = HUB + "example-org/claims-7b"


@pytest.fixture(scope="module")
def draft():
    return read(DATA, None, SOURCE)


@pytest.fixture(scope="module")
def real(shared_data):
    """All 42 models of the recorded answers."""
    answers = recorded_answers(shared_data / "hf-api-recorded")
    assert len(answers) == 42
    return merge(
        claim
        for answer in answers.values()
        for claim in claims_of_answer(HubAnswer(hub_model_id(answer["id"]), 200, answer, "2026-11-20T00:00:00Z"))
    )


def test_that_lineage_is_followed_as_the_answers_state_it(draft):
    assert lineage(draft) == {
        (LORA, "adapts", MERGED),
        (LORA, "trained-on", HUB + "datasets/example-org/claims"),
        (MERGED, "merged-from", HUB + "example-org/left"),
        (MERGED, "merged-from", HUB + "example-org/right"),
        (MERGED, "merged-from", MERGED),
        (HUB + "datasets/example-org/claims", "derived-from", HUB + "datasets/squad"),
        (HUB + "datasets/example-org/claims", "derived-from", HUB + "datasets/example-org/raw"),
    }


def test_that_the_hubs_list_of_bases_follows_renames_and_the_cards_spelling_is_kept(draft):
    found = relation(draft, MERGED, HUB + "example-org/right")
    assert found.attributes["named in the card as"] == "example-org/old-right"
    assert HUB + "example-org/old-right" not in draft.components


def test_that_a_repository_has_revision_author_licence_and_gate(draft):
    found = component(draft, MERGED)
    assert found.attributes["revision"] == "3" * 40
    assert found.attributes["author"] == "example-org"
    assert found.attributes["licence"] == "other"
    assert found.attributes["gated"] == "manual"
    assert found.attributes["on the hub"] == "yes"
    assert component(draft, LORA).kind is Kind.ADAPTER


def test_that_weights_are_components_and_the_rest_is_counted(draft):
    weights = component(draft, LORA + "#adapter_model.safetensors").attributes
    assert (weights["size"], weights["sha256"]) == ("13648432", "2" * 64)
    assert (weights["format"], weights["format known from"]) == ("safetensors", "the file name")
    assert (LORA, "contains", LORA + "#adapter_model.safetensors") in edges(draft)
    assert component(draft, LORA).attributes["files"] == "3, of which 1 weight files"
    assert component(draft, MERGED).attributes["code files"] == "modeling.py"


def test_that_the_hubs_own_scan_is_kept_per_file(draft):
    assert component(draft, MERGED + "#pytorch_model.bin").attributes["hub scan"] == "suspicious"
    assert component(draft, MERGED).attributes["hub scan"] == "1 files with findings"


def test_that_code_of_another_repository_is_required(draft):
    assert (MERGED, "requires", HUB + "example-org/code") in edges(draft)


def test_that_a_missing_repository_stays_with_a_problem(draft):
    found = component(draft, HUB + "example-org/left")
    assert found.attributes["on the hub"] == "not found or private"
    assert found.knowledge is Knowledge.DECLARED
    assert [each.location for each in draft.problems.values()] == ["hub-answers/claims.json"]


def test_that_a_recording_only_declares_and_names_file_answer_and_date(draft):
    found = component(draft, LORA)
    assert found.knowledge is Knowledge.DECLARED
    evidence = found.evidence[0]
    assert (evidence.source, evidence.location, evidence.read) == (
        "hub",
        "hub-answers/claims.json",
        "2026-11-20T09:00:00Z",
    )
    assert evidence.field == "api/models/example-org/claims-lora sha"


def test_that_an_answer_to_our_own_question_verifies_and_names_its_field():
    answer = HubAnswer(ComponentId(HUB + "o/n"), 200, {"id": "o/n", "sha": "5" * 40, "tags": ["base_model:a/b"]}, "now")
    draft = merge(claims_of_answer(answer))
    assert component(draft, HUB + "o/n").knowledge is Knowledge.VERIFIED
    (evidence,) = relation(draft, HUB + "o/n", HUB + "a/b").evidence
    assert evidence.place() == "api/models/o/n [tags]"


def test_that_a_revision_asked_for_stays_in_the_identity():
    asked = ComponentId(f"{HUB}o/n@{'6' * 40}")
    answer = HubAnswer(asked, 200, {"id": "o/n", "sha": "6" * 40, "siblings": [{"rfilename": "a.bin"}]}, "")
    draft = merge(claims_of_answer(answer))
    assert component(draft, asked).attributes["pinned"] == "yes"
    assert asked + "#a.bin" in draft.components
    assert asked_of(asked).path == f"api/models/o/n/revision/{'6' * 40}"  # type: ignore[union-attr]


def test_that_a_renamed_repository_says_so():
    draft = merge(claims_of_answer(HubAnswer(ComponentId(HUB + "gpt2"), 200, {"id": "openai-community/gpt2"}, "")))
    assert component(draft, HUB + "gpt2").attributes["renamed to"] == "openai-community/gpt2"


@pytest.mark.parametrize("identity", ["pkg:pypi/torch", "pkg:huggingface/a/b#c.bin", "pkg:huggingface/a/b/c", "x"])
def test_that_what_is_no_repository_is_not_asked_for(identity):
    assert asked_of(identity) is None


@pytest.mark.parametrize(
    ("model", "base", "word"),
    [
        ("HuggingFaceH4/zephyr-7b-beta", "mistralai/Mistral-7B-v0.1", "fine-tuned-from"),
        ("HuggingFaceH4/zephyr-orpo-141b-A35b-v0.1", "mistral-community/Mixtral-8x22B-v0.1", "fine-tuned-from"),
        ("deepset/roberta-base-squad2", "FacebookAI/roberta-base", "fine-tuned-from"),
        ("meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B", "fine-tuned-from"),
        ("meta-llama/Meta-Llama-3-70B-Instruct", "meta-llama/Meta-Llama-3-70B", "fine-tuned-from"),
        (
            "alefiury/wav2vec2-large-xlsr-53-gender-recognition-librispeech",
            "facebook/wav2vec2-xls-r-300m",
            "fine-tuned-from",
        ),
    ],
)
def test_that_real_answers_give_the_bases_read_in_them_by_hand(real, model, base, word):
    assert (HUB + model, word, HUB + base) in lineage(real)


def test_that_only_these_six_of_42_have_a_base(real):
    assert len(edges(real, *(LINEAGE - {RelationKind.TRAINED_ON}))) == 6


def test_that_the_cards_old_name_of_a_renamed_base_is_kept(real):
    found = relation(real, HUB + "meta-llama/Llama-3.1-8B-Instruct", HUB + "meta-llama/Llama-3.1-8B")
    assert found.attributes["named in the card as"] == "meta-llama/Meta-Llama-3.1-8B"


def test_that_real_datasets_are_trained_on(real):
    found = {edge[2] for edge in edges(real, RelationKind.TRAINED_ON) if edge[0].endswith("bert-base-uncased")}
    assert found == {HUB + "datasets/bookcorpus", HUB + "datasets/wikipedia"}


def test_that_formats_mix_within_one_repository(real):
    gpt2 = {
        each.name: each.attributes["format"] for each in real.components.values() if each.id.startswith(HUB + "gpt2#")
    }
    assert gpt2["model.safetensors"] == "safetensors"
    assert gpt2["pytorch_model.bin"] == "pickle"
    assert gpt2["onnx/decoder_model.onnx"] == "ONNX"


def test_that_an_answer_about_providers_only_names_those_that_serve_the_model(real):
    found = component(real, HUB + "black-forest-labs/FLUX.1-dev").attributes["inference providers"]
    assert found == "fal-ai, replicate, together, hf-inference"


def family_answers(shared_data, tree):
    """The metadata of one family tree in the hub's own spelling again (they are dumps of ModelInfo)."""
    with gzip.open(shared_data / "hf-family-trees" / "open" / f"{tree}.json.gz") as stream:
        models = json.load(stream)["models"]
    for model in models:
        try:
            metadata = json.loads(model.get("metadata") or "null")
        except ValueError:
            continue
        if metadata:
            card = yaml.load(metadata["card_data"] or "{}", yaml.BaseLoader)
            files = [
                {"rfilename": name}
                for each in metadata["siblings"]
                for name in re.findall(r"rfilename='([^']*)'", each)
            ]
            yield {**metadata, "cardData": card, "siblings": files}


@pytest.mark.parametrize(("tree", "least"), [("phi-2", 250), ("gemma-7b", 200), ("Janus-Pro-7B", 20)])
def test_that_every_stated_parent_of_a_family_becomes_an_edge_and_none_is_invented(shared_data, tree, least):
    expected, found = set(), set()
    for answer in family_answers(shared_data, tree):
        bases = {tag.rsplit(":", 1)[1] for tag in answer["tags"] or [] if tag.startswith("base_model:")}
        # The hub's tags leave out some bases of cards that state several.
        stated = answer["cardData"].get("base_model")
        bases |= set(stated) if isinstance(stated, list) and len(stated) > 1 else set()
        expected |= {(HUB + answer["id"], HUB + base) for base in bases}
        claims = list(claims_of_answer(HubAnswer(hub_model_id(answer["id"]), 200, answer, "")))
        found |= {(edge[0], edge[2]) for edge in edges(merge(claims), *(LINEAGE - {RelationKind.TRAINED_ON}))}
        assert set(upstream_repositories(claims)) >= {ComponentId(HUB + base) for base in bases}
    assert found == expected
    assert len(expected) >= least


def test_that_adapters_of_a_family_are_adapters_although_the_hub_calls_them_fine_tunes(shared_data):
    for answer in family_answers(shared_data, "phi-2"):
        names = {each["rfilename"] for each in answer["siblings"]}
        draft = merge(claims_of_answer(HubAnswer(hub_model_id(answer["id"]), 200, answer, "")))
        is_adapter = component(draft, hub_model_id(answer["id"])).kind is Kind.ADAPTER
        assert is_adapter or "adapter_config.json" not in names


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": 5, "tags": "x", "cardData": [1], "siblings": {"rfilename": 3}, "baseModels": [None]},
        {"tags": [None, {}, "base_model:"], "cardData": {"base_model": {"a": 1}, "datasets": {}, "model-index": "x"}},
        {"config": {"auto_map": {"a": ["x--y", None]}}, "securityRepoStatus": {"filesWithIssues": 4}},
        {"cardData": {"license": ["mit", "other"], "co2_eq_emissions": 3, "source_datasets": [1, None]}},
        {"siblings": [{"rfilename": "a.bin", "lfs": 3}, {}, {"rfilename": ["x"]}], "inferenceProviderMapping": [1]},
    ],
)
@pytest.mark.parametrize("asked", [HUB + "o/n", HUB + "datasets/o/n"])
def test_that_values_of_the_wrong_shape_are_survived(values, asked):
    draft = merge(claims_of_answer(HubAnswer(ComponentId(asked), 200, values, "")))
    assert asked in draft.components


def test_that_a_repository_with_very_many_weights_says_what_is_left_out():
    files = [{"rfilename": f"q{number}.gguf"} for number in range(700)]
    draft = merge(claims_of_answer(HubAnswer(ComponentId(HUB + "o/n"), 200, {"siblings": files}, "")))
    assert len(edges(draft, RelationKind.CONTAINS)) == 500
    assert [each.message for each in draft.problems.values()] == ["Only 500 of its 700 weight files became components."]


@pytest.mark.parametrize(
    "text", ['[{"asked": "pkg:pypi/x", "answer": {}}]', "[5, {}]", "{}", '{"asked": "pkg:huggingface/o/n"}']
)
def test_that_an_entry_that_is_no_answer_is_a_problem(tmp_path, text):
    draft = read(tmp_path, {"hub-answers/x.json": text}, SOURCE)
    assert not draft.components
    assert len(draft.problems) == 1


def test_that_a_raw_answer_without_a_wrapper_is_read(shared_data, tmp_path):
    name = "deepset__roberta-base-squad2.adc3b06f.json"
    content = (shared_data / "hf-api-recorded" / name).read_bytes()
    draft = read(tmp_path, {f"hub-answers/{name}": content}, SOURCE)
    found = relation(draft, HUB + "deepset/roberta-base-squad2", HUB + "FacebookAI/roberta-base")
    assert [each.read for each in found.evidence] == [""]


def test_that_only_json_below_hub_answers_is_taken():
    from pathlib import PurePosixPath

    assert SOURCE.matches(PurePosixPath("a/hub-answers/b/c.json"))
    assert not SOURCE.matches(PurePosixPath("hub-answers.json"))
    assert not SOURCE.matches(PurePosixPath("hub-answers/readme.md"))


def test_that_the_architecture_and_size_that_the_hub_states_are_read(real):
    """What a claimed base is compared by where no file of it is at hand."""
    facts = component(real, HUB + "facebook/bart-base").attributes
    assert (facts["architecture"], facts["model type"], facts["parameters"]) == ("BartModel", "bart", "139420416")

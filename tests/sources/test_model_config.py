"""config.json and model_index.json of models."""

from __future__ import annotations

import json

from explorer.domain.component import Knowledge
from tests.sources.model_reading import component, edges, lineage, read, relation

MODEL = "pkg:generic/demo/m"


def config(tmp_path, values, **files):
    base = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "transformers_version": "4.40.0"}
    written = {f"m/{name}": content for name, content in files.items()}
    return read(tmp_path, {"m/config.json": json.dumps(base | values, indent=1), **written})


def test_that_the_architecture_and_version_are_facts_with_their_line(tmp_path):
    model = component(config(tmp_path, {"quantization_config": {"quant_method": "awq"}}), MODEL)
    assert model.attributes["architecture"] == "LlamaForCausalLM"
    assert model.attributes["saved with transformers"] == "4.40.0"
    assert model.attributes["quantization"] == "awq"
    assert [(each.location, each.line) for each in model.evidence] == [("m/config.json", 2)]


def test_that_where_it_was_loaded_from_is_an_inferred_origin(tmp_path):
    draft = config(tmp_path, {"_name_or_path": "meta-llama/Llama-2-7b-hf"})
    found = relation(draft, MODEL, "pkg:huggingface/meta-llama/Llama-2-7b-hf")
    assert (found.kind.value, found.knowledge) == ("derived-from", Knowledge.INFERRED)
    assert [each.text for each in found.evidence] == [
        "_name_or_path: meta-llama/Llama-2-7b-hf",
        "config.json was loaded from there (_name_or_path)",
    ]


def test_that_a_card_with_bases_goes_before_where_it_was_loaded_from(tmp_path):
    card = {"README.md": "---\nbase_model: a/b\n---\n"}
    draft = config(tmp_path, {"_name_or_path": "meta-llama/Llama-2-7b-hf"}, **card)
    assert lineage(draft) == {(MODEL, "derived-from", "pkg:huggingface/a/b")}


def test_that_a_path_of_the_training_machine_says_nothing(tmp_path):
    for number, path in enumerate(["/data/run1", "./out", "bert", ""]):
        assert not lineage(config(tmp_path / str(number), {"_name_or_path": path}))


def test_that_code_that_loading_runs_is_a_fact(tmp_path):
    draft = config(tmp_path, {"auto_map": {"AutoConfig": "configuration_x.XConfig", "AutoModel": "modeling_x.XModel"}})
    assert component(draft, MODEL).attributes["remote code"] == "configuration_x.XConfig, modeling_x.XModel"


def test_that_code_of_another_repository_is_required(tmp_path):
    draft = config(
        tmp_path, {"auto_map": {"AutoModel": "nomic-ai/nomic-bert-2048--modeling_hf_nomic_bert.NomicBertModel"}}
    )
    assert (MODEL, "requires", "pkg:huggingface/nomic-ai/nomic-bert-2048") in edges(draft)


def test_that_a_broken_configuration_beside_a_card_is_one_problem(tmp_path):
    draft = read(tmp_path, {"m/config.json": '{"model_type": ', "m/README.md": "---\nlibrary_name: x\n---\n"})
    (problem,) = draft.problems.values()
    assert problem.location == "m/config.json"
    assert "not valid JSON" in problem.message
    assert MODEL in draft.components

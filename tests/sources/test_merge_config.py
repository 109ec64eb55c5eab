"""mergekit configurations in the shapes that its documentation shows."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from tests.sources.model_reading import SYSTEM, component, edges, lineage, read, relation

HUB = "pkg:huggingface/"
MADE = "pkg:generic/demo/merges/claims"
MODELS = """\
models:
  - model: mistralai/Mistral-7B-v0.1
  - model: owner/one@1a2b3c
    parameters: {weight: 0.5}
  - model: owner/two+owner/lora
merge_method: ties
base_model: mistralai/Mistral-7B-v0.1
dtype: bfloat16
"""
SLICES = """\
slices:
  - sources:
    - model: microsoft/phi-2
      layer_range: [0, 32]
  - sources:
    - model: microsoft/phi-2
      layer_range: [24, 32]
merge_method: passthrough
"""
EXPERTS = """\
base_model: owner/base
gate_mode: hidden
experts:
  - source_model: owner/code
    positive_prompts: ["code"]
  - source_model: owner/math
"""


def merged(tmp_path, text, **files):
    return read(tmp_path, {"merges/claims.yaml": text, **files})


def test_that_a_merge_has_several_parents(tmp_path):
    draft = merged(tmp_path, MODELS)
    assert edges(draft) == {
        (SYSTEM, "uses", MADE),
        (MADE, "merged-from", HUB + "mistralai/Mistral-7B-v0.1"),
        (MADE, "merged-from", HUB + "owner/one@1a2b3c"),
        (MADE, "merged-from", HUB + "owner/two"),
        (MADE, "merged-from", HUB + "owner/lora"),
        (HUB + "owner/lora", "adapts", HUB + "owner/two"),
    }
    assert component(draft, HUB + "owner/lora").kind is Kind.ADAPTER
    assert component(draft, MADE).attributes["merge method"] == "ties"
    assert relation(draft, SYSTEM, MADE).scope is Scope.BUILD


def test_that_each_parent_has_its_line(tmp_path):
    (evidence,) = relation(merged(tmp_path, MODELS), MADE, HUB + "owner/one@1a2b3c").evidence
    assert (evidence.location, evidence.line) == ("merges/claims.yaml", 3)


def test_that_a_model_merged_with_itself_is_one_parent(tmp_path):
    assert lineage(merged(tmp_path, SLICES)) == {(MADE, "merged-from", HUB + "microsoft/phi-2")}


def test_that_the_experts_of_a_mixture_are_parents(tmp_path):
    draft = merged(tmp_path, EXPERTS)
    assert {edge[2] for edge in lineage(draft)} == {HUB + "owner/base", HUB + "owner/code", HUB + "owner/math"}
    assert component(draft, MADE).attributes["merge method"] == "mixture of experts"


def test_that_a_reference_may_be_a_mapping(tmp_path):
    text = "merge_method: linear\nmodels:\n- model: {model: {path: a/b, revision: r1}, lora: {path: c/d}}\n"
    assert {edge[2] for edge in lineage(merged(tmp_path, text))} == {HUB + "a/b@r1", HUB + "c/d"}


def test_that_several_documents_are_several_merges(tmp_path):
    text = "name: first\nmerge_method: slerp\nmodels: [{model: a/b}]\n"
    text += "---\nname: second\nmerge_method: slerp\nbase_model: first\n"
    draft = merged(tmp_path, text)
    assert {edge[0] for edge in lineage(draft)} == {"pkg:generic/demo/merges/first", "pkg:generic/demo/merges/second"}


def test_that_a_configuration_in_a_models_folder_describes_that_model(tmp_path):
    files = {"README.md": "---\nbase_model: [a/b]\ntags: [merge]\n---\n", "mergekit_config.yml": SLICES}
    draft = read(tmp_path, {f"o__merged/{name}": text for name, text in files.items()})
    assert lineage(draft) == {
        (HUB + "o/merged", "merged-from", HUB + "a/b"),
        (HUB + "o/merged", "merged-from", HUB + "microsoft/phi-2"),
    }


def test_that_a_local_parent_of_the_scan_is_that_model(tmp_path):
    files = {"models/base/adapter_config.json": '{"base_model_name_or_path": "a/b"}'}
    draft = merged(tmp_path, "merge_method: linear\nmodels: [{model: ./models/base}]\n", **files)
    assert (MADE, "merged-from", "pkg:generic/demo/models/base") in edges(draft)


@pytest.mark.parametrize("text", ["a: 1\n", "models:\n- model: a/b\n", "", "- x\n", "services: {web: {image: x}}\n"])
def test_that_other_yaml_says_nothing(tmp_path, text):
    draft = merged(tmp_path, text)
    assert not draft.components
    assert not draft.problems


def test_that_a_broken_merge_configuration_is_one_problem(tmp_path):
    draft = merged(tmp_path, "merge_method: ties\nmodels: [{model: a/b\n")
    assert len(draft.problems) == 1

"""Which component a folder of the scan is."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from explorer.domain.component import Kind
from explorer.sources.model_repository import repository_of
from tests.sources.model_reading import SYSTEM, component, edges, read, written

CONFIG = json.dumps({"model_type": "bert", "architectures": ["BertModel"]})
ADAPTER = json.dumps({"peft_type": "LORA", "base_model_name_or_path": "a/b"})


def found(tmp_path, files, path):
    repository = repository_of(PurePosixPath(path), written(tmp_path, files))
    return (repository.id, repository.kind) if repository else None


def test_that_a_configuration_with_weights_marks_a_model_of_the_system(tmp_path):
    files = {"models/tuned/config.json": CONFIG, "models/tuned/model.safetensors": b"x"}
    assert found(tmp_path, files, "models/tuned/model.safetensors") == ("pkg:generic/demo/models/tuned", Kind.MODEL)


def test_that_a_configuration_of_something_else_marks_nothing(tmp_path):
    files = {"web/config.json": json.dumps({"port": 80}), "web/model.safetensors": b"x"}
    assert found(tmp_path, files, "web/model.safetensors") is None


def test_that_a_models_configuration_without_weights_or_stamp_marks_nothing(tmp_path):
    assert found(tmp_path, {"x/config.json": CONFIG}, "x/config.json") is None
    stamped = json.dumps({"model_type": "bert", "transformers_version": "4.40.0"})
    assert found(tmp_path, {"x/config.json": stamped}, "x/config.json") == ("pkg:generic/demo/x", Kind.MODEL)


def test_that_the_scanned_folder_itself_may_be_the_model(tmp_path):
    draft = read(tmp_path, {"config.json": CONFIG, "model.safetensors": b"x"})
    assert component(draft, "pkg:generic/demo").kind is Kind.MODEL
    assert (SYSTEM, "contains", "pkg:generic/demo") in edges(draft)


def test_that_a_model_in_a_folder_is_used_by_the_system(tmp_path):
    draft = read(tmp_path, {"lora/adapter_config.json": ADAPTER})
    assert (SYSTEM, "uses", "pkg:generic/demo/lora") in edges(draft)


def test_that_the_hub_cache_names_repository_and_commit(tmp_path):
    path = f"hub/models--google--gemma-7b/snapshots/{'a' * 40}/config.json"
    assert found(tmp_path, {path: CONFIG}, path) == (f"pkg:huggingface/google/gemma-7b@{'a' * 40}", Kind.MODEL)
    dataset = f"hub/datasets--squad/snapshots/{'b' * 40}/README.md"
    assert found(tmp_path, {dataset: "x"}, dataset) == (f"pkg:huggingface/datasets/squad@{'b' * 40}", Kind.DATASET)


def test_that_an_adapter_in_the_hub_cache_is_an_adapter(tmp_path):
    path = f"models--o--lora/snapshots/{'a' * 40}/adapter_config.json"
    assert found(tmp_path, {path: ADAPTER}, path) == (f"pkg:huggingface/o/lora@{'a' * 40}", Kind.ADAPTER)


def test_that_a_folder_named_after_owner_and_name_is_that_repository(tmp_path):
    files = {"EDLlyc__kangya-glm4-lora/adapter_config.json": ADAPTER}
    path = "EDLlyc__kangya-glm4-lora/adapter_config.json"
    assert found(tmp_path, files, path) == ("pkg:huggingface/EDLlyc/kangya-glm4-lora", Kind.ADAPTER)


@pytest.mark.parametrize(
    "url", ["https://huggingface.co/google/gemma-7b", "https://user:pw@huggingface.co/google/gemma-7b.git"]
)
def test_that_a_clone_is_the_repository_from_which_it_was_cloned(tmp_path, url):
    files = {
        "config.json": CONFIG,
        "model.safetensors": b"x",
        ".git/config": f'[remote "origin"]\n\turl = {url}\n\tfetch = +refs/heads/*\n',
    }
    assert found(tmp_path, files, "config.json") == ("pkg:huggingface/google/gemma-7b", Kind.MODEL)


def test_that_a_clone_from_elsewhere_is_not_taken_for_a_hub_repository(tmp_path):
    files = {"config.json": CONFIG, "model.safetensors": b"x", ".git/config": "url = https://github.com/o/n\n"}
    assert found(tmp_path, files, "config.json") == ("pkg:generic/demo", Kind.MODEL)


def test_that_a_full_name_in_the_card_names_the_model_unless_it_is_the_base(tmp_path):
    own = "---\nbase_model: google/gemma-7b\nmodel_name: owner/mine\n---\n"
    base = "---\nbase_model: google/gemma-7b\nmodel_name: google/gemma-7b\n---\n"
    assert found(tmp_path / "1", {"README.md": own}, "README.md") == ("pkg:huggingface/owner/mine", Kind.MODEL)
    assert found(tmp_path / "2", {"README.md": base}, "README.md") == ("pkg:generic/demo", Kind.MODEL)


def test_that_the_parts_of_a_pipeline_belong_to_the_pipeline(tmp_path):
    files = {
        "pipe/model_index.json": json.dumps({"_class_name": "StableDiffusionPipeline"}),
        "pipe/unet/config.json": json.dumps({"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0"}),
        "pipe/unet/diffusion_pytorch_model.bin": b"\x80\x02N.",
    }
    unet = "pipe/unet/diffusion_pytorch_model.bin"
    assert found(tmp_path, files, unet) == ("pkg:generic/demo/pipe", Kind.MODEL)
    draft = read(tmp_path)
    assert component(draft, "pkg:generic/demo/pipe").attributes["architecture"] == "StableDiffusionPipeline"
    assert ("pkg:generic/demo/pipe", "contains", "pkg:generic/demo/pipe#unet/diffusion_pytorch_model.bin") in edges(
        draft
    )
    assert [each.id for each in draft.components.values() if each.kind is Kind.MODEL] == ["pkg:generic/demo/pipe"]


def test_that_weights_below_a_model_belong_to_it(tmp_path):
    files = {"m/config.json": CONFIG, "m/model.safetensors": b"x", "m/onnx/model.onnx": b"\x08\x07\x12\x07pytorch"}
    assert found(tmp_path, files, "m/onnx/model.onnx") == ("pkg:generic/demo/m", Kind.MODEL)

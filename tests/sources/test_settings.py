"""Settings as applications write them: whose model a neighbour, a class or a route says, and which store is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.pipeline.scan import scan
from tests.sources.code_reading import found

REPLICATE = "stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b"
HOSTED_LLAMA = "service:anyscale/meta-llama/Llama-2-7b-chat-hf"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("llm:\n  type: AnyscaleLLM\n  params:\n    model_name: meta-llama/Llama-2-7b-chat-hf\n", HOSTED_LLAMA),
        ("encoder:\n  _target_: app.encoders.CohereEncoder\n  model_name: command\n", "service:cohere/command"),
        ("dataset_name: samsum\n", "pkg:huggingface/datasets/samsum"),
        ("train_file: ../corpus/train.jsonl\n", "unknown:dataset:../corpus/train.jsonl"),
        ("model_path: weights/detector.onnx\n", "unknown:model:weights/detector.onnx"),
        ("whisper_model: large-v3\n", "pkg:generic/openai-whisper/large-v3"),
        ("target: m.CLIPEmbedder\nparams:\n  version: openai/clip-vit-base\n", "pkg:huggingface/openai/clip-vit-base"),
        ("params:\n  arch: ViT-bigG-14\n  version: laion2b_s39b_b160k\n", "pkg:generic/open-clip/ViT-bigG-14"),
        ("ner:\n  model_name: en_core_web_lg\n", "pkg:generic/spacy/en_core_web_lg"),
        ("detector:\n  model: yolov8n.pt\n", "pkg:generic/ultralytics/yolov8n.pt"),
        ("model:\n  model_name: minimax/m2\n  model_class: openrouter\n", "service:openrouter/minimax/m2"),
        ("reranker:\n  supplier: cohere\n  model: rerank-v3.5\n", "service:cohere/rerank-v3.5"),
        ("embedding_model: Snowflake/snowflake-arctic-embed-l\n", "pkg:huggingface/Snowflake/snowflake-arctic-embed-l"),
        ("model: snowflake/mistral-large2\n", "service:snowflake-cortex/mistral-large2"),
        ("model: qwen-coder-plus-latest\n", "service:alibaba-cloud/qwen-coder-plus-latest"),
        (f"model: {REPLICATE}\n", "service:replicate/stability-ai/sdxl"),
        # PaperQA, README: `st-` before Sentence Transformers' names, `hybrid-` where keywords are searched beside them.
        ("embedding: hybrid-text-embedding-3-large\n", "service:openai/text-embedding-3-large"),
        (
            "embedding: st-multi-qa-MiniLM-L6-cos-v1\n",
            "pkg:huggingface/sentence-transformers/multi-qa-MiniLM-L6-cos-v1",
        ),
        ("model: qwen3-max\n", "service:alibaba-cloud/qwen3-max"),
    ],
)
def test_that_settings_name_by_class_file_and_size(tmp_path: Path, text: str, identity: str) -> None:
    assert identity in found(tmp_path, {"config.yaml": text})


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("vectorstore:\n  database: qdrant\n", "service:qdrant/index"),
        ("VECTOR_DB: chroma\n", "service:chroma/index"),
        ("pgvector:\n  table_name: embeddings\n", "service:pgvector/embeddings"),
        ("sagemaker:\n  llm_endpoint_name: tgi-2023\n", "service:aws-sagemaker/tgi-2023"),
        ("llm:\n  hf_repo_id: acme/m-GGUF\n  hf_model_file: m.Q4.gguf\n", "pkg:huggingface/acme/m-GGUF#m.Q4.gguf"),
    ],
)
def test_that_settings_name_stores_endpoints_and_files(tmp_path: Path, text: str, identity: str) -> None:
    assert identity in found(tmp_path, {"settings.yaml": text})


def test_that_the_models_that_mlc_packs_are_those_of_the_hub(tmp_path: Path) -> None:
    """MLC LLM, Package libraries and weights."""
    text = '{"model_list": [{"model": "HF://mlc-ai/Phi-3.5-mini-instruct-q4f16_0-MLC", "model_id": "Phi-3.5-mini"}]}'
    assert "pkg:huggingface/mlc-ai/Phi-3.5-mini-instruct-q4f16_0-MLC" in found(
        tmp_path, {"mlc-package-config.json": text}
    )


def test_that_a_store_with_a_collection_has_no_second_index(tmp_path: Path) -> None:
    text = "vectorstore:\n  type: qdrant\n  collection: papers\n"
    assert found(tmp_path, {"settings.yaml": text}).keys() == {"service:qdrant/papers"}


def test_that_open_weights_are_no_hosted_model_of_their_maker(tmp_path: Path) -> None:
    """Model Studio hosts `qwen-coder-plus`; a number of parameters tells that the weights are open."""
    assert not found(tmp_path, {"settings.yaml": "model: qwen-coder-7b-instruct\nother_model: qwen-vl-7b-chat\n"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("OPENAI_MODELS=gpt-4o,gpt-4o-mini\n", {"service:openai/gpt-4o", "service:openai/gpt-4o-mini"}),
        ("AVAILABLE_MODELS=gpt-4o, Qwen/Qwen3-8B\n", {"service:openai/gpt-4o", "pkg:huggingface/Qwen/Qwen3-8B"}),
        ("MODELS=gpt-4o,small\n", set()),
        ("EXCLUDED_MODELS=gpt-4o,gpt-4o-mini\n", set()),
        ("OLLAMA_HOST=http://localhost:11434\nLLM_MODEL=mistral\n", {"pkg:ollama/mistral"}),
        ("OLLAMA_HOST=http://localhost:11434\nLLM_MODEL=own-name\n", set()),
    ],
)
def test_that_variables_name_several_models_and_those_of_ollama(tmp_path: Path, text: str, named: set[str]) -> None:
    assert set(found(tmp_path, {".env": text})) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            '[{"id": "qwen2.5-vl-3b", "base_url": "http://ollama:11434/v1", "model_id": "qwen2.5vl:3b"}]',
            {"pkg:ollama/qwen2.5vl@3b"},
        ),
        ('{"models": [{"id": "gpt-4o", "provider": "openai"}]}', {"service:openai/gpt-4o"}),
    ],
)
def test_that_the_name_of_an_entry_is_no_second_model(tmp_path: Path, text: str, named: set[str]) -> None:
    """An entry that says which model it is calls itself what it likes: only where nothing else says it, `id` does."""
    assert set(found(tmp_path, {"config/models.json": text})) == named


def test_that_a_configuration_beside_servers_names_its_model(tmp_path: Path) -> None:
    """A client's own configuration has `mcpServers` as all clients do, and beside it the model that it asks."""
    text = """{
  "llm": {"provider": "openai", "model": "gpt-4o-mini"},
  "mcpServers": {
    "fetch": {"command": "uvx", "args": ["mcp-server-fetch"]},
    "sums": {"url": "http://localhost:8000/sse"}
  }
}"""
    named = found(tmp_path, {"mcp-server-config-example.json": text})
    assert {"service:openai/gpt-4o-mini", "mcp:mcp-server-fetch", "mcp:sums"} <= named.keys()


def test_that_a_version_of_replicate_is_kept_beside_the_model(tmp_path: Path) -> None:
    model = found(tmp_path, {"settings.yaml": f"model: {REPLICATE}\n"})["service:replicate/stability-ai/sdxl"]
    assert (model.attributes["pinned"], model.attributes["called version"]) == ("yes", REPLICATE.partition(":")[2])


def test_that_a_package_of_mlc_names_its_models(tmp_path: Path) -> None:
    """MLC LLM, Package libraries and weights: `mlc-package-config.json`, with models of the hub as `HF://OWNER/NAME`."""
    text = '{"device": "android", "model_list": [{"model": "HF://mlc-ai/Llama-3-8B-q4f16_1-MLC", "model_id": "Llama-3-8B"}]}'
    assert set(found(tmp_path, {"mlc-package-config.json": text})) == {"pkg:huggingface/mlc-ai/Llama-3-8B-q4f16_1-MLC"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("fallback:\n  model: acme/small-7b\n", "fallback"),
        ("fallback_model: acme/small-7b\n", "fallback"),
        ("main:\n  model: acme/small-7b\n", ""),
    ],
)
def test_that_a_model_under_a_key_of_fallbacks_is_one_that_takes_over(tmp_path: Path, text: str, role: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    (relation,) = (
        each
        for each in scan([str(tmp_path)], "app").relations
        if "small-7b" in each.target and each.source == "system:app"
    )
    assert relation.attributes.get("role", "") == role


def test_that_a_routers_name_that_is_the_models_own_is_a_place_of_it(tmp_path: Path) -> None:
    """LiteLLM, Router: `model_name` is what callers say; where it says the model itself, both lines name it."""
    entry = '{{"model_name": "{name}",\n "litellm_params": {{\n  "model": "gemini/gemini-2.0-flash"}}}}\n'
    files = {
        "config/a.json": entry.format(name="gemini/gemini-2.0-flash"),
        "config/b.json": entry.format(name="gpt-4o"),
    }
    parts = found(tmp_path, files)
    assert "service:openai/gpt-4o" not in parts
    places = {(str(each.location), each.line) for each in parts["service:google/gemini-2.0-flash"].evidence}
    assert places == {("config/a.json", 1), ("config/a.json", 3), ("config/b.json", 3)}


def test_that_a_class_that_reads_data_and_a_path_that_stands_for_one_are_no_datasets(tmp_path: Path) -> None:
    """Oumi, training configurations: `dataset_name` may be the class, the data then stands beside it."""
    text = (
        "data:\n  train:\n    datasets:\n      - dataset_name: PromptResponseDataset\n"
        "      - dataset_name: text_sft\n        dataset_path: /path/to/training/dataset.jsonl\n"
        "      - dataset_name: oasst1-clean\n"
    )
    assert {each for each in found(tmp_path, {"configs/train.yaml": text}) if "dataset" in each} == {
        "unknown:dataset:oasst1-clean"
    }

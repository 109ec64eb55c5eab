"""What neighbours in settings say: whose address answers, which files belong together, what is one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.sources import terraform
from tests.sources.code_reading import found
from tests.sources.model_reading import read

# cog-safe-push, README: it pushes what the folder builds "to the test model", then to "<username>/<model-name>".
PUSHED = "model: acme/painter\ntest_model: acme/test-painter\npredict:\n  compare_outputs: false\n"


def test_that_what_is_published_is_not_what_is_built_on(tmp_path: Path) -> None:
    assert not found(tmp_path, {"cog-safe-push.yaml": PUSHED})
    assert set(found(tmp_path / "b", {"config.yaml": "model: acme/painter\nseed: 1\n"})) == {
        "pkg:huggingface/acme/painter"
    }


def test_that_the_data_sets_of_a_mixture_stand_before_their_parts(tmp_path: Path) -> None:
    """Alignment handbook, README: `dataset_mixer` gives each data set of the hub with the proportion to sample."""
    mixed = "model_name_or_path: acme/base\ndataset_mixer:\n  HuggingFaceH4/ultrachat_200k: 0.5\n  acme/own: 1.0\n"
    named = found(tmp_path, {"config.yaml": mixed})
    assert {each for each in named if "datasets" in each} == {
        "pkg:huggingface/datasets/HuggingFaceH4/ultrachat_200k", "pkg:huggingface/datasets/acme/own",
    }  # fmt: skip
    other = "dataset_mixer:\n  acme/own: train\nsizes:\n  acme/other: 2\n"
    assert not [each for each in found(tmp_path / "b", {"config.yaml": other}) if "datasets" in each]


def test_that_a_repository_beside_files_of_weights_is_one_of_models(tmp_path: Path) -> None:
    beside = '{"repo_id": "black-forest-labs/FLUX.1-dev", "repo_ae": "ae.safetensors"}'
    named = found(tmp_path, {"config.json": beside})
    assert "pkg:huggingface/black-forest-labs/FLUX.1-dev" in named
    assert "pkg:huggingface/black-forest-labs/FLUX.1-dev#ae.safetensors" in named
    assert not found(tmp_path / "b", {"config.json": '{"repo_id": "acme/site", "branch": "main"}'})


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        # Oumi asks the model of one section at the address of the other, with OpenAI's client.
        ("model:\n  model_name: deepseek-ai/DeepSeek-V3\nremote_params:\n  api_url: https://api.together.xyz/v1\nengine: OPENAI\n",
         "service:together/deepseek-ai/DeepSeek-V3"),
        # The address of a section that has a model of its own is that model's.
        ("llm:\n  model: Qwen/Qwen3-8B\nembedding:\n  model: BAAI/bge-m3\n  base_url: https://api.together.xyz/v1\n",
         "pkg:huggingface/Qwen/Qwen3-8B"),
        # What the variable's name expects is a folder; what it is given is a repository of Meta's.
        ("envs:\n  MODEL_CHECKPOINT_DIR: meta-llama/Llama-3.1-8B-Instruct\n", "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct"),
    ],
)  # fmt: skip
def test_that_a_section_says_what_its_neighbour_means(tmp_path: Path, text: str, identity: str) -> None:
    assert identity in found(tmp_path, {"config.yaml": text})


@pytest.mark.parametrize(
    "text",
    [
        "envs:\n  MODEL_CHECKPOINT_DIR: run7/step500\n",
        # A service that trains its predictors anew while it runs has them from nobody; a scaler predicts nothing.
        "train:\n  RETRAINING_INTERVAL_SEC: 10\n  TTFT_MODEL_PATH: /models/ttft.joblib\nserve:\n  MODEL_PATH: /kept/ttft.joblib\n",
        "MODEL_PATH: models/label_encoder.pkl\nSCALER_PATH: models/standard_scaler.joblib\n",
    ],
)
def test_that_what_is_ones_own_or_no_model_is_not_named(tmp_path: Path, text: str) -> None:
    assert not found(tmp_path, {"config.yaml": text})


def test_that_a_model_at_a_path_may_be_called_anything(tmp_path: Path) -> None:
    text = "model_source: /data/own-model-v1/\nprovider: fireworks\nmodel_name: helper-v1\n"
    assert set(found(tmp_path, {"config.yaml": text})) == {"unknown:model:/data/own-model-v1/"}


def test_that_a_pickled_predictor_that_nothing_trains_here_is_a_model(tmp_path: Path) -> None:
    assert set(found(tmp_path, {"config.yaml": "MODEL_PATH: /models/churn.joblib\n"})) == {
        "unknown:model:/models/churn.joblib"
    }


VARIABLE = 'variable "vector_index_name" {\n  default = "handbook-index"\n}\n'


@pytest.mark.parametrize(
    ("beside", "named"),
    [
        ('module "kb" {\n  source = "aws-ia/opensearch-serverless/aws"\n}\n', {"service:opensearch/handbook-index"}),
        ('terraform {\n  required_providers {\n    pinecone = {\n      source = "pinecone-io/pinecone"\n    }\n  }\n}\n',
         {"service:pinecone/handbook-index"}),
        ('resource "opensearch_role" "a" {}\nresource "pinecone_index" "b" {}\n', set()),  # It may be either's.
        ("", set()),
    ],
)  # fmt: skip
def test_that_the_only_store_of_a_module_holds_its_index(tmp_path: Path, beside: str, named: set[str]) -> None:
    draft = read(tmp_path, {"main.tf": beside, "variables.tf": VARIABLE}, terraform.SOURCE)
    assert {each.id for each in draft.components.values() if each.kind is Kind.CORPUS} == named


def test_that_the_same_store_has_one_identity_from_code_and_settings(tmp_path: Path) -> None:
    code = "from langchain_mongodb import MongoDBAtlasVectorSearch\ns = MongoDBAtlasVectorSearch(c, e, index_name='plots')\n"
    named = found(tmp_path, {"a.py": code, "config.yaml": "vector_store:\n  type: mongodb\n  collection: plots\n"})
    assert {each for each in named if each.startswith("service:")} == {"service:mongodb-atlas/plots"}

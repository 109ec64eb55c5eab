"""DVC and MLflow: what they track, how it was made, where it is kept."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.sources import dvc_file, mlflow_model
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

SOURCES = (dvc_file.SOURCE, mlflow_model.SOURCE)
HERE = "pkg:generic/demo#"
CONFIG = """[core]
    remote = store
['remote "store"']
    url = s3://our-bucket/dvc
    access_key_id = AKIAABCDEFGHIJKLMNOP
['remote "other"']
    url = https://user:s3cretword@files.example.org/dvc
"""
STAGES = """stages:
  prepare:
    cmd: python prepare.py data/raw.csv
    deps:
      - prepare.py
      - data/raw.csv
    outs:
      - data/prepared
  train:
    cmd:
      - pip install torch==2.4.0
      - python train.py --model_name_or_path Qwen/Qwen2.5-7B-Instruct
    deps:
      - train.py
      - data/prepared
    params: [train.lr]
    outs:
      - models/final.pt:
          cache: true
    metrics: [metrics.json]
"""
LOCK = """schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
      - path: data/prepared
        hash: md5
        md5: f3a1b2c4d5e6f708192a3b4c5d6e7f80.dir
        size: 1234
      - path: train.py
        md5: 00000000000000000000000000000000
    outs:
      - path: models/final.pt
        md5: aaaaaaaabbbbbbbbccccccccdddddddd
"""
TRACKED = """outs:
- md5: a304afb96060aad90176268345e10355
  size: 37891850
  path: data.xml
"""
IMPORTED = """deps:
- path: get-started/data.xml
  repo:
    url: https://github.com/iterative/dataset-registry
    rev_lock: f31f5c4cdae787b4bdeb97a717687d44667d9e62
outs:
- md5: a304afb96060aad90176268345e10355
  path: data.xml
"""
MODEL = """artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.transformers
    env: {conda: conda.yaml}
  transformers:
    source_model_name: distilbert/distilbert-base-uncased
    task: text-classification
mlflow_version: 2.14.1
model_uuid: 0c1f6e9a7b
run_id: 5d2a
"""
PROJECT = """name: tuning
docker_env:
  image: ghcr.io/owner/trainer:1.0
entry_points:
  main:
    parameters:
      base_model: {type: string, default: Qwen/Qwen2.5-7B-Instruct}
      rate: {type: float, default: 0.1}
    command: "pip install peft==0.11.0 && python train.py {base_model}"
"""


def test_that_a_tracked_file_has_its_digest_size_and_storage(tmp_path):
    draft = read(tmp_path, {"data/data.xml.dvc": TRACKED, ".dvc/config": CONFIG}, *SOURCES)
    data = component(draft, HERE + "data/data.xml")
    assert (data.kind, data.attributes["md5"], data.attributes["size"]) == (
        Kind.DATASET, "a304afb96060aad90176268345e10355", "37891850",
    )  # fmt: skip
    assert data.evidence[0].line == 4
    held = relation(draft, data.id, "hub:amazon-s3")
    assert (held.kind, held.evidence[0].location, held.evidence[0].line) == (
        RelationKind.DISTRIBUTED_BY,
        ".dvc/config",
        4,
    )


def test_that_storages_are_named_by_host_and_their_secrets_are_not_kept(tmp_path):
    draft = read(tmp_path, {".dvc/config": CONFIG}, *SOURCES)
    assert set(draft.components) == {"hub:amazon-s3", "hub:files-example-org"}
    assert "s3cretword" not in str(draft.components) + str(draft.relations)
    assert "AKIA" not in str(draft.components) + str(draft.relations)


def test_that_an_imported_file_comes_from_its_repository_at_its_commit(tmp_path):
    draft = read(tmp_path, {"data.xml.dvc": IMPORTED}, *SOURCES)
    data = component(draft, HERE + "data.xml")
    assert data.attributes["imported at"] == "f31f5c4cdae787b4bdeb97a717687d44667d9e62"
    assert (data.id, "distributed-by", "hub:github") in edges(draft)


def test_that_stages_say_what_was_made_from_what(tmp_path):
    draft = read(tmp_path, {"dvc.yaml": STAGES, "dvc.lock": LOCK, "train.py": "", "prepare.py": ""}, *SOURCES)
    prepare, train = "build:demo/dvc.yaml#prepare", "training-run:demo/dvc.yaml#train"
    weights, data = HERE + "models/final.pt", HERE + "data/prepared"
    assert {edge for edge in edges(draft) if edge[0] != SYSTEM and not edge[2].startswith("hub:")} == {
        (prepare, "uses", HERE + "data/raw.csv"),
        (data, "built-by", prepare),
        (train, "uses", data),
        (weights, "trained-by", train),
    }
    assert component(draft, weights).attributes["md5"] == "aaaaaaaabbbbbbbbccccccccdddddddd"
    assert component(draft, data).attributes["md5"] == "f3a1b2c4d5e6f708192a3b4c5d6e7f80"
    assert component(draft, weights).kind is Kind.WEIGHT_FILE
    assert not any("train.py" in each for each in draft.components)
    assert relation(draft, SYSTEM, "pkg:pypi/torch@2.4.0").evidence[0].line == 11
    assert relation(draft, SYSTEM, "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct").evidence[0].line == 12


def test_that_a_saved_model_says_how_it_is_loaded_and_what_it_came_from(tmp_path):
    draft = read(tmp_path, {"runs/model/MLmodel": MODEL}, *SOURCES)
    model = component(draft, "pkg:mlflow/model?model_uuid=0c1f6e9a7b")
    assert (model.kind, model.attributes["loading can execute code"]) == (Kind.MODEL, "yes")
    assert model.attributes["flavors"] == "python_function, transformers"
    base = relation(draft, model.id, "pkg:huggingface/distilbert/distilbert-base-uncased")
    assert (base.kind, base.evidence[0].line) == (RelationKind.DERIVED_FROM, 7)


def test_that_a_project_names_its_image_models_and_packages(tmp_path):
    draft = read(tmp_path, {"MLproject": PROJECT}, *SOURCES)
    found = {
        target: relation(draft, SYSTEM, target).evidence[0].line
        for source, target, _ in draft.relations
        if source == SYSTEM
    }
    assert found == {
        "training-run:demo/MLproject": 1,
        "pkg:docker/owner/trainer@1.0?repository_url=ghcr.io": 3,
        "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct": 7,
        "pkg:pypi/peft@0.11.0": 9,
    }


@pytest.mark.parametrize("name", ["dvc.yaml", "dvc.lock", "a.dvc", "MLmodel", "MLproject"])
@pytest.mark.parametrize(
    "text", ["", "- 1\n", "stages: [a]\n", "outs: x\ndeps: {a: b}\n", "flavors: []\nentry_points: [b]\n"]
)
def test_that_odd_shapes_name_nothing(tmp_path, name, text):
    assert not read(tmp_path, {name: text}, *SOURCES).components

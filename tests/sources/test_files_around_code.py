"""Files around the code: scripts of Windows, Slurm jobs, submodules, hooks, bundles, presets, and the lines they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.pipeline.scan import scan

HUB = "pkg:huggingface/"


def places(folder: Path, files: dict[str, str]) -> set[tuple[str, str, int | None]]:
    """Identity, file and line of everything that a scan of these files says; what rules derive is left out."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    components = scan([str(folder)], "app").components
    return {(each.id, at.location, at.line) for each in components for at in each.evidence if at.source != "rule"}


BATCH = """@echo off
REM pip install not-installed
set "MODEL=acme/small-model"
pip install torch
serve.exe --model %MODEL% ^
  --lora-adapter acme/its-lora
"""
POWERSHELL = """<# pip install not-installed
#>
$Model = "acme/small-model"
$env:HF_ENDPOINT = "https://mirror.example.org"
python serve.py --model $Model `
  --port 80
ollama pull $env:OTHER
"""
SLURM = "#!/bin/bash\n#SBATCH --gres=gpu:a100:4\n#SBATCH --gpus-per-node h100:2\n#SBATCH --gres=gpu:2\nsrun x\n"
MODULES = """[submodule "engine"]
\tpath = engine
\turl = https://github.com/owner/engine.git
\tbranch = stable
[submodule "weights"]
\tpath = weights
\turl = https://huggingface.co/acme/small-model
[submodule "near"]
\turl = ../near.git
"""
HOOKS = """repos:
  - repo: https://github.com/owner/hooks
    rev: v1.2.0
    hooks:
      - id: types
        additional_dependencies:
          - pydantic==2.0.0
  - repo: https://github.com/owner/mirrors-eslint
    rev: v9
    hooks:
      - id: eslint
        additional_dependencies: [eslint@9.1.0]
  - repo: local
    hooks: [{id: own}]
"""
WORKSPACE = """apiVersion: kaito.sh/v1beta1
kind: Workspace
metadata: {name: one}
inference:
  preset:
    name: falcon-7b-instruct
---
apiVersion: kaito.sh/v1beta1
kind: Workspace
inference:
  preset:
    name: acme/small-model
---
apiVersion: kaito.sh/v1beta1
kind: Workspace
tuning:
  preset:
    name: of-nobody
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("run.bat", BATCH, {(HUB + "acme/small-model", 3), ("pkg:pypi/torch", 4), (HUB + "acme/small-model", 5)}),
        ("run.ps1", POWERSHELL, {(HUB + "acme/small-model", 3), ("hub:mirror-example-org", 4), (HUB + "acme/small-model", 5)}),
        ("job.sbatch", SLURM, {("hardware:nvidia-a100", 2), ("hardware:nvidia-h100", 3)}),
        (".gitmodules", MODULES, {("pkg:github/owner/engine@stable", 3), (HUB + "acme/small-model", 7)}),
        (
            ".pre-commit-config.yaml", HOOKS,
            {("pkg:github/owner/hooks@v1.2.0", 2), ("pkg:pypi/pydantic@2.0.0", 7),
             ("pkg:github/owner/mirrors-eslint@v9", 8), ("pkg:npm/eslint@9.1.0", 12)},
        ),
        (
            "workspace.yaml", WORKSPACE,
            {(HUB + "tiiuae/falcon-7b-instruct", 6), (HUB + "acme/small-model", 12), ("pkg:generic/kaito/of-nobody", 18)},
        ),
    ],
)  # fmt: skip
def test_that_a_file_names_exactly_what_a_reader_sees_in_it(tmp_path, name, text, expected):
    found = {(identity, line) for identity, _, line in places(tmp_path, {name: text}) if identity != "system:app"}
    assert expected <= found
    assert {identity for identity, _ in found} - {identity for identity, _ in expected} <= {HUB + "acme/its-lora"}


def test_that_hooks_serve_development_only(tmp_path):
    places(tmp_path, {".pre-commit-config.yaml": HOOKS})
    snapshot = scan([str(tmp_path)], "app")
    numbers = {each.id for each in snapshot.components if each.kind is Kind.PACKAGE}
    scopes = {each.scope for each in snapshot.relations if each.target in numbers and each.source == "system:app"}
    assert scopes == {Scope.DEVELOPMENT}


BUNDLE = """{
  "manifest_version": "0.3",
  "name": "files",
  "version": "1.0.0",
  "server": {"type": "node", "entry_point": "index.js"},
  "tools": [
    {"name": "search", "description": "x"},
    {"name": "files", "description": "y"}
  ]
}
"""


def test_that_a_bundle_is_the_projects_own_server_with_its_tools(tmp_path):
    found = places(tmp_path, {"manifest.json": BUNDLE, "web/manifest.json": '{"name": "page", "manifest_version": 3}'})
    assert {(identity, line) for identity, place, line in found if place.endswith("manifest.json")} == {
        ("mcp:app/files", 3),
        ("tool:app/manifest/search", 7),
        ("tool:app/manifest/files", 8),
    }


DOCKERFILE = """FROM python:3.11
RUN python3 - <<'END'
from sentence_transformers import SentenceTransformer
SentenceTransformer("acme/embedder")
END
RUN <<END
pip install vllm
END
RUN pip install torch
"""


def test_that_python_in_a_heredoc_is_read_as_python_and_a_script_as_commands(tmp_path):
    found = {
        (identity, line)
        for identity, place, line in places(tmp_path, {"Dockerfile": DOCKERFILE})
        if place == "Dockerfile"
    }
    assert found == {
        ("pkg:docker/python@3.11", 1),
        (HUB + "acme/embedder", 4),
        ("pkg:pypi/vllm", 7),
        ("pkg:pypi/torch", 9),
    }


def test_that_python_of_several_lines_after_c_is_no_shell(tmp_path):
    text = "python -c '\nfrom transformers import AutoModel\nAutoModel.from_pretrained(\"acme/one\")\n' && pip install torch\n"
    found = {(identity, line) for identity, place, line in places(tmp_path, {"run.sh": text}) if place == "run.sh"}
    assert found == {(HUB + "acme/one", 3), ("pkg:pypi/torch", 4)}


WORKFLOW = """name: Publish
jobs:
  one:
    runs-on:
      labels: [self-hosted, gpu-a100-8]
    steps:
      - uses: pypa/gh-action-pypi-publish@v1
        with:
          repository-url: https://index.example.org/legacy/
      - uses: owner/deploy@v1
        with:
          url: https://page.example.org
"""


def test_that_inputs_of_actions_name_indexes_and_labels_name_accelerators(tmp_path):
    found = places(tmp_path, {".github/workflows/publish.yml": WORKFLOW})
    named = {(identity, line) for identity, _, line in found if identity.startswith(("hub:", "hardware:"))}
    assert named == {("hardware:nvidia-a100", 5), ("hub:index-example-org", 9)}


CONTAINER = """{
  "image": "ghcr.io/owner/base:1",
  "runArgs": ["--gpus", "all"],
  "postCreateCommand": {
    "one": "pip install ruff",
    "two": ["npm", "install", "-g", "typescript"]
  }
}
"""


def test_that_commands_of_a_dev_container_may_be_a_table_or_a_list(tmp_path):
    found = places(tmp_path, {".devcontainer/devcontainer.json": CONTAINER})
    named = {identity: line for identity, _, line in found}
    assert named["pkg:pypi/ruff"] == 5 and "pkg:npm/typescript" in named
    assert named["hardware:nvidia-gpu"] == 3


SERVERS = """{
  "mcpServers": {
    "near": {
      "command": "npx",
      "args": ["-y", "some-mcp"]
    },
    "far": {
      "url": "https://mcp.example.org/sse"
    }
  }
}
"""


def test_that_what_runs_a_server_is_found_at_the_servers_name_and_where_it_is_written(tmp_path):
    found = places(tmp_path, {".mcp.json": SERVERS})
    assert {line for identity, _, line in found if identity == "pkg:npm/some-mcp"} == {3, 5}
    assert {line for identity, _, line in found if identity == "hub:mcp-example-org"} == {7, 8}
    assert {line for identity, _, line in found if identity == "mcp:some-mcp"} == {3}


STORED = {
    "hf://acme/small-model:abc123": HUB + "acme/small-model@abc123",
    "ollama://llama3.2:1b": "pkg:ollama/llama3.2@1b",
    "oci://registry.example.org/models/one:2": "pkg:docker/models/one@2?repository_url=registry.example.org",
    "pvc://claim/models/one": "unknown:model:pvc://claim/models/one",
    "s3://bucket/models/one/": "pkg:generic/one?download_url=s3%3A%2F%2Fbucket%2Fmodels%2Fone",
}


@pytest.mark.parametrize(("address", "identity"), STORED.items())
def test_that_a_storage_address_names_its_model(tmp_path, address, identity):
    text = f"apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  storageUri: {address}\n"
    assert (identity, "served.yaml", 4) in places(tmp_path, {"served.yaml": text})


def test_that_a_storage_address_with_an_open_part_names_nothing(tmp_path):
    text = "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  storageUri: s3://$BUCKET/one\n"
    assert {identity for identity, *_ in places(tmp_path, {"served.yaml": text})} == {"system:app"}

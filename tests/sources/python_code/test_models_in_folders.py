"""A folder of the project that holds a model is that model wherever code loads it; any other folder is none."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan

_HEADER = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
WEIGHTS = struct.pack("<Q", len(_HEADER)) + _HEADER + bytes(4)


def project(folder: Path, code: str) -> Path:
    (folder / "models" / "mini").mkdir(parents=True)
    (folder / "models" / "mini" / "model.safetensors").write_bytes(WEIGHTS)
    (folder / "models" / "mini" / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    (folder / "models" / "notes").mkdir()
    (folder / "models" / "notes" / "README.md").write_text("Where models come from.\n", encoding="utf-8")
    (folder / "app.py").write_text(code, encoding="utf-8")
    return folder


# Sentence Transformers and Transformers, references: the name is "the path of a local directory" or a repository of the hub.
LOADERS = (
    'from sentence_transformers import SentenceTransformer\nm = SentenceTransformer("{path}")\n',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("{path}")\n',
)


@pytest.mark.parametrize("code", LOADERS)
@pytest.mark.parametrize("path", ["models/mini", "./models/mini", "models/mini/"])
def test_that_a_folder_with_weights_is_the_model_that_code_loads(tmp_path: Path, code: str, path: str) -> None:
    snapshot = scan([str(project(tmp_path, code.format(path=path)))], "app")
    (model,) = (each for each in snapshot.components if each.kind is Kind.MODEL)
    assert model.id == "pkg:generic/app/models/mini"
    assert ("app.py", 2) in {(each.location, each.line) for each in model.evidence}


@pytest.mark.parametrize("code", LOADERS)
def test_that_a_folder_without_weights_is_neither_a_model_nor_a_name_of_the_hub(tmp_path: Path, code: str) -> None:
    snapshot = scan([str(project(tmp_path, code.format(path="models/notes")))], "app")
    assert {each.id for each in snapshot.components if each.kind is Kind.MODEL} == {"pkg:generic/app/models/mini"}

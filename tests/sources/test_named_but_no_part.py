"""What a file names that is no further part of a system: headers, options of pip, downloaded files under their path, templates."""

from __future__ import annotations

from pathlib import Path

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan


def test_the_value_of_a_header_is_no_hosted_model(tmp_path: Path) -> None:
    """Envoy's gateway compares a header, `x-ai-eg-model`, with the name of a backend."""
    (tmp_path / "route.yaml").write_text(
        "apiVersion: aigateway.envoyproxy.io/v1alpha1\nkind: AIGatewayRoute\nspec:\n  rules:\n  - matches:\n"
        "    - headers:\n      - type: Exact\n        name: x-ai-eg-model\n        value: qwen2-0.5b\n"
    )
    assert _of_kind(tmp_path, Kind.MODEL_SERVICE) == set()


def test_the_values_of_options_of_pip_are_no_packages(tmp_path: Path) -> None:
    """`--implementation cp`, `--abi cp312`: options of `pip install` that take a value (pip, user guide)."""
    (tmp_path / "install.sh").write_text("pip install --implementation cp --abi cp312 --report r.json boto3\n")
    assert _of_kind(tmp_path, Kind.PACKAGE) == {"pkg:pypi/boto3"}


def test_the_path_of_a_downloaded_file_is_no_second_model(tmp_path: Path) -> None:
    """The image downloads the file, the code loads it from its path; another path is a model of its own."""
    (tmp_path / "Dockerfile").write_text(
        "FROM python:3.12\nRUN wget https://example.org/weights/adapter_model.bin -P /models\n"
    )
    (tmp_path / "broken.sh").write_bytes(b"\xff\x00 not text")
    (tmp_path / "predict.py").write_text(
        'import torch\nmodel_path = "/models/adapter_model.bin"\nmodel = torch.load(model_path)\n'
        'other_model_path = "/models/face_model.bin"\nother = torch.load(other_model_path)\n'
    )
    assert _of_kind(tmp_path, Kind.MODEL) == {"unknown:model:/models/face_model.bin"}
    assert {each.partition("?")[0] for each in _of_kind(tmp_path, Kind.WEIGHT_FILE)} == {
        "pkg:generic/adapter_model.bin"
    }


def test_a_class_that_leaves_its_name_open_is_no_tool(tmp_path: Path) -> None:
    """What LangChain's `BaseTool` calls `name` is given only when a tool is made of the class."""
    (tmp_path / "tools.py").write_text(
        "from langchain_core.tools import BaseTool\n\n\nclass Dynamic(BaseTool):\n    name: str\n    description: str\n\n\n"
        'class Hello(BaseTool):\n    name: str = "hello"\n    description: str = "Greets."\n'
    )
    assert {each.rpartition("/")[2] for each in _of_kind(tmp_path, Kind.TOOL)} == {"hello"}


def _of_kind(folder: Path, kind: Kind) -> set[str]:
    return {str(each.id) for each in scan([str(folder)], None).components if each.kind is kind}

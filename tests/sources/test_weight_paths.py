"""A path of code or settings that ends in a file which the project downloads is a place of that file, and no second model."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan

SCRIPT = (
    "wget -nc https://github.com/o/talk/releases/download/v1/epoch_20.pth -O ./checkpoints/epoch_20.pth\n"
    "gdown 1AbCdEfGhIjKlMnOpQrStUvWxYz012345 -O weights/other_name.pth\n"
    "curl -L https://host.example/download/7 -o weights/face_model.pth\n"
    "curl -O https://host.example/data.bin\n"
)


def weights(folder: Path, files: dict[str, str]) -> dict[str, set[tuple[str, int | None]]]:
    """The places of each weight file, and of each model of which only the path is known, by name."""
    for name, text in {"download.sh": SCRIPT, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    found = [each for each in scan([str(folder)], "app").components if each.kind in (Kind.WEIGHT_FILE, Kind.MODEL)]
    return {each.name: {(at.location, at.line) for at in each.evidence if at.source != "rule"} for each in found}


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("app.py", "import os\nnet = os.path.join(folder, 'epoch_20.pth')\n", 2),
        ("app.py", "# epoch_20.pth is old\nimport torch\nmodel = torch.load('checkpoints/epoch_20.pth')\n", 3),
        ("conf/net.yaml", "net:\n  checkpoint: checkpoints/epoch_20.pth\n", 2),
        ("run.sh", "python app.py \\\n  --checkpoint ./checkpoints/epoch_20.pth\n", 2),
    ],
)
def test_that_a_path_is_a_place_of_the_file_that_is_downloaded(tmp_path: Path, file: str, text: str, line: int) -> None:
    found = weights(tmp_path, {file: text})
    assert found["epoch_20.pth"] == {("download.sh", 1), (file, line)}
    assert not [name for name in found if "/" in name]


def test_that_a_file_without_a_name_at_its_address_is_known_by_what_it_is_kept_as(tmp_path: Path) -> None:
    found = weights(
        tmp_path, {"app.py": "import torch\nmodel = torch.load('weights/Face_Model.pth')\nx = 'face_model.pth'\n"}
    )
    assert found["face_model.pth"] == {("download.sh", 3), ("app.py", 3)}
    assert "weights/Face_Model.pth" not in found  # Spelled otherwise, it is still no second model.


def test_that_a_docstring_uses_nothing(tmp_path: Path) -> None:
    text = 'def f():\n    """Once took epoch_20.pth."""\n    return "checkpoints/epoch_20.pth"\n'
    assert weights(tmp_path, {"app.py": text})["epoch_20.pth"] == {("download.sh", 1), ("app.py", 3)}


@pytest.mark.parametrize("text", ["x = 'my_epoch_20.pth'\n", "x = 'epoch_20.pth.tmp'\n", "x = 'data.bin'\n"])
def test_that_another_name_is_no_place(tmp_path: Path, text: str) -> None:
    assert not [
        place for places in weights(tmp_path, {"app.py": text}).values() for place in places if place[0] == "app.py"
    ]

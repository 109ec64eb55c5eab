"""Rules of the house that no other tool checks."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The text files of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [REPOSITORY / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path.suffix not in (".png", ".bin", ".gguf", ".onnx", ".pkl")]


def test_that_no_package_registry_host_is_named(tracked: list[Path]) -> None:
    hosts = re.compile("|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "deb" + r"ian\.org")))
    named = [str(path) for path in tracked if hosts.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert named == []


def test_that_no_path_of_a_machine_is_named(tracked: list[Path]) -> None:
    home = re.compile("/wo" + "rk/(?:main|shared)")
    named = [str(path) for path in tracked if home.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert named == []


def test_that_no_module_is_too_long_to_be_one_question(tracked: list[Path]) -> None:
    modules = [path for path in tracked if path.suffix == ".py" and (REPOSITORY / "explorer") in path.parents]
    assert len(modules) > 100
    lengths = {str(path.relative_to(REPOSITORY)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_that_the_lock_file_pins_by_hash_and_names_no_index() -> None:
    text = (REPOSITORY / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"(?m)^[A-Za-z0-9_.-]+==\S+", text)
    assert len(pinned) > 40
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text

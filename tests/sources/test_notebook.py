"""What notebooks name: in their code, in lines for the shell, each at its cell and at its line of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explorer.domain.component import Component
from explorer.errors import InputError
from tests.sources.code_reading import named, scanned


def notebook(*cells: str, kind: str = "code") -> str:
    entries = [{"cell_type": kind, "metadata": {}, "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": entries, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}, indent=1)


def components(folder: Path, text: str) -> dict[str, Component]:
    claims = scanned(folder, {"a.ipynb": text})
    return {str(each.id): each for each in claims if isinstance(each, Component)}


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install -q torch==2.4.0",
        "%pip install torch==2.4.0",
        "out = !pip install torch==2.4.0",
        "%%bash\nset -e\npip install torch==2.4.0",
        "! pip install \\\n  -q \\\n  torch==2.4.0",
        "if True:\n    !pip install torch==2.4.0",
    ],
)
def test_that_what_a_cell_hands_to_the_shell_is_read_as_a_command(tmp_path: Path, cell: str) -> None:
    assert "pkg:pypi/torch@2.4.0" in components(tmp_path, notebook(cell))


def test_that_commands_do_not_hide_the_code_beside_them(tmp_path: Path) -> None:
    text = notebook(
        "%load_ext autoreload\n!pip install \\\n  transformers\nfrom transformers import AutoModel",
        "%%bash\nls",
        'listing = !ls\nmodel = AutoModel.from_pretrained("BAAI/bge-m3")',
    )
    assert {each.lower() for each in named(tmp_path, text, "a.ipynb")} == {"pkg:huggingface/baai/bge-m3"}


def test_that_each_name_stands_at_its_cell_and_its_line_of_the_notebook_file(tmp_path: Path) -> None:
    text = notebook(
        "x = 1", 'from transformers import AutoModel\nAutoModel.from_pretrained("BAAI/bge-m3")', "!pip install torch"
    )
    lines = text.splitlines()
    for identity, wanted, cell in (
        ("pkg:huggingface/baai/bge-m3", "bge-m3", "cell 2"),
        ("pkg:pypi/torch", "torch", "cell 3"),
    ):
        found = {key.lower(): each for key, each in components(tmp_path, text).items()}[identity].evidence[0]
        assert found.line is not None
        assert wanted in lines[found.line - 1]
        assert cell in repr(found)


def test_that_text_cells_and_cells_in_other_languages_name_nothing(tmp_path: Path) -> None:
    prose = notebook('model = "openai/whisper-large-v3"\n!pip install torch', kind="markdown")
    other = notebook('%%javascript\nfetch("x").then(y => { model = "BAAI/bge-m3" })')
    assert not components(tmp_path, prose)
    assert not named(tmp_path, other, "b.ipynb")


def test_that_a_cell_that_is_half_written_does_not_hide_the_others(tmp_path: Path) -> None:
    text = notebook("def f(:", 'from transformers import AutoModel\nAutoModel.from_pretrained("BAAI/bge-m3")')
    assert {each.lower() for each in named(tmp_path, text, "a.ipynb")} == {"pkg:huggingface/baai/bge-m3"}


def test_that_a_file_without_cells_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no cells"):
        scanned(tmp_path, {"a.ipynb": "[]"})

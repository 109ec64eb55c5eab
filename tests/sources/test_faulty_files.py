"""Files with a fault in one place: the rest is read, and the fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import InputError
from explorer.sources import github_workflow
from explorer.sources.lined_yaml import yaml_as_far_as_possible
from explorer.sources.python_code.parsing import parse_as_far_as_possible
from tests.sources.model_reading import read
from tests.sources.package_reading import project_of

WORKFLOW = """name: build
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        include:
          - event: push
            model: 'dev', 'schnell'
    steps:
    - uses: actions/checkout@v4
    - uses: replicate/setup-cog@v2
"""


def test_that_a_line_that_is_no_yaml_hides_nothing_of_the_rest(tmp_path: Path) -> None:
    """YAML 1.2, 7.3.2: behind a quoted scalar no further text may follow; the steps below are what they are."""
    draft = read(tmp_path, {".github/workflows/a.yml": WORKFLOW}, github_workflow.SOURCE)
    assert draft.components["pkg:github/replicate/setup-cog@v2"].evidence[0].line == 13
    assert "pkg:github/actions/checkout@v4" in draft.components
    assert [(file, message) for file, _, message in draft.problems] == [
        (".github/workflows/a.yml", ".github/workflows/a.yml is not valid YAML at line 10.")
    ]


def test_that_a_file_that_is_no_yaml_in_many_lines_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- 'a' b\n" * 40, encoding="utf-8")
    documents = yaml_as_far_as_possible(project_of(tmp_path).files[0])
    with pytest.raises(InputError, match="not valid YAML at line 1"):
        next(documents)


@pytest.mark.parametrize("opened", ["configs = {\n    'a': f(1,\n", "configs = [\n    1,\n"])
def test_that_a_python_file_that_was_cut_off_is_read_to_its_end(opened: str) -> None:
    tree, fault = parse_as_far_as_possible(f'URL = "https://example.org/a.safetensors"\n{opened}', "a.py")
    assert len(tree.body) == 2
    assert fault is not None and "was never closed" in fault.message

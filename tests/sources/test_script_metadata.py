"""PEP 723: the packages that a script names in a comment."""

from __future__ import annotations

from explorer.domain.relation import Scope
from explorer.sources import script_metadata
from tests.sources.model_reading import SYSTEM, read, relation

SOURCE = script_metadata.SOURCE
SCRIPT = """#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "rich==13.7.0", "my-tool @ file:.",
# ]
# ///
import requests
"""


def test_that_each_package_stands_on_its_line(tmp_path):
    draft = read(tmp_path, {"examples/tool.py": SCRIPT}, SOURCE)
    found = {each.id: each.evidence[0].line for each in draft.components.values()}
    assert found["pkg:pypi/requests"] == 5
    assert found["pkg:pypi/rich@13.7.0"] == 6
    assert relation(draft, SYSTEM, "pkg:pypi/requests").scope is Scope.EXAMPLE


def test_that_other_comments_are_no_metadata(tmp_path):
    text = "# /// other\n# dependencies = ['requests']\n# ///\nx = '# /// script'\n"
    assert not read(tmp_path, {"tool.py": text}, SOURCE).components


def test_that_metadata_that_is_no_toml_is_a_problem(tmp_path):
    draft = read(tmp_path, {"tool.py": "# /// script\n# dependencies = [\n# ///\n"}, SOURCE)
    assert list(draft.problems) == [("tool.py", 2, "The metadata of the script is no TOML.")]

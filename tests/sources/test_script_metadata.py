"""Packages that a single script says that it needs."""

from __future__ import annotations

from pathlib import Path

from explorer.domain.claim import Problem
from explorer.domain.component import Component
from explorer.sources.script_metadata import SOURCE
from tests.sources.package_reading import project_of

SCRIPT = """# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "rich==13.9.4",
# ]
# ///

import requests
"""


def _read(folder: Path, text: str) -> dict[str, int | None]:
    """Each package with its line, or each problem with its own."""
    (folder / "app.py").write_text(text, encoding="utf-8")
    project = project_of(folder)
    claims = [claim for file in project.files for claim in SOURCE.read(file, project)]
    problems: dict[str, int | None] = {
        each.message.partition(":")[0]: each.line for each in claims if isinstance(each, Problem)
    }
    return problems | {each.id: each.evidence[0].line for each in claims if isinstance(each, Component)}


def test_that_the_example_of_the_specification_is_read(tmp_path: Path) -> None:
    """PEP 723, Example; packaging specification, Inline script metadata."""
    assert _read(tmp_path, SCRIPT) == {"pkg:pypi/requests": 4, "pkg:pypi/rich@13.9.4": 5}


def test_that_extras_belong_to_the_package(tmp_path: Path) -> None:
    text = '# /// script\n# dependencies = ["pydantic-ai-slim[openai]", "numpy"]\n# ///\n'
    assert _read(tmp_path, text) == {"pkg:pypi/pydantic-ai-slim": 2, "pkg:pypi/numpy": 2}


def test_that_other_blocks_and_unclosed_ones_say_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, SCRIPT.replace("/// script", "/// other")) == {}
    assert _read(tmp_path, SCRIPT.replace("# ///\n\n", "\n")) == {}


def test_that_a_broken_block_is_a_problem_at_its_line(tmp_path: Path) -> None:
    assert _read(tmp_path, '# /// script\n# dependencies = ["a"\n# ///\n') == {
        "The script's metadata is not valid TOML": 2
    }


def test_that_a_servers_packages_are_read(tmp_path: Path) -> None:
    """MCP Python SDK, FastMCP: what the server needs when it is deployed."""
    text = 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("App", dependencies=[\n    "pandas>=2",\n    "Pillow"])\n'
    assert _read(tmp_path, text) == {"pkg:pypi/pandas": 3, "pkg:pypi/pillow": 4}

"""Tools that JSON describes to a model are found where each is named, in the form of every provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan

SCHEMA = '{"type": "object", "properties": {"city": {"type": "string"}}}'
MCP = f"""[
  {{
    "name": "weather",
    "description": "The weather of a city",
    "inputSchema": {SCHEMA}
  }},
  {{ "name": "tides",
    "description": "Of a harbour", "input_schema": {SCHEMA} }}
]
"""
FORMS = (
    (MCP, {"weather": 3, "tides": 7}),
    (f'{{"tools": [{{"type": "function", "function":\n {{"name": "a", "description": "d", "parameters": {SCHEMA}}}}}]}}', {"a": 2}),
    (f'{{"tools": [\n{{"toolSpec": {{"name": "b", "description": "d", "inputSchema": {{"json": {SCHEMA}}}}}}}]}}', {"b": 2}),
    ('{"functions": [{"name": "c", "description": "d", "parameters": {"city": {"type": "string"}}}]}', {"c": 1}),
    ('[{"functionDeclarations": [{"name": "e", "description": "d", "parameters": {"type": "OBJECT"}}]}]', {"e": 1}),
    ('{"name": "lambda", "description": "a package", "dependencies": {"x": "1"}}', {}),
    ('[{"name": "person", "description": "no schema"}, 5, {"name": 6, "description": "", "parameters": {}}]', {}),
    ('{"name": "transfer", "type": "function", "inputs": []}', {}),
)  # fmt: skip


def tools_in(folder: Path) -> dict[str, int | None]:
    """The line of each tool by its name."""
    snapshot = scan([str(folder)], "app")
    return {each.name: each.evidence[0].line for each in snapshot.components if each.kind is Kind.TOOL}


@pytest.mark.parametrize(("text", "found"), FORMS)
def test_that_the_tools_of_every_form_are_found_at_their_names(
    tmp_path: Path, text: str, found: dict[str, int]
) -> None:
    (tmp_path / "forecast-tools.json").write_text(text)
    assert tools_in(tmp_path) == found


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("tools/weather.json", True),
        ("tool_schemas/weather.json", True),
        ("functions.json", True),
        ("toolbar.json", False),
        ("data/weather.json", False),
    ],
)
def test_that_only_files_that_speak_of_tools_are_read(tmp_path: Path, path: str, is_read: bool) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(MCP)
    assert bool(tools_in(tmp_path)) == is_read


def test_that_two_tools_of_one_name_in_two_files_are_two(tmp_path: Path) -> None:
    for name in ("a-tools.json", "b-tools.json"):
        (tmp_path / name).write_text(MCP)
    snapshot = scan([str(tmp_path)], "app")
    assert sum(each.kind is Kind.TOOL for each in snapshot.components) == 4

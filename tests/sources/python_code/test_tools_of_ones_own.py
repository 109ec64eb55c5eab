"""Tools that are classes of the project itself, with or without a framework below them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import found


def _tools(folder: Path, files: dict[str, str]) -> set[str]:
    return {each.name for each in found(folder, files).values() if each.id.startswith("tool:")}


BASE = {"tools/base.py": "class BaseTool:\n    name: str\n    description: str\n"}
IMPORT = "from .base import BaseTool\n"


def test_that_a_class_below_a_tool_class_of_the_project_is_a_tool(tmp_path: Path) -> None:
    code = f"{IMPORT}class Bash(BaseTool):\n    name: str = 'bash'\n    description: str = 'Runs a command.'\n"
    assert _tools(tmp_path, {**BASE, "tools/bash.py": code}) == {"bash"}


def test_that_the_class_between_need_not_be_the_frameworks(tmp_path: Path) -> None:
    code = (
        "from langchain_core.tools import BaseTool\nclass Shared(BaseTool):\n    name: str = 'shared'\n"
        "class Search(Shared):\n    name: str = 'search'\n"
    )
    assert _tools(tmp_path, {"app.py": code}) == {"shared", "search"}


def test_that_a_generic_base_is_the_same_base(tmp_path: Path) -> None:
    code = "from autogen_core.tools import BaseTool\nclass Sum(BaseTool[Args, Result]):\n    name = 'sum'\n"
    assert _tools(tmp_path, {"app.py": code}) == {"sum"}


@pytest.mark.parametrize(
    "call", ["ToolSpec(name='shell', desc='Runs.')", "Function(name='shell', description='Runs.', parameters=[])"]
)
def test_that_an_object_of_a_tool_class_of_the_project_is_a_tool(tmp_path: Path, call: str) -> None:
    kinds = "class ToolSpec: ...\nclass Function: ...\n"
    files = {"agent/kinds.py": kinds, "agent/shell.py": f"from agent.kinds import ToolSpec, Function\ntool = {call}\n"}
    assert _tools(tmp_path, files) == {"shell"}


@pytest.mark.parametrize(
    "code",
    [
        "class Hammer(BaseTool):\n    weight = 3\n",  # No framework, and nothing that a model could be told.
        "from elsewhere import Function\nf = Function(name='f', description='d')\n",
        "class Shop:\n    name = 'shop'\n    description = 'sells'\n",
    ],
)
def test_that_other_classes_are_no_tools(tmp_path: Path, code: str) -> None:
    assert _tools(tmp_path, {"app.py": code}) == set()


def test_that_a_tool_may_hand_its_name_to_the_class_above_or_say_it_by_a_property(tmp_path: Path) -> None:
    files = {
        "base.py": "class Tool:\n    def __init__(self, name, description): ...\n",
        "web.py": (
            "from base import Tool\n\nclass WebTool(Tool):\n    def __init__(self):\n"
            "        super().__init__(name='web_search', description='Searches the web.')\n"
        ),
        "file.py": (
            "from base import Tool\n\nclass FileTool(Tool):\n    @property\n    def name(self):\n        return 'read_file'\n"
            "    @property\n    def description(self):\n        return 'Reads a file.'\n"
        ),
    }
    assert set(found(tmp_path, files)) == {"tool:demo/web/web_search", "tool:demo/file/read_file"}


def test_that_a_tool_may_say_its_name_in_a_constant_of_its_class(tmp_path: Path) -> None:
    code = (
        "class NamedTool(BaseModel):\n    ...\n\nclass Search(NamedTool):\n    TOOL_FN_NAME = 'paper_search'\n"
        "    async def search(self): ...\n"
    )
    assert set(found(tmp_path, {"tools.py": code})) == {"tool:demo/tools/paper_search"}


def test_that_a_query_engine_is_a_tool_by_the_name_in_its_metadata(tmp_path: Path) -> None:
    """LlamaIndex, Tools: `QueryEngineTool` and `ToolMetadata` are wrappers, in its older and its newer package."""
    code = """from llama_index{place} import QueryEngineTool, ToolMetadata
tool = QueryEngineTool(
    query_engine=engine,
    metadata=ToolMetadata(name="filings", description="d"),
)
"""
    for number, place in enumerate((".tools", ".core.tools")):
        tools = found(tmp_path, {f"app{number}.py": code.replace("{place}", place)})
        assert [each.name for each in tools.values()] == ["filings"]
        assert {each.line for tool in tools.values() for each in tool.evidence} == {2, 4}


def test_that_a_method_of_a_librarys_tool_is_no_tool(tmp_path: Path) -> None:
    code = """from langchain_community.tools import WikipediaQueryRun
from llama_index.tools.yelp import YelpToolSpec
from crewai_tools import LlamaIndexTool
answer = WikipediaQueryRun().run("x")
tools = YelpToolSpec(api_key=key).to_tool_list()
wrapped = LlamaIndexTool.from_query_engine(engine, name="reports", description="d")
"""
    assert _tools(tmp_path, {"app.py": code}) == {"WikipediaQueryRun", "YelpToolSpec", "reports"}

"""MCP servers that code starts with a command."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.sources.python_code.script_paths import end_of_path
from tests.sources.code_reading import found, named, scanned

CODE = """from mcp import StdioServerParameters
parameters = StdioServerParameters(command="uvx", args=["run", "tools/own_server.py"])
"""


def test_that_a_server_that_is_a_script_is_known_by_its_file_and_is_no_package(tmp_path: Path) -> None:
    files = {"app.py": CODE}
    assert "mcp:own_server.py" in found(tmp_path, files)
    assert not any("pkg:pypi" in str(claim) for claim in scanned(tmp_path, files))


def test_that_a_server_from_a_registry_is_known_by_its_package(tmp_path: Path) -> None:
    code = CODE.replace('"run", "tools/own_server.py"', '"mcp-server-fetch==2025.1.17"')
    assert "mcp:mcp-server-fetch" in found(tmp_path, {"app.py": code})
    assert any("pkg:pypi/mcp-server-fetch@2025.1.17" in str(claim) for claim in scanned(tmp_path, {"app.py": code}))


def test_that_every_command_of_a_list_is_a_server(tmp_path: Path) -> None:
    code = 'from agno.tools.mcp import MultiMCPTools\nwith MultiMCPTools(["npx -y @acme/one", "npx @acme/two"]) as tools: ...\n'
    assert {"mcp:@acme/one", "mcp:@acme/two"} <= named(tmp_path, code)


def test_that_a_server_of_the_sdk_and_a_subclass_are_own_servers(tmp_path: Path) -> None:
    low = 'from mcp.server import Server\nserver = Server("weather")\n'
    assert any(identity.startswith("mcp:") and "weather" in identity for identity in named(tmp_path, low))
    assert named(tmp_path, 'from uvicorn import Server\nserver = Server("weather")\n', "b.py") == set()
    own = 'from fastmcp import FastMCP\nclass Mine(FastMCP):\n    def __init__(self, name: str = "search"): ...\n'
    assert any("search" in identity for identity in named(tmp_path, own, "c.py"))


def test_that_a_function_added_to_a_server_is_a_tool(tmp_path: Path) -> None:
    code = (
        'from fastmcp import FastMCP\nmcp = FastMCP("x")\ndef find(q: str) -> str: ...\n'
        'mcp.add_tool(find)\nmcp.tool(find, name="search-all")\n'
    )
    names = {identity.rpartition("/")[2] for identity in named(tmp_path, code) if identity.startswith("tool:")}
    assert {"find", "search-all"} <= names


def test_that_a_table_that_describes_a_function_is_a_tool_wherever_it_stands(tmp_path: Path) -> None:
    code = (
        "import openai\ndef tools():\n    return [\n"
        '        {"type": "function", "function": {"name": "look_up", "parameters": {}}}\n    ]\n'
    )
    assert any(identity.endswith("/look_up") for identity in named(tmp_path, code))
    assert (
        named(tmp_path, 'import openai\nchoice = {"type": "function", "function": {"name": "look_up"}}\n', "b.py")
        == set()
    )


def test_that_a_script_by_a_composed_path_is_known_by_its_file(tmp_path: Path) -> None:
    code = """import sys
from pathlib import Path
from mcp import StdioServerParameters
SCRIPT = str(Path(__file__).resolve().parent.parent / "mcp_server" / "server.py")
parameters = StdioServerParameters(command=sys.executable, args=[SCRIPT])
"""
    assert "mcp:server.py" in named(tmp_path, code)


def test_that_the_default_of_an_imitated_api_is_no_use(tmp_path: Path) -> None:
    """A server of speech that offers OpenAI's API takes OpenAI's name for whatever model it runs itself."""
    code = """from fastapi import FastAPI, Form
app = FastAPI()
@app.post("{route}")
async def transcribe(model: str = Form(default="whisper-1")): ...
"""
    assert named(tmp_path, code.replace("{route}", "/v1/audio/transcriptions")) == set()
    assert named(tmp_path, code.replace("{route}", "/speech")) == {"service:openai/whisper-1"}


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ('str(Path(__file__).resolve().parent / "servers" / "weather.py")', "weather.py"),
        ('os.path.join(os.path.dirname(__file__), "server.py")', "server.py"),
        ('Path("servers/math.py").absolute().as_posix()', "servers/math.py"),
        ('BASE + "/server.py"', "/server.py"),
        ('f"{BASE}/server.py"', "/server.py"),
        ('f"server.{ending}"', ""),
        ("find_server()", ""),
    ],
)
def test_in_what_a_composed_path_ends(code: str, end: str) -> None:
    assert end_of_path(ast.parse(code, mode="eval").body) == end


def test_that_a_server_of_this_machine_is_known_by_the_name_that_an_agent_gives_it(tmp_path: Path) -> None:
    """OpenAI Agents SDK, Model context protocol: each server may have a name; the port may only be known at run time."""
    code = """from agents.mcp import MCPServerStreamableHttp
URL = f"http://localhost:{free_port()}/mcp"
one = MCPServerStreamableHttp(name="Weather", params={"url": URL})
two = MCPServerStreamableHttp(name="Files", params={"url": "http://localhost:8000/mcp"})
"""
    assert named(tmp_path, code) == {"mcp:Weather", "mcp:Files"}


def test_that_a_server_from_elsewhere_is_known_by_where_it_is_and_keeps_its_name(tmp_path: Path) -> None:
    code = """from agents.mcp import MCPServerSse, MCPServerStdio
one = MCPServerSse(name="Docs", params={"url": "https://gitmcp.io/openai/codex"})
two = MCPServerStdio(name="Git", params={"command": "uvx", "args": ["mcp-server-git"]})
"""
    servers = found(tmp_path, {"app.py": code})
    named_so = {identity: each.attributes["configured as"] for identity, each in servers.items()}
    assert named_so == {"mcp:gitmcp.io/openai/codex": "Docs", "mcp:mcp-server-git": "Git"}


def test_that_a_connector_is_a_server_and_the_tool_around_it_is_none(tmp_path: Path) -> None:
    """OpenAI, Connectors and MCP servers: a connector has a label and an id in place of an address."""
    table = '{"type": "mcp", "server_label": "calendar", "connector_id": "connector_googlecalendar"}'
    agent = f"from agents import Agent, HostedMCPTool\nAgent(tools=[HostedMCPTool(tool_config={table})])\n"
    plain = f'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4.1", tools=[{table}])\n'
    assert named(tmp_path, agent) == {"mcp:calendar"}
    assert named(tmp_path, plain, "b.py") == {"mcp:calendar", "service:openai/gpt-4.1"}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ('command="npx", args=["-y", "@notionhq/notion-mcp-server"]', "@notionhq/notion-mcp-server"),
        ('command="uvx", args=["mcp-server-time", "--local-timezone=UTC"]', "mcp-server-time"),
        ('command="deno", args=["run", "-N", "jsr:@pydantic/mcp-run-python", "stdio"]', "@pydantic/mcp-run-python"),
        (
            'command="docker", args=["run", "-i", "ghcr.io/github/github-mcp-server"]',
            "ghcr.io/github/github-mcp-server",
        ),
    ],
)
def test_that_a_server_without_a_name_is_called_what_it_runs(tmp_path: Path, command: str, name: str) -> None:
    code = f"from mcp import StdioServerParameters, stdio_client\nstdio_client(StdioServerParameters({command}))\n"
    servers = [each for each in found(tmp_path, {"app.py": code}).values() if each.kind is Kind.MCP_SERVER]
    assert [each.name for each in servers] == [name]

"""MCP servers that code starts with a command."""

from __future__ import annotations

from pathlib import Path

from tests.sources.code_reading import found, scanned

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

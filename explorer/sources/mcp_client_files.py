"""Reads the MCP servers of clients that keep them in TOML or YAML: Codex, Goose, Continue, LibreChat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import Tree, read_yaml, text_at, value_at
from explorer.sources.mcp_configuration import server_claims
from explorer.sources.mcp_tables import as_usual
from explorer.sources.toml_lines import read_toml

_YAML_PATHS = re.compile(
    r"(?i)(^|/)(librechat[\w.-]*\.ya?ml|smithery\.ya?ml|\.?(goose|continue)/(.*/)?[\w.-]+\.ya?ml)$"
)
_TOML_PATHS = re.compile(r"(?i)(^|/)\.?codex/config[\w.-]*\.toml$")
_STARTS = ("command", "url", "serverUrl", "httpUrl")
_RUNNERS = frozenset({"npx", "uvx", "bunx", "pnpx", "pipx", "docker"})


class McpClientFilesSource:
    """MCP servers in settings that are not JSON."""

    name = "mcp-client"
    reads = (
        "MCP servers of Codex (config.toml), Goose, Continue and LibreChat (YAML); packages that smithery.yaml starts."
    )
    does_not_read = "Extensions that Goose itself carries, since nobody else provides them."

    def matches(self, path: PurePosixPath) -> bool:
        """`.codex/config.toml`, `librechat.yaml`, `smithery.yaml`, YAML under `.continue` and `goose`."""
        return bool(_YAML_PATHS.search(str(path)) or _TOML_PATHS.search(str(path)))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A component per server, related to what runs it."""
        is_smithery = file.name.lower().startswith("smithery")
        is_toml = file.path.suffix.lower() == ".toml"
        for name, settings, line in (_toml_servers if is_toml else _smithery if is_smithery else _yaml_servers)(file):
            usual = as_usual(settings)
            if any(usual.get(key) for key in _STARTS):
                yield from server_claims(self.name, name, usual, line, file, project)


def _toml_servers(file: ProjectFile) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    document, lines = read_toml(file)
    servers = document.get("mcp_servers")
    for name, settings in servers.items() if isinstance(servers, dict) else []:
        if isinstance(settings, dict):
            yield name, settings, lines.line_of("mcp_servers", name)


def _yaml_servers(file: ProjectFile) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    for document in read_yaml(file):
        for key in ("mcpServers", "extensions", "mcp_servers"):
            yield from _in_table(value_at(document, key))


def _in_table(table: Tree | None) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    if isinstance(table, dict):
        for name, settings in table.items():
            if isinstance(settings, dict):
                yield str(name), settings, name.line
    for each in table if isinstance(table, list) else []:
        title = text_at(each, "name")
        if title is not None:
            yield str(title), each, title.line


def _smithery(file: ProjectFile) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    """The command that a function of `smithery.yaml` gives back, where it starts a package that others publish."""
    for document in read_yaml(file):
        function = text_at(document, "startCommand", "commandFunction")
        command = re.search(r"command:\s*['\"]([^'\"]+)['\"]", function or "")
        arguments = re.search(r"args:\s*\[([^\]]*)\]", function or "")
        words = re.findall(r"['\"]([^'\"]+)['\"]", arguments.group(1)) if arguments else []
        if function is not None and command is not None and command.group(1) in _RUNNERS:
            yield words[-1] if words else command.group(1), {"command": command.group(1), "args": words}, function.line


SOURCE = McpClientFilesSource()

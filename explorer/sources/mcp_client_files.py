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
from explorer.sources.toml_lines import read_toml

_YAML_PATHS = re.compile(r"(?i)(^|/)(librechat[\w.-]*\.ya?ml|\.?(goose|continue)/(.*/)?[\w.-]+\.ya?ml)$")
_TOML_PATHS = re.compile(r"(?i)(^|/)\.?codex/config[\w.-]*\.toml$")
_STARTS = ("command", "url", "serverUrl", "httpUrl")


class McpClientFilesSource:
    """MCP servers in settings that are not JSON."""

    name = "mcp-client"
    reads = "MCP servers of Codex (config.toml), Goose, Continue and LibreChat (YAML)."
    does_not_read = "Extensions that Goose itself carries, since nobody else provides them."

    def matches(self, path: PurePosixPath) -> bool:
        """`.codex/config.toml`, `librechat.yaml`, YAML under `.continue` and `goose`."""
        return bool(_YAML_PATHS.search(str(path)) or _TOML_PATHS.search(str(path)))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A component per server, related to what runs it."""
        found = _toml_servers(file) if file.path.suffix.lower() == ".toml" else _yaml_servers(file)
        for name, settings, line in found:
            usual = _as_usual(settings)
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


def _as_usual(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under the words that most clients use; Goose says `cmd`, `uri` and `enabled: false`."""
    usual: dict[str, Any] = {str(key): value for key, value in settings.items()}
    for own, common in (("cmd", "command"), ("uri", "url")):
        if own in usual:
            usual.setdefault(common, usual.pop(own))
    if str(usual.get("enabled", "")).lower() == "false" or str(usual.get("disabled", "")).lower() == "true":
        usual["disabled"] = True
    return usual


SOURCE = McpClientFilesSource()

"""MCP servers in settings of any kind: a table or list under `mcpServers`, `mcp_servers` or `mcp.servers`, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.knowledge.model_names import snake_case
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, opened, text_at, value_at
from explorer.sources.mcp_configuration import server_claims, with_target

_TABLES = frozenset({"mcp_servers", "mcpservers", "mcp_server_configs", "model_context_protocol_servers"})
_SPRING_TRANSPORTS = ("sse", "streamable-http", "stdio")
"""Keys of `spring.ai.mcp.client` below which the connections stand (Spring AI, MCP client)."""
_NAME, _VALUE = LinedText("name", 0), LinedText("value", 0)


def mcp_table_claims(tree: Tree, source: str, file: ProjectFile, project: Project) -> Iterator[Claim]:
    """A server for each entry that says how it is started or where it answers."""
    for name, settings, line in _entries(tree):
        usual = as_usual(settings)
        if any(usual.get(key) for key in ("command", "url")):
            yield from server_claims(source, name, usual, line, file, project)


def as_usual(settings: Mapping[Any, Any]) -> dict[str, Any]:
    """The settings under the words that most clients use; `transport: {…}` and `deployment: {…}` are opened."""
    usual: dict[str, Any] = {str(key): value for key, value in settings.items()}
    for inner in ("transport", "deployment", "params", "connection"):
        opened = usual.get(inner)
        if isinstance(opened, dict):
            usual = {**{str(key): value for key, value in opened.items()}, **usual}
    usual = with_target(usual)
    for own, common in (
        ("cmd", "command"),
        ("uri", "url"),
        ("baseUrl", "url"),
        ("server_url", "url"),
        ("serverUrl", "url"),
    ):
        if own in usual:
            usual.setdefault(common, usual.pop(own))
    is_off = str(usual.get("enabled", "")).lower() == "false" or str(usual.get("disabled", "")).lower() == "true"
    return {**usual, "disabled": True} if is_off else usual


def _entries(tree: Tree) -> Iterator[tuple[str, dict[LinedText, object], int]]:
    waiting: list[Tree] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
            for each in node:
                name, _, value = each.partition("=") if isinstance(each, LinedText) else ("", "", "")
                if isinstance(each, LinedText) and snake_case(name) in _TABLES:
                    yield from _in_table(opened(LinedText(value, each.line)))
        elif isinstance(node, dict):
            named = node.get(_NAME)
            if isinstance(named, LinedText) and snake_case(named) in _TABLES:
                yield from _in_table(opened(node.get(_VALUE, "")))
            for key, value in node.items():
                if snake_case(key) in _TABLES:
                    yield from _in_table(opened(value))
                elif key == "mcp":
                    yield from _in_table(value_at(value, "servers"))
                    for transport in _SPRING_TRANSPORTS:
                        yield from _in_table(value_at(value, "client", transport, "connections"))
            waiting += reversed(list(node.values()))


def _in_table(table: Tree | None) -> Iterator[tuple[str, dict[LinedText, object], int]]:
    for name, settings in table.items() if isinstance(table, dict) else ():
        if isinstance(settings, dict):
            yield str(name), settings, name.line
    for each in table if isinstance(table, list) else ():
        title = text_at(each, "name") or text_at(each, "id")
        if title is None and isinstance(each, dict):
            title = next((found for key in ("command", "url") if (found := _first_text(each, key)) is not None), None)
        if title is not None:
            yield str(title), each, title.line


def _first_text(entry: dict[LinedText, object], key: str) -> LinedText | None:
    """The text under a key, directly or in the table of the transport."""
    return text_at(entry, key) or text_at(entry, "transport", key)

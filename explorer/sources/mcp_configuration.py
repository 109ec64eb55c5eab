"""Reads MCP client configurations: each server, and the package, image or address behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.identity import hub_id, mcp_id
from explorer.sources.claims import used_by
from explorer.sources.commands import split_words
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.lined_yaml import LinedText, read_yaml, value_at
from explorer.sources.mcp_commands import started_package
from explorer.sources.secrets import is_secret, redact

_NAMES = frozenset(
    """.mcp.json mcp.json mcp.jsonc claude_desktop_config.json cline_mcp_settings.json mcp_settings.json mcp_config.json
    mcp-config.json mcp-servers.json mcp_servers.json cursor-mcp.json opencode.json opencode.jsonc .claude.json crush.json
    .crush.json gemini-extension.json mcpservers.json mcporter.json""".split()
)
_SHARED_NAMES = frozenset({"settings.json", "settings.local.json", "config.json", "plugin.json", "servers.json"})
_OPTIONAL_SERVERS = frozenset(
    {"opencode.json", "opencode.jsonc", ".claude.json", "crush.json", ".crush.json", "gemini-extension.json"}
)
"""Settings of clients that may well name no server."""
_CLIENT_FOLDERS = frozenset(
    {
        ".claude",
        ".claude-plugin",
        ".gemini",
        ".zed",
        ".continue",
        ".kiro",
        ".amazonq",
        ".windsurf",
        ".roo",
        ".vscode",
        ".cursor",
        "User",
        "mcphub",
    }
)
_SERVER_KEYS = ("mcpServers", "servers", "mcp_servers", "context_servers", "mcp-servers", "mcp")


_SAMPLE = re.compile(r"[._-](example|sample|template)(?=\.jsonc?$)")
"""A word in the name of a file that is to be copied and filled in: `mcp.example.json`."""
_ADDRESSES = ("url", "serverUrl", "httpUrl", "baseUrl")
MAX_SETTINGS_LINES = 30
"""How far below a server's name its package or address is looked for."""


class McpConfigurationSource:
    """MCP servers of every common client, in the shapes that they come in."""

    name = "mcp"
    reads = "MCP client configurations (JSON with or without comments) and mcp-agent's YAML."
    does_not_read = "What a server does; literal secrets are recognised, reported and never kept."

    def matches(self, path: PurePosixPath) -> bool:
        """`.mcp.json`, `mcp.json`, `mcp.example.json`, client settings, `mcp_agent.config.yaml`."""
        name = _plain_name(path)
        if (
            name in _NAMES
            or re.fullmatch(r"(mcp_agent|fast-?agent)(\.config[\w.]*)?\.ya?ml", name)
            or re.search(r"[._-]mcp\.jsonc?$", name)
        ):
            return True
        return name in _SHARED_NAMES and bool(_CLIENT_FOLDERS & set(path.parts))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A component per server, related to what runs it."""
        servers = list(_yaml_servers(file) if file.path.suffix in (".yaml", ".yml") else _json_servers(file))
        for name, settings, line in servers:
            yield from server_claims(self.name, name, settings, line, file, project)


def _plain_name(path: PurePosixPath) -> str:
    """The name of the file that is made from a sample; any other name as it is."""
    return _SAMPLE.sub("", path.name.lower())


def _json_servers(file: ProjectFile) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    document, text = read_json(file)
    tables = list(_tables(document))
    if not tables:
        if _plain_name(file.path) in _SHARED_NAMES | _OPTIONAL_SERVERS:
            return
        raise InputError(
            f"{file.path} holds no MCP servers under a known key.", "Expected `mcpServers`, `servers` or a list."
        )
    for table in tables:
        entries = table.items() if isinstance(table, dict) else ((each.get("name", ""), each) for each in table)
        for name, settings in entries:
            if isinstance(settings, dict):
                line = line_of_key(text, str(name)) or line_of_key(text, "name")
                yield str(name), settings, line


def _tables(document: Any) -> Iterator[Any]:
    """The tables or lists of servers of a document; for a bare table of servers, the document itself."""
    if isinstance(document, list):
        yield [each for each in document if isinstance(each, dict)]
        return
    if not isinstance(document, dict):
        return
    found = False
    projects = document.get("projects")  # Claude Code keeps servers of single projects beside those of the user.
    for project in projects.values() if isinstance(projects, dict) else []:
        inner = list(_tables(project)) if isinstance(project, dict) else []
        found = found or bool(inner)
        yield from inner
    experimental = document.get("experimental")  # Where Continue's older settings have them.
    listed = experimental.get("modelContextProtocolServers") if isinstance(experimental, dict) else None
    if isinstance(listed, list):
        found = True
        yield [_opened(each) for each in listed if isinstance(each, dict)]
    for key in _SERVER_KEYS:
        value = document.get(key)
        if isinstance(value, dict) and isinstance(value.get("servers"), dict):
            value = value["servers"]
        if isinstance(value, list):
            value = [each for each in value if isinstance(each, dict)]
        if isinstance(value, dict | list):
            found = True
            yield value
    if not found and any(isinstance(each, dict) and _is_server(each) for each in document.values()):
        yield document


def _opened(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with its transport opened, named after its command where it has no name."""
    inner = entry.get("transport")
    flat = {
        **(inner if isinstance(inner, dict) else {}),
        **{key: each for key, each in entry.items() if key != "transport"},
    }
    words = [str(flat.get("command", "")), *(str(each) for each in flat.get("args") or [])]
    return {"name": next((each for each in reversed(words) if each and not each.startswith("-")), ""), **flat}


def _is_server(entry: Mapping[str, Any]) -> bool:
    return any(isinstance(entry.get(key), str | list) for key in ("command", *_ADDRESSES))


def _yaml_servers(file: ProjectFile) -> Iterator[tuple[str, Mapping[str, Any], int | None]]:
    for document in read_yaml(file):
        servers = value_at(document, "mcp", "servers")
        for name, settings in servers.items() if isinstance(servers, dict) else []:
            line = name.line if isinstance(name, LinedText) else None
            yield str(name), with_target(settings) if isinstance(settings, dict) else {}, line


def with_target(settings: Mapping[Any, Any]) -> dict[Any, Any]:
    """The settings with fast-agent's `target`, an address or a command line, under the usual word for it."""
    target = settings.get("target")
    if not isinstance(target, str):
        return dict(settings)
    return {"url" if "://" in target.partition(" ")[0] else "command": target, **settings}


def server_claims(
    source: str, name: str, settings: Mapping[str, Any], line: int | None, file: ProjectFile, project: Project
) -> Iterator[Claim]:
    """One server by its settings, wherever they stand: the server, what runs it, and a problem for each literal secret.

    One without a `name` is called what it runs, or where it is.
    """
    command = _command(settings)
    address = next((str(settings[key]) for key in _ADDRESSES if settings.get(key)), "")
    shown = redact(" ".join(command)) or _without_query(address)
    found = evidence(source, file, line, f"{name}: {shown}" if name else shown, "server")
    secrets = list(_secret_places(settings, command, address))
    package = None if address else started_package(command, found)
    remote = address or _remote(command)
    by_package = package.name if package is not None and not remote else ""
    name = name or by_package or _without_query(remote) or shown
    identity = mcp_id(by_package or _place(remote) or name)
    attributes = {"configured as": name, "transport": "remote" if remote or "url" in settings else "local process"}
    if settings.get("disabled") is True:
        attributes["disabled"] = "yes"
    if secrets:
        attributes["secrets in file"] = "yes"
    if package is not None:
        attributes["pinned"] = package.attributes["pinned"]
    server = Component(identity, Kind.MCP_SERVER, name, "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(project.system, server, RelationKind.CALLS, scope_of_path(file.path))
    if package is not None:
        package = replace(package, evidence=_written(found, package.name, settings, line, file))
        kind = RelationKind.RUNS_ON if package.kind is Kind.CONTAINER_IMAGE else RelationKind.REQUIRES
        yield from used_by(server.id, package, kind)
    if remote:
        yield from operated_remotely(server.id, remote, *_written(found, remote, settings, line, file))
    if secrets:
        message = f"The MCP server “{name}” is given a literal secret ({', '.join(sorted(set(secrets)))})."
        yield Problem(
            source, str(file.path), line, message, "Move it to an environment variable and replace the secret."
        )


def _written(
    found: Evidence, wanted: str, settings: Mapping[str, Any], line: int | None, file: ProjectFile
) -> tuple[Evidence, ...]:
    """The server's place, and the one soon after it on which its package or address is written."""
    if line is None:
        return (found,)
    lines = file.read_text().splitlines()[line - 1 :][: MAX_SETTINGS_LINES + len(settings)]
    offset = next((number for number, each in enumerate(lines) if wanted and wanted in each), 0)
    return (found, replace(found, line=line + offset, text=redact(lines[offset].strip()))) if offset else (found,)


def _command(settings: Mapping[str, Any]) -> list[str]:
    """The words of the command line, whichever way they are split."""
    command, arguments = settings.get("command"), settings.get("args")
    words: list[str] = []
    if isinstance(command, list):
        words = [str(word) for word in command]
    elif isinstance(command, dict):
        return _command({"command": command.get("path") or command.get("command"), "args": command.get("args")})
    elif isinstance(command, str):
        words = split_words(command) if " " in command.strip() and not arguments else [command]
    if isinstance(arguments, list):
        words += [str(word) for word in arguments]
    elif isinstance(arguments, str):
        words += split_words(arguments)
    return words


_BRIDGE = re.compile(r"(?i)^(mcp-remote|supergateway|mcp-proxy|mcp-proxy-for-aws)\b")
_LOCAL = re.compile(
    r"(?i)127\.|0\.0\.0\.0$|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|host\.docker\.internal$|.*\.local$"
)


def _remote(command: Sequence[str]) -> str:
    """The address in `npx mcp-remote https://…` and its like: programs that only pass on to a server elsewhere."""
    if not any(_BRIDGE.search(word) for word in command):
        return ""
    return next((word for word in command if re.match(r"https?://|wss?://", word)), "")


def _place(address: str) -> str:
    """Host and path by which a remote server is known everywhere; empty for one that only this machine knows."""
    host = _host(address)
    if _is_local(host):
        return ""
    path = re.sub(r"^\w+://[^/?#]*|[?#].*$", "", address)
    parts: list[str] = []
    for part in path.split("/"):
        if len(part) > 32 or "$" in part or is_secret("", part):
            break  # More likely a key than a name.
        parts += [part] if part and part not in ("mcp", "sse", "http") else []
    return "/".join([host, *parts])


def _is_local(host: str) -> bool:
    """Whether a host means another thing on each machine: a loopback, a name without a domain, a private address."""
    return "." not in host or bool(_LOCAL.match(host))


def operated_remotely(server: ComponentId, address: str, *found: Evidence) -> Iterator[Claim]:
    """The host behind a remote server; nothing for one of this machine or its own network."""
    host = _host(address)
    if _is_local(host):
        return
    component = Component(
        hub_id(host), Kind.HUB, host, "", None, Knowledge.DECLARED, {"role": "remote MCP endpoint"}, found
    )
    yield component
    yield Relation(server, component.id, RelationKind.OPERATED_BY, evidence=found)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _without_query(address: str) -> str:
    return redact(address.partition("?")[0])


_ENVIRONMENTS = ("env", "headers", "environment", "envs", "http_headers")


def _secret_places(settings: Mapping[str, Any], command: Sequence[str], address: str) -> Iterator[str]:
    inner = settings.get("command")  # Zed keeps the environment in the table of the command.
    tables = [settings.get(name) for name in _ENVIRONMENTS]
    tables += [inner.get("env")] if isinstance(inner, dict) else []
    for table, values in zip((*_ENVIRONMENTS, "env"), tables, strict=False):
        for key, value in values.items() if isinstance(values, dict) else []:
            if isinstance(value, str) and is_secret(str(key), value):
                yield f"{table}.{key}"
    previous = ""
    for word in command:
        key, equals, value = word.partition("=")
        if is_secret(key if equals else previous if previous.startswith("-") else "", value if equals else word):
            yield "args"
        previous = word
    for key, value in re.findall(r"[?&]([\w.-]+)=([^&]+)", address):
        if is_secret(key, value):
            yield f"url {key}"


SOURCE = McpConfigurationSource()

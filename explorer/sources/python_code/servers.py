"""MCP servers that code starts, speaks with, or is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import mcp_id
from explorer.knowledge.agent_tools import server_words
from explorer.sources.claims import used_by
from explorer.sources.mcp_configuration import server_claims
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.parsing import callable_name, default_of, entries_of, keyword_value, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.python_code.script_paths import end_of_path

_GIVEN = ("mcp_servers", "mcpServers", "mcp_server_configs")
"""Arguments that hand over servers."""
_ADDRESSES = ("url", "server_url", "serverUrl", "httpUrl")
_KEYS = ("command", "args", *_ADDRESSES)
_ADDRESS = re.compile(r"(https?|wss?)://")
_SAYS_NOTHING = re.compile(
    r"(?i)((my|the)[_-])?(local|remote|default|main|test|mcp|server|client|tools?|stdio|sse|http)([_-]server)?"
)
"""A name by which a client tells its connections apart, and that means another server in every program."""


class ServerReader:
    """Reads constructors of MCP clients and servers; only in modules that import a framework that has them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        names = reading.module.names.imports.values()
        of_protocol = any("mcp" in re.split(r"[._]", dotted.lower()) for dotted in names)
        self._is_near = of_protocol or bool(reading.roots & server_words("frameworks"))

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """The server that a call starts or speaks with."""
        if not self._is_near:
            return
        last = callable_name(call.func).rpartition(".")[2]
        for keyword in call.keywords:
            if keyword.arg in _GIVEN:
                yield from self._given(keyword.value, scope)
        if last == "Client" and call.args and self._is_of(call.func, "fastmcp"):
            yield from self._given(call.args[0], scope)
        if last in server_words("own") or (
            last in server_words("own_of_mcp") and any(self._is_of(call.func, each) for each in ("mcp", "mcp_use"))
        ):
            yield from self._own(call, scope)
        elif last in server_words("classes"):
            named = keyword_value(call, "name") if last not in server_words("settings") else None
            title = self._reading.text(named, scope)
            yield from self._one(self._settings(call, scope), title, call.lineno, self._reading.module)
        elif last in server_words("lists") or (last == "MCP" and self._is_of(call.func, "praisonaiagents")):
            yield from self._commands(call, scope)
        elif last in server_words("methods") and isinstance(call.func, ast.Attribute):
            yield from self._connected(call, scope)
        elif last in server_words("functions") and call.args:
            address = self._reading.text(call.args[0], scope)
            if "://" in address:
                yield from self._one({"url": address}, "", call.lineno, self._reading.module)
        elif last in {name.rpartition(".")[2] for name in server_words("tables")} and call.args:
            yield from self._table(call.args[0], scope)

    def _given(self, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        """Servers as an address, as a table by name, or as a list of tables."""
        for origin in self._reading.evaluator.origins.of(node, scope, self._reading.module):
            if isinstance(origin.node, ast.Dict):
                yield from self._table(origin.node, origin.scope)
            for part in origin.node.elts if isinstance(origin.node, ast.List | ast.Tuple) else ():
                if isinstance(part, ast.Dict):
                    settings = self._plain(part, origin.scope, origin.module)
                    yield from self._one(settings, str(settings.get("name", "")), part.lineno, origin.module)
        for value in self._reading.texts(node, scope) if not isinstance(node, ast.List | ast.Dict) else ():
            if _ADDRESS.match(value.text):
                yield from self._one({"url": value.text}, "", value.line, value.module)

    def subclass(self, owner: ast.ClassDef, inner: Scope) -> Iterator[Claim]:
        """`class MyServer(FastMCP)`: a server that the project itself is, by the default of its `name`."""
        bases = {callable_name(base).rpartition(".")[2] for base in owner.bases}
        if not self._is_near or not bases & server_words("own"):
            return
        for function in owner.body:
            if isinstance(function, ast.FunctionDef) and function.name == "__init__":
                default = default_of(function, "name")
                name = self._reading.text(default, inner) if default is not None else ""
                if name:
                    yield from self._one_of_ours(name, default.lineno if default is not None else owner.lineno)

    def _is_of(self, func: ast.expr, package: str) -> bool:
        """Whether a general name such as `Server` was imported from this package."""
        written = callable_name(func)
        dotted = self._reading.module.names.imports.get(written.partition(".")[0], "")
        return dotted.startswith(f"{package}.") or written.startswith(f"{package}.")

    def entries(self, table: ast.Dict, scope: Scope) -> Iterator[Claim]:
        """`{"mcpServers": {name: {…}}}` as a literal."""
        for key, value in zip(table.keys, table.values, strict=True):
            if text_of(key) in ("mcpServers", "mcp_servers") and isinstance(value, ast.Dict):
                yield from self._table(value, scope)
        if text_of(entries_of(table).get("type")) == "mcp":  # A server that the provider speaks with itself.
            settings = self._plain(table, scope, self._reading.module)
            yield from self._one(settings, "", table.lineno, self._reading.module)

    def _commands(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`MultiMCPTools(["npx -y …", …], urls=[…])`: whole command lines and addresses."""
        listed = keyword_value(call, "commands") or (call.args[0] if call.args else None)
        for key, node in (("command", listed), ("url", keyword_value(call, "urls", "url"))):
            for value in self._reading.texts(node, scope):
                is_address = _ADDRESS.match(value.text)
                yield from self._one({"url" if is_address else key: value.text}, "", value.line, value.module)

    def _connected(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`client.connect_sse("math", url="http://…")`, `client.connect_stdio(server_name="math", command=…, args=[…])`."""
        settings = self._settings(call, scope)
        texts = [settings.pop("command", ""), *(self._reading.text(each, scope) for each in call.args)]
        if keyword_value(call, "command") is not None:
            settings["command"] = texts[0]
        address = next((text for text in texts if _ADDRESS.match(text)), "")
        if address:
            settings.setdefault("url", address)
        name = self._reading.text(keyword_value(call, "server_name", "name", "server_id", "server_label"), scope)
        name = name or next((text for text in texts[1:] if text and text not in settings.values()), "")
        title = "" if _SAYS_NOTHING.fullmatch(name) else name
        lines = [call.lineno, *(each.value.lineno for each in call.keywords if each.arg in _KEYS)]
        yield from self._one(settings, title, lines[-1] if not title else lines[0], self._reading.module)

    def _settings(self, call: ast.Call, scope: Scope) -> dict[str, Any]:
        settings: dict[str, Any] = {}
        for key in _KEYS:
            node = keyword_value(call, key)
            if key == "command" and node is None and call.args:
                node = call.args[0]
            if node is not None:
                settings[key] = self._setting(key, node, scope)
        for inner in ("params", "server_params", "connection_params", "tool_config"):
            node = keyword_value(call, inner)
            for origin in (
                self._reading.evaluator.origins.of(node, scope, self._reading.module) if node is not None else ()
            ):
                if isinstance(origin.node, ast.Dict):
                    settings |= self._plain(origin.node, origin.scope, origin.module)
        return settings

    def _setting(self, key: str, node: ast.expr, scope: Scope) -> str | list[str]:
        if key == "args":
            return self._words(node, scope)
        return self._word(node, scope, self._reading.module) if key == "command" else self._reading.text(node, scope)

    def _words(self, node: ast.expr, scope: Scope) -> list[str]:
        for origin in self._reading.evaluator.origins.of(node, scope, self._reading.module):
            if isinstance(origin.node, ast.List | ast.Tuple):
                words = (self._word(each, origin.scope, origin.module) for each in origin.node.elts)
                return [word for word in words if word]
        return []

    def _word(self, node: ast.expr, scope: Scope, module: Module) -> str:
        """One word of a command: a text, the file in which a composed path ends, or the interpreter that runs the code."""
        if callable_name(node) == "sys.executable":
            return "python"
        if found := self._reading.evaluator.texts(node, scope, module):
            return found[0].text
        ends = (end_of_path(origin.node) for origin in self._reading.evaluator.origins.of(node, scope, module))
        return next((end for end in ends if end), "")

    def _table(self, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        for origin in self._reading.evaluator.origins.of(node, scope, self._reading.module):
            if not isinstance(origin.node, ast.Dict):
                continue
            entries = dict(self._entries(origin.node))
            if entries.keys() & {"command", "url"}:
                settings = self._plain(origin.node, origin.scope, origin.module)
                yield from self._one(settings, str(settings.get("name", "")), origin.node.lineno, origin.module)
                continue
            if isinstance(entries.get("mcpServers"), ast.Dict):
                yield from self._table(entries["mcpServers"], origin.scope)
                continue
            for name, value in entries.items():
                if isinstance(value, ast.Dict):
                    settings = self._plain(value, origin.scope, origin.module)
                    yield from self._one(settings, name, value.lineno, origin.module)

    def _plain(self, table: ast.Dict, scope: Scope, module: Module) -> dict[str, Any]:
        """A literal dictionary as the settings of a server; what is not written out is left out."""
        plain: dict[str, Any] = {}
        for key, value in self._entries(table):
            if isinstance(value, ast.List | ast.Tuple):
                words = (self._word(each, scope, module) for each in value.elts)
                plain[key] = [word for word in words if word]
            elif isinstance(value, ast.Dict):
                plain[key] = self._plain(value, scope, module)
            elif key in _ADDRESSES:
                plain[key] = next((each.text for each in self._reading.evaluator.texts(value, scope, module)), "")
            elif text := self._word(value, scope, module):
                plain[key] = text
        if plain.get("server_url"):
            plain["url"] = plain["server_url"]
        return plain

    def _entries(self, table: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
        for key, value in zip(table.keys, table.values, strict=True):
            if (name := text_of(key)) is not None:
                yield name, value

    def _one(self, settings: dict[str, Any], name: str, line: int, module: Module) -> Iterator[Claim]:
        if settings.get("server_url"):
            settings["url"] = settings["server_url"]
        name = name or str(settings.get("server_label") or "")
        if not any(settings.get(key) for key in ("command", *_ADDRESSES)) and not (name and _is_reached(settings)):
            return
        title = name or _script(settings)
        yield from server_claims(self._reading.source, title, settings, line, module.file, self._reading.project)

    def _own(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """A server that the project itself is."""
        name = self._reading.text(keyword_value(call, "name") or (call.args[0] if call.args else None), scope)
        if name:
            yield from self._one_of_ours(name, call.lineno)

    def _one_of_ours(self, name: str, line: int) -> Iterator[Claim]:
        found = self._reading.evidence(line, "server")
        identity = mcp_id(f"{self._reading.system.partition(':')[2]}/{name}")
        attributes = {"own code": "yes"}
        server = Component(identity, Kind.MCP_SERVER, name, "", None, Knowledge.DECLARED, attributes, (found,))
        yield from used_by(self._reading.system, server, RelationKind.CALLS, self._reading.scope)


def _is_reached(settings: dict[str, Any]) -> bool:
    """Whether a server has an address that is only known at run time, or is a connector that the provider itself runs."""
    return "connector_id" in settings or not settings.keys().isdisjoint(_ADDRESSES)


def _script(settings: dict[str, Any]) -> str:
    """The file that a server's command runs, which says more than the program that runs it."""
    words = settings.get("args")
    listed = [str(word) for word in words] if isinstance(words, list) else []
    return next((word.rsplit("/", 1)[-1] for word in listed if re.fullmatch(r"[\w./-]+\.(py|[cm]?[jt]s)", word)), "")

"""Tools that a file gives to a model, MCP servers that it is, starts or speaks with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import mcp_id, slug
from explorer.knowledge.model_names import snake_case
from explorer.knowledge.npm_sdks import gives_tools, npm_words, ready_made_tool
from explorer.sources.claims import used_by
from explorer.sources.mcp_configuration import server_claims
from explorer.sources.own_tool import own_tool_claims
from explorer.sources.script_code.reading import Reading
from explorer.sources.script_code.structure import (
    Call,
    Value,
    arguments,
    bracket_end,
    chain_before,
    literal,
    maker,
    plain,
)
from explorer.sources.script_code.tokens import Sort, Token

_MCP = re.compile(r"mcp|modelcontextprotocol", re.IGNORECASE)
_TOOL_NAME = re.compile(r"[A-Za-z][\w.:/-]{0,80}")
_SERVER_TABLES = frozenset({"mcpServers", "mcp_servers"})
_SCHEMAS = frozenset({"inputSchema", "input_schema"})
_GIVEN = _SCHEMAS | {"parameters", "args", "schema", "input"}
_RUNS = frozenset({"execute", "handler", "run", "invoke", "call", "callback", "tool", "func"})
"""A table with a name, a description, one of the given and one of these keys is a tool, whoever it is given to."""

_DECLARED = frozenset({"functionDeclarations", "function_declarations"})
_STARTS = ("command", "url", "serverUrl", "httpUrl")


def tool_claims(reading: Reading) -> Iterator[Claim]:
    """A tool for each registration; in a file that imports no package through which tools are given, only for a table that
    describes one and runs it."""
    seen: set[tuple[str, int]] = set()
    registered = (*_by_call(reading), *_by_class(reading)) if gives_tools(reading.packages) else ()
    registered = (*registered, *_ready_made(reading))
    for name, line, is_hosted in (*registered, *_by_table(reading)):
        if (name, line) not in seen and (is_hosted or _TOOL_NAME.fullmatch(name)):
            seen.add((name, line))
            yield from _tool(reading, name, line, is_hosted)


def _by_call(reading: Reading) -> Iterator[tuple[str, int, bool]]:
    """`server.tool("name", …)`, `new DynamicStructuredTool({ name: "x" })`, `weather: tool({ … })`."""
    for _, call in reading.calls:
        given = arguments(reading.found, call)
        first = given[0] if given else None
        first = _first_text(reading, call) or first
        name = reading.called(call)
        if name in npm_words("tools", "by_text") and isinstance(first, Token) and first.sort is Sort.TEXT:
            yield first.value, first.line, False
        elif {name, ".".join(call.chain[-2:])} & npm_words("tools", "by_table"):
            named = _named(reading, given)
            if named is not None:
                yield named.value, named.line, False
            elif name in npm_words("tools", "by_key") and isinstance(first, Mapping):
                opening = reading.found[call.opening]
                key = reading.places[call.opening - 1].key or maker(reading.found, call.opening - 1)
                if key and ("description" in first or "execute" in first):
                    yield key, opening.line, False


def _first_text(reading: Reading, call: Call) -> Token | None:
    """The text of a constant that is a call's first argument, at the line of the call: `registerTool(NAMES.search, …)`."""
    place = call.opening + 1
    values = {each.token.value for each in reading.given(place)} if reading.found[place].sort is Sort.WORD else set()
    return Token(Sort.TEXT, values.pop(), reading.found[place].line) if len(values) == 1 else None


def _ready_made(reading: Reading) -> Iterator[tuple[str, int, bool]]:
    """`new TavilySearch(…)`, `webSearchTool()`, `openai.tools.webSearch({})`, `{ googleSearch: {} }`."""
    for number, token in enumerate(reading.found[:-1]):
        if token.sort is not Sort.WORD:
            continue
        package, follows = reading.imported.get(token.value, ""), reading.found[number + 1].value
        title = ready_made_tool(token.value, package) if package and follows == "(" else ""
        words = chain_before(reading.found, number) if follows == "(" else []
        if len(words) == 3 and words[1] == "tools" and reading.providers.get(words[0]):
            title = snake_case(words[2])
        is_table = [each.value for each in reading.found[number + 1 : number + 3]] == [":", "{"]
        if (
            is_table
            and gives_tools(reading.packages)
            and token.value in npm_words("tools", "hosted_keys")
            and "tools" in reading.places[number].above[:1]
        ):
            title = snake_case(token.value)
        if title:
            yield title, token.line, True


def _named(reading: Reading, given: list[Value]) -> Token | None:
    """The text under `name`, `id` or `toolName` of the first table among the arguments."""
    for each in given:
        if isinstance(each, dict):
            inner = each.get("metadata")  # Of tools of LlamaIndex.TS.
            named = each.get("name") or each.get("id") or each.get("toolName")
            token = reading.named_by(named or (inner.get("name") if isinstance(inner, dict) else None))
            if token is not None:
                return token
    return None


def _by_table(reading: Reading) -> Iterator[tuple[str, int, bool]]:
    """`{ type: "function", function: { name } }`, `{ name, inputSchema }`, `{ name, description, execute }`, hosted tools."""
    is_agentic = gives_tools(reading.packages)
    for number, token in enumerate(reading.found):
        if token.value != "{" or token.sort is not Sort.SIGN:
            continue
        if number + 2 >= len(reading.found) or reading.found[number + 2].value not in (":", ","):
            continue
        table, _ = literal(reading.found, number, min(len(reading.found), number + 4_000))
        if not isinstance(table, dict):
            continue
        sort, inner = table.get("type"), table.get("function")
        kind = sort.value if isinstance(sort, Token) and sort.sort is Sort.TEXT else ""
        name = reading.named_by((inner if isinstance(inner, dict) else table).get("name"))
        is_described = "parameters" in (inner if isinstance(inner, dict) else table) or isinstance(inner, dict)
        is_tool = is_agentic and ((kind == "function" and is_described) or bool(_SCHEMAS & set(table)))
        above = reading.places[number + 1].above
        is_tool = is_tool or (bool(_DECLARED & set(above[:1])) and {"name", "description"} <= set(table))
        if name is None and above[1:2] == ("tools",) and "description" in table and (_GIVEN | _RUNS) & set(table):
            yield above[0], token.line, False  # `tools: { search: { description, inputSchema, execute } }`
        is_tool = is_tool or ("description" in table and bool(_GIVEN & set(table)) and bool(_RUNS & set(table)))
        if is_tool and name is not None:
            yield name.value, name.line, False
        elif is_agentic and kind in npm_words("tools", "hosted") and isinstance(sort, Token) and len(table) <= 6:
            yield kind, sort.line, True


def _by_class(reading: Reading) -> Iterator[tuple[str, int, bool]]:
    """`class Search extends StructuredTool { name = "search" … }`."""
    found = reading.found
    for number, token in enumerate(found):
        is_base = token.sort is Sort.WORD and token.value in npm_words("tools", "bases")
        if not is_base or found[number - 1].value != "extends" or number < 3 or found[number - 3].value != "class":
            continue
        for each in range(number, min(number + 200, len(found) - 2)):
            if found[each].value == "name" and reading.places[each + 2].key == "name":
                if found[each + 2].sort is Sort.TEXT:
                    yield found[each + 2].value, found[number - 2].line, False
                break
        else:
            yield found[number - 2].value, found[number - 2].line, False


def _tool(reading: Reading, name: str, line: int, is_hosted: bool) -> Iterator[Claim]:
    """One of the project's own, or one that a provider runs."""
    found = reading.at(line, "tool")
    if not is_hosted:
        yield from own_tool_claims(name, reading.file, reading.project, found, reading.scope)
        return
    identity = ComponentId(f"tool:{slug(name)}")
    tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"ready-made": "yes"}, (found,))
    yield from used_by(reading.project.system, tool, RelationKind.CALLS, reading.scope)


def mcp_claims(reading: Reading) -> Iterator[Claim]:
    """The MCP servers of a file, where it imports a package that has to do with them."""
    if not any(_MCP.search(each) for each in reading.packages) and not gives_tools(reading.packages):
        return
    for _, call in reading.calls:
        given, name = arguments(reading.found, call), reading.called(call)
        if (name in npm_words("servers", "own") and call.is_new) or call.chain[0] in npm_words("servers", "modules"):
            yield from _own(reading, call, given)
        elif name in npm_words("servers", "own_functions"):
            yield from _own(reading, call, given, is_sure=True)
        elif name in npm_words("servers", "clients"):
            yield from _client(reading, call, given)
        elif name in npm_words("servers", "tables"):
            yield from _table(reading, call.opening)
    for number, token in enumerate(reading.found[:-2]):
        is_given = token.value in _SERVER_TABLES and reading.found[number + 1].value in (":", "=")
        if is_given and reading.found[number + 2].value == "{":
            yield from _table(reading, number + 2)


def _own(reading: Reading, call: Call, given: list[Value], is_sure: bool = False) -> Iterator[Claim]:
    """A server that the project itself is; `is_sure` where the function makes nothing else."""
    name = _named(reading, given[:1])
    if name is None or not (is_sure or _MCP.search(reading.imported.get(call.chain[0], ""))):
        return
    identity = mcp_id(f"{reading.project.system.partition(':')[2]}/{name.value}")
    found = reading.at(name.line, "server")
    server = Component(
        identity, Kind.MCP_SERVER, name.value, "", None, Knowledge.DECLARED, {"own code": "yes"}, (found,)
    )
    yield from used_by(reading.project.system, server, RelationKind.CALLS, reading.scope)


def _client(reading: Reading, call: Call, given: list[Value]) -> Iterator[Claim]:
    line = reading.found[call.opening].line
    for each in given:
        if isinstance(each, Token) and "://" in each.value:
            yield from _one(reading, "", {"url": each.value}, line)
        elif isinstance(each, dict):
            settings = _as_mapping(plain(each))
            inner = _as_mapping(settings.get("transport"))
            yield from _one(reading, "", {**settings, **inner}, line)


def _table(reading: Reading, opening: int) -> Iterator[Claim]:
    """The servers within a bracket, each at its key: `wiki: { url: WIKI_URL }`, also where a choice spreads them."""
    for number in range(opening, bracket_end(reading.found, opening)):
        key, follows = reading.found[number], reading.found[number + 1 : number + 3]
        if key.sort is Sort.SIGN or [each.value for each in follows] != [":", "{"]:
            continue
        table, _ = literal(reading.found, number + 2)
        if isinstance(table, dict) and set(_STARTS) & set(table):
            texts = {name: reading.named_by(value) or value for name, value in table.items()}
            settings = {"url": ""} if "url" in table else {}  # Where it is computed, only its name is known.
            yield from _one(reading, key.value, {**settings, **_as_mapping(plain(texts))}, key.line)


def _one(reading: Reading, name: str, settings: Mapping[str, Any], line: int) -> Iterator[Claim]:
    settings = dict(settings)
    for own in ("fullCommand", "serverUrl", "server_url"):
        if isinstance(settings.get(own), str):
            settings["command" if own == "fullCommand" else "url"] = settings.pop(own)
    if name or any(isinstance(settings.get(key), str) and settings[key] for key in _STARTS):
        title = name or str(
            settings.get("name") or settings.get("serverLabel") or settings.get("command") or settings.get("url")
        )
        yield from server_claims(reading.source, title, settings, line, reading.file, reading.project)


def _as_mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}

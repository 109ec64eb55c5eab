"""Tools that code hands over in a list: functions, classes, tables that describe them, ready-made ones by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.knowledge.agent_tools import tool_words
from explorer.sources.python_code.definitions import Definitions
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.parsing import callable_name, entries_of, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.python_code.tool_claims import ToolClaims


class ToolListReader:
    """Reads `tools=[…]`, `bind_tools([…])` and literal descriptions of tools."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._claims = ToolClaims(reading)
        self._definitions = Definitions(reading.modules)

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """The tools in the lists that a call is given."""
        for keyword in call.keywords:
            if keyword.arg in tool_words("lists"):
                yield from self._listed(keyword.value, scope, keyword.arg)
        last = callable_name(call.func).rpartition(".")[2]
        if last in tool_words("list_calls"):
            for argument in call.args:
                yield from self._listed(argument, scope, last)

    def described(self, table: ast.Dict | ast.Call, is_agentic: bool) -> Iterator[Claim]:
        """A literal table that describes a function to a model, wherever it stands; OpenAI's form in any module."""
        names = entries_of(table).keys()
        if isinstance(specified := entries_of(table).get("toolSpec"), ast.Dict):  # As Amazon Bedrock takes it.
            yield from self._described(specified, self._reading.module, "toolSpec")
        is_plain = {"type", "function"} <= names or {"name", "input_schema"} <= names or {"type", "name"} == names
        if _is_function(table) or (is_agentic and is_plain) or ("name" in names and _says_what_it_takes(table)):
            yield from self._described(table, self._reading.module, "tools")
        pairs = zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ()
        for key, value in pairs:
            is_tool = "name" not in entries_of(value) and _says_what_it_takes(value)
            if key is not None and (name := text_of(key)) and is_tool:
                yield from self._claims.own(name, self._reading.module, [key.lineno], "tools")

    def _listed(self, node: ast.expr, scope: Scope, key: str) -> Iterator[Claim]:
        for origin in self._reading.evaluator.origins.of(node, scope, self._reading.module):
            if not isinstance(origin.node, ast.List | ast.Tuple | ast.Set | ast.Dict):
                continue
            parts = origin.node.values if isinstance(origin.node, ast.Dict) else origin.node.elts
            for part in parts:
                yield from self._part(part, origin.scope, origin.module, key)

    def _part(self, part: ast.expr, scope: Scope, module: Module, key: str) -> Iterator[Claim]:
        if isinstance(part, ast.Dict):
            yield from self._described(part, module, key)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and key in tool_words("lists_of_names"):
            yield from self._claims.ready_made(part.value, part.lineno, key, module)
        elif isinstance(part, ast.Name):
            yield from self.function(part, scope, module, key)
            yield from self._class(part, scope, module, key)
            yield from self._from_library(part, scope, module, key)
            for inner in self._reading.evaluator.origins.of(part, scope, module):
                if isinstance(inner.node, ast.Dict):
                    yield from self._described(inner.node, inner.module, key)

    def function(self, part: ast.Name, scope: Scope, module: Module, key: str) -> Iterator[Claim]:
        """A function of the project by its name; one that a decorator registers is read there."""
        if scope.lookup(part.id) is not None:
            return
        place, name = module, part.id
        dotted = module.names.imports.get(part.id)
        if dotted is not None:
            origin, _, name = dotted.rpartition(".")
            neighbour = self._reading.modules.imported(origin, module.file) if origin.strip(".") else None
            if neighbour is None:
                return
            place = neighbour
        for function, _, is_method in place.names.functions.get(name, []):
            registered = {
                callable_name(each.func if isinstance(each, ast.Call) else each).rpartition(".")[2]
                for each in function.decorator_list
            }
            if not is_method and not registered & tool_words("decorators"):
                also = self._reading.evidence(part.lineno, key, module) if part.lineno else None
                yield from self._claims.own(name, place, [function.lineno], f"{key}=", also)

    def _class(self, part: ast.Name, scope: Scope, module: Module, key: str) -> Iterator[Claim]:
        """A class of the project whose fields are the arguments that a model fills in: `bind_tools([GetWeather])`."""
        for home, place in self._definitions.class_named(part, scope, module):
            if isinstance(home.node, ast.ClassDef) and "name" not in home.bindings:  # Such a one is a tool by itself.
                also = self._reading.evidence(part.lineno, key, module)
                yield from self._claims.own(home.node.name, place, [home.node.lineno], f"{key}=", also)

    def _from_library(self, part: ast.Name, scope: Scope, module: Module, key: str) -> Iterator[Claim]:
        """A tool that a library of tools has ready under this name: `from strands_tools import calculator`."""
        dotted = module.names.imports.get(part.id, "")
        if scope.lookup(part.id) is None and any(dotted.startswith(f"{each}.") for each in tool_words("libraries")):
            yield from self._claims.ready_made(dotted.rpartition(".")[2], part.lineno, key, module)

    def _described(self, table: ast.Dict | ast.Call, module: Module, key: str) -> Iterator[Claim]:
        """`{"type": "function", "function": {"name": …}}`, `{"type": "web_search"}`, `{"name": …, "input_schema": …}`."""
        entries = entries_of(table)
        sort = text_of(entries.get("type"))
        if isinstance(entries.get("function"), ast.Dict):
            entries = entries_of(entries["function"])
        name = text_of(entries.get("name"))
        if sort in tool_words("hosted"):
            yield from self._claims.ready_made(str(sort), entries_of(table)["type"].lineno, key, module)
        elif name and (not entries.keys().isdisjoint(("parameters", "input_schema", "description"))):
            yield from self._claims.own(name, module, [entries["name"].lineno], f"{key}=")


def _is_function(table: ast.Dict | ast.Call) -> bool:
    """`{"type": "function", "function": {"name": …, "parameters": …}}`, which nothing but models is given."""
    entries = entries_of(table)
    inner = entries.get("function")
    keys = entries_of(inner).keys() if inner is not None else set()
    return text_of(entries.get("type")) == "function" and {"name", "parameters"} <= keys


def _says_what_it_takes(value: ast.expr) -> bool:
    """`{"description": …, "parameters": {"type": "object", …}}`: what a model is told of a function."""
    entries = entries_of(value)
    takes = entries_of(entries.get("parameters") or entries.get("input_schema") or ast.Constant(None))
    return "description" in entries and text_of(takes.get("type")) == "object"

"""Functions and classes that code registers as an agent's tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.knowledge.agent_tools import tool_words
from explorer.sources.claims import used_by
from explorer.sources.python_code.definitions import Definitions
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.parsing import callable_name, keyword_value, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope

_PURPOSES = ("description", "parameters", "inputs", "args_schema", "input_schema")
"""What a tool class says beside its name."""
_OWN_CLASS = re.compile(r"(?:[A-Z]\w*)?Tool(?:Spec|Definition|Schema)?|FunctionDefinition|Function")


class ToolReader:
    """Reads tool registrations; only in modules that import an agent framework or a provider's SDK."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._definitions = Definitions(reading.modules)
        self.is_agentic = bool(reading.roots & tool_words("frameworks"))

    def decorated(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Claim]:
        """A function under `@tool`, `@mcp.tool()`, `@function_tool` …"""
        for decorator in function.decorator_list:
            written = callable_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
            last = written.rpartition(".")[2]
            if last not in tool_words("decorators"):
                continue
            if "." not in written and not self._reading.roots & tool_words("plain_decorators"):
                continue
            named = text_of(keyword_value(decorator, "name")) if isinstance(decorator, ast.Call) else None
            found = [function.lineno, decorator.lineno]
            yield from self._own(named or function.name, self._reading.module, found, f"@{written}")
            return

    def subclass(self, owner: ast.ClassDef, scope: Scope) -> Iterator[Claim]:
        """A class below a framework's `BaseTool`, or below a tool class of the project that says its name and purpose."""
        said = _said_in(owner)
        is_described = text_of(said.get("name")) is not None and not said.keys().isdisjoint(_PURPOSES)
        bases = set(self._bases(owner, scope, self._reading.module, 3))
        is_tool = any(base in tool_words("bases") and (is_described or is_known) for base, is_known in bases)
        if is_tool or (is_described and any(base.endswith("Tool") for base, _ in bases)):
            name = text_of(said.get("name")) or owner.name
            yield from self._own(name, self._reading.module, [owner.lineno], f"class {owner.name}")

    def _bases(self, owner: ast.ClassDef, scope: Scope, module: Module, steps: int) -> Iterator[tuple[str, bool]]:
        """The last parts of the names of a class's bases and of theirs, and whether each stands beside a framework."""
        is_known = bool(self._reading.matcher.roots(module) & tool_words("plain_decorators"))
        for base in owner.bases:
            written = base.value if isinstance(base, ast.Subscript) else base
            yield callable_name(written).rpartition(".")[2], is_known
            for home, place in self._definitions.class_named(written, scope, module) if steps else ():
                if isinstance(home.node, ast.ClassDef) and home.node is not owner:
                    yield from self._bases(home.node, home, place, steps - 1)

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`Tool(name=…)`, `load_tools([…])`, and lists that are handed over as `tools=` or `functions=`."""
        written = callable_name(call.func)
        last = written.rpartition(".")[2]
        if self._is_of_a_framework(written) or self._is_described(call, scope, last):
            yield from self._constructed(call, scope, written)
        if not self.is_agentic:
            return
        if last in tool_words("adders") and "." in written and call.args:
            yield from self._added(call, scope, written)
        if last in tool_words("loaders") and call.args:
            for value in self._reading.texts(call.args[0], scope):
                yield from self._ready_made(value.text, value.line, last)
        for keyword in call.keywords:
            if keyword.arg in tool_words("lists"):
                yield from self._listed(keyword.value, scope, keyword.arg)

    def _is_of_a_framework(self, written: str) -> bool:
        """Whether a class of this name makes a tool in the framework that the module imports."""
        is_class = any(written == name or written.endswith("." + name) for name in tool_words("classes"))
        is_known = self._reading.roots & tool_words("plain_decorators")
        return is_class and bool(is_known) and not self._is_foreign(written)

    def _is_described(self, call: ast.Call, scope: Scope, last: str) -> bool:
        """Whether a tool class of the project is made with a name and a purpose: `ToolSpec(name=…, desc=…)`."""
        given = {keyword.arg for keyword in call.keywords}
        if not _OWN_CLASS.fullmatch(last) or "name" not in given or given.isdisjoint((*_PURPOSES, "desc")):
            return False
        return any(self._definitions.class_named(call.func, scope, self._reading.module))

    def _is_foreign(self, written: str) -> bool:
        """Whether a class comes from a package that is no agent framework, such as a database's `Function`."""
        module = self._reading.module
        dotted = module.names.imports.get(written.partition(".")[0], ".")
        if dotted.startswith(".") or dotted.partition(".")[0] in tool_words("frameworks"):
            return False
        return self._reading.modules.imported(dotted.rpartition(".")[0] or dotted, module.file) is None

    def _constructed(self, call: ast.Call, scope: Scope, written: str) -> Iterator[Claim]:
        name = self._reading.text(keyword_value(call, "name"), scope)
        function = keyword_value(call, "func", "fn", "function", "async_fn", "coroutine")
        if not name and function is None and call.args:
            function = call.args[0]
        if not name and isinstance(function, ast.Name):
            name = function.id
        if name:
            yield from self._own(name, self._reading.module, [call.lineno], written)

    def _added(self, call: ast.Call, scope: Scope, written: str) -> Iterator[Claim]:
        """`server.add_tool(search)`, `server.tool(search, name="find")`: a function that a method registers."""
        function = call.args[0]
        if not isinstance(function, ast.Name | ast.Attribute) or not self._reading.roots & tool_words(
            "plain_decorators"
        ):
            return
        name = self._reading.text(keyword_value(call, "name"), scope)
        if name:
            yield from self._own(name, self._reading.module, [call.lineno], written)
        elif isinstance(function, ast.Name):
            yield from self._function(function, scope, self._reading.module, written)

    def entries(self, table: ast.Dict) -> Iterator[Claim]:
        """A literal table that describes a function to a model, wherever it stands; OpenAI's form in any module."""
        names = {text_of(key) for key in table.keys if key is not None}
        if _is_function(table) or (
            self.is_agentic and ({"type", "function"} <= names or {"name", "input_schema"} <= names)
        ):
            yield from self._described(table, self._reading.module, "tools")

    def _listed(self, node: ast.expr, scope: Scope, key: str) -> Iterator[Claim]:
        for origin in self._reading.evaluator.origins.of(node, scope, self._reading.module):
            if not isinstance(origin.node, ast.List | ast.Tuple | ast.Set | ast.Dict):
                continue
            parts = origin.node.values if isinstance(origin.node, ast.Dict) else origin.node.elts
            for part in parts:
                if isinstance(part, ast.Name):
                    yield from self._function(part, origin.scope, origin.module, key)
                    for inner in self._reading.evaluator.origins.of(part, origin.scope, origin.module):
                        if isinstance(inner.node, ast.Dict):
                            yield from self._described(inner.node, inner.module, key)
                elif isinstance(part, ast.Dict):
                    yield from self._described(part, origin.module, key)

    def _function(self, part: ast.Name, scope: Scope, module: Module, key: str) -> Iterator[Claim]:
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
                yield from self._own(name, place, [function.lineno], f"{key}=", also)

    def _described(self, table: ast.Dict, module: Module, key: str) -> Iterator[Claim]:
        """`{"type": "function", "function": {"name": …}}`, `{"type": "web_search"}`, `{"name": …, "input_schema": …}`."""
        entries = {
            text_of(name): value for name, value in zip(table.keys, table.values, strict=True) if name is not None
        }
        sort = text_of(entries.get("type"))
        inner = entries.get("function")
        if isinstance(inner, ast.Dict):
            entries = {text_of(name): value for name, value in zip(inner.keys, inner.values, strict=True) if name}
        name = text_of(entries.get("name"))
        if sort in tool_words("hosted"):
            yield from self._ready_made(str(sort), table.lineno, key, module)
        elif name and (not entries.keys().isdisjoint(("parameters", "input_schema", "description"))):
            yield from self._own(name, module, [entries["name"].lineno], f"{key}=")

    def _own(
        self, name: str, module: Module, lines: list[int], field: str, also: Evidence | None = None
    ) -> Iterator[Claim]:
        """A tool of the project's own code; named by its place, since many files have a `search`."""
        place = module.file.path.with_suffix("")
        identity = ComponentId(f"tool:{self._reading.system.partition(':')[2]}/{place}/{name}")
        found = tuple(dict.fromkeys(self._reading.evidence(line, field, module) for line in lines))
        if also is not None:
            found = (*found, also)
        tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"own code": "yes"}, found)
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)

    def _ready_made(self, name: str, line: int, field: str, module: Module | None = None) -> Iterator[Claim]:
        found = self._reading.evidence(line, field, module)
        identity = ComponentId(f"tool:{slug(name)}")
        tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"ready-made": "yes"}, (found,))
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)


def _is_function(table: ast.Dict) -> bool:
    """`{"type": "function", "function": {"name": …, "parameters": …}}`, which nothing but models is given."""
    entries = {text_of(key): value for key, value in zip(table.keys, table.values, strict=True) if key is not None}
    inner = entries.get("function")
    keys = {text_of(key) for key in inner.keys if key is not None} if isinstance(inner, ast.Dict) else set()
    return text_of(entries.get("type")) == "function" and {"name", "parameters"} <= keys


def _said_in(owner: ast.ClassDef) -> dict[str, ast.expr]:
    """What a class's own body gives to its names."""
    said: dict[str, ast.expr] = {}
    for statement in owner.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                said[name] = value
    return said

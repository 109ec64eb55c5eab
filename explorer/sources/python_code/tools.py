"""Functions and classes that code registers as an agent's tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.knowledge.agent_tools import tool_words
from explorer.sources.python_code.definitions import Definitions, returned_by
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.parsing import callable_name, keyword_value, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.python_code.tool_claims import ToolClaims
from explorer.sources.python_code.tool_lists import ToolListReader

_NAMES = ("name", "tool_name", "TOOL_NAME", "TOOL_FN_NAME", "function_name", "fn_name")
"""What a tool class calls the name under which a model knows it."""
_PURPOSES = ("description", "parameters", "inputs", "args_schema", "input_schema")
"""What a tool class says beside its name."""
_JUST_TOOL = frozenset(["tool", "function_tool", "agent_tool", "llm_tool", "ai_function", "kernel_function"])
_OWN_CLASS = re.compile(r"(?:[A-Z]\w*)?Tool(?:Spec|Definition|Schema)?|FunctionDefinition|Function")


class ToolReader:
    """Reads tool registrations; only in modules that import an agent framework or a provider's SDK."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._definitions = Definitions(reading.modules)
        self._claims = ToolClaims(reading)
        self._lists = ToolListReader(reading)
        self.is_agentic = bool(reading.roots & tool_words("frameworks"))

    def decorated(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Claim]:
        """A function under `@tool`, `@mcp.tool()`, `@function_tool` …"""
        for decorator in function.decorator_list:
            written = callable_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
            last = written.rpartition(".")[2]
            if last not in tool_words("decorators"):
                continue
            is_known = self.is_agentic and ("." in written or self._reading.roots & tool_words("plain_decorators"))
            if not is_known and not self._is_of_another_framework(function, written):
                continue
            named = _named_by(decorator)
            found = [function.lineno, decorator.lineno]
            yield from self._claims.own(named or function.name, self._reading.module, found, f"@{written}")
            return

    def _is_of_another_framework(self, function: ast.FunctionDef | ast.AsyncFunctionDef, written: str) -> bool:
        """Whether a decorator that is just called `tool` comes from a package of others, and the function says what it does."""
        dotted = self._reading.module.names.imports.get(written, ".")
        package = dotted.partition(".")[0]
        if not package or written not in _JUST_TOOL or package in tool_words("no_frameworks"):
            return False
        is_own = self._reading.modules.imported(dotted.rpartition(".")[0], self._reading.module.file) is not None
        return not is_own and ast.get_docstring(function) is not None

    def subclass(self, owner: ast.ClassDef, scope: Scope) -> Iterator[Claim]:
        """A class below a framework's `BaseTool`, or below a tool class of the project that says its name and purpose."""
        said = _said_in(owner)
        if _is_left_open(owner):
            return
        own_name = next((text for key in _NAMES if (text := text_of(said.get(key)))), None)
        is_described = own_name is not None and (
            not said.keys().isdisjoint(_PURPOSES) or ast.get_docstring(owner) is not None or "name" not in said
        )
        bases = set(self._bases(owner, scope, self._reading.module, 3))
        is_tool = any(base in tool_words("bases") and (is_described or is_known) for base, is_known in bases)
        if is_tool or (is_described and any(base.endswith("Tool") for base, _ in bases)):
            registered = (_named_by(each) for each in owner.decorator_list if _is_tool_decorator(each))
            name = next((each for each in registered if each), None) or own_name or owner.name
            yield from self._claims.own(name, self._reading.module, [owner.lineno], f"class {owner.name}")

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
        if written == "dict":
            yield from self.entries(call)
        if not self.is_agentic:
            return
        if last in tool_words("adders") and call.args and ("." in written or self._is_imported(written)):
            yield from self._added(call, scope, written)
        if last == "as_tool":  # Of an agent, which another may call.
            name = self._reading.text(keyword_value(call, "tool_name", "name"), scope)
            if name:
                yield from self._claims.own(name, self._reading.module, [call.lineno], written)
        if last in tool_words("loaders") and call.args:
            for value in self._reading.texts(call.args[0], scope):
                yield from self._claims.ready_made(value.text, value.line, last)
        yield from self._lists.call(call, scope)

    def _is_imported(self, written: str) -> bool:
        """Whether a plain function comes from an agent framework: `register_function(f, caller=…)` of AutoGen."""
        dotted = self._reading.module.names.imports.get(written, "")
        return dotted.partition(".")[0] in tool_words("plain_decorators")

    def _is_of_a_framework(self, written: str) -> bool:
        """Whether a class of this name makes a tool in the framework that the module imports."""
        if self._reading.roots.isdisjoint(tool_words("plain_decorators")):
            return False
        is_class = any(written == name or written.endswith("." + name) for name in tool_words("classes"))
        return is_class and not self._is_foreign(written)

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
        told = keyword_value(
            call, "metadata"
        )  # `QueryEngineTool(metadata=ToolMetadata(name=…))`, as LlamaIndex has it.
        inner = keyword_value(told, "name") if isinstance(told, ast.Call) else None
        name = self._reading.text(keyword_value(call, "name") or inner, scope)
        name = name or _positional_name(call)
        function = keyword_value(call, "func", "fn", "function", "async_fn", "coroutine")
        if not name and function is None and call.args:
            function = call.args[0]
        if not name and isinstance(function, ast.Name):
            name = function.id
        if name:
            lines = [call.lineno, *self._defined(function)]
            yield from self._claims.own(name, self._reading.module, lines, written)

    def _defined(self, function: ast.expr | None) -> list[int]:
        """Where the module defines the function that a tool is made of."""
        names = self._reading.module.names.functions
        found = names.get(function.id, []) if isinstance(function, ast.Name) else []
        return [each.lineno for each, _, is_method in found if not is_method]

    def _added(self, call: ast.Call, scope: Scope, written: str) -> Iterator[Claim]:
        """`server.add_tool(search)`, `server.tool(search, name="find")`: a function that a method registers."""
        function = call.args[0]
        if not isinstance(function, ast.Name | ast.Attribute) or not self._reading.roots & tool_words(
            "plain_decorators"
        ):
            return
        name = self._reading.text(keyword_value(call, "name"), scope)
        if name:
            yield from self._claims.own(name, self._reading.module, [call.lineno], written)
        elif isinstance(function, ast.Name):
            yield from self._lists.function(function, scope, self._reading.module, written)

    def entries(self, table: ast.Dict | ast.Call) -> Iterator[Claim]:
        """A literal table that describes a function to a model."""
        yield from self._lists.described(table, self.is_agentic)


def _positional_name(call: ast.Call) -> str:
    """The name among the first two arguments: `Tool("search", f, "…")`, `create_retriever_tool(r, "search", "…")`."""
    texts = (text_of(each) for each in call.args[:2])
    return next((text for text in texts if text and re.fullmatch(r"[\w.-]{2,64}", text)), "")


def _is_tool_decorator(decorator: ast.expr) -> bool:
    """Whether a decorator registers what it stands over as a tool."""
    written = callable_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return written.rpartition(".")[2] in tool_words("decorators")


def _named_by(decorator: ast.expr) -> str | None:
    """The name that a decorator gives: `@tool("search")`, `@tool(name="search")`; None where it gives none."""
    if not isinstance(decorator, ast.Call):
        return None
    given = text_of(keyword_value(decorator, "name", "name_override"))
    first = text_of(decorator.args[0]) if decorator.args else None
    return given or (first if first and re.fullmatch(r"[\w.-]+( [\w.-]+){0,5}", first) else None)


def _is_left_open(owner: ast.ClassDef) -> bool:
    """Whether a class says that its name is only given when a tool is made of it: `name: str`."""
    fields = [each for each in owner.body if isinstance(each, ast.AnnAssign)]
    return any(isinstance(each.target, ast.Name) and each.target.id == "name" and each.value is None for each in fields)


def _said_in(owner: ast.ClassDef) -> dict[str, ast.expr]:
    """What a class's own body gives to its names: by itself, by a property, by what its constructor hands upwards."""
    said: dict[str, ast.expr] = {}
    for statement in owner.body:
        match statement:
            case ast.FunctionDef(name="__init__"):
                for call in (each for each in ast.walk(statement) if isinstance(each, ast.Call)):
                    if callable_name(call.func) == "super.().__init__":
                        said |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
            case ast.FunctionDef(name=name, decorator_list=[ast.Name(id="property")]):
                said |= dict.fromkeys([name], next(returned_by(statement), ast.Constant(None)))
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                said[name] = value
    return said

"""Reads Python files: what their calls, defaults and constants name."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.errors import InputError
from explorer.graph.identity import package_id, service_id, slug, unknown_id
from explorer.sources.claims import used_by
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_references import (
    ModelReference,
    adapts_claims,
    claims_for,
    hosted_model,
    hub_adapter,
    hub_dataset,
    hub_model,
    is_hub_id,
    is_local_path,
    local_model,
    model_in_setting,
    named_model,
    ollama_model,
    setting_role,
    snake_case,
    with_role,
)
from explorer.sources.python_code.calls import CallRule, argument_of, matching_rule
from explorer.sources.python_code.constants import Evaluator, Names, Value, callable_name, names_of
from explorer.sources.weight_address import weight_claims

_LOCAL_DATASETS = frozenset({"json", "csv", "parquet", "text", "arrow", "imagefolder", "audiofolder", "webdataset"})
_TRAINERS = re.compile(r"(^|\.)(\w*Trainer|TrainingArguments|SFTConfig)$")


class PythonCodeSource:
    """Models, datasets, indexes and hosted services named in Python code."""

    name = "python-code"
    reads = "Python files by their syntax tree: SDK calls, defaults of options and settings, constants."
    does_not_read = "Docstrings, comments and values that only exist at run time; no code is run or imported."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.py`."""
        return path.suffix == ".py"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for everything that the file's code names."""
        tree = parse(file.read_text(), str(file.path))
        yield from CodeReader(self.name, tree, file, project).claims()


class CodeReader:
    """One parsed file: finds what it names, with the line of each."""

    def __init__(self, source: str, tree: ast.Module, file: ProjectFile, project: Project) -> None:
        self._source = source
        self._tree = tree
        self._file = file
        self._system = project.system
        self._names = names_of(tree)
        self._evaluator = Evaluator(self._names, neighbours(file, project))
        self._scope = scope_of_path(file.path)
        self._trains = any(
            _TRAINERS.search(callable_name(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)
        )
        self._text = ""

    def claims(self) -> Iterator[Claim]:
        """Calls of known SDKs first, then keywords, parameters and settings whose names hold models."""
        for node in ast.walk(self._tree):
            match node:
                case ast.Call():
                    yield from self._call(node)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from self._parameters(node)
                    yield from self._tool(node)
                case ast.ClassDef():
                    yield from self._fields(node)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield from self._setting(name, value, Scope.RUNTIME)
                    yield from self._addresses(value)

    def _call(self, call: ast.Call) -> Iterator[Claim]:
        found = matching_rule(call, self._names.imports)
        if found is None:
            yield from self._keywords(call)
            return
        rule, name = found
        argument = argument_of(call, rule)
        if rule.gives == "index":
            yield from self._index(call, rule, name, argument)
            return
        values = self._evaluator.texts(argument) if argument is not None else []
        for value in values:
            reference = self._reference(rule, value.text, call)
            if reference is not None:
                yield from self._claims(reference, value, name)
        if argument is None and rule.default and name in rule.default_names:
            reference = hosted_model(rule.provider, rule.default, rule.role)
            yield from self._claims(reference, Value(name, call.lineno), f"default of {name}", Knowledge.INFERRED)
        if rule.gives == "adapter" and rule.position == 1 and call.args:
            yield from self._adapter_base(call, values)

    def _reference(self, rule: CallRule, text: str, call: ast.Call) -> ModelReference | None:
        text = text.strip()
        if not text or "{" in text or " " in text or len(text) > 200:
            return None
        match rule.gives:
            case "hosted":
                return hosted_model(rule.provider, text, rule.role)
            case "any":
                return named_model(text)
            case "ollama":
                return ollama_model(text)
            case "dataset":
                return self._dataset(text, call)
            case "adapter":
                return hub_adapter(text) if is_hub_id(text) else self._local(text, Kind.ADAPTER)
            case "named":
                return _named(rule.namespace, text) if not is_local_path(text) else self._local(text, Kind.MODEL)
            case "github":
                identity = package_id("github", text.partition(":")[0]) if is_hub_id(text.partition(":")[0]) else None
                return None if identity is None else ModelReference(Kind.MODEL, identity, text)
        reference = hub_model(text, bare=True)
        return with_role(reference, rule.role) if reference is not None else self._local(text, Kind.MODEL)

    def _local(self, text: str, kind: Kind) -> ModelReference | None:
        """A model at a path; not where the file itself downloads to that path, for then the download is the model."""
        return local_model(text, kind) if is_local_path(text) and text not in self._downloaded else None

    @cached_property
    def _downloaded(self) -> frozenset[str]:
        """The paths that some call of this file receives right after a download address."""
        paths: set[str] = set()
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and len(node.args) >= 2:
                addresses = self._evaluator.texts(node.args[0])
                if any(value.text.startswith(("http://", "https://")) for value in addresses):
                    paths.update(value.text for value in self._evaluator.texts(node.args[1]))
        return frozenset(paths)

    def _dataset(self, text: str, call: ast.Call) -> ModelReference | None:
        relation = RelationKind.TRAINED_ON if self._trains else RelationKind.USES
        if text in _LOCAL_DATASETS:
            files = next((each.value for each in call.keywords if each.arg == "data_files"), None)
            names = [value.text for value in self._evaluator.texts(files)] if files is not None else []
            local = [name for name in names if not is_hub_id(name)]
            if not local:
                return None
            return ModelReference(Kind.DATASET, unknown_id("dataset", local[0]), local[0], relation, "local file")
        reference = hub_dataset(text) if is_hub_id(text) or re.fullmatch(r"[a-z][\w-]{1,60}", text) else None
        if reference is None:
            return None
        return ModelReference(reference.kind, reference.identity, reference.name, relation, reference.role)

    def _adapter_base(self, call: ast.Call, adapters: list[Value]) -> Iterator[Claim]:
        """`PeftModel.from_pretrained(base, adapter)`: the base by what its own `from_pretrained` was given."""
        bases: list[ModelReference] = []
        for value in self._model_behind(call.args[0]):
            reference = hub_model(value.text, bare=True)
            if reference is not None:
                bases.append(reference)
        for adapter in adapters:
            if is_hub_id(adapter.text):
                found = evidence(self._source, self._file, adapter.line, adapter.text)
                yield from adapts_claims([hub_adapter(adapter.text), *bases], found, "one call joins them")

    def _model_behind(self, node: ast.expr) -> Iterator[Value]:
        expressions = self._names.values.get(node.id, []) if isinstance(node, ast.Name) else [node]
        for expression in expressions:
            if isinstance(expression, ast.Call):
                found = matching_rule(expression, self._names.imports)
                if found is not None and found[0].gives == "hub":
                    argument = argument_of(expression, found[0])
                    yield from self._evaluator.texts(argument) if argument is not None else ()

    def _index(self, call: ast.Call, rule: CallRule, name: str, argument: ast.expr | None) -> Iterator[Claim]:
        """A vector store: a retrieval corpus whose content the code does not say."""
        provider = rule.provider or slug(name.partition(".")[0])
        names = [value.text for value in self._evaluator.texts(argument)] if argument is not None else []
        found = evidence(self._source, self._file, call.lineno, self._line(call.lineno), name)
        for index in names or ["index"]:
            component = Component(
                service_id(provider, index), Kind.CORPUS, f"{provider} {index}", "", None, Knowledge.DECLARED,
                {"role": "retrieval index", "provider": provider}, (found,),
            )  # fmt: skip
            yield from used_by(self._system, component, RelationKind.RETRIEVES_FROM, self._scope)

    def _keywords(self, call: ast.Call) -> Iterator[Claim]:
        references = []
        for keyword in call.keywords:
            if keyword.arg is not None and setting_role(keyword.arg) is not None:
                for value in self._evaluator.texts(keyword.value):
                    reference = model_in_setting(keyword.arg, value.text)
                    if reference is not None:
                        references.append(reference)
                        yield from self._claims(reference, value, keyword.arg)
        found = evidence(self._source, self._file, call.lineno, self._line(call.lineno))
        yield from adapts_claims(references, found, "one call names both")
        name = callable_name(call.func).rpartition(".")[2]
        if name in ("add_argument", "option", "getenv", "get"):
            yield from self._option(call)

    def _option(self, call: ast.Call) -> Iterator[Claim]:
        """`add_argument("--model", default=…)`, `os.getenv("MODEL", …)`: the option's name says what it holds."""
        keys = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        default = next((each.value for each in call.keywords if each.arg == "default"), None)
        if default is None and len(call.args) == 2 and len(keys) >= 1:
            default = call.args[1]
        key = next((each for each in keys if setting_role(each) is not None), None)
        if default is not None and key is not None:
            yield from self._setting(key, default, Scope.DEFAULT)

    def _parameters(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Claim]:
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        for parameter, default in zip(positional[::-1], arguments.defaults[::-1], strict=False):
            yield from self._setting(parameter.arg, default, Scope.DEFAULT)
        for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword_default is not None:
                yield from self._setting(parameter.arg, keyword_default, Scope.DEFAULT)

    def _fields(self, owner: ast.ClassDef) -> Iterator[Claim]:
        for statement in owner.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                    yield from self._setting(name, value, Scope.DEFAULT)

    def _setting(self, key: str, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        for candidate in (key, re.sub(r"^(default|my|the)_", "", snake_case(key))):
            if setting_role(candidate) is None:
                continue
            for value in self._evaluator.texts(node):
                reference = model_in_setting(candidate, value.text)
                if reference is not None:
                    yield from self._claims(reference, Value(value.text, value.line, scope), key)
            return

    def _addresses(self, node: ast.expr) -> Iterator[Claim]:
        if isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Dict):
            for value in self._evaluator.texts(node):
                if value.text.startswith(("http://", "https://", "s3://", "gs://")):
                    found = evidence(self._source, self._file, value.line, value.text)
                    yield from weight_claims(value.text, self._system, found, self._scope)

    def _tool(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Claim]:
        """A function that an agent framework registers as a tool by its decorator."""
        for decorator in function.decorator_list:
            written = callable_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
            roots = {dotted.partition(".")[0] for dotted in self._names.imports.values()}
            agentic = roots & {
                "langchain",
                "langchain_core",
                "mcp",
                "fastmcp",
                "agents",
                "smolagents",
                "crewai",
                "llama_index",
                "pydantic_ai",
                "autogen",
            }
            if agentic and (written in ("tool", "function_tool") or written.endswith((".tool", ".tool_plain"))):
                identity = ComponentId(f"tool:{self._system.partition(':')[2]}/{function.name}")
                found = evidence(self._source, self._file, function.lineno, self._line(function.lineno), f"@{written}")
                tool = Component(
                    identity, Kind.TOOL, function.name, "", None, Knowledge.DECLARED, {"own code": "yes"}, (found,)
                )
                yield from used_by(self._system, tool, RelationKind.CALLS, self._scope)

    def _claims(
        self, reference: ModelReference, value: Value, field: str, knowledge: Knowledge = Knowledge.DECLARED
    ) -> Iterator[Claim]:
        scope = self._scope if self._scope is not Scope.RUNTIME else value.scope
        found = evidence(self._source, self._file, value.line, self._line(value.line) or value.text, field)
        yield from claims_for(reference, self._system, found, scope, knowledge)

    def _line(self, number: int) -> str:
        self._text = self._text or self._file.read_text()
        lines = self._text.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def parse(text: str, where: str) -> ast.Module:
    """The syntax tree of Python text. Raises `InputError`, with the line, where it is not Python 3."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # A scanned file's own bad escapes are not our warnings.
            return ast.parse(text)
    except SyntaxError as error:
        raise InputError(
            f"{where} is not Python 3 at line {error.lineno}: {error.msg}.", "It was left out; check the file."
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{where} cannot be parsed.", "It may nest too deeply; check what wrote it.") from error


def neighbours(file: ProjectFile, project: Project) -> dict[str, Names]:
    """The names of the project's other modules that this file imports, by module name."""
    try:
        imported = set(re.findall(r"(?m)^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))", file.read_text()))
    except InputError:
        return {}
    last_parts = {(first or second).lstrip(".").rpartition(".")[2] for first, second in imported}
    found = {}
    for other in project.files:
        if other.path.suffix == ".py" and other.path.stem in last_parts and other.path != file.path:
            names = _module_names(other)
            if names is not None:
                found[other.path.stem] = names
    return found


@lru_cache(maxsize=512)
def _module_names(file: ProjectFile) -> Names | None:
    try:
        return names_of(parse(file.read_text(), str(file.path)))
    except InputError:
        return None  # The file is reported when it is read itself.


def _named(namespace: str, text: str) -> ModelReference | None:
    """A model by a library's own short name: `timm:resnet50`, `openai-whisper:base`."""
    if not re.fullmatch(r"[\w.-]{2,80}", text):
        return None
    return ModelReference(Kind.MODEL, ComponentId(f"pkg:generic/{namespace}/{text}"), text)


SOURCE = PythonCodeSource()

"""What a call of a known SDK names: models, adapters, datasets, indexes, ready-made tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.domain.relation import Scope as Role
from explorer.graph.identity import service_id, slug, unknown_id
from explorer.knowledge.model_names import is_legacy_name, is_of_own_network, key_role, provider_of
from explorer.knowledge.sdks import SdkCall, task_defaults
from explorer.sources.claims import used_by
from explorer.sources.local_places import is_weight_name
from explorer.sources.model_references import (
    ModelReference,
    hosted_model,
    hub_adapter,
    hub_model,
    is_hub_id,
    is_of_catalogue,
    model_at,
    with_role,
)
from explorer.sources.python_code.calls import argument_of, arguments_of, is_asked_for
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.meaning import NameReader, is_file_format, named_by_library
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.parsing import callable_name, entries_of, keyword_value
from explorer.sources.python_code.providers_of_calls import ProviderReader
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.repositories import RepositoryReader
from explorer.sources.python_code.scopes import Scope
from explorer.sources.python_code.stores import StoreReader
from explorer.sources.reference_claims import adapts_claims
from explorer.sources.weight_address import weight_claims


class CallReader:
    """Turns calls that a row of the SDK table describes into claims."""

    def __init__(self, reading: Reading, stores: StoreReader) -> None:
        self._reading = reading
        self._providers = ProviderReader(reading)
        self._names = NameReader(reading, self._providers)
        self._repositories = RepositoryReader(reading)
        self._stores = stores

    def claims(self, call: ast.Call, scope: Scope, row: SdkCall, name: str) -> Iterator[Claim]:
        """What this call names."""
        if not is_asked_for(call, row):
            return
        match row.gives:
            case "index":
                yield from self._stores.call(call, scope, row)
            case "tool":
                yield from self._ready_made_tool(call, row, name)
            case "evaluation":
                yield from self._evaluation(call, scope, row, name)
            case "named-dataset" if row.family or not row.arguments:
                word = name.partition(".")[0] if name.endswith(".load_data") else name
                value = Value(word, call.lineno, self._reading.module)
                yield from self._reading.claims(named_by_library(row, word, Kind.DATASET), value, call, name)
            case "named" if row.family:
                value = Value(name, call.lineno, self._reading.module)
                yield from self._reading.claims(named_by_library(row, name, Kind.MODEL), value, call, name)
            case "address":
                yield from self._address(call, scope, row, name)
            case _:
                yield from self._models(call, scope, row, name)

    def _models(self, call: ast.Call, scope: Scope, row: SdkCall, name: str) -> Iterator[Claim]:
        arguments = arguments_of(call, row)
        if not arguments and (spread := self._spread(call, scope, row)) is not None:
            arguments, scope = [spread[0]], spread[1]
        argument = arguments[0] if arguments else None
        values = [value for each in arguments for value in self._reading.texts(each, scope) if value.text.strip()]
        values += [each for given in arguments for each in self._compared(given, row)]
        if row.gives in ("local", "file") and not values and argument is not None:
            values = self._opened(argument, scope)
        if row.gives == "adapter" and not values and argument is not None:
            values = self._downloaded(argument, scope)
        provider = self._providers.of(call, scope, row)
        for value in values:
            if self._is_stand_in(value, row, provider):
                continue
            reference = self._names.reference(row, value.text.strip(), call, scope, provider)
            if reference is None and row.gives == "hosted" and re.search(r"[.:]|localhost", provider):
                yield from self._served(value, call, row, provider)
            is_given = value.is_passed or value.role is Role.DEFAULT
            may_be_another = self._reading.dispatches or (value.is_inferred and value.is_passed)
            if is_given and may_be_another and not _is_own(reference, row, value.text):
                continue
            if reference is None or (reference.role == "local path" and not _is_meant(value)):
                continue
            reference = self._repositories.exact(with_role(reference, row.role), call, scope)
            yield from self._reading.claims(reference, value, call, name)
            yield from self._repositories.file(reference, call, scope, self._reading.role(value))
        if row.gives == "dataset" and any(is_file_format(value.text) for value in values):
            for files, value in self._names.data_files(call, scope):
                yield from self._reading.claims(files, value, call, name)
        if row.gives == "local" and not values:
            yield from self._repositories.loaded(call, argument)
        if argument is None:
            yield from self._default(call, scope, row, name, provider)
        elif not values:
            yield from self._given_at_run_time(argument, call, row, provider)
        if row.gives == "adapter":
            yield from self._adapted(call, scope, row, values)

    def _opened(self, file: ast.expr, scope: Scope) -> list[Value]:
        """The path of the file that a loader is handed open: `pickle.load(open("model.pkl", "rb"))`."""
        return [
            value
            for made, where, module in self._reading.origin_calls(file, scope)
            if callable_name(made.func).rpartition(".")[2] == "open" and made.args
            for value in self._reading.evaluator.texts(made.args[0], where, module)
        ]

    def _downloaded(self, folder: ast.expr, scope: Scope) -> list[Value]:
        """The repository that was downloaded into the folder that is handed over: `LoRARequest(…, snapshot_download("a/b"))`."""
        return [
            value
            for made, where, module in self._reading.origin_calls(folder, scope)
            if callable_name(made.func).rpartition(".")[2] == "snapshot_download"
            for named in (keyword_value(made, "repo_id") or next(iter(made.args), None),)
            for value in self._reading.evaluator.texts(named, where, module)
        ]

    def _is_stand_in(self, value: Value, row: SdkCall, provider: str) -> bool:
        """Whether a test hands the code a name that no provider has: it is not answered by whoever answers there."""
        is_of_a_test = self._reading.role(value) is Role.TEST and row.gives in ("hosted", "any", "client")
        is_open = provider == "openai" or bool(re.search(r"[.:]|localhost", provider))
        return is_of_a_test and is_open and provider_of(value.text) is None and "/" not in value.text

    def _spread(self, call: ast.Call, scope: Scope, row: SdkCall) -> tuple[ast.expr, Scope] | None:
        """The argument in a table of this module that the call spreads: `load(**options)`."""
        for keyword in call.keywords:
            if keyword.arg is not None:
                continue
            for origin in self._reading.evaluator.origins.of(keyword.value, scope, self._reading.module):
                given = entries_of(origin.node) if origin.module is self._reading.module else {}
                found = next((given[name] for name in row.arguments if name in given), None)
                if found is not None:
                    return found, origin.scope
        return None

    def _compared(self, argument: ast.expr, row: SdkCall) -> Iterator[Value]:
        """What a name may be in this branch: the texts with which the branch compares it."""
        for text in self._reading.module.choices.get(id(argument), []) if row.gives in ("hosted", "any", "hub") else ():
            yield Value(str(text.value), text.lineno, self._reading.module, Role.OPTIONAL)

    def _default(self, call: ast.Call, scope: Scope, row: SdkCall, name: str, provider: str) -> Iterator[Claim]:
        """What the library takes where no model is named."""
        written = callable_name(call.func).rpartition(".")[2]
        default, rule = row.default, f"default of {name}"
        if name == "pipeline" and row.gives == "hub":
            task = self._reading.text(keyword_value(call, "task") or (call.args[0] if call.args else None), scope)
            default, rule = task_defaults().get(task, ""), f"default of pipeline for {task}"
        elif name not in row.default_names or written not in {each.rpartition(".")[2] for each in row.default_names}:
            return
        if not default or any(keyword.arg is None for keyword in call.keywords):
            return  # `**options` may name another.
        value = Value(default, call.lineno, self._reading.module, Role.DEFAULT)
        if row.gives == "hosted":
            reference: ModelReference | None = hosted_model(provider, default) if provider == row.provider else None
        else:
            reference = hub_model(default) if row.gives == "hub" else named_by_library(row, default, Kind.MODEL)
        if reference is not None:
            yield from self._reading.claims(with_role(reference, row.role), value, None, rule, Knowledge.INFERRED)

    def _given_at_run_time(self, argument: ast.expr, call: ast.Call, row: SdkCall, provider: str) -> Iterator[Claim]:
        """A model that the code takes from outside: it must be there, but no file says which."""
        if row.gives not in ("hosted", "hub", "adapter") or self._reading.scope is Role.TEST:
            return
        words = callable_name(argument).rpartition(".")[2] or _environment_name(argument)
        if key_role(words) not in ("model", "embedding", "reranker", "adapter", "judge") or words in (
            "model",
            "tokenizer",
        ):
            return
        kind = Kind.ADAPTER if row.gives == "adapter" else Kind.MODEL_SERVICE if row.gives == "hosted" else Kind.MODEL
        attributes = {"stands for": kind.value, "role": row.role or "model", "given as": words}
        if provider and kind is Kind.MODEL_SERVICE:
            attributes["provider"] = provider
        found = self._reading.evidence(call.lineno, words)
        yield from self._unknown(words, f"model given at run time ({words})", attributes, found)

    def _served(self, value: Value, call: ast.Call, row: SdkCall, provider: str) -> Iterator[Claim]:
        """A model under the name that a server of one's own network gives it: which it is, the code does not say."""
        if self._reading.role(value) is Role.TEST or not is_of_own_network(provider):
            return
        attributes = {"stands for": Kind.MODEL.value, "role": row.role or "model", "served as": value.text}
        found = self._reading.evidence(call.lineno, "served at " + provider)
        yield from self._unknown(value.text, f"model served as {value.text} at {provider}", attributes, found)

    def _unknown(self, words: str, title: str, attributes: dict[str, str], found: Evidence) -> Iterator[Claim]:
        identity = unknown_id("model", f"{self._reading.system}/{slug(words)}")
        unknown = Component(identity, Kind.UNKNOWN, title, "", None, Knowledge.UNKNOWN, attributes, (found,))
        yield from used_by(self._reading.system, unknown, RelationKind.USES, self._reading.scope, Knowledge.UNKNOWN)

    def _adapted(self, call: ast.Call, scope: Scope, row: SdkCall, adapters: list[Value]) -> Iterator[Claim]:
        """`PeftModel.from_pretrained(base, adapter)`, `pipe.load_lora_weights(adapter)`: the base by how it was made."""
        bases: list[ModelReference] = []
        for made, where, module in self._behind(call, scope, row):
            matched = self._reading.matcher.match(made, where, module)
            if matched is not None and matched[0].gives == "hub":
                for value in self._reading.evaluator.texts(argument_of(made, matched[0]), where, module):
                    reference = hub_model(value.text, bare=is_legacy_name(value.text))
                    if reference is not None:
                        bases.append(reference)
        for adapter in adapters:
            if is_hub_id(adapter.text):
                found = self._reading.evidence(call.lineno)
                yield from adapts_claims([hub_adapter(adapter.text), *bases], found, "one call joins them")

    def _behind(self, call: ast.Call, scope: Scope, row: SdkCall) -> Iterator[tuple[ast.Call, Scope, Module]]:
        if row.position == 1 and call.args:
            yield from self._reading.origin_calls(call.args[0], scope)
        elif (model := keyword_value(call, "model")) is not None:
            yield from self._reading.origin_calls(model, scope)
        else:
            yield from self._reading.makers(call, scope)

    def _evaluation(self, call: ast.Call, scope: Scope, row: SdkCall, name: str) -> Iterator[Claim]:
        for value in self._reading.texts(argument_of(call, row), scope):
            if value.text.strip() and len(value.text) <= 120:
                reference = ModelReference(
                    Kind.DATASET, service_id(row.provider, value.text), value.text, RelationKind.EVALUATED_ON,
                    "evaluation", row.provider,
                )  # fmt: skip
                yield from self._reading.claims(reference, value, call, name)

    def _ready_made_tool(self, call: ast.Call, row: SdkCall, name: str) -> Iterator[Claim]:
        title = row.namespace or name.partition(".")[0]
        found = self._reading.evidence(call.lineno, name)
        attributes = {"provider": row.provider} if row.provider else {}
        tool = Component(
            ComponentId(f"tool:{slug(title)}"), Kind.TOOL, title, "", None, Knowledge.DECLARED, attributes, (found,)
        )
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)

    def _address(self, call: ast.Call, scope: Scope, row: SdkCall, name: str) -> Iterator[Claim]:
        for value in self._reading.texts(argument_of(call, row), scope):
            found = self._reading.evidence(value.line, name, value.module)
            if "://" in value.text and (page := model_at(value.text)) is not None and is_of_catalogue(value.text):
                yield from self._reading.claims(page, value, call, name)
            elif "://" in value.text:
                yield from weight_claims(value.text, self._reading.system, found, self._reading.role(value))
            elif (reference := self._names.local(value.text)) is not None:
                yield from self._reading.claims(reference, value, call, name)


def _is_own(reference: ModelReference | None, row: SdkCall, text: str) -> bool:
    """Whether a name is plainly of the kind that the call takes. Code that hands one name to many SDKs, of which it
    chooses one when it runs, means only the one whose names look like that."""
    if reference is None:
        return False
    if reference.kind is Kind.MODEL_SERVICE:
        return row.gives == "any" or provider_of(reference.name) == reference.provider
    if row.gives == "ollama":
        return ":" in reference.name
    return "/" in text and row.gives in ("hub", "any", "adapter")


def _is_meant(value: Value) -> bool:
    """Whether a path is written for this use: a folder that is only a default may never be there."""
    return value.role is Role.RUNTIME or is_weight_name(value.text)


def _environment_name(node: ast.expr) -> str:
    """The variable in `os.environ["MODEL"]` or `os.getenv("MODEL")`."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return node.slice.value
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return ""

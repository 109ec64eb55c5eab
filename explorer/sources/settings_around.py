"""What the keys of settings say of those beside and below them: who hosts what they name, which store, which base."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from explorer.domain.relation import Scope
from explorer.graph.identity import slug
from explorer.knowledge.model_names import (
    is_inner_key,
    key_role,
    provider_in_class,
    provider_of_address,
    provider_of_word,
    snake_case,
)
from explorer.sources.lined_yaml import LinedText
from explorer.sources.model_references import ModelReference

_FALLBACK = re.compile(r"\$\{\w+:?[-=]?([^${}]*)\}")
_OC_FALLBACK = re.compile(r"\$\{oc\.env:\w+,\s*([^${}]*)\}")
_PROVIDER_KEYS = ("provider", "model_provider", "llm_provider", "api_type", "custom_llm_provider", "vendor", "backend", "supplier",
                  "model_class", "llm_class",
                  "platform", "model_client", "type", "llm_type", "engine")  # fmt: skip
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
_BASE_KEYS = ("base_model", "base", "base_model_name", "base_model_id")
STORES = ("pinecone", "qdrant", "weaviate", "chroma", "milvus", "pgvector", "elasticsearch", "opensearch", "lancedb", "redis",
          "faiss", "azure-search", "mongodb")  # fmt: skip
STORE_KEYS = ("type", "provider", "backend", "kind", "engine", "store", "vector_store", "vectorstore", "vector_db", "vectordb",
               "db_type", "class")  # fmt: skip


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
    has_tag: bool = False
    """Whether a `tag` stands beside, so that `repository` is that of an image."""


def around_of(node: dict[LinedText, object], around: Around, base_of: Callable[[str], ModelReference | None]) -> Around:
    """The context, with what the mapping's own entries say of the others: provider, address, store, base."""
    named = {snake_case(str(key)): value for key, value in node.items() if isinstance(value, LinedText)}
    provider = next((found for key in _PROVIDER_KEYS if (found := provider_of_word(named.get(key, "")))), "")
    if not provider:  # `type: CohereLLM`: a class that is named after whom it calls.
        provider = next((found for key in _CLASS_KEYS if (found := provider_in_class(_class_name(named, key)))), "")
    for key in _ADDRESS_KEYS:
        found = provider_of_address(resolved(named.get(key, ""))[0])
        if found is not None and provider in ("", "openai") and not re.search(r"[.:]|localhost", found):
            provider = found
    store = _store(named)
    base = next((base_of(named[key]) for key in _BASE_KEYS if key in named), None)
    scope = around.scope
    if named.get("enabled", "").lower() in ("false", "no", "off") and scope in (Scope.RUNTIME, Scope.DEFAULT):
        scope = Scope.OPTIONAL
    return replace(
        around, provider=provider or around.provider, addressed=_addressed(named),
        store=store or around.store, base=base or around.base, scope=scope,
        has_tag="tag" in named or "image_tag" in named,
    )  # fmt: skip


def below(key: str, around: Around) -> Around:
    """The context of what stands under a key."""
    role = key_role(key) or (around.role if is_inner_key(key) else "")
    store = next((each for each in STORES if each.replace("-", "_") in snake_case(key)), around.store)
    return replace(
        around,
        key=key,
        role=role,
        provider=provider_of_word(key) or around.provider,
        store=store,
        in_section=bool(role),
    )


def resolved(text: str) -> tuple[str, bool]:
    """The text with `${NAME:-fallback}` replaced by the fallback, and whether that was done."""
    replaced = _OC_FALLBACK.sub(lambda match: match.group(1).strip("'\""), text)
    replaced = _FALLBACK.sub(lambda match: match.group(1), replaced)
    return replaced, replaced != text and bool(replaced.strip())


def _addressed(named: dict[str, LinedText]) -> tuple[tuple[str, str], ...]:
    """Beginnings of names whose address is that of a known provider: `("llm", "ollama")` for `LLM_BASE_URL`."""
    found = []
    for key, value in named.items():
        match = _ADDRESS_ENDING.fullmatch(key)
        provider = provider_of_address(resolved(value)[0]) if match and match.group(1) else None
        if match and provider is not None and not re.search(r"[.:]|localhost", provider):
            found.append((match.group(1), provider))
        beside = PROVIDER_ENDING.fullmatch(key)
        if beside and (said := provider_of_word(resolved(value)[0])) is not None:
            found.append((beside.group(1), said))
    return tuple(found)


def _class_name(named: dict[str, LinedText], key: str) -> str:
    """The last part of a dotted class name under a key, where the entry is one."""
    name = re.sub(r"^(lmChat|lm|embeddings)(?=[A-Z])", "", named.get(key, "").rpartition(".")[2])  # As n8n names nodes.
    return name if re.fullmatch(r"[A-Z]\w+", name) else ""


def _store(named: dict[str, LinedText]) -> str:
    """The vector store that a mapping's own keys begin with, or that an entry such as `type: qdrant` names."""
    kinds = {slug(named[key]) for key in STORE_KEYS if key in named}
    spelled = ((each, each.replace("-", "_")) for each in STORES)
    classes = {kind for kind in kinds if kind.endswith(("vectorstore", "documentstore", "store", "vectordb"))}
    return next(
        (
            each
            for each, word in spelled
            if each in kinds
            or any(kind.startswith(each.replace("-", "")) for kind in classes)
            or any(key.startswith(word) for key in named)
        ),
        "",
    )

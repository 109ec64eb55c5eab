"""How hosted models are named, at which addresses they answer, and which settings name models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from urllib.parse import urlsplit

from explorer.knowledge.files import read_knowledge

_GENERAL_WORDS = frozenset("local hf huggingface vllm hosted_vllm github github_models".split())
"""Words that say where a model runs or lies, and not who hosts it."""


_DEPLOYED = frozenset("azure openai aoai gpt chat chatgpt llm embedding embeddings emb embed completion".split())
"""Words of settings that hold the name under which a user serves a model: `AZURE_OPENAI_CHAT_DEPLOYMENT`."""
_CODE_NAME = re.compile(
    r"[a-z_]{2,}(\.[a-z_]{2,})+(\.[A-Z][A-Za-z_]+)?|[A-Z][A-Za-z]+(LLM|Client|Provider|Service|Embeddings|Generator|Retriever|Wrapper)"
)
_OWN_NETWORK = re.compile(
    r"127\.|0\.0\.0\.0$|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|host\.docker\.internal$|.*\.(local|internal|svc)$"
)
_PLACES_OF_VECTORS = frozenset("collection index table class".split())
_ABOUT_VECTORS = frozenset("vector vectors embedding embeddings".split())
_IN_STORES = frozenset(
    "db database search vector vectors store default main docs documents knowledge rag kb embedding embeddings service ai".split()
)
_ABOUT_DEPLOYMENTS = frozenset(
    "version type endpoint url key capacity region environment env stage status mode sku api group location".split()
)


_WITH_VERSION = re.compile(r"([\w./-]+):([0-9a-f]{40,64})")


def provider_of(model: str) -> str | None:
    """The provider that names its hosted models like this."""
    return next((provider for provider, pattern in _patterns() if pattern.fullmatch(model)), None)


def is_named_by(provider: str, model: str) -> bool:
    """Whether this provider names its hosted models like this; others may do so too."""
    return any(each == provider and pattern.fullmatch(model) for each, pattern in _patterns())


def without_version(provider: str, model: str) -> tuple[str, str]:
    """A hosted model's name and the digest of its version, which Replicate writes after it; empty for all others.

    >>> without_version("replicate", "owner/name:" + 64 * "a")[0], without_version("openai", "gpt-4o")
    ('owner/name', ('gpt-4o', ''))
    """
    match = _WITH_VERSION.fullmatch(model) if provider == "replicate" else None
    return (match.group(1), match.group(2)) if match else (model, "")


def provider_of_word(word: str) -> str | None:
    """The provider that a prefix or section name means: `openai`, `google-gla`, `AzureOpenAI`."""
    prefixes: Mapping[str, str] = read_knowledge("model_names")["prefixes"]
    snake = snake_case(word)
    return prefixes.get(snake) or prefixes.get(snake.replace("_", ""))


def provider_in_key(key: str) -> str:
    """The provider that a setting's name begins with: `ollama_model`, `AZURE_OPENAI_DEPLOYMENT`; empty for none."""
    words = snake_case(key).split("_")
    for length in (3, 2, 1):
        if len(words) > length and (found := provider_of_word("_".join(words[:length]))) is not None:
            return found
    return ""


@cache
def provider_in_class(name: str) -> str:
    """The provider that a class of a project is named after, empty for none.

    >>> provider_in_class("CohereLLM"), provider_in_class("AsyncOpenAIClient"), provider_in_class("LocalStore")
    ('cohere', 'openai', '')
    """
    match = _makers().match(name)
    return provider_of_word(match.group(1)) or "" if match else ""


def provider_of_file(stem: str) -> str:
    """The provider that a module of a project is named after: `providers/groq.py`; empty for none."""
    return "" if stem.lower() in _GENERAL_WORDS else provider_of_word(stem) or ""


def provider_of_address(address: str) -> str | None:
    """The provider that answers at an address; the host itself where nobody known does; None where it is no address.

    >>> provider_of_address("https://api.groq.com/openai/v1")
    'groq'
    >>> provider_of_address("http://gpu-box:8000/v1")
    'gpu-box:8000'
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "ws", "wss") or not host:
        return None
    full = f"{host}:{port}" if port else host
    for known, provider in read_knowledge("model_names")["endpoints"].items():
        place, slash, path = known.partition("/")
        is_there = full == place or host == place or host.endswith("." + place)
        if is_there and (not slash or parts.path.lstrip("/").startswith(path)):
            return str(provider)
    return full


def is_of_own_network(host: str) -> bool:
    """Whether a host, with or without its port, means another machine for each who reads it: nobody's service.

    >>> is_of_own_network("localhost:8000"), is_of_own_network("vllm:8000"), is_of_own_network("llm.acme.example")
    (True, True, False)
    """
    plain = host.partition(":")[0]
    return bool(plain) and ("." not in plain or bool(_OWN_NETWORK.match(plain)))


def model_in_address(address: str) -> tuple[str, str] | None:
    """Provider and model of an address that names a model, such as one of a serverless inference service."""
    for pattern, provider in _addresses():
        if match := pattern.match(address):
            return provider, match.group(1)
    return None


def library_of_name(model: str) -> str:
    """The library whose own name for a model this is: `en_core_web_sm` is spaCy's; empty for none."""
    return next((namespace for pattern, namespace in _libraries() if pattern.fullmatch(model)), "")


def without_prefix(text: str) -> str:
    """The known model behind what a program writes before its name; the text itself where no such model follows.

    >>> without_prefix("hybrid-text-embedding-3-large"), without_prefix("st-multi-qa-MiniLM-L6-cos-v1")
    ('text-embedding-3-large', 'multi-qa-MiniLM-L6-cos-v1')
    >>> without_prefix("hybrid-search-v2")
    'hybrid-search-v2'
    """
    match = _before_names().match(text)
    rest = text[match.end() :] if match else text
    return rest if provider_of(rest) is not None or owner_of_plain_name(rest) else text


def is_legacy_name(text: str) -> bool:
    """Whether this is a hub repository of the early days, without owner, such as `gpt2`."""
    return any(pattern.fullmatch(text) for pattern in _legacy("patterns"))


def is_legacy_dataset(text: str) -> bool:
    """Whether this is a dataset of the hub's early days, without owner, such as `squad`."""
    return any(pattern.fullmatch(text) for pattern in _legacy("datasets"))


def is_code_name(text: str) -> bool:
    """Whether a text is the path or the class by which code is found, and so no model.

    >>> is_code_name("app.nodes.generator"), is_code_name("MiniMaxLLM"), is_code_name("gpt-4.1"), is_code_name("deepseek.r1")
    (True, True, False, False)
    """
    return bool(_CODE_NAME.fullmatch(text))


def may_publish(repository: str) -> bool:
    """Whether an owner may publish such a model on the hub: of some it is known what they do.

    >>> may_publish("openai/whisper-large-v3"), may_publish("openai/local"), may_publish("acme/local")
    (True, False, True)
    """
    owner, slash, name = repository.partition("/")
    known: str | None = read_knowledge("model_names")["published"].get(owner.lower()) if slash else None
    return known is None or bool(re.fullmatch(known, name, re.IGNORECASE))


def owner_of_plain_name(text: str) -> str:
    """Below whose organisation a library looks up a name without an owner; empty for all others.

    >>> owner_of_plain_name("all-MiniLM-L6-v2"), owner_of_plain_name("Llama-3.1-8B-Instruct-q4f32_1-MLC")
    ('sentence-transformers', 'mlc-ai')
    """
    owners = (("sentence-transformers", "sentence_transformers"), ("mlc-ai", "mlc"))
    return next((owner for owner, key in owners if any(each.fullmatch(text) for each in _legacy(key))), "")


@lru_cache(maxsize=4096)
def key_role(key: str) -> str | None:
    """What a setting of this name holds: `model`, `embedding`, `reranker`, `adapter`, `dataset` …; None for others.

    >>> key_role("EMBEDDING_MODEL_NAME"), key_role("modelURL"), key_role("model_type"), key_role("image")
    ('embedding', 'model', None, None)
    """
    snake = snake_case(key)
    if (exact := _exact().get(snake)) is not None:
        return exact
    words = frozenset(re.sub(r"\d+$", "", word) for word in snake.split("_"))
    if "deployment" in words and words & _DEPLOYED and not words & _ABOUT_DEPLOYMENTS:
        return "embedding" if words & {"embedding", "embeddings", "emb", "embed"} else "model"
    keys = read_knowledge("model_names")["keys"]
    if snake.endswith(("_model", "_model_name", "_model_id")):
        words -= frozenset(keys["purpose"]["words"])
    if not words.isdisjoint(keys["never"]["words"]):
        return None
    for role, role_words in keys["words"].items():
        if words.isdisjoint(role_words):
            continue
        if role in ("model", "adapter", "dataset") or not words.isdisjoint(keys["beside"]["words"]):
            return str(role)
    return None


def may_be_bare(key: str) -> bool:
    """Whether a setting of this name may hold a hub repository without owner."""
    return snake_case(key) in read_knowledge("model_names")["keys"]["bare"]["names"]


def is_inner_key(key: str) -> bool:
    """Whether a key inside a model's table names the model."""
    return snake_case(key) in read_knowledge("model_names")["keys"]["inner"]["names"]


@lru_cache(maxsize=4096)
def index_provider(key: str) -> str | None:
    """Whose vector index a setting of this name holds; empty where a neighbour says so, None where it holds none.

    >>> index_provider("QDRANT_COLLECTION_NAME"), index_provider("mongodb_collection"), index_provider("collection_name")
    ('qdrant', None, '')
    """
    keys, plain = read_knowledge("model_names")["keys"], snake_case(key)
    index: Mapping[str, str] = keys["index"]
    if plain in index:
        return index[plain]
    words = plain.removesuffix("_name").split("_")
    for store, provider in keys["stores"].items():
        if len(words) > 1 and "_".join(words[:-1]).startswith(store) and words[-1] in _PLACES_OF_VECTORS:
            is_meant = store not in keys["general_stores"] or not _ABOUT_VECTORS.isdisjoint(words)
            return str(provider) if is_meant and set(words[:-1]) <= {*store.split("_"), *_IN_STORES} else None
    return None


def store_named(word: str) -> str:
    """The one identity of a vector store that files, packages and drivers call by several words.

    >>> store_named("mongodb"), store_named("mongodb-atlas"), store_named("qdrant")
    ('mongodb-atlas', 'mongodb-atlas', 'qdrant')
    """
    called: Mapping[str, str] = read_knowledge("model_names")["keys"]["called"]
    return called.get(word, word)


@cache
def snake_case(key: str) -> str:
    """`modelURL`, `Model-Name` and `MODEL_NAME` in one spelling."""
    key = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.strip())
    return re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_knowledge("model_names")["provider"]
    return tuple((entry["id"], re.compile(text, re.IGNORECASE)) for entry in table for text in entry["patterns"])


@cache
def _makers() -> re.Pattern[str]:
    """A class name that begins with a provider's word; the next word begins with a capital or with an underscore."""
    prefixes: Mapping[str, str] = read_knowledge("model_names")["prefixes"]
    words = sorted((each for each in prefixes if each not in _GENERAL_WORDS), key=len, reverse=True)
    spelled = "|".join(word.replace("_", "_?") for word in words)
    return re.compile(rf"_*(?:Async|Chat|My|Base|Custom)?((?i:{spelled}))(?=[A-Z_]|$)")


@cache
def _addresses() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = read_knowledge("model_names")["address"]
    return tuple((re.compile(entry["pattern"]), entry["provider"]) for entry in table)


@cache
def _libraries() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = read_knowledge("model_names")["library"]
    return tuple((re.compile(entry["pattern"]), entry["namespace"]) for entry in table)


@cache
def _before_names() -> re.Pattern[str]:
    return re.compile("|".join(entry["pattern"] for entry in read_knowledge("model_names")["before_name"]))


@cache
def _legacy(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in read_knowledge("model_names")["legacy"][key])


@cache
def _exact() -> dict[str, str]:
    exact = read_knowledge("model_names")["keys"]["exact"]
    return {name: role for role, names in exact.items() for name in names}

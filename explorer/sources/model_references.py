"""What a text in a model-bearing place names: a hub repository, a hosted model, a dataset, a local path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import hub_dataset_id, hub_model_id, service_id, unknown_id
from explorer.knowledge.files import read_knowledge
from explorer.sources.claims import used_by

_HUB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9][A-Za-z0-9_.-]{0,95}")
_BARE_HUB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,95}")
_FILE_ENDING = re.compile(
    r"\.(py|json|jsonl|csv|tsv|txt|ya?ml|toml|md|sh|tar|gz|zip|bin|pt|pth|ckpt|gguf|onnx|safetensors|pkl|h5|parquet)$"
)
_LOCAL_OWNERS = frozenset(
    [
        ".",
        "..",
        "~",
        "models",
        "model",
        "data",
        "dataset",
        "datasets",
        "checkpoints",
        "checkpoint",
        "ckpt",
        "output",
        "outputs",
        "out",
        "results",
        "weights",
        "cache",
        "tmp",
        "src",
        "app",
        "opt",
        "home",
        "mnt",
        "usr",
        "var",
        "root",
        "workspace",
        "path",
        "your-org",
        "your_org",
        "your-username",
        "username",
        "user",
        "org",
        "example",
        "application",
        "text",
        "image",
        "audio",
        "video",
        "s3:",
        "gs:",
        "http:",
        "https:",
    ]
)
_PLACEHOLDER = re.compile(r"[<>{}$*]|^(none|null|auto|default|true|false|model|your[-_ ].*)$", re.IGNORECASE)
_HUB_URL = re.compile(r"https?://(?:www\.)?huggingface\.co/(?!docs|blog|spaces|api)(datasets/)?([\w.-]+/[\w.-]+)")


@dataclass(frozen=True, slots=True)
class ModelReference:
    """One thing that a setting, argument or call names."""

    kind: Kind
    identity: ComponentId
    name: str
    relation: RelationKind = RelationKind.USES
    role: str = ""
    """What it is used for, where the key says: `embedding`, `reranker`, `chat`."""
    provider: str = ""


def model_in_setting(key: str, value: str) -> ModelReference | None:
    """What a setting such as `embedding_model: BAAI/bge-m3` names; None where key or value do not say a model.

    The key must be one that is known to hold a model, and the value must have the form of a name: prose, paths,
    placeholders and templates name nothing.
    """
    role = setting_role(key)
    value = value.strip().strip("'\"")
    if role is None or not value or _PLACEHOLDER.search(value):
        return None
    if role == "dataset":
        return hub_dataset(value) if is_hub_id(value) else None
    if role == "adapter":
        return hub_adapter(value) if is_hub_id(value) else None
    found = named_model(value)
    if found is None:
        return None
    return with_role(found, role if role != "model" else "")


def model_in_arguments(arguments: Sequence[str]) -> list[ModelReference]:
    """The models, adapters and datasets that a command line names by its flags, or as `vllm serve NAME`."""
    found: list[ModelReference | None] = []
    for place, argument in enumerate(arguments):
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        if argument.startswith("-"):
            flag, equals, value = argument.partition("=")
            key = flag.lstrip("-").replace("-", "_")
            found.append(model_in_setting(key, value if equals else following))
        elif argument == "serve" and place and arguments[place - 1].endswith("vllm"):
            found.append(named_model(following) if following else None)
        elif argument in ("pull", "run") and place and arguments[place - 1].endswith("ollama"):
            found.append(ollama_model(following))
    return [each for each in found if each is not None]


def named_model(text: str) -> ModelReference | None:
    """The model that a name of known form means: a hosted model, `provider/model`, a hub id or a hub address."""
    url = _HUB_URL.match(text)
    if url:
        return hub_dataset(url.group(2)) if url.group(1) else hub_model(url.group(2))
    if (provider := provider_of(text)) is not None:
        return hosted_model(provider, text)
    prefixed = _prefixed(text)
    if prefixed is not None:
        return prefixed
    return hub_model(text) if is_hub_id(text) else None


def hub_model(repository: str, bare: bool = False) -> ModelReference | None:
    """A model repository; with `bare`, also one without an owner such as `gpt2`. None where it is no such name."""
    repository, _, revision = repository.partition("@")
    if not is_hub_id(repository) and not (bare and is_bare_hub_id(repository)):
        return None
    return ModelReference(Kind.MODEL, hub_model_id(repository, revision), repository)


def hub_adapter(repository: str) -> ModelReference:
    """An adapter repository."""
    return ModelReference(Kind.ADAPTER, hub_model_id(repository), repository)


def hub_dataset(repository: str) -> ModelReference:
    """A dataset repository."""
    return ModelReference(Kind.DATASET, hub_dataset_id(repository), repository, role="dataset")


def hosted_model(provider: str, model: str, role: str = "") -> ModelReference:
    """A model that a provider hosts."""
    return ModelReference(Kind.MODEL_SERVICE, service_id(provider, model), model, RelationKind.CALLS, role, provider)


def ollama_model(name: str) -> ModelReference | None:
    """A model of the Ollama library, `llama3.1:8b`; one of the hub, `hf.co/owner/repo`, is the hub's."""
    if name.startswith(("hf.co/", "huggingface.co/")):
        return hub_model(name.split("/", 1)[1].partition(":")[0])
    match = re.fullmatch(r"([\w./-]+)(?::([\w.-]+))?", name)
    if match is None or name.startswith("-"):
        return None
    version = f"@{match.group(2)}" if match.group(2) else ""
    return ModelReference(Kind.MODEL, ComponentId(f"pkg:ollama/{match.group(1).lower()}{version}"), name)


def local_model(path: str, kind: Kind = Kind.MODEL) -> ModelReference:
    """A model at a path: it is there, but where it comes from is not known."""
    return ModelReference(kind, unknown_id(kind.value, path), path, role="local path")


def with_role(reference: ModelReference, role: str) -> ModelReference:
    """The same reference in this role."""
    return ModelReference(
        reference.kind, reference.identity, reference.name, reference.relation, role, reference.provider
    )


def is_hub_id(text: str) -> bool:
    """Whether a text has the form `owner/name` of a hub repository and does not look like a path or a file."""
    if not _HUB_ID.fullmatch(text) or "--" in text or ".." in text:
        return False
    owner = text.partition("/")[0]
    return owner.lower() not in _LOCAL_OWNERS and not _FILE_ENDING.search(text.lower())


def is_bare_hub_id(text: str) -> bool:
    """Whether a text could be a hub repository without an owner, as in `bert-base-uncased`."""
    plain = _BARE_HUB_ID.fullmatch(text) and not _FILE_ENDING.search(text.lower()) and not _PLACEHOLDER.search(text)
    return bool(plain) and text.lower() not in _LOCAL_OWNERS and any(letter.isalpha() for letter in text)


def is_local_path(text: str) -> bool:
    """Whether a text is a path on the machine."""
    return text.startswith(("./", "../", "/", "~", ".\\")) or "\\" in text


def provider_of(model: str) -> str | None:
    """The provider that names its hosted models like this."""
    return next((provider for provider, pattern in _provider_patterns() if pattern.match(model)), None)


def setting_role(key: str) -> str | None:
    """What a setting of this name holds: `model`, `embedding`, `reranker`, `adapter`, `dataset`; None for others."""
    return _roles().get(snake_case(key))


def snake_case(key: str) -> str:
    """`modelURL`, `Model-Name` and `MODEL_NAME` in one spelling."""
    key = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.strip())
    return re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")


def claims_for(
    reference: ModelReference,
    user: ComponentId,
    found: Evidence,
    scope: Scope,
    knowledge: Knowledge = Knowledge.DECLARED,
) -> Iterator[Claim]:
    """The component that a reference names, and the user's relation to it."""
    attributes = {"role": reference.role} if reference.role else {}
    if reference.provider:
        attributes["provider"] = reference.provider
    if reference.kind in (Kind.MODEL, Kind.ADAPTER, Kind.DATASET) and reference.identity.startswith("pkg:huggingface/"):
        attributes["pinned"] = "yes" if "@" in reference.identity else "no"
    component = Component(reference.identity, reference.kind, reference.name, "", None, knowledge, attributes, (found,))
    yield from used_by(user, component, reference.relation, scope)


def adapts_claims(references: Iterable[ModelReference], found: Evidence, rule: str) -> Iterator[Claim]:
    """An adapter and the one base model that the same command or call names: the adapter is for that base."""
    references = list(references)
    bases = [each for each in references if each.kind is Kind.MODEL and each.role == ""]
    for adapter in references:
        if adapter.kind is Kind.ADAPTER and len(bases) == 1:
            evidence = Evidence(found.source, found.location, found.line, rule, found.text)
            yield Relation(
                adapter.identity,
                bases[0].identity,
                RelationKind.ADAPTS,
                Scope.RUNTIME,
                Knowledge.INFERRED,
                {},
                (evidence,),
            )


def _prefixed(text: str) -> ModelReference | None:
    """`anthropic:claude-x` always means the provider; `openai/gpt-4o` does where the rest is a hosted name."""
    match = re.match(r"([a-z_]+)([:/])(.+)$", text)
    if match is None:
        return None
    provider = read_knowledge("model_names")["prefixes"].get(match.group(1))
    rest = match.group(3)
    if provider is None or _PLACEHOLDER.search(rest):
        return None
    if provider == "ollama":
        return ollama_model(rest)
    hosted = match.group(2) == ":" or provider_of(rest) is not None or rest.count("/") >= 1
    return hosted_model(provider, rest) if hosted else None


@cache
def _provider_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_knowledge("model_names")["provider"]
    return tuple((entry["id"], re.compile(text, re.IGNORECASE)) for entry in table for text in entry["patterns"])


@cache
def _roles() -> dict[str, str]:
    keys = read_knowledge("model_names")["keys"]
    return {name: role for role, names in keys.items() for name in names}

"""What a text in a model-bearing place names: a hub repository, a hosted model, a dataset, a local path."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.identity import hub_dataset_id, hub_model_id, image_id, package_id, service_id, unknown_id
from explorer.knowledge.model_names import (
    is_code_name,
    is_legacy_dataset,
    is_legacy_name,
    is_named_by,
    key_role,
    library_of_name,
    may_be_bare,
    may_publish,
    model_in_address,
    owner_of_plain_name,
    provider_in_key,
    provider_of,
    provider_of_word,
    snake_case,
    without_prefix,
    without_version,
)
from explorer.sources.dataset_names import is_data_file, is_own_dataset
from explorer.sources.hub_names import hub_name
from explorer.sources.local_places import LOCAL_FOLDERS, is_file_of_weights, is_given_weight, is_local_path

_HUB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9][A-Za-z0-9_.-]{0,95}")
_BARE_HUB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,95}")
_FILE_ENDING = re.compile(
    r"\.(py|json|jsonl|csv|tsv|txt|ya?ml|toml|md|sh|tar|gz|zip|bin|pt|pth|ckpt|gguf|onnx|safetensors|pkl|h5|parquet|"
    r"jinja2?|html|log|png|jpe?g|wav|mp[34]|keras|tflite|npz?|joblib|task|engine|cfg|ini|xml|db|sqlite3?|ipynb|exe)$"
)
_WHISPER_SIZE = re.compile(
    r"(tiny|base|small|medium)(\.en)?|large(-v[123])?|(large-v3-)?turbo|distil-(large|medium|small)[\w.-]*"
)
_IN_CACHE = re.compile(r"(?:.*/)?models--([\w.-]+?)--([\w.-]+?)(?:/snapshots/\w+)?/?")
"""`/models/models--owner--name`: a repository as the hub's own cache names its folder."""
_QUANTISED = re.compile(r"([\w.-]+/[\w.-]+-GGUF):[A-Za-z]\w+", re.IGNORECASE)
"""`owner/name-GGUF:Q4_K_M`: a repository and which of its files, as llama.cpp takes it."""
_ASKED = re.compile(r"([\w./:@-]+)\?\w+=[\w.&=-]+")
"""`gpt-5?reasoning=low`: a name and how it is to be asked, as agents' settings have it."""
_FILE_OF_REPOSITORY = re.compile(r"(?:[\w-]+/)?([\w.-]+/[\w.-]+)/[^/\s]*\.gguf(?:@\d+)?")
"""`runtime/owner/name/file.gguf`: a file of a repository of the hub, as runtimes of GGUF files name it."""
_PLACEHOLDER = re.compile(
    r"[<>{}$*\s|]|^(none|null|auto|default|true|false|model|unknown|n/a|tbd|todo|your[-_ ]?.*|my[-_](model|adapter|dataset|lora|deployment)"
    r"|custom[-_]model|model[-_](name|id)|some[-_].*|changeme|(fake|dummy|mock)([-_:. ].*)?|test[-_:. ](model|\d+b))$",
    re.IGNORECASE,
)
RESELLERS = frozenset(
    """azure-openai azure-ai aws-bedrock google-vertex openrouter groq together fireworks deepinfra cerebras sambanova
    nvidia-nim databricks replicate github-models lm-studio ibm-watsonx perplexity anyscale octoai lepton novita
    fal runway wavespeed oci-generative-ai cloudflare snowflake-cortex pinecone vercel-ai-gateway
    chutes featherless aimlapi inference-net scaleway ovhcloud lambda venice clarifai tencent-cloud baidu-qianfan
    alibaba-cloud zhipu tensorzero upstage
    aws-sagemaker siliconflow modelscope ppio hyperbolic nebius baseten friendli volcengine atlascloud parasail gmi-cloud nscale""".split()
)
"""Providers that host models of others, so that a name alone does not tell that it is theirs."""
LOCAL_RUNTIMES = frozenset(["lm-studio", "xinference"])
"""Programs that answer on the user's own machine with what they took from the hub."""
_OF_OWN_NAMES = frozenset(["azure-openai", "tensorzero"])
"""Providers whose users name what they serve."""
_OF_SETTINGS = re.compile(
    r"(^|_)(model|models|model_id|model_name|model_path|id|name|path|key|translation|enabled|prompt)$"
)
_OF_HUB = re.compile(r"(^|_)(fastembed|hf|huggingface|hugging_face|sentence_transformers?|gguf)(_|$)")
_GENERAL_FILE = re.compile(
    r"(diffusion_)?(pytorch_|tf_|flax_)?model(-\d{5}-of-\d{5})?\.(bin|safetensors|h5|msgpack|onnx|pt)"
)
"""Names that files of weights have in most repositories."""
_CATALOGUES = frozenset(["tfhub", "kaggle"])
"""Who is called a provider in the table of addresses, but only keeps models."""
_TAGGED = re.compile(r"[a-z][a-z0-9_.-]*:(latest|(\d+x)?\d+(\.\d+)?[bm]([-_.][\w.-]+)?)")
"""`llama3.1:8b`, `mistral:latest`: a name and a size as Ollama's library writes them, and nobody else."""
_REGIONS = frozenset("us eu au jp ca apac global us-gov".split())
"""What Bedrock puts before a model's name for where it is served. Source: AWS, Bedrock cross-region inference profiles."""

_NEVER_OWNERS = frozenset(
    "azure-openai azure-ai aws-bedrock google-vertex groq openrouter assemblyai deepgram cartesia elevenlabs".split()
)
_ROUTES = frozenset(
    """lm_studio lmstudio together_ai fireworks_ai nvidia_nim azure_ai vertex_ai gemini watsonx dashscope volcengine
    bedrock_converse sagemaker sagemaker_chat perplexity cohere_chat text_completion_openai openai_chat xinference
    github_copilot vertexai google_genai oci snowflake""".split()
)
"""Words that say through whom a model is asked, under which nobody publishes on the hub."""
_PUBLISHED = re.compile(
    r"(?:projects/[^/]+/locations/[^/]+/)?publishers/[\w-]+/models/(?:[\w.-]+@(?=[a-z]))?([\w.@-]+)"
)
"""A model of Vertex AI's Model Garden: `publishers/google/models/gemma3@gemma-3-1b-it`."""
_BRIDGE = re.compile(r"^(litellm|any-llm)/(?=[\w-]+/)")
_OF_BEDROCK = re.compile(r"arn:aws[\w-]*:bedrock:[^/]*:(?:foundation-model|inference-profile)/([\w.:-]+)")
"""The name of a resource of Amazon's, in which a model's own stands last."""
_DOTTED = re.compile(r"([a-z]+)\.([\w:-][\w.:-]+)")
"""`provider.model`, as agent frameworks write it."""


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
    version: str = ""  # What the identity leaves out: the digest of a version at Replicate.


def model_in_setting(key: str, value: str, provider: str = "") -> ModelReference | None:
    """What a setting such as `embedding_model: BAAI/bge-m3` names; None where key or value do not say a model.

    The key must be one that is known to hold a model, and the value must have the form of a name: prose, paths,
    placeholders and templates name nothing. `provider` is who hosts it, where the settings around say so.
    """
    role = key_role(key)
    if value in _REGIONS or _says_key_again(key, value) or _GENERAL_FILE.fullmatch(value) or is_code_name(value):
        return None
    if "tokenizer" in key.lower() and provider_of(value) is not None:
        return None  # A name by which tokens are counted; nothing is asked of the model.
    if role is not None and "whisper" in key.lower() and (size := whisper_size(value)) is not None:
        return size
    is_of_hub = is_hub_id(value) and _OF_HUB.search(snake_case(key))
    provider = "" if is_of_hub else provider or provider_in_key(key)
    return None if role is None else model_in_role(role, value, provider, may_be_bare(key))


def _says_key_again(key: str, value: str) -> bool:
    """`LLM_MODEL = "recording/llm-model"`: where a program keeps a setting, and not what stands in it."""
    plain, whole = snake_case(key), snake_case(re.sub(r"[/-]", "_", value))
    last = snake_case(value.rpartition("/")[2].replace("-", "_"))
    is_said = ("_" in last and plain.endswith(last)) or ("_" in plain and last.endswith(plain)) or plain == whole
    return is_said and "/" in value and bool(_OF_SETTINGS.search(last))


def whisper_size(value: str) -> ModelReference | None:
    """The Whisper model that a size means where it is known that Whisper is meant: `large-v3`."""
    if not _WHISPER_SIZE.fullmatch(value):
        return None
    return ModelReference(Kind.MODEL, package_id("generic", f"openai-whisper/{value}"), value, role="speech")


def model_in_role(role: str, value: str, provider: str = "", bare: bool = False) -> ModelReference | None:
    """What a value names in a place that holds this role."""
    value = value.strip().strip("'\"")
    if "://" not in value and (asked := _ASKED.fullmatch(value)):
        value = asked.group(1)
    if cached := _IN_CACHE.fullmatch(value):
        value = f"{cached.group(1)}/{cached.group(2)}"
    if re.match(r"(huggingface\.co|hf\.co)/[\w.-]+/[\w.-]+", value) and provider != "ollama":
        value = f"https://{value}"
    if (inside := _FILE_OF_REPOSITORY.fullmatch(value)) and is_hub_id(inside.group(1)):
        value = inside.group(1)
    if (quantised := _QUANTISED.fullmatch(value)) and provider != "ollama":
        value = quantised.group(1)
    if not value or len(value) > 250 or _PLACEHOLDER.search(value):
        return None
    if role == "dataset":
        return _dataset(value, bare)
    if role == "adapter":
        if is_file_of_weights(value):
            return local_model(value, Kind.ADAPTER)
        if is_local_path(value) and not _FILE_ENDING.search(value.lower().removesuffix(".safetensors")):
            return local_model(value, Kind.ADAPTER)
        named = hub_name(value) if "://" in value else None
        repository = named.repository if named is not None and not named.is_dataset else value
        return hub_adapter(repository) if is_hub_id(repository) else None
    found = named_model(value, provider)
    if found is None and bare and is_bare_hub_id(value):
        found = hub_model(value, bare=True)
    if found is None and is_given_weight(value):
        found = local_model(value)
    return None if found is None else with_role(found, "" if role == "model" else role)


def _dataset(value: str, bare: bool = False) -> ModelReference | None:
    """A dataset of the hub, or a file of data that lies on the machine; with `bare`, also one by a name of its own."""
    named = hub_name(value, is_dataset=True) if "://" in value else None
    repository = named.repository if named is not None and named.is_dataset else value
    if is_hub_id(repository) or is_legacy_dataset(repository):
        return hub_dataset(repository)
    if "://" not in value and is_data_file(value):
        return ModelReference(Kind.DATASET, unknown_id("dataset", value), value, role="local file")
    if bare and is_own_dataset(value):
        return ModelReference(Kind.DATASET, unknown_id("dataset", value), value, role="name only")
    return None


def named_model(text: str, provider: str = "") -> ModelReference | None:
    """The model that a name of known form means: a hosted model, `provider/model`, a hub id or a hub address.

    `provider` is who hosts it, where that is known from elsewhere; a name that is plainly another provider's wins over
    it, unless it is one that hosts models of others.
    """
    if "://" in text:
        return model_at(text)
    text = without_prefix(_BRIDGE.sub("", text))
    if published := _PUBLISHED.fullmatch(text):
        return hosted_model("google-vertex", published.group(1))
    if provider == "ollama":
        return ollama_model(re.sub(r"^ollama(_chat)?[/:]", "", text))
    if provider in ("", "openai") and _TAGGED.fullmatch(text):
        return ollama_model(text)
    if provider == "aws-sagemaker" and is_hub_id(text):
        return hub_model(text)  # An endpoint serves a repository of the hub.
    if resource := _OF_BEDROCK.fullmatch(text):
        return hosted_model("aws-bedrock", resource.group(1))
    by_name = provider_of(text)
    if by_name == "ollama":
        return ollama_model(text)
    if provider in LOCAL_RUNTIMES and is_hub_id(text):
        return hub_model(text)
    if (provider in RESELLERS and _is_name(text)) or is_named_by(provider, text):
        return hosted_model(provider, text)
    if by_name is not None:
        return hosted_model(by_name, text)
    prefixed = _prefixed(text)
    if prefixed is not None:
        return prefixed
    if is_hub_id(text):
        return hub_model(text)
    if is_legacy_name(text) or owner_of_plain_name(text):
        return hub_model(text, bare=True)
    if library := library_of_name(text):
        return ModelReference(Kind.MODEL, package_id("generic", f"{library}/{text}"), text)
    return hosted_model(provider, text) if provider not in ("", "hugging-face", "openai") and _is_name(text) else None


def hub_model(repository: str, bare: bool = False) -> ModelReference | None:
    """A model repository; with `bare`, also one without an owner such as `gpt2`. None where it is no such name."""
    repository, _, revision = repository.partition("@")
    if owner := owner_of_plain_name(repository):
        repository = f"{owner}/{repository}"
    if not may_publish(repository) or not (is_hub_id(repository) or (bare and is_bare_hub_id(repository))):
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
    model = re.sub(r"^(gpt-[\w.-]+):\d{6,8}$", r"\1", model)  # Whoever keeps answers adds the day to the name.
    if provider == "aws-bedrock" and (resource := _OF_BEDROCK.fullmatch(model)):
        model = resource.group(1)
    if provider in ("google", "google-vertex"):
        model = model.removeprefix("models/").removeprefix("publishers/google/models/")
    model, version = without_version(provider, model)
    identity = service_id(provider, model)
    return ModelReference(Kind.MODEL_SERVICE, identity, model, RelationKind.CALLS, role, provider, version)


def ollama_model(name: str) -> ModelReference | None:
    """A model of the Ollama library, `llama3.1:8b`; one of the hub, `hf.co/owner/repo`, is the hub's."""
    if name.startswith(("hf.co/", "huggingface.co/")):
        return hub_model(name.split("/", 1)[1].partition(":")[0])
    match = re.fullmatch(r"([A-Za-z0-9][\w./-]*)(?::([\w.-]+))?", name)
    if match is None or _PLACEHOLDER.search(name) or _FILE_ENDING.search(name.lower()):
        return None
    version = f"@{match.group(2)}" if match.group(2) else ""
    return ModelReference(Kind.MODEL, ComponentId(f"pkg:ollama/{match.group(1).lower()}{version}"), name)


def image_model(name: str) -> ModelReference:
    """A model that Docker packs as an image of its `ai` namespace."""
    return ModelReference(Kind.MODEL, image_id(name), name)


def local_model(path: str, kind: Kind = Kind.MODEL) -> ModelReference:
    """A model at a path: it is there, but where it comes from is not known."""
    return ModelReference(kind, unknown_id(kind.value, path), path, role="local path")


def with_role(reference: ModelReference, role: str) -> ModelReference:
    """The same reference in this role; a role that it has already stands."""
    return replace(reference, role=reference.role or role)


def is_hub_id(text: str) -> bool:
    """Whether a text has the form `owner/name` of a hub repository and does not look like a path or a file."""
    if not _HUB_ID.fullmatch(text) or "--" in text or ".." in text or len(text) > 96:
        return False
    owner, _, name = text.partition("/")
    if owner.lower() in LOCAL_FOLDERS or re.match(r"(ViT-[BLHg]|RN\d\d)", owner) or _FILE_ENDING.search(text.lower()):
        return False
    return not text.replace("/", "").replace(".", "").isdigit() and not _PLACEHOLDER.search(name)


def is_bare_hub_id(text: str) -> bool:
    """Whether a text could be a hub repository without an owner, as in `bert-base-uncased`."""
    plain = _BARE_HUB_ID.fullmatch(text) and not _FILE_ENDING.search(text.lower()) and not _PLACEHOLDER.search(text)
    return bool(plain) and text.lower() not in LOCAL_FOLDERS and any(letter.isalpha() for letter in text)


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9@][\w./:@+-]{1,120}", text)) and not is_local_path(text)


def model_at(text: str) -> ModelReference | None:
    """What an address names: a page of the hub, or an inference service."""
    if (called := model_in_address(text)) is not None:
        provider, model = called
        if provider in _CATALOGUES:
            return ModelReference(Kind.MODEL, package_id("generic", f"{provider}/{model}"), model)
        return hub_model(model) if provider == "hugging-face" else hosted_model(provider, model)
    named = hub_name(text)
    if named is None or re.search(r"huggingface\.co/(docs|blog|spaces|api|papers|settings|join|pricing)\b", text):
        return None
    found = hub_dataset(named.repository) if named.is_dataset else hub_model(named.repository, bare=True)
    return None if found is None else replace(found, identity=named.id)


def is_of_catalogue(address: str) -> bool:
    """Whether an address is that of a model in a catalogue, which hosts the model to be taken and not to be called."""
    called = model_in_address(address)
    return called is not None and called[0] in _CATALOGUES


def _prefixed(text: str) -> ModelReference | None:
    """`anthropic:claude-x` always means the provider; `openai/gpt-4o` does where the rest is a hosted name."""
    match = re.match(r"([A-Za-z][\w.-]*)([:/])(.+)$", text)
    if match is None:
        return _dotted(text)
    provider = provider_of_word(match.group(1))
    rest = match.group(3)
    if provider is None and match.group(2) == ":":
        return _dotted(text)
    if provider is None or _PLACEHOLDER.search(rest):
        return None
    if provider == "ollama":
        return ollama_model(rest)
    if provider == "hugging-face":
        return hub_model(rest, bare=match.group(2) == ":")
    maker = provider_of(rest)
    hosted = (
        match.group(2) == ":" or maker == provider or rest.count("/") >= 1 or (bool(maker) and provider in RESELLERS)
    )
    if not hosted and (match.group(1) in _ROUTES or provider in _NEVER_OWNERS):
        hosted = True  # No organisation of this name publishes models on the hub.
    return hosted_model(provider, rest) if hosted and _is_name(rest) else None


def _dotted(text: str) -> ModelReference | None:
    """`openai.gpt-4.1`, `tensorzero.chat`: the first word means a provider, the rest is a name that it serves."""
    match = _DOTTED.fullmatch(text)
    provider = provider_of_word(match.group(1)) if match else None
    if match is None or provider is None or _PLACEHOLDER.search(match.group(2)) or _FILE_ENDING.search(text.lower()):
        return None
    served = provider in _OF_OWN_NAMES or provider_of(match.group(2)) == provider
    return hosted_model(provider, match.group(2)) if served else None

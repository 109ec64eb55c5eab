"""What a tree of settings names: models by their keys and by the sections around them, datasets, indexes, commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import file_id, package_id
from explorer.knowledge.model_images import model_of_image
from explorer.knowledge.model_names import (
    is_inner_key,
    key_role,
    may_be_bare,
    provider_of,
    provider_of_word,
    snake_case,
)
from explorer.sources.container_image import image_claims
from explorer.sources.hub_names import hub_name
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile, as_filled_in, evidence
from explorer.sources.lined_yaml import LinedText, opened, text_at
from explorer.sources.local_places import is_file_of_weights, is_weight_name
from explorer.sources.model_references import (
    ModelReference,
    hub_dataset,
    image_model,
    is_hub_id,
    model_in_role,
    named_model,
    ollama_model,
    whisper_size,
)
from explorer.sources.named_folders import folder_named
from explorer.sources.project_paths import paths_of
from explorer.sources.reference_claims import as_fallback, claims_for
from explorer.sources.registered_models import registered
from explorer.sources.served_names import served_names
from explorer.sources.settings_around import (
    PROVIDER_ENDING,
    Around,
    around_of,
    assigned_in,
    below,
    in_catalogue,
    is_of_environment,
    is_of_ollama,
    is_table_of_entries,
    names_fallback,
    provider_beside,
    resolved,
)
from explorer.sources.settings_beside import is_among, is_given_name, is_kept_or_taken, mixed_in, retrained_in
from explorer.sources.settings_commands import (
    address_claims,
    is_command_key,
    is_list_of_packages,
    joined_claims,
    package_claims,
    text_claims,
    words_claims,
)
from explorer.sources.settings_stores import index_claims, searched, store_alone_claims

_CLIP = re.compile(r"(ViT|RN|EVA\d*|convnext|coca|xlm-roberta)[\w-]*-\w+")
"""Names of OpenCLIP's architectures, each with weights of its own."""
_MADE = re.compile(
    r"(^|_)(out|output|outputs|save|saved|saves|export|exported|dest|destination|target|result|results|log)(_|$)"
)
"""Words of keys that say where a program puts what it makes."""
_ROUTED_KEYS = ("providers", "targets", "provider", "graders")
"""Keys of lists of models with their providers, as tools of evaluation write them."""
_ROUTE = re.compile(
    r"([a-z][\w-]*):(?:(?:chat|messages|completion|responses|embeddings?|assistant|inference):)?([\w./:@-]+)"
)
_IMAGE_KEY = re.compile(r"_image(_(name|uri|url|cpu|gpu|cuda|rocm|ref|base))?$|^image_(name|uri|url|base|ref)$")
_IMAGE_VALUE = re.compile(r"[a-z0-9][\w.-]*(:\d+/|/)?[\w./-]*:[A-Za-z0-9][\w.-]*(@sha256:\w+)?")
"""`RAGFLOW_IMAGE=infiniflow/ragflow:v0.14.1`: a variable that says which image is run."""
_OF_OLLAMA = re.compile(r"(^|[._-])ollama([._-]|$)")
_KEY_OF = {"speech": "speech_model", "vision": "vision_model"}
"""A key of the role, for a list whose own key only says what is done with the models."""
_ROLE_BELOW = {
    ("data", "path"): "dataset",
    ("data", "name"): "dataset",
    ("data", "hf_path"): "dataset",
    ("params", "version"): "model",  # As the configurations of latent diffusion name their text encoders.
}
"""What a hub id is for where the key says it only together with the one above."""
_REPOSITORY_KEYS = ("repo_id", "repo", "repository", "hub_repo", "hf_repo_id")
"""Keys of a repository of the hub that do not say what it holds."""
_LABEL = re.compile(r"[\w-]+(\.[\w-]+)+/")
"""`model.aibrix.ai/name`: how the key of a label or an annotation of Kubernetes begins."""
_SPEECH_KEY = re.compile(r"(?i)whisper|(^|_)(asr|stt)_")


@dataclass
class SettingsReading:
    """One settings file being read."""

    source: str
    file: ProjectFile
    project: Project
    scope: Scope
    aliases: dict[str, ModelReference] = field(default_factory=dict)
    """Models by the names that the file gives them: `name: llama3` beside `modelURL: …`."""
    retrained: frozenset[str] = frozenset()
    """Files that a service that is set here trains anew while it runs, so that they come from nobody else."""
    served: set[str] = field(default_factory=set)
    """Names under which the file's own servers are asked, so that they are nobody else's models."""

    @property
    def _site(self) -> Site:
        return Site(self.source, self.file, self.project, self.scope)

    def claims(self, tree: object, provider: str = "") -> Iterator[Claim]:
        """Everything that a document names; `provider` is who hosts its models, where that is known from elsewhere."""
        self._collect_aliases(tree)
        self.retrained |= retrained_in(tree)
        stem = as_filled_in(self.file.path).name.lower()
        top = Around(scope=self.scope, provider=provider)
        if _OF_OLLAMA.search(stem):  # `ollama_models.json`, `ollama-values.yaml`
            is_list = isinstance(tree, list)
            top = replace(top, provider="ollama", key="models", role="model" if is_list else "", in_section=is_list)
        yield from self._node(tree, replace(top, provider="bentoml") if stem.startswith("bentofile.") else top)

    def _node(self, tree: object, top: Around) -> Iterator[Claim]:
        waiting: list[tuple[object, Around]] = [(tree, top)]
        while waiting:
            node, around = waiting.pop()
            if isinstance(node, dict):
                inner = around_of(node, around, self._base)
                yield from self._mapping(node, inner)
                named = inner.in_section and is_table_of_entries(inner.key, node)
                waiting += [(opened(value), below(str(key), inner, named)) for key, value in reversed(node.items())]
                if isinstance(node.get(_NAME), LinedText):
                    waiting.append((opened(node.get(_VALUE, "")), below(node[_NAME], inner)))
            elif isinstance(node, list):
                yield from self._list(node, around)
                waiting += [_opened_entry(each, around) for each in reversed(node)]

    def _mapping(self, node: dict[LinedText, object], around: Around) -> Iterator[Claim]:
        yield from self._file_of_repository(node, around)
        yield from store_alone_claims(node, around, self._site)
        for mixed in mixed_in(around.key, node):
            yield from self._text(LinedText("dataset", mixed.line), mixed, replace(around, role="dataset"))
        name, value = node.get(_NAME) or node.get(_KEY), node.get(_VALUE)
        if isinstance(name, LinedText) and isinstance(value, LinedText) and not name.lower().startswith("x-"):
            yield from self._text(name, value, replace(around, role=""))
        yield from joined_claims(node, around, self._site)
        is_alias_list = any(snake_case(str(key)) == "litellm_params" for key in node)
        for key, inner in node.items():
            if not isinstance(inner, LinedText):
                continue
            if is_alias_list and snake_case(key) == "model_name" and inner != _behind_router(node):
                continue
            if (key == "name" and _has_own_name(node, around.provider)) or is_given_name(key, node):
                continue
            if key == "id" and self._names_model_beside(node, around):
                continue
            yield from self._text(key, inner, around)
            if is_command_key(key):
                yield from text_claims(inner, key, around, self._site)

    def _list(self, node: list[object], around: Around) -> Iterator[Claim]:
        words = [each for each in node if isinstance(each, LinedText)]
        if not words:
            return
        is_flagged = any(word.startswith("--") for word in words)
        is_models = around.in_section and snake_case(around.key) == "run"  # Those that an Ollama chart starts.
        if len(words) == len(node) and ((is_command_key(around.key) and not is_models) or is_flagged):
            yield from words_claims(words, around, self._site)
            return
        if is_list_of_packages(around.key, words):
            yield from package_claims(words, around, self._site)
            return
        role = around.role
        around = around_of(assigned_in(words), around, self._base)
        for word in words:
            name, equals, value = word.partition("=")
            if equals and re.fullmatch(r"\w+", name):  # `- NAME=value`, as in the environment of a Compose service.
                yield from self._text(LinedText(name, word.line), LinedText(value, word.line), replace(around, role=""))
            elif snake_case(around.key) in _ROUTED_KEYS and (found := _routed(word)) is not None:
                yield from self._found(found, LinedText(around.key, word.line), word, around)
            elif (
                not around.key
                and "model" in self.file.path.stem
                and (named := model_in_role("model", word)) is not None
            ):
                yield from self._found(named, LinedText("", word.line), word, replace(around, scope=Scope.OPTIONAL))
            elif role and len(words) == len(node):
                key = around.key if key_role(around.key) else _KEY_OF.get(role, role)
                yield from self._text(LinedText(key, word.line), word, replace(around, in_section=False))
            elif "://" in word:
                yield from address_claims(around.key, word, around, self._site)

    def _text(self, key: LinedText, value: LinedText, around: Around) -> Iterator[Claim]:
        """One entry: a model, dataset or adapter, an index, or an address of weights."""
        text, is_fallback = resolved(value)
        if text.startswith("["):
            for each in _listed(text):
                yield from self._text(key, LinedText(each, value.line), around)
            return
        named = hub_name(text, is_dataset=True) if around.of_data and "://" in text else None
        reference = hub_dataset(named.repository) if named is not None else self._reference(str(key), text, around)
        if reference is None and key_role(key) == "dataset" and re.fullmatch(r"[\w./-]+(,\s*[\w./-]+)+", text):
            for part in text.split(","):  # `dataset: identity,alpaca_en_demo`, as LLaMA-Factory takes it.
                yield from self._text(key, LinedText(part.strip(), value.line), around)
        elif reference is None and (several := self._several(str(key), text, around)):
            for model in several:  # `OPENAI_MODELS=gpt-4o,gpt-4o-mini`
                yield from self._found(model, key, value, around)
        elif (
            snake_case(key) == "id" and snake_case(around.key) in _ROUTED_KEYS and (routed := _routed(text)) is not None
        ):
            yield from self._found(routed, key, value, around)
        elif reference is not None:
            found = evidence(self.source, self.file, value.line, f"{key}: {value}", str(key))
            scope = Scope.DEFAULT if is_fallback and around.scope is Scope.RUNTIME else around.scope
            claims = claims_for(reference, self.project.system, found, scope)
            takes_over = around.is_fallback or names_fallback(key)
            yield from (as_fallback(each) for each in claims) if takes_over else claims
            yield from _adapts(reference, around.base, found)
        elif _IMAGE_KEY.search(snake_case(key)) and _IMAGE_VALUE.fullmatch(text):
            found = evidence(self.source, self.file, value.line, f"{key}: {value}", str(key))
            yield from image_claims(text, self.project, found, around.scope)
        elif "://" in text:
            yield from address_claims(str(key), LinedText(text, value.line), around, self._site)
        elif (provider := searched(key, around.store)) is not None:
            yield from index_claims(provider or around.store, key, LinedText(text, value.line), around, self._site)

    def _several(self, key: str, text: str, around: Around) -> list[ModelReference]:
        """The models of a list with commas; none where one of its members is no model."""
        parts = [part.strip() for part in text.split(",") if part.strip()] if "," in text and len(text) < 2000 else []
        named = [self._reference(key, part, around) for part in parts if not re.search(r"\s", part)]
        known = [each for each in named if each is not None and each.kind in (Kind.MODEL, Kind.MODEL_SERVICE)]
        return known if len(known) == len(parts) > 1 else []

    def _found(self, reference: ModelReference, key: LinedText, value: LinedText, around: Around) -> Iterator[Claim]:
        found = evidence(self.source, self.file, value.line, f"{key}: {value}", str(key))
        yield from claims_for(reference, self.project.system, found, around.scope)

    def _reference(self, key: str, text: str, around: Around) -> ModelReference | None:
        if _LABEL.match(key) or model_of_image(text) is not None or (text in self.served and not is_hub_id(text)):
            return None  # A name by which a server is asked, or an image, which is read as one.
        role = key_role(key)
        provider = provider_beside(key, role or around.role, around)
        is_image = around.has_tag and snake_case(key) in ("repository", "repo", "name")
        is_engine = snake_case(key) == "engine" and provider_of(text) is None and provider != "azure-openai"
        if around.in_section and is_inner_key(key) and role in (None, "model") and not (is_image or is_engine):
            role = around.role
        if PROVIDER_ENDING.fullmatch(snake_case(key)) and provider_of_word(text) is not None:
            return None  # It says whose the model is, and not which.
        if around.has_model_image and role == "model" and snake_case(key) in ("name", "model_name"):
            return None
        if role is None and is_hub_id(text):
            role = _ROLE_BELOW.get((around.key, snake_case(key)))
        if around.key == "params" and key == "arch" and _CLIP.fullmatch(text):
            return ModelReference(Kind.MODEL, package_id("generic", f"open-clip/{text}"), text)
        if role is None and is_weight_name(text) and "://" not in text and not _MADE.search(snake_case(key)):
            role = "model"
        if role is None and around.has_weights and snake_case(key) in _REPOSITORY_KEYS and is_hub_id(text):
            role = "model"
        if around.provider == "bentoml" and around.role == "model":
            return registered("bentoml", text)
        if is_among(text, self.retrained):
            return None
        if role is None and is_of_environment(around.key) and is_kept_or_taken(key, text):
            role = "model"
        if role is None or not text or (is_hub_id(text) and paths_of(self.project).has(text, self.file.path)):
            return None
        if text.startswith("ai/") and "compose" in self.file.name and is_hub_id(text.partition(":")[0]):
            return image_model(text)
        if ("://" in text and not _is_named_by_address(text)) or re.search(r"^github:.*\.ya?ml$", text):
            return None  # `github:owner/gallery/model.yaml` is where LocalAI finds a description.
        found = whisper_size(text) if _SPEECH_KEY.search(key) else None
        found = found or model_in_role(
            role, text, provider, may_be_bare(key) or (around.in_section and may_be_bare(around.key))
        )
        if found is not None and found.role == "local path" and "file" in snake_case(key) and "/" not in text:
            return None  # A bare name of a file: the repository beside it says whose.
        if found is None and role == "model" and ("ollama", "ollama") in around.addressed and is_of_ollama(text):
            found = ollama_model(text)
        found = found or folder_named(key, text)
        is_path = found is not None and found.role in ("local path", "local file")
        return (
            None
            if is_path and paths_of(self.project).has(text, self.file.path)
            else in_catalogue(found, around.catalogue)
        )

    def _names_model_beside(self, node: dict[LinedText, object], around: Around) -> bool:
        """Whether another entry says which model it is: `id` is then only how the entry itself is called."""
        texts = [(each, node.get(each)) for each in _IDENTIFIERS if each != "id"]
        return any(
            self._reference(str(key), resolved(text)[0], around) for key, text in texts if isinstance(text, LinedText)
        )

    def _file_of_repository(self, node: dict[LinedText, object], around: Around) -> Iterator[Claim]:
        """`repo_id: owner/name` beside `model_file: name.Q4_K_M.gguf`: the file is one of the repository."""
        texts = [(key, value) for key, value in node.items() if isinstance(value, LinedText)]
        files = [(key, value) for key, value in texts if _is_file_key(key) and is_file_of_weights(value)]
        models = [self._reference(str(key), resolved(value)[0], around) for key, value in texts] if files else []
        named = {each for each in models if each is not None and each.kind is Kind.MODEL and is_hub_id(each.name)}
        if len(named) != 1:
            return
        repository = next(iter(named)).identity
        for key, value in files:
            found = evidence(self.source, self.file, value.line, f"{key}: {value}", str(key))
            identity = file_id(repository, value)
            yield Component(identity, Kind.WEIGHT_FILE, str(value), "", None, Knowledge.DECLARED, {}, (found,))
            yield Relation(repository, identity, RelationKind.CONTAINS, around.scope, Knowledge.DECLARED, {}, (found,))

    def _collect_aliases(self, tree: object) -> None:
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting += node
            if not isinstance(node, dict):
                continue
            waiting += node.values()
            self.served |= served_names(node)
            name = node.get(_NAME)
            for key, value in node.items():
                if isinstance(name, LinedText) and isinstance(value, LinedText) and key_role(key) == "model":
                    found = model_in_role("model", resolved(value)[0])
                    if found is not None and found.kind is Kind.MODEL:
                        self.aliases.setdefault(str(name), found)

    def _base(self, text: str) -> ModelReference | None:
        return self.aliases.get(text) or (model_in_role("model", text) if is_hub_id(text) else None)


def _opened_entry(entry: object, around: Around) -> tuple[object, Around]:
    """`MODELS=[{"id": "x"}]`, as in the environment of a Compose service; any other member of a list as it is."""
    name, equals, value = entry.partition("=") if isinstance(entry, LinedText) else ("", "", "")
    if not equals or not isinstance(entry, LinedText) or not re.fullmatch(r"\w+", name):
        return entry, around
    return opened(LinedText(value, entry.line)), below(name, around)


def _listed(text: str) -> list[str]:
    """The texts of a list of JSON that stands in one text; none for anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _routed(text: str) -> ModelReference | None:
    """`openai:gpt-4o`, `anthropic:messages:claude-…`: a provider, perhaps a way to ask it, and a model."""
    match = _ROUTE.fullmatch(text)
    return named_model(f"{match.group(1)}:{match.group(2)}") if match and provider_of_word(match.group(1)) else None


def _has_own_name(node: dict[LinedText, object], provider: str) -> bool:
    """Whether the model's own name, or where LocalAI's gallery describes it, stands beside: `name` is then what people see."""
    beside = _IDENTIFIERS if provider == "ollama" else _OWN_NAMES
    return any(each in node for each in beside) or str(node.get(_URL, "")).startswith("github:")


_OWN_NAMES = tuple(LinedText(each, 0) for each in ("model_name", "modelName", "model_id", "modelId"))
_IDENTIFIERS = tuple(LinedText(each, 0) for each in ("id", "model", "model_id", "modelId"))
_NAME, _KEY, _VALUE, _URL = (LinedText(each, 0) for each in ("name", "key", "value", "url"))


def _is_file_key(key: str) -> bool:
    """`model_file`, `filename`, and `repo_ae`, as FLUX's configurations name the files of their `repo_id`."""
    return "file" in snake_case(key) or snake_case(key).startswith("repo_")


def _adapts(reference: ModelReference, base: ModelReference | None, found: Evidence) -> Iterator[Claim]:
    if reference.kind is Kind.ADAPTER and base is not None:
        place = replace(found, field="the same entry names its base")
        yield Component(base.identity, base.kind, base.name, "", None, Knowledge.DECLARED, {}, (place,))
        yield Relation(reference.identity, base.identity, RelationKind.ADAPTS, evidence=(place,))


def _behind_router(node: dict[LinedText, object]) -> LinedText | None:
    """The model behind the name of an entry of LiteLLM's router: a name that is the model's own is another place of it."""
    return text_at(node, "litellm_params", "model") or text_at(node, "litellmParams", "model")


def _is_named_by_address(text: str) -> bool:
    return bool(
        re.match(
            r"(https?://(www\.)?(huggingface\.co|hf\.co|hf-mirror\.com|api-inference\.|router\.huggingface)|(?i:hf)://)",
            text,
        )
    ) and not re.search(r"/(resolve|blob|raw)/", text)

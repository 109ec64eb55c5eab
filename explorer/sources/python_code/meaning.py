"""What a text means in the place that a row of the SDK table describes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.domain.relation import Scope as Role
from explorer.graph.identity import package_id, unknown_id
from explorer.knowledge.model_names import (
    is_legacy_name,
    is_named_by,
    is_of_own_network,
    owner_of_plain_name,
    provider_of,
)
from explorer.knowledge.sdks import SdkCall
from explorer.sources.dataset_names import is_general_data
from explorer.sources.hub_names import hub_name
from explorer.sources.local_places import (
    is_at_root,
    is_below_models,
    is_fitted_step,
    is_local_path,
    is_weight_name,
)
from explorer.sources.model_references import (
    LOCAL_RUNTIMES,
    RESELLERS,
    ModelReference,
    hosted_model,
    hub_adapter,
    hub_dataset,
    hub_model,
    is_bare_hub_id,
    is_hub_id,
    local_model,
    named_model,
    ollama_model,
)
from explorer.sources.model_repository import local_repository
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.parsing import keyword_value
from explorer.sources.python_code.providers_of_calls import ProviderReader
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.registered_models import registered

_LOCAL_DATASETS = frozenset(
    """json csv parquet text imagefolder audiofolder videofolder arrow pandas xml webdataset generator sql jsonl""".split()
)
_WITH_FOLDERS = frozenset(["modelscope", "kaggle", "openai-clip", "open-clip", "detectron2"])
"""Libraries whose own names have parts like those of the hub."""
_MODEL_WORD = re.compile(
    r"(?i)model|net|weight|ckpt|checkpoint|llama|bert|gan|yolo|encod|decod|classif|detect|lora|vae|unet|clip|gpt|mlp|agent"
)
_WHOLE_MODEL = re.compile(r"(?i)\.(gguf|ggml|onnx|tflite|keras|h5|safetensors|ckpt|mlmodel|engine)$")


class NameReader:
    """Turns the texts that calls are given into references."""

    def __init__(self, reading: Reading, providers: ProviderReader) -> None:
        self._reading = reading
        self._providers = providers

    def reference(self, row: SdkCall, text: str, call: ast.Call, scope: Scope, provider: str) -> ModelReference | None:
        """What a text names in a call that this row describes; None where it names nothing that can be trusted."""
        if not text or len(text) > 250 or re.search(r"[\s{}<>$*]", text):
            return None
        if "://" in text and row.gives in ("hosted", "client", "ollama"):
            return None
        match row.gives:
            case "hosted" | "client":
                return self._hosted(text, row, provider)
            case "any":
                return named_model(_without_voice(text), self._providers.stated(call, scope) or provider)
            case "hint":
                return named_model(text) if re.search(r"\d", text) else None
            case "ollama":
                return ollama_model(text)
            case "dataset":
                return self._dataset(text)
            case "adapter":
                if self._is_here(text):
                    return self._in_folder(text)
                return hub_adapter(text) if is_hub_id(text) else self._at_path(text, Kind.ADAPTER)
            case "named" | "named-dataset":
                return self._own_name(row, text)
            case "registered":
                sort = self._reading.text(keyword_value(call, "type"), scope)
                return registered(row.provider, text, sort or row.namespace)
            case "local":
                return self.local(text)
            case "file":
                return self._file(text)
            case "github":
                repository = text.partition(":")[0]
                identity = package_id("github", repository) if is_hub_id(repository) else None
                return None if identity is None else ModelReference(Kind.MODEL, identity, text)
        return self._hub(text, row)

    def _hub(self, text: str, row: SdkCall) -> ModelReference | None:
        if "://" in text or text.startswith(("hf.co/", "huggingface.co/")):
            named = hub_name(text)
            return None if named is None else hub_model(named.repository, bare=True)
        if text in self._reading.made_here:
            return None
        if self._is_here(text):
            return self._in_folder(text)
        text = re.sub(r"^(models|huggingface)/(?=[^/]+(/[^/]+)?$)", "", text)
        if is_hub_id(text):
            return hub_model(text)
        if is_legacy_name(text) or owner_of_plain_name(text):
            return hub_model(text, bare=True)
        if row.owner and is_bare_hub_id(text):
            return hub_model(f"{row.owner}/{text}")
        if (provider := provider_of(text)) is not None and row.role:
            return hosted_model(provider, text)
        return self._at_path(text, Kind.MODEL)

    def _hosted(self, text: str, row: SdkCall, provider: str) -> ModelReference | None:
        """The model of a provider; with a client that many providers understand, the name or the address decides."""
        if provider == "ollama":
            return ollama_model(text)
        is_host = bool(re.search(r"[.:]|localhost", provider))
        if provider == "openai" or is_host:
            found = named_model(text, "" if is_host else "openai")
            if found is not None:
                return found
            if self._reading.scope is Role.TEST or not re.fullmatch(r"[\w.:/@+-]+", text):
                return None  # A name that no provider knows, in a test, is a stand-in.
            if is_host and is_of_own_network(provider):
                return None  # A server of one's own calls its model as it likes.
            return hosted_model(provider, text)
        if self._reading.scope is Role.TEST and provider_of(text) is None:
            return None
        if provider == "hugging-face" or (provider in LOCAL_RUNTIMES and is_hub_id(text)):
            return hub_model(text.partition(":")[0])  # `owner/name:groq` says who is to answer for the hub.
        if provider not in RESELLERS and is_hub_id(text) and not is_named_by(provider, text):
            return hub_model(text)  # Who hosts only what is its own does not host a repository of the hub.
        if provider not in RESELLERS and not is_named_by(provider, text) and (by_name := provider_of(text)) is not None:
            return hosted_model(by_name, text)
        return hosted_model(provider, text.removeprefix("models/") if provider.startswith("google") else text)

    def _dataset(self, text: str) -> ModelReference | None:
        relation = self._use_of_data
        if is_file_format(text):
            return None  # The name of a format: the files are named beside it.
        named = hub_name(text, is_dataset=True) if "://" in text else None
        repository = named.repository if named is not None and named.is_dataset else text
        if self._is_here(text) or text in self._reading.made_here:
            return None
        if is_local_path(text) or re.search(r"\.(json|jsonl|csv|parquet|txt|arrow|zip)$", text):
            return ModelReference(Kind.DATASET, unknown_id("dataset", text), text, relation, "local file")
        is_own = re.fullmatch(r"[A-Za-z][\w-]{1,60}", repository) and not is_general_data(repository)
        if not (is_hub_id(repository) or is_own):
            return None
        found = hub_dataset(repository)
        return ModelReference(found.kind, found.identity, found.name, relation, found.role)

    @property
    def _use_of_data(self) -> RelationKind:
        return RelationKind.TRAINED_ON if self._reading.trains else RelationKind.USES

    def data_files(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ModelReference, Value]]:
        """The files that a call reads as a dataset, `load_dataset("json", data_files=…)`, each where it is written."""
        for value in self._reading.texts(keyword_value(call, "data_files", "data_dir"), scope):
            named = hub_name(value.text, is_dataset=True) if "://" in value.text else None
            if named is not None and named.is_dataset:
                yield ModelReference(Kind.DATASET, named.id, named.repository, self._use_of_data, "dataset"), value
            elif value.text and not is_hub_id(value.text) and not self._is_here(value.text):
                identity = unknown_id("dataset", value.text)
                yield ModelReference(Kind.DATASET, identity, value.text, self._use_of_data, "local file"), value

    def _own_name(self, row: SdkCall, text: str) -> ModelReference | None:
        kind = Kind.DATASET if row.gives == "named-dataset" else Kind.MODEL
        if self._is_here(text) or text in self._reading.made_here or (kind is Kind.DATASET and is_file_format(text)):
            return None
        text = re.sub(r"^https?://(www\.)?kaggle\.com/(datasets/|c/|competitions/)?", "", text)
        if row.namespace in _WITH_FOLDERS and re.fullmatch(r"[\w.@:-]+(/[\w.@-]+)+", text):
            is_named = is_bare_hub_id(text.partition("/")[0]) and "hf-hub:" not in text
            return named_by_library(row, text, kind) if is_named else None
        if is_hub_id(text) and kind is Kind.MODEL:
            return hub_model(text.removeprefix("hf-hub:"))
        if text.startswith(("hf-hub:", "hf_hub:")):
            return hub_model(text.partition(":")[2])
        if kind is Kind.DATASET and re.fullmatch(r"[a-z][\w.-]*(/[\w.-]+)+", text):
            return named_by_library(row, text, kind)
        if is_local_path(text) or "/" in text.removeprefix("tts_models/").removeprefix("vocoder_models/"):
            if row.namespace == "coqui":
                return named_by_library(row, text, kind)
            return self._at_path(text, kind)
        return named_by_library(row, text, kind) if re.fullmatch(r"[\w.+-]{2,80}", text) else None

    def local(self, text: str) -> ModelReference | None:
        """A file that a loader opens, if it is named like a model; not one that the project has or makes itself."""
        if (
            "://" in text
            or not is_weight_name(text)
            or is_at_root(text)
            or is_fitted_step(text)
            or self._is_here(text)
            or text in self._reading.made_here
        ):
            return None
        if not _WHOLE_MODEL.search(text) and not _MODEL_WORD.search(text.rsplit("/", 1)[-1]):
            return None
        return None if self._reading.is_fetched(text) else local_model(text)

    def _file(self, text: str) -> ModelReference | None:
        """A file or folder that nothing but a loader of models is given."""
        is_path = bool(re.search(r"[\w)]\.\w{1,12}$|[\\/]", text)) and "://" not in text
        if not is_path or is_at_root(text) or self._is_here(text) or text in self._reading.made_here:
            return None
        return None if self._reading.is_fetched(text) else local_model(text)

    def _at_path(self, text: str, kind: Kind) -> ModelReference | None:
        """A model at a path; not where the file itself downloads or writes to that path."""
        if text in self._reading.made_here or self._is_here(text) or text in (".", "./", "/"):
            return None
        if self._reading.is_fetched(text):
            return None
        return local_model(text, kind) if is_local_path(text) or is_below_models(text) else None

    def _in_folder(self, text: str) -> ModelReference | None:
        """The model, adapter or dataset that a folder of the project is; None where the folder is none."""
        folder = self._reading.module.file.path.parent
        found = local_repository(text, folder, self._reading.project)
        return None if found is None else ModelReference(found.kind, found.id, found.name)

    def _is_here(self, text: str) -> bool:
        return self._reading.paths.has(text, self._reading.module.file.path)


def _without_voice(text: str) -> str:
    """`cartesia/sonic-2` of `cartesia/sonic-2:VOICE` and `assemblyai/universal-streaming:en`: a language or a voice follows."""
    return re.sub(r"^([a-z]+/[\w.-]+):([a-z]{2}|multi|[0-9a-f-]{36})$", r"\1", text)


def is_file_format(text: str) -> bool:
    """Whether `load_dataset` reads files of this format where it is given such a name.

    >>> is_file_format("json"), is_file_format("squad")
    (True, False)
    """
    return text in _LOCAL_DATASETS


def named_by_library(row: SdkCall, text: str, kind: Kind) -> ModelReference:
    """A model or dataset by a library's own short name: `timm/resnet50`, `openai-whisper/base`."""
    role = "dataset" if kind is Kind.DATASET else ""
    identity = package_id("generic", f"{row.namespace}/{text}")
    return ModelReference(kind, identity, text, RelationKind.USES, role)

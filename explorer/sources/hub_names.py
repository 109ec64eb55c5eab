"""What a text names: a repository on the Hugging Face hub, a file on somebody's disk, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from explorer.domain.component import ComponentId
from explorer.graph.identity import hub_dataset_id, hub_model_id

_PART = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_-])?"
_REPOSITORY = re.compile(rf"(?:{_PART}/)?[A-Za-z0-9._-]{{1,96}}")
_ADDRESS = re.compile(
    r"(?i)(?:(?:https?|hf)://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?P<rest>[^?#\s]+)", re.ASCII
)
_BY_SCHEME = re.compile(r"(?i)hf://(?P<rest>[^?#\s]+)")
_LOCAL = re.compile(r"^(?:[.~/\\]|[A-Za-z]:[\\/]|file:)|\\|^[^/]+/[^/]+/.")
_WEIGHTS = re.compile(r"(?i)\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|pkl|onnx|h5|keras|joblib)$")

_NOTHING = frozenset({"n/a", "na", "none", "null", "nan", "nil", "tbd", "unknown"})
"""What people and tables write where there is no name; `N/A` even has the form of one."""


@dataclass(frozen=True, slots=True)
class HubName:
    """A repository on the hub as a text names it."""

    repository: str
    """`owner/name`, or a bare name of the hub's early days (`gpt2`)."""
    is_dataset: bool = False
    revision: str = ""

    @property
    def id(self) -> ComponentId:
        """The purl of the repository, with the revision where the text has one."""
        make = hub_dataset_id if self.is_dataset else hub_model_id
        return make(self.repository, self.revision)


def hub_name(text: str, is_dataset: bool = False) -> HubName | None:
    """The repository that a name, a page address or an `hf://` address stands for; None where it is none.

    >>> hub_name("https://huggingface.co/datasets/allenai/c4/tree/refs%2Fconvert%2Fparquet").id
    'pkg:huggingface/datasets/allenai/c4@refs%2Fconvert%2Fparquet'
    >>> hub_name("mistralai/Mistral-7B-v0.1").id
    'pkg:huggingface/mistralai/Mistral-7B-v0.1'
    >>> hub_name("./outputs/merged") is None
    True
    """
    text = text.strip()
    if match := _ADDRESS.fullmatch(text) or _BY_SCHEME.fullmatch(text):
        return _from_address(match["rest"], is_dataset)
    if names_nothing(text) or is_local_path(text) or not is_repository_name(text):
        return None
    return HubName(text, is_dataset)


def names_nothing(text: str) -> bool:
    """Whether a text says that there is no name.

    >>> names_nothing("N/A"), names_nothing("None"), names_nothing("nanoGPT")
    (True, True, False)
    """
    return text.casefold() in _NOTHING


def is_repository_name(text: str) -> bool:
    """Whether the hub would take this as the name of a repository (its own rules, see `validate_repo_id`)."""
    if not _REPOSITORY.fullmatch(text) or len(text) > 96 or "--" in text or ".." in text:
        return False
    name = text.rsplit("/", 1)[-1]
    return name[0] not in "-." and name[-1] not in "-." and not text.endswith(".git")


def is_local_path(text: str) -> bool:
    """Whether a text names a folder or file of the machine where it was written, as far as its form tells."""
    text = text.strip()
    return bool(_LOCAL.search(text) or _WEIGHTS.search(text)) and not text.lower().startswith(
        ("http:", "https:", "hf:")
    )


def _from_address(rest: str, is_dataset: bool) -> HubName | None:
    parts = [unquote(part) for part in rest.strip("/").split("/")]
    if parts[0] in ("datasets", "models", "spaces"):
        is_dataset = parts[0] == "datasets"
        if parts.pop(0) == "spaces":
            return None
    repository, _, revision = "/".join(parts[:2]).partition("@")
    if len(parts) > 3 and parts[2] in ("tree", "resolve", "blob", "raw", "commit"):
        revision = parts[3]
    repository = repository.removesuffix(".git")
    if not is_repository_name(repository):
        return None
    return HubName(repository, is_dataset, "" if revision == "main" else revision)

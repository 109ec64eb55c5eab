"""What neighbouring sections and entries of settings say that no entry says by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.knowledge.model_names import key_role, provider_of_address, snake_case
from explorer.knowledge.parties import party_of_namespace
from explorer.sources.lined_yaml import LinedText, Tree
from explorer.sources.local_places import is_local_path, is_weight_name
from explorer.sources.model_references import is_hub_id

_ADDRESS_KEYS = ("base_url", "api_base", "api_url", "endpoint")
_PUSHED_BY_COG = frozenset(
    """model test_model test_hardware predict train deployment parallel fast_push ignore_schema_compatibility
    official_model use_cog_base_image""".split()
)
"""All keys of a configuration of cog-safe-push (its file config.py)."""
_MIXTURES = ("dataset_mixer", "dataset_mixture", "datasets_mixer", "data_mixture", "dataset_weights")
_PART = re.compile(r"\d*\.?\d+")
_ONLY_OF_COG = frozenset(["test_model", "test_hardware", "predict", "train"])
_TRAINED_HERE = re.compile(r"(^|_)(re_?train(ing|s|ed)?)(_|$)")
_SOURCE_KEYS = ("model_source", "model_path", "model_dir", "checkpoint_path", "source")
"""Keys beside a name that say where the model lies that gets this name."""


def is_pushed_by_cog(tree: Tree) -> bool:
    """Whether a document tells cog-safe-push where to publish what is built here: its models are no others' but one's own."""
    keys = {str(key) for key in tree} if isinstance(tree, dict) else set()
    return "model" in keys and keys <= _PUSHED_BY_COG and not keys.isdisjoint(_ONLY_OF_COG)


def retrained_in(tree: object) -> frozenset[str]:
    """The names of the files that a service trains anew while it runs, as an entry beside their paths says."""
    found: set[str] = set()
    for node in _mappings(tree):
        if any(_TRAINED_HERE.search(snake_case(str(key))) for key in node):
            found |= {_file_name(str(value)) for value in node.values() if _is_weight(value)}
    return frozenset(found)


def is_among(path: str, names: frozenset[str]) -> bool:
    """Whether a path ends in one of these names of files."""
    return _file_name(path) in names


def mixed_in(key: str, node: dict[LinedText, object]) -> list[LinedText]:
    """The data sets of a mixture, each before the part of it that is taken: `dataset_mixer: {owner/data: 0.5}`."""
    is_mixture = snake_case(key) in _MIXTURES and all(_PART.fullmatch(str(part)) for part in node.values())
    return [name for name in node if is_hub_id(name)] if is_mixture else []


def names_weights(node: dict[LinedText, object]) -> bool:
    """Whether an entry of a mapping is the name or path of a file of weights."""
    return any(_is_weight(value) for value in node.values())


def host_in_section(node: dict[LinedText, object]) -> str:
    """Who answers at the address in a section that names no model itself: it is meant for those of its neighbours.

    Empty where no section has an address of a known provider, or where several have one.
    """
    sections = [each for each in node.values() if isinstance(each, dict) and not _names_model(each)]
    hosts = {host for each in sections if (host := _host(each))}
    return next(iter(hosts)) if len(hosts) == 1 else ""


def is_given_name(key: str, node: dict[LinedText, object]) -> bool:
    """Whether the model that `model_name` names lies at a path beside it, so that the name is one's own for it."""
    if snake_case(key) not in ("model_name", "name", "served_model_name"):
        return False
    paths = (value for each, value in node.items() if snake_case(str(each)) in _SOURCE_KEYS)
    return any(isinstance(value, LinedText) and is_local_path(value) for value in paths)


def is_kept_or_taken(key: str, text: str) -> bool:
    """Whether a variable for a folder of a model is given a repository instead, of somebody known to publish models.

    >>> is_kept_or_taken("MODEL_CHECKPOINT_DIR", "meta-llama/Llama-3.1-8B"), is_kept_or_taken("MODEL_DIR", "run7/step5")
    (True, False)
    """
    plain = re.sub(r"_(dir|directory|folder)$", "", snake_case(key))
    is_model = plain != snake_case(key) and key_role(plain) == "model"
    return is_model and is_hub_id(text) and party_of_namespace(text.partition("/")[0]) is not None


def _mappings(tree: object) -> Iterator[dict[LinedText, object]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _is_weight(value: object) -> bool:
    return isinstance(value, LinedText) and "://" not in value and (is_weight_name(value) or value.endswith(".sft"))


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _names_model(node: dict[LinedText, object]) -> bool:
    return any(key_role(str(key)) is not None for key in node)


def _host(node: dict[LinedText, object]) -> str:
    texts = (value for key, value in node.items() if snake_case(str(key)) in _ADDRESS_KEYS)
    hosts = [provider_of_address(value) or "" for value in texts if isinstance(value, LinedText)]
    return next((host for host in hosts if host and not re.search(r"[.:]|localhost", host)), "")

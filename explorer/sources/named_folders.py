"""Folders of models and of data: a path in a place that holds one, of which nothing more is known than how it is called."""

from __future__ import annotations

import re

from explorer.domain.component import Kind
from explorer.graph.identity import unknown_id
from explorer.knowledge.model_names import snake_case
from explorer.sources.dataset_names import is_general_data
from explorer.sources.local_places import is_local_path
from explorer.sources.model_references import ModelReference, local_model

_MODEL_KEYS = frozenset(
    """model model_path model_id model_name model_name_or_path model_dir model_source base_model base_model_path base_model_id
    base_model_name_or_path pretrained_model_name_or_path pretrained_model pretrained_model_path llm_model llm_model_path
    hf_model hf_model_path served_model_path checkpoint_path llm_path model_root draft_model speculative_model""".split()
)
"""Flags and settings that hold the model with which a program begins."""
_DATA_KEYS = frozenset(
    """instance_data_dir instance_data_root class_data_dir train_data_dir training_data_dir train_data_path eval_data_dir
    dataset_dir""".split()
)
"""Flags of trainers that hold the folder of what is trained on (Diffusers, kohya's scripts, LLaMA-Factory)."""
_PATH = re.compile(r"(?:~|\.{1,2})?(?:/[\w.@+-]+)+/?")
_SPECIFIC = re.compile(r"(?i)(?=.*[a-z]{2})(?=.*(\d|-[a-z]+-))[\w.@+-]{4,}")
"""A name that tells one model from others: it has a number, or several words."""
_GENERAL = re.compile(
    r"(?i)(model|weights|checkpoints?|ckpt|llm|hf|base|my|the|your|test|data|path|v|step|epoch|run|exp|version|to|new)s?[-_.]?\d*"
)
_FILE = re.compile(r"\.[A-Za-z]{2,11}\d?$")
_MADE = re.compile(
    r"(?i)(^/tmp/|(^|[/_.-])(out|outputs?|results?|save[sd]?|exp(eriment)?s?|runs?|logs?|merged|finetun\w*|trained|sft|dpo|rlhf|"
    r"checkpoint-\d+|ckpts?|step|epoch|last|latest|best|final|cache|export(ed)?|converted|quantized|path|your[\w-]*)([/_.-]|\d|$))"
)
"""Parts of the path of what a training, a conversion or a download put there itself, and of one that only stands for a path."""


def folder_named(key: str, value: str) -> ModelReference | None:
    """The model or the data in the folder that a flag or setting names; None where the path tells of none.

    >>> folder_named("--model", "/models/Qwen3-8B").identity
    'unknown:model:/models/Qwen3-8B'
    >>> folder_named("--model", "/mnt/models") is folder_named("--model", "./output/checkpoint-100") is None
    True
    """
    plain = snake_case(key.lstrip("-"))
    if (
        plain not in _MODEL_KEYS | _DATA_KEYS
        or not is_local_path(value)
        or not _PATH.fullmatch(value)
        or _MADE.search(value)
    ):
        return None
    name = value.rstrip("/").rpartition("/")[2]
    if plain in _DATA_KEYS:
        is_specific = re.fullmatch(r"[\w.-]{4,}", name) and not is_general_data(name) and not _FILE.search(name)
        return ModelReference(Kind.DATASET, unknown_id("dataset", value), value, role="folder") if is_specific else None
    is_model = _SPECIFIC.fullmatch(name) and not _GENERAL.fullmatch(name) and not _FILE.search(name)
    return local_model(value) if is_model else None

"""Which texts are names of datasets or of files of data, and which only say what sort of data stands in a place."""

from __future__ import annotations

import re

_DATA_FILE = re.compile(r"[\w./~-]+\.(json|jsonl|csv|tsv|parquet|arrow)")
_OWN_DATASET = re.compile(r"(?=.*[A-Z\d_-])[A-Za-z\d][\w-]{3,60}")
_GENERAL_DATA = re.compile(
    r"(?i)(([a-z]?|\d+|train|training|test|val|valid|validation|dev|eval|data|dataset|datasets|set|my|your|the|custom|default|"
    r"example|sample|local|file|raw|processed|text|image|images|name|type|list|dir|path|config|new|full|split|hf|none|"
    r"huggingface|json|jsonl|csv|sft|dpo|rlhf|prompt|prompts|chat|instruct|input|inputs|output|key|in|memory|hub|id|some)"
    r"([_-]|$))+"
)
"""Words that say what sort of data stands in a place, and not which."""
_CLASS_OF_DATA = re.compile(r"[A-Z]\w*[a-z](Dataset|DataModule|DataLoader|Reader)")
"""A class by which a trainer reads data, whatever data that is: `PromptResponseDataset`."""
_STANDS_FOR_PATH = re.compile(r"(?i)(^|/)(path/to|path_to|your[-_]\w+)/")


def is_data_file(text: str) -> bool:
    """Whether a text is the path of a file that holds data."""
    return bool(_DATA_FILE.fullmatch(text)) and not _STANDS_FOR_PATH.search(text)


def is_own_dataset(text: str) -> bool:
    """Whether a text is a name that somebody gave a dataset of their own: `oasst1`, `alpaca-clean`; not `train`."""
    is_name = _OWN_DATASET.fullmatch(text) and not _CLASS_OF_DATA.fullmatch(text)
    return bool(is_name) and not is_general_data(text)


def is_general_data(text: str) -> bool:
    """Whether a text only says what sort of data stands in a place: `train`, `data`; no dataset has such a name."""
    return bool(_GENERAL_DATA.fullmatch(text))

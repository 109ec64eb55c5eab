"""The YAML between `---` lines at the top of a card. Only this counts; the prose below never does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explorer.sources.lined_yaml import LinedText, parse_yaml

MAX_FRONT_MATTER = 1024 * 1024

# The hub's own rule: white space may stand before the first line, and the block ends at the next line `---`.
_BLOCK = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ANY_CARD_KEYS = frozenset({"license", "datasets", "tags", "language"})
MODEL_KEYS = frozenset(
    {
        "base_model",
        "base_model_relation",
        "library_name",
        "pipeline_tag",
        "model-index",
        "model_name",
        "new_version",
        "inference",
        "widget",
        "extra_gated_prompt",
        "extra_gated_heading",
        "instance_prompt",
    }
)
DATASET_KEYS = frozenset(
    {
        "dataset_info",
        "task_categories",
        "task_ids",
        "size_categories",
        "source_datasets",
        "annotations_creators",
        "language_creators",
        "configs",
        "pretty_name",
    }
)
SPACE_KEYS = frozenset({"sdk", "app_file", "app_port", "colorFrom", "colorTo"})
"""Keys that only one sort of card has, by the hub's documentation of model cards, dataset cards and Spaces."""

_CARD_KEY = re.compile(
    rf"(?m)^(?:{'|'.join(map(re.escape, _ANY_CARD_KEYS | MODEL_KEYS | DATASET_KEYS | SPACE_KEYS))})[ \t]*:"
)


def front_matter(text: str, where: str) -> Mapping[str, Any] | None:
    """The keys of a card's front matter, their values as texts with lines; None where the file has none.

    Raises `InputError` where the block is broken YAML and yet looks like a card's; a README that only draws lines
    between paragraphs has no front matter.
    """
    match = _BLOCK.match(text[:MAX_FRONT_MATTER])
    if match is None or not _CARD_KEY.search(match[1]):
        return None
    above = "\n" * text.count("\n", 0, match.start(1))
    trees = parse_yaml(above + match[1], where)
    return dict[str, Any](trees[0].items()) if trees and isinstance(trees[0], dict) else None


def line_of(card: Mapping[str, Any], key: str) -> int | None:
    """The line on which a key of the front matter stands."""
    return next((name.line for name in card if name == key and isinstance(name, LinedText)), None)

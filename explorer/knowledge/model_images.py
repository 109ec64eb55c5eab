"""Which container images are built around one model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from explorer.knowledge.files import read_knowledge


@dataclass(frozen=True, slots=True)
class ModelOfImage:
    """The model inside an image."""

    gives: str
    """`hosted`, `hub` or `preset`."""
    name: str
    provider: str
    """Who names it so; empty for all but hosted models."""


@cache
def model_of_image(reference: str) -> ModelOfImage | None:
    """The model that an image holds by its reference; None for all others.

    >>> model_of_image("nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3.3").name
    'meta/llama-3.1-8b-instruct'
    >>> model_of_image("us-docker.pkg.dev/cloudrun/container/gemma/gemma3-4b").name
    'google/gemma-3-4b-it'
    """
    reference = reference.partition("@")[0]
    for pattern, entry in _patterns():
        if match := pattern.fullmatch(reference):
            name = entry.get("name", "{model}").format(**match.groupdict())
            return ModelOfImage(entry["gives"], name, entry.get("provider", ""))
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((re.compile(entry["pattern"]), entry) for entry in read_knowledge("model_images")["image"])

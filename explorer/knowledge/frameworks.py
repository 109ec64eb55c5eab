"""Packages of machine learning: which are frameworks, who publishes them, which hardware they need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered


@dataclass(frozen=True, slots=True)
class KnownPackage:
    """One entry of `frameworks.toml`."""

    is_framework: bool
    maker: str
    """The key of the publishing party; empty where several people or nobody in particular publish it."""
    source: str


@remembered
def known_packages() -> dict[tuple[str, str], KnownPackage]:
    """By (ecosystem, normalised name)."""
    return {
        (entry["ecosystem"], entry["name"]): KnownPackage(
            entry["framework"], entry.get("maker", ""), entry.get("source", package_source())
        )
        for entry in read_knowledge("frameworks")["package"]
    }


@remembered
def hardware_needed(name: str) -> tuple[str, str] | None:
    """The key of the hardware that a PyPI package is made for, and the source of that; None for all others."""
    for entry in read_knowledge("frameworks")["needs"]:
        if re.fullmatch(entry["pattern"], name):
            return entry["hardware"], entry["source"]
    return None


def package_source() -> str:
    """Where the shipped facts about packages come from."""
    return str(read_knowledge("frameworks")["meta"]["source"])

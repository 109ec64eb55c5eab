"""Providers of hosted models: who operates each, and on which cloud it publicly says that it runs."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of `providers.toml`."""

    party: str
    cloud: str
    """The key of a cloud it says it runs on, at least; empty where it does not say."""
    cloud_source: str
    source: str


@remembered
def providers() -> dict[str, Provider]:
    """All providers by key."""
    return {
        entry["id"]: Provider(entry["party"], entry.get("cloud", ""), entry.get("cloud_source", ""), entry["source"])
        for entry in read_knowledge("providers")["provider"]
    }

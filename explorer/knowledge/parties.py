"""Who stands behind a name: companies, foundations and projects, by their namespaces on hubs and forges."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.component import ComponentId
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered


@dataclass(frozen=True, slots=True)
class Party:
    """One entry of `parties.toml`."""

    key: str
    name: str
    country: str
    owner: str
    """The key of the party that owns it; empty where none is known."""
    source: str
    date: str

    @property
    def id(self) -> ComponentId:
        """The identity in the graph."""
        return ComponentId(f"party:{self.key}")


@remembered
def parties() -> dict[str, Party]:
    """All parties by key."""
    return {
        entry["id"]: Party(
            entry["id"], entry["name"], entry.get("country", ""), entry.get("owner", ""), entry["source"], entry["date"]
        )
        for entry in read_knowledge("parties")["party"]
    }


def party_of_namespace(namespace: str) -> Party | None:
    """The party whose namespace this is, on whatever hub; None for strangers."""
    return _by_namespace().get(namespace.lower())


@remembered
def _by_namespace() -> dict[str, Party]:
    known = parties()
    return {
        name: known[entry["id"]]
        for entry in reversed(read_knowledge("parties")["party"])  # The first that names it holds: the user's own.
        for name in (*entry["namespaces"], entry["id"])
    }

"""How a standstill spreads: along which relations, how soon it is felt, what holds it off and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.knowledge.files import read_knowledge

DECLARED_FALLBACK = "declared fallback"
"""The field of the evidence at the place where code declares what takes over."""


class Felt(IntEnum):
    """When somebody who relies on a thing feels that it stopped; the soonest first."""

    NOW = 0
    NEXT_BUILD = 1
    NEXT_RENEWAL = 2
    NEVER = 3


FELT_TITLES = {
    Felt.NOW: "at once",
    Felt.NEXT_BUILD: "at the next build",
    Felt.NEXT_RENEWAL: "at the next renewal",
    Felt.NEVER: "no way found",
}
_WORDS = {"now": Felt.NOW, "next build": Felt.NEXT_BUILD, "next renewal": Felt.NEXT_RENEWAL}


@dataclass(frozen=True, slots=True)
class OutageWay:
    """How soon a standstill passes along some relations."""

    relations: frozenset[RelationKind]
    sources: frozenset[Kind]
    """The kinds of the one that relies; empty for any."""
    targets: frozenset[Kind]
    """The kinds of what is relied on; empty for any."""
    of_attested: bool
    """Whether it holds of builds that an attestation describes, too: these are over."""
    felt: Felt
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """Something that holds a standstill off."""

    key: str
    title: str
    relations: frozenset[RelationKind]
    """On which relations it can stand; empty for any."""
    how: str
    """How it is recorded."""
    why: str
    source: str


@dataclass(frozen=True, eq=False)
class OutageRules:
    """The whole of `outages.toml`."""

    says: str
    limits: str
    entry: frozenset[Kind]
    ways: tuple[OutageWay, ...]
    """In order: the first that fits a relation holds."""
    keepers: Mapping[str, Keeper]
    does_not_help: Mapping[str, str]
    """Why a control against change does not help against absence, by its key."""
    references: tuple[str, ...]


@cache
def outage_rules() -> OutageRules:
    """The rules, read once."""
    table = read_knowledge("outages")
    return OutageRules(
        table["says"],
        table["limits"],
        frozenset(Kind(word) for word in table["entry"]),
        tuple(_way(entry) for entry in table["way"]),
        {entry["id"]: _keeper(entry) for entry in table["keeps"]},
        {entry["control"]: entry["why"] for entry in table["does_not_help"]},
        tuple(table["references"]),
    )


def _way(entry: Mapping[str, Any]) -> OutageWay:
    sources, targets = (frozenset(Kind(word) for word in entry.get(end, ())) for end in ("from", "to"))
    relations = frozenset(RelationKind(word) for word in entry["relations"])
    of_attested = entry.get("of_attested", True)
    return OutageWay(relations, sources, targets, of_attested, _WORDS[entry["when"]], entry["why"], entry["source"])


def _keeper(entry: Mapping[str, Any]) -> Keeper:
    relations = frozenset(RelationKind(word) for word in entry["on"])
    return Keeper(entry["id"], entry["title"], relations, entry["how"], entry["why"], entry["source"])

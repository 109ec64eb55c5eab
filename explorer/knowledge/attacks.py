"""The attack categories as typed what-ifs: entry, ways, what cuts them and what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from explorer.domain.annotation import Attack, Limit
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.knowledge.files import read_knowledge


class Moment(StrEnum):
    """When the attack begins, seen from the choice of what is in use."""

    LATER = "later"
    """After it was chosen: a pin holds what was good."""
    ALREADY = "already"
    """Before it was chosen: a pin holds what was bad."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A control that cuts an attack."""

    control: str
    relations: frozenset[RelationKind]
    """On which relations; empty for all along which the attack spreads."""
    also_already: bool
    """Whether it cuts what was inside before."""
    level: int
    """The least SLSA build level; 0 where levels mean nothing."""
    why: str


@dataclass(frozen=True, eq=False)
class AttackType:
    """One entry of `attacks.toml`."""

    attack: Attack
    says: str
    entry: frozenset[Kind]
    spreads: frozenset[RelationKind]
    only_distributes: frozenset[Kind]
    """What a hub can change in this attack; empty for all that it distributes."""
    begins: Moment
    stops: tuple[Stop, ...]
    narrows: Mapping[str, str]
    does_not_stop: Mapping[str, str]
    remains: str
    detects: tuple[str, ...]
    incidents: tuple[str, ...]
    references: tuple[str, ...]
    limits: tuple[Limit, ...]

    def stops_at(self, moment: Moment) -> tuple[Stop, ...]:
        """What cuts it where it begins at this moment."""
        return tuple(stop for stop in self.stops if stop.also_already or moment is Moment.LATER)


@cache
def attack_types() -> dict[Attack, AttackType]:
    """All attacks by category, A1 first."""
    return {Attack(entry["id"]): _read(entry) for entry in read_knowledge("attacks")["attack"]}


def _read(entry: Mapping[str, Any]) -> AttackType:
    return AttackType(
        Attack(entry["id"]),
        entry["says"],
        frozenset(Kind(word) for word in entry["entry"]),
        frozenset(RelationKind(word) for word in entry["spreads"]),
        frozenset(Kind(word) for word in entry.get("only_distributes", ())),
        Moment(entry["begins"]),
        tuple(_stop(each) for each in entry["stops"]),
        {each["control"]: each["why"] for each in entry["narrows"]},
        {each["control"]: each["why"] for each in entry["does_not_stop"]},
        entry.get("remains", ""),
        tuple(entry["detects"]),
        tuple(entry["incidents"]),
        tuple(entry["references"]),
        tuple(Limit(word) for word in entry["limits"]),
    )


def _stop(entry: Mapping[str, Any]) -> Stop:
    relations = frozenset(RelationKind(word) for word in entry["on"])
    return Stop(entry["control"], relations, entry["when"] == "any", entry.get("level", 0), entry["why"])

"""Documented incidents: dated events with sources, and where the same could stand in another graph."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from explorer.domain.annotation import Attack
from explorer.domain.component import Kind
from explorer.knowledge.attacks import Moment
from explorer.knowledge.files import resource_folder


class State(StrEnum):
    """How far an incident has come."""

    QUIET = "quiet"
    PLANTED = "planted"
    DELIVERED = "delivered"
    KNOWN = "known"
    REMEDIED = "remedied"


class Verdict(StrEnum):
    """What a control would have done."""

    CUTS = "cuts"
    SHOWS = "shows"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated step."""

    date: str
    """`2022-12-25`, or `2019-10` where the source is no more exact."""
    state: State
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where the same could stand in another graph."""

    title: str
    exact: bool
    """Whether it is the very component of the incident, not one in the same place."""
    kinds: frozenset[Kind]
    names: tuple[re.Pattern[str], ...]
    attributes: tuple[tuple[str, re.Pattern[str]], ...]
    served_by_extra_index: bool
    most_relied_on: int
    """So many of those that most relies on; 0 for all."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one control would have done, and why."""

    control: str
    verdict: Verdict
    says: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One file of `incidents`."""

    key: str
    title: str
    attack: Attack
    moment: Moment
    says: str
    events: tuple[Event, ...]
    patterns: tuple[Pattern, ...]
    sees: tuple[Sight, ...]
    checked: str


@cache
def incidents() -> dict[str, Incident]:
    """All incidents by key, I1 first."""
    paths = sorted((resource_folder() / "knowledge" / "incidents").glob("*.toml"))
    found = [_read(tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return {each.key: each for each in found}


def _read(entry: Mapping[str, Any]) -> Incident:
    return Incident(
        entry["id"],
        entry["title"],
        Attack(entry["attack"]),
        Moment(entry["moment"]),
        entry["says"],
        tuple(Event(each["date"], State(each["state"]), each["text"], each["source"]) for each in entry["event"]),
        tuple(_pattern(each) for each in entry["pattern"]),
        tuple(Sight(each["control"], Verdict(each["verdict"]), each["says"]) for each in entry["sees"]),
        entry["checked"],
    )


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(
        entry["title"],
        entry.get("exact", False),
        frozenset(Kind(word) for word in entry["kinds"]),
        tuple(re.compile(text, re.IGNORECASE) for text in entry.get("names", ())),
        tuple((each["attribute"], re.compile(each["pattern"])) for each in entry.get("attributes", ())),
        entry.get("served_by_extra_index", False),
        entry.get("most_relied_on", 0),
    )

"""How much of what a careful reader finds in an application its scan finds, and how much of the scan a reader confirms.

A truth file lists (identity, kind, file, line) for each place where a person sees a component; `locks` names lock files
whose packages all count, read here by their `name = "…"` lines. A component is matched by its kind and its identity
without version, weight files also by their name, MCP servers also by the name under which they are configured. What rules derive (hubs of purl types, parties, clouds of providers)
follows from the rest and is not counted.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.domain.component import Component, ComponentClass, ComponentId, Kind
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot

CLASSES = [each for each in ComponentClass if each.value.startswith("C")]


@dataclass(frozen=True)
class Place:
    """One place where a reader sees a component."""

    identity: str
    kind: Kind
    file: str
    line: int
    """0 where the file as a whole is meant."""


@dataclass
class Tally:
    """The counts of one class of one application."""

    expected: int = 0
    found: int = 0
    places: int = 0
    placed: int = 0
    reported: int = 0
    confirmed: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the reader's components that the scan has."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The share of the scan's components that the reader has."""
        return self.confirmed / self.reported if self.reported else 1.0

    @property
    def right_line(self) -> float:
        """The share of the reader's places, of components that were found, that the scan names with file and line."""
        return self.placed / self.places if self.places else 1.0

    def __add__(self, other: Tally) -> Tally:
        """The counts of both together."""
        return Tally(
            *(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__),
        )


def truth_files() -> list[Path]:
    """One file per application."""
    return sorted(Path(__file__).parent.glob("*.toml"))


def read_truth(path: Path) -> dict[str, Any]:
    """The table of a truth file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def places_of(truth: dict[str, Any], folder: Path) -> list[Place]:
    """All places of a truth file, those of its lock files included."""
    places = [Place(identity, Kind(kind), file, line) for identity, kind, file, line in truth["found"]]
    for lock in truth.get("locks", []):
        lines = (folder / lock).read_text(encoding="utf-8").splitlines()
        for number, (above, line) in enumerate(zip(lines, lines[1:], strict=False), 2):
            name = re.fullmatch(r'name = "([^"]+)"', line)
            if above == "[[package]]" and name and name.group(1) != truth["application"]:
                plain = re.sub(r"[-_.]+", "-", name.group(1)).lower()
                places.append(Place(f"pkg:pypi/{plain}", Kind.PACKAGE, lock, number))
    return places


def measured(snapshot: Snapshot, places: list[Place], tolerated: Iterable[str] = ()) -> dict[ComponentClass, Tally]:
    """The counts of every class; what is `tolerated`, by identity, counts neither for the scan nor against it."""
    arguable = {str(family(ComponentId(each))) for each in tolerated}
    known: dict[tuple[Kind, str], list[Component]] = defaultdict(list)
    for component in snapshot.components:
        for key in keys_of(component):
            known[(component.kind, key)].append(component)
    tallies = {each: Tally() for each in CLASSES}
    expected: dict[tuple[Kind, str], list[Place]] = defaultdict(list)
    for place in places:
        expected[(place.kind, str(family(place.identity)))].append(place)
    for key, seen in expected.items():
        _count(tallies[key[0].component_class], key[1], known.get(key, []), seen)
    for component in snapshot.components:
        if component.kind.component_class in tallies and is_read(component):
            tally = tallies[component.kind.component_class]
            is_confirmed = any((component.kind, key) in expected for key in keys_of(component))
            if not is_confirmed and arguable & keys_of(component):
                continue
            tally.reported += 1
            tally.confirmed += is_confirmed
            if not is_confirmed:
                tally.invented.append(component.id)
    return tallies


def keys_of(component: Component) -> set[str]:
    """Under which texts a truth file may list a component."""
    keys = {str(family(component.id))}
    if "configured as" in component.attributes:
        keys.add(f"mcp:{component.attributes['configured as']}")
    return keys | {component.name} if component.kind is Kind.WEIGHT_FILE else keys


def is_read(component: Component) -> bool:
    """Whether some file says it; what only rules derive is not counted."""
    return any(found.source != "rule" for found in component.evidence)


def _count(tally: Tally, key: str, components: list[Component], seen: list[Place]) -> None:
    tally.expected += 1
    if not components:
        tally.missed.append(key)
        return
    tally.found += 1
    evidence = {(found.location, found.line) for component in components for found in component.evidence}
    files = {location for location, _ in evidence}
    for place in seen:
        tally.places += 1
        if (place.file, place.line) in evidence or (not place.line and place.file in files):
            tally.placed += 1
        else:
            tally.misplaced.append(f"{key} at {place.file}:{place.line}")

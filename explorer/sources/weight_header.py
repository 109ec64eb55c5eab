"""What the header of a weight file states of its model, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.domain.relation import RelationKind


@dataclass(frozen=True, slots=True)
class StatedBase:
    """A model, or a dataset, that a header names as what the model was made from."""

    name: str
    """A hub name or address where the header has one, otherwise the words that it has."""
    key: str
    kind: RelationKind | None = None
    """The relation, where the header says it; `trained-on` for a dataset."""


@dataclass(frozen=True, slots=True)
class WeightHeader:
    """The statements in a header."""

    facts: Mapping[str, str] = field(default_factory=dict)
    bases: tuple[StatedBase, ...] = ()
    is_adapter: bool = False
    problem: str = ""
    """What is wrong with the file as its header shows it; empty where nothing is."""

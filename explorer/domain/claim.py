"""What a source says: a component, a relation, or a problem that it met."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.component import Component
from explorer.domain.relation import Relation


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that could not be read or looks wrong: what happened, and what to do."""

    source: str
    location: str
    line: int | None
    message: str
    advice: str = ""


Claim = Component | Relation | Problem
"""A component or relation as one source saw it; the builder merges claims by identity."""

"""Controls that can cut the way of an attack, and how evidence shows that one is in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from explorer.knowledge.files import read_knowledge


@dataclass(frozen=True, slots=True)
class ControlType:
    """One entry of `controls.toml`."""

    key: str
    title: str
    proves: str
    does_not_prove: str
    evidence: tuple[tuple[str, re.Pattern[str]], ...]
    """Attributes with what their value must begin with."""
    bases: frozenset[str]
    """Bases of an examined trust delegation that record it."""
    source: str


@cache
def control_types() -> dict[str, ControlType]:
    """All kinds of control by key."""
    return {
        entry["id"]: ControlType(
            entry["id"],
            entry["title"],
            entry["proves"],
            entry["does_not_prove"],
            tuple((each["attribute"], re.compile(each["pattern"], re.IGNORECASE)) for each in entry["evidence"]),
            frozenset(entry["bases"]),
            entry["source"],
        )
        for entry in read_knowledge("controls")["control"]
    }


def control_title(key: str) -> str:
    """The words for a control."""
    return control_types()[key].title

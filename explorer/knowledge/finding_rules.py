"""What looks wrong in a graph, how severe it is and why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from explorer.knowledge.files import read_knowledge


class Severity(StrEnum):
    """How soon somebody should look, soonest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for high to 3 for a note."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One entry of `findings.toml`."""

    key: str
    title: str
    severity: Severity
    reason: str
    remedy: str
    source: str


@cache
def finding_rules() -> dict[str, FindingRule]:
    """All rules by key."""
    return {
        entry["id"]: FindingRule(
            entry["id"],
            entry["title"],
            Severity(entry["severity"]),
            entry["reason"],
            entry["remedy"],
            entry["source"],
        )
        for entry in read_knowledge("findings")["rule"]
    }

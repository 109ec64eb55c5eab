"""The scale of likelihood and impact: what the steps 1 to 5 are called, and what chance each likelihood stands for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

STEPS = 5
"""How many steps each of the two has."""


@dataclass(frozen=True, slots=True)
class RiskScale:
    """The words and chances of an organisation's own scale."""

    likelihood: tuple[str, ...] = ("rare", "unlikely", "possible", "likely", "almost certain")
    impact: tuple[str, ...] = ("negligible", "minor", "moderate", "major", "severe")
    chance: tuple[float, ...] = (0.02, 0.1, 0.3, 0.6, 0.9)
    """For each likelihood, the chance per year that it stands for: an assumption, to be set by whoever uses it."""
    high_from: int = 13
    """Scores from here on are shown as high, of 25."""
    medium_from: int = 5

    def as_text(self) -> str:
        """The scale as JSON, to keep it."""
        return json.dumps(asdict(self))


def scale_from(text: str | None) -> RiskScale:
    """A kept scale; the usual one where there is none or it cannot be read.

    >>> scale_from(None).likelihood[0], scale_from('{"high_from": 20}').high_from
    ('rare', 20)
    """
    try:
        values: Any = json.loads(text or "{}")
        return _checked(values)
    except (ValueError, TypeError, AttributeError):
        return RiskScale()


def _checked(values: Mapping[str, Any]) -> RiskScale:
    usual = RiskScale()
    words = {
        name: tuple(str(each) for each in values.get(name, getattr(usual, name))) for name in ("likelihood", "impact")
    }
    chance = tuple(float(each) for each in values.get("chance", usual.chance))
    if any(len(each) != STEPS for each in (*words.values(), chance)):
        raise ValueError("a scale has five steps")
    if list(chance) != sorted(chance) or not all(0 <= each <= 1 for each in chance):
        raise ValueError("chances rise from 0 to 1")
    limits = {name: int(values.get(name, getattr(usual, name))) for name in ("high_from", "medium_from")}
    return RiskScale(words["likelihood"], words["impact"], chance, limits["high_from"], limits["medium_from"])

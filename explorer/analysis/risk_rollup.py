"""How risks on components add up to a system and to the portfolio, by a rule that the reader chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from explorer.analysis.residual_risk import RiskReach, RiskRegister
from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotation import Limit, ResidualRisk
from explorer.domain.component import ComponentId


class Rule(StrEnum):
    """How several risks become one figure."""

    WORST = "worst path"
    NOISY_OR = "noisy-or"
    COUNT = "count"


RULE_TEXTS = {
    Rule.WORST: "The worst open risk, after controls, on anything that is relied on: likelihood times impact, of 25.",
    Rule.NOISY_OR: "The chance per year that at least one assessed open risk happens, if each happened by itself: "
    "1 - (1 - p)(1 - q)…, with the chances of the scale.",
    Rule.COUNT: "How many open risks there are, assessed or not.",
}


@dataclass(frozen=True, slots=True)
class RolledUp:
    """One system's figure, or the portfolio's, by a rule."""

    system: ComponentId | None
    """None for the whole portfolio."""
    value: float | None
    """None where nothing is assessed, which is not zero."""
    assessed: int
    unassessed: int
    """While there are any, the figure is at least this much."""
    entries: tuple[ResidualRisk, ...]
    """The open risks that the figure is made of; by the worst path the one that is worst."""
    by_limit: tuple[tuple[Limit, int], ...]
    """How many open risks stand in each limit category that has any."""


def roll_up(register: RiskRegister, rule: Rule, scale: RiskScale | None = None) -> tuple[RolledUp, ...]:
    """Each system's figure, then the portfolio's; a risk that reaches a system by several paths counts once in it.

    In the portfolio every risk counts once, however many systems it reaches. Source of noisy-or: J. Pearl, Probabilistic
    Reasoning in Intelligent Systems, 1988; it takes the risks for independent, which shared causes are not.

    >>> from explorer.analysis.residual_risk import SystemRisk
    >>> from explorer.domain.annotation import Subject
    >>> risks = [ResidualRisk(Subject("x"), each, Limit.OTHER, likelihood_after=3, impact_after=2) for each in "ab"]
    >>> reach = tuple(RiskReach(each, (0,), (ComponentId("system:s"),)) for each in risks)
    >>> register = RiskRegister(reach, (SystemRisk(ComponentId("system:s"), 6, 2, 0),))
    >>> [round(roll_up(register, rule)[0].value, 2) for rule in Rule]
    [6, 0.51, 2]
    """
    scale = scale or RiskScale()
    systems = [each.system for each in register.systems]
    rows = [
        _rolled(system, [each for each in register.risks if system in each.systems], rule, scale) for system in systems
    ]
    return (*rows, _rolled(None, [each for each in register.risks if each.systems], rule, scale))


def _rolled(system: ComponentId | None, found: Sequence[RiskReach], rule: Rule, scale: RiskScale) -> RolledUp:
    risks = [each.risk for each in found]
    assessed = [each for each in risks if each.score_after is not None]
    limits = tuple((limit, count) for limit in Limit if (count := sum(each.limit is limit for each in risks)))
    return RolledUp(
        system,
        _value(risks, assessed, rule, scale),
        len(assessed),
        len(risks) - len(assessed),
        _entries(risks, assessed, rule),
        limits,
    )


def _entries(risks: Sequence[ResidualRisk], assessed: Sequence[ResidualRisk], rule: Rule) -> tuple[ResidualRisk, ...]:
    if rule is Rule.COUNT:
        return tuple(risks)
    return tuple(assessed) if rule is Rule.NOISY_OR else tuple(assessed[:1])  # The register has the worst first.


def _value(
    risks: Sequence[ResidualRisk], assessed: Sequence[ResidualRisk], rule: Rule, scale: RiskScale
) -> float | None:
    if rule is Rule.COUNT:
        return len(risks) if risks else None
    if not assessed:
        return None
    if rule is Rule.WORST:
        return max(each.score_after or 0 for each in assessed)
    return 1 - prod(1 - scale.chance[(each.likelihood_after or 1) - 1] for each in assessed)

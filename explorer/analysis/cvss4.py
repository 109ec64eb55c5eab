"""The score of a CVSS 4.0 vector, threat and environment included. Source: FIRST, CVSS v4.0 Specification, section 8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import floor

from explorer.knowledge.cvss4 import depth, highest_vectors, macro_score

Metrics = Mapping[str, str]

_ORDER = {
    **{"AV": "NALP", "PR": "NLH", "UI": "NPA", "AC": "LH", "AT": "NP"},
    **dict.fromkeys(("VC", "VI", "VA", "SC"), "HLN"),
    **dict.fromkeys(("SI", "SA"), "SHLN"),
    **dict.fromkeys(("CR", "IR", "AR"), "HML"),
}
"""The values of each metric, the most severe first."""
_BASE = ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA")
_WORST = {"E": "A", "CR": "H", "IR": "H", "AR": "H"}
_SETS = {
    "eq1": ("AV", "PR", "UI"),
    "eq2": ("AC", "AT"),
    "eq3eq6": ("VC", "VI", "VA", "CR", "IR", "AR"),
    "eq4": ("SC", "SI", "SA"),
}
"""The metrics of the equivalence sets within which a vector can lie lower or higher."""


def score4(vector: str) -> float | None:
    """The score, 0 to 10; None for a broken vector or another version of CVSS.

    >>> score4("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H")
    10.0
    >>> score4("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N")
    0.0
    """
    if not vector.startswith("CVSS:4"):
        return None
    stated = dict(part.split(":", 1) for part in vector.split("/")[1:] if ":" in part)
    metrics = _effective(stated)
    if metrics is None:
        return None
    if all(metrics[name] == "N" for name in ("VC", "VI", "VA", "SC", "SI", "SA")):
        return 0.0
    levels = _levels(metrics)
    value = macro_score("".join(levels[each] for each in _DIGITS))
    if value is None:
        return None
    lower = [(value - below) * share for below, share in _steps_down(levels, metrics) if below is not None]
    mean = sum(lower) / len(lower) if lower else 0.0
    return floor(max(0.0, min(10.0, value - mean)) * 10 + 0.5 + 1e-6) / 10


_DIGITS = ("eq1", "eq2", "eq3", "eq4", "eq5", "eq6")


def _effective(stated: Metrics) -> Metrics | None:
    """Every metric with its value: a modified one replaces the base's, and what is not defined is taken as the worst."""
    found = {}
    for name in _BASE:
        value = stated.get(name, "")
        if value not in _ORDER[name] or not value or (name in ("SI", "SA") and value == "S"):
            return None
        modified = stated.get("M" + name, "X")
        found[name] = value if modified == "X" else modified
        if found[name] not in _ORDER[name]:
            return None
    for name, worst in _WORST.items():
        value = stated.get(name, "X")
        found[name] = worst if value == "X" else value
        if found[name] not in ("APU" if name == "E" else _ORDER[name]):
            return None
    return found


def _levels(metrics: Metrics) -> dict[str, str]:
    """The level of each equivalence set, by tables 24 to 29 of the specification."""

    def has(*wanted: str) -> list[bool]:
        return [metrics[each.partition(":")[0]] == each.partition(":")[2] for each in wanted]

    near, victim = has("AV:N", "PR:N", "UI:N"), has("VC:H", "VI:H", "VA:H")
    asked = [one and other for one, other in zip(victim, has("CR:H", "IR:H", "AR:H"), strict=True)]
    eq1 = "0" if all(near) else "1" if any(near) and metrics["AV"] != "P" else "2"
    eq3 = "0" if victim[0] and victim[1] else "1" if any(victim) else "2"
    eq4 = "0" if any(has("SI:S", "SA:S")) else "1" if any(has("SC:H", "SI:H", "SA:H")) else "2"
    return {
        "eq1": eq1, "eq2": "0" if all(has("AC:L", "AT:N")) else "1", "eq3": eq3, "eq4": eq4,
        "eq5": str("APU".index(metrics["E"])), "eq6": "0" if any(asked) else "1",
    }  # fmt: skip


def _steps_down(levels: Mapping[str, str], metrics: Metrics) -> Iterator[tuple[float | None, float]]:
    """For each equivalence set: the score one level down, if there is such a level, and how far down the vector lies in it."""
    far = _distances(levels, metrics)
    for name in ("eq1", "eq2", "eq4"):
        yield _score_at(levels, name), far[name] / depth(name, levels[name])
    # The two sets that hang together are lowered by one of them: by the one that takes away less.
    lower = [each for each in (_score_at(levels, "eq3"), _score_at(levels, "eq6")) if each is not None]
    yield max(lower, default=None), far["eq3eq6"] / depth("eq3eq6", levels["eq3"] + levels["eq6"])
    yield _score_at(levels, "eq5"), 0.0


def _score_at(levels: Mapping[str, str], lowered: str) -> float | None:
    return macro_score("".join(str(int(level) + (name == lowered)) for name, level in sorted(levels.items())))


def _distances(levels: Mapping[str, str], metrics: Metrics) -> Mapping[str, int]:
    """How many steps below the first highest vector of its MacroVector that is nowhere less severe."""
    of_level = {**levels, "eq3eq6": levels["eq3"] + levels["eq6"]}
    for chosen in product(*(highest_vectors(name, of_level[name]) for name in _SETS)):
        highest = {name: value for part in chosen for name, value in part.items()}
        steps = {name: _ORDER[name].index(metrics[name]) - _ORDER[name].index(highest[name]) for name in highest}
        if min(steps.values()) >= 0:
            return {name: sum(steps[each] for each in members) for name, members in _SETS.items()}
    raise ValueError("a MacroVector has a highest vector for each of its vectors")

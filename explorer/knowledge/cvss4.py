"""The tables of CVSS version 4.0, as FIRST publishes them."""

from __future__ import annotations

from functools import cache

from explorer.knowledge.files import read_knowledge


@cache
def macro_score(levels: str) -> float | None:
    """The score of a MacroVector such as `000010`; None where there is no such MacroVector.

    >>> macro_score("000010"), macro_score("002000")
    (9.8, None)
    """
    pair = read_knowledge("cvss4")["score"].get(levels[:5])
    score = float(pair[int(levels[5])]) if pair and levels[5] in "01" else -1.0
    return None if score < 0 else score


@cache
def highest_vectors(equivalence_set: str, level: str) -> tuple[dict[str, str], ...]:
    """The highest vectors of a level of an equivalence set, `eq1` to `eq5`, or `eq3eq6` with two digits."""
    vectors = read_knowledge("cvss4")["highest"][f"{equivalence_set}.{level}"]
    return tuple(dict(part.split(":") for part in vector.split("/")) for vector in vectors)


def depth(equivalence_set: str, level: str) -> int:
    """Over how many steps the vectors of a level of an equivalence set spread."""
    return int(read_knowledge("cvss4")["depth"][f"{equivalence_set}.{level}"])

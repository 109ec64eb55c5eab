"""What every path runs through, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.chokepoints import Chokepoint, Chokepoints, chokepoints_to
from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, percent
from explorer.pipeline.table import Cell, Table

GOALS = (*(each for each in ComponentClass if each.value.startswith("C")), ComponentClass.PARTY)
"""The classes that paths are asked about."""
NOTE = (
    "Paths lead from a system to any component of the class; a cycle counts as one place. The share is averaged over the "
    "systems that reach the class at all. “Every path of” counts systems that would not reach the class without it. A "
    "party stands for everything that it made or operates. Components that are themselves of the class are marked “an end”."
)
COLUMNS = (
    "paths to",
    "what",
    "name",
    "share of paths",
    "every path of",
    "systems",
    "depth",
    "by components",
    "an end",
    "id",
)


def chokepoints_table(
    snapshot: Snapshot, answers: Answers, goals: Sequence[ComponentClass] = GOALS, least_share: float = 0.5
) -> Table:
    """What at least this share of the paths to each class runs through."""
    found = [chokepoints_to(snapshot.graph, answers.roots, goal, least_share) for goal in goals]
    rows = tuple(row for each in found for row in _rows(snapshot, each))
    headline = chokepoints_sentence(snapshot, found)
    note = f"{NOTE} Shown: {percent(least_share)} of the paths or more."
    return Table("chokepoints", headline, COLUMNS, rows, note)


def chokepoints_sentence(snapshot: Snapshot, found: Sequence[Chokepoints]) -> str:
    """The strongest place of all, with its denominator."""
    strongest = strongest_place(found)
    if strongest is None:
        reached = any(each.systems for each in found)
        return (
            "No single component or party stands on as many paths as asked for."
            if reached
            else "Nothing upstream was found yet."
        )
    return chokepoint_sentence(snapshot, *strongest)


def strongest_place(found: Sequence[Chokepoints]) -> tuple[Chokepoints, Chokepoint] | None:
    """What stands on most paths of most systems; a single system's only way is not worse than three quarters of four."""
    places = [(each, place) for each in found for place in each.parties]
    places += [(each, place) for each in found for place in each.components if not place.is_goal]
    return max(places, key=lambda pair: (pair[1].share * len(pair[0].systems), len(pair[1].every_path)), default=None)


def chokepoint_sentence(snapshot: Snapshot, found: Chokepoints, place: Chokepoint) -> str:
    """One place in words."""
    name, goal = sentences.name_of(snapshot, place.node), CLASS_TITLES[found.goal].lower()
    if place.every_path:
        return (
            f"Every path to {goal} runs through {name} for {len(place.every_path)} of "
            f"{counted(len(found.systems), 'system')} that rely on any."
        )
    return f"{percent(place.share)} of the paths to {goal} run through {name}; none of the systems depends on it alone."


def asked_goal(text: str) -> ComponentClass:
    """The class that a word asks for: `C9`, `compute`, `party`. Raises `InputError` for others.

    >>> asked_goal("c9") is asked_goal("compute")
    True
    """
    for each in GOALS:
        if text.lower() in (each.value.lower(), each.name.lower()):
            return each
    known = ", ".join(f"{each.value} {each.name.lower()}" for each in GOALS)
    raise InputError(f"No class is called {text}.", f"Known are: {known}.")


def _rows(snapshot: Snapshot, found: Chokepoints) -> list[tuple[Cell, ...]]:
    title = CLASS_TITLES[found.goal]
    return [
        (
            title, word, sentences.name_of(snapshot, place.node), round(place.share, 3), len(place.every_path),
            len(found.systems), place.depth, len(place.members), "yes" if place.is_goal else "no",
            snapshot.graph.id_of(place.node),
        )
        for word, places in (("party", found.parties), ("component", found.components))
        for place in places
    ]  # fmt: skip

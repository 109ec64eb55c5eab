"""Which few substitutions bring a figure under a target?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from explorer.analysis.dimensions import Dimension
from explorer.analysis.rewired_columns import rewired_columns
from explorer.analysis.rewiring import rewired
from explorer.analysis.rewiring_plan import Plan
from explorer.analysis.substitution_figures import is_counted, measured, measured_after
from explorer.analysis.swaps import Swap, pieces
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.progress import Progress

EXACT_MOST = 10
"""Up to so many possible swaps every set is tried: 1,024 sets at the most."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that is to fall below a value."""

    key: str
    below: float

    def words(self) -> str:
        """The goal in words."""
        return f"{self.key} under {self.below:g}"


@dataclass(frozen=True, slots=True)
class SmallestSet:
    """The smallest set that was found, and how sure that is."""

    goal: Goal
    swaps: tuple[Swap, ...] | None
    """None where no set that was tried reaches the goal; empty where it is reached already."""
    before: float | None
    after: float | None
    """The figure with the set; the lowest that was found where the goal is not reached."""
    candidates: int
    """How many swaps there were to choose from."""
    is_exact: bool
    """Whether every smaller set was tried. Otherwise the set was built greedily: none of it can be left out, but another
    set might be smaller."""

    def guarantee(self) -> str:
        """How sure it is, in a sentence."""
        possible = f"{self.candidates:,} possible swap{'' if self.candidates == 1 else 's'}"
        if self.is_exact:
            return f"Exact: every smaller set of {possible} was tried."
        return f"Greedy over {possible}: none of the set can be left out, but another set might be smaller."


def parse_goal(text: str) -> Goal:
    """A goal from a text such as `V1<0.5`. Raises `InputError` where it is none.

    >>> parse_goal("V1 < 0.5"), parse_goal("horizon<0.1").key
    (Goal(key='V1', below=0.5), 'horizon')
    """
    match = re.fullmatch(r"\s*([\w:.-]+?)\s*<\s*(\d+(?:\.\d+)?)\s*", text)
    known = ["depth", "components", "horizon", *(str(each) for each in Dimension)]
    key = match[1] if match else ""
    name, _, part = key.partition(".")
    by_lower = {each.lower(): each for each in known}
    if (
        match is None
        or name.lower() not in by_lower
        or part not in ("", "top")
        or (part and by_lower[name.lower()] in known[:3])
    ):
        raise InputError(
            f"{text} is no target.",
            f"Write FIGURE<NUMBER; figures are {', '.join(known)}, and V1.top and so on for the largest share.",
        )
    return Goal(by_lower[name.lower()] + (f".{part}" if part else ""), float(match[2]))


def smallest_set(
    snapshot: Snapshot, roots: Sequence[int], swaps: Sequence[Swap], goal: Goal, progress: Progress | None = None
) -> SmallestSet:
    """The fewest of these swaps, parties taken apart into what they made, that bring the figure below the goal.

    Exact for up to `EXACT_MOST` swaps, by trying every set, the smallest first and the lowest figure among equals. For
    more: the swap that lowers the figure most is added until the goal is reached, then what can be left out is.

    >>> from explorer.domain.component import ComponentId
    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->a->b->c app->d->e")
    >>> swaps = [Swap(ComponentId("d")), Swap(ComponentId("a"))]
    >>> found = smallest_set(snapshot, [0], swaps, Goal("depth", 3))
    >>> [swap.old for swap in found.swaps], found.before, found.after, found.is_exact
    (['a'], 3.0, 2.0, True)
    """
    candidates = list(dict.fromkeys(piece for swap in swaps for piece in pieces(snapshot, swap)))
    search = _Search(snapshot, roots, goal, progress or Progress())
    if len(candidates) <= EXACT_MOST:
        return search.exact(candidates)
    return search.greedy(candidates)


class _Search:
    def __init__(self, snapshot: Snapshot, roots: Sequence[int], goal: Goal, progress: Progress) -> None:
        self._snapshot, self._roots, self._goal, self._progress = snapshot, roots, goal, progress
        self._systems = [snapshot.graph.id_of(root) for root in roots]
        self._tried = 0

    def exact(self, candidates: list[Swap]) -> SmallestSet:
        """Every set, the smallest first."""
        before = self._figure(())
        lowest = before
        for size in range(len(candidates) + 1):
            results = [(self._figure(chosen), chosen) for chosen in combinations(candidates, size)]
            figures = [figure for figure, _ in results if figure is not None]
            lowest = min([*figures, *([] if lowest is None else [lowest])], default=None)
            good = [(figure or 0.0, place) for place, (figure, _) in enumerate(results) if self._reached(figure)]
            if good:
                figure, place = min(good)
                return SmallestSet(self._goal, results[place][1], before, figure, len(candidates), True)
            self._progress.step(
                "Trying sets of substitutions", self._tried, sum(comb(len(candidates), k) for k in range(size + 2))
            )
        return SmallestSet(self._goal, None, before, lowest, len(candidates), True)

    def greedy(self, candidates: list[Swap]) -> SmallestSet:
        """The best swap, again and again; then what can be left out is left out."""
        before = figure = self._figure(())
        chosen: list[Swap] = []
        while not self._reached(figure):
            left = [each for each in candidates if each not in chosen]
            tried = [(self._figure((*chosen, each)), each) for each in left]
            better = [
                (value, place)
                for place, (value, _) in enumerate(tried)
                if value is not None and (figure is None or value < figure)
            ]
            if not better:
                return SmallestSet(self._goal, None, before, figure, len(candidates), False)
            figure, place = min(better)
            chosen.append(tried[place][1])
        for each in list(chosen):
            fewer = tuple(other for other in chosen if other != each)
            if self._reached(value := self._figure(fewer)):
                chosen, figure = list(fewer), value
        return SmallestSet(self._goal, tuple(chosen), before, figure, len(candidates), False)

    def _reached(self, figure: float | None) -> bool:
        return figure is not None and figure < self._goal.below

    def _figure(self, swaps: Sequence[Swap]) -> float | None:
        self._tried += 1
        self._progress.step("Trying sets of substitutions", self._tried, 0)
        if is_counted(self._goal.key):
            columns = rewired_columns(Plan(self._snapshot, swaps), self._roots)
            return measured_after(columns, self._systems, self._goal.key)
        after = rewired(self._snapshot, self._roots, swaps).snapshot
        found = [after.graph.find(each) for each in self._systems]
        return measured(after, [node for node in found if node is not None], self._goal.key)

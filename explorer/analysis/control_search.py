"""Is there a better few? All sets tried where they are few, else single controls exchanged until no exchange helps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from math import comb

import numpy as np

from explorer.analysis.artifacts import artifact_nodes
from explorer.analysis.controls import RecordedControls
from explorer.analysis.open_routes import OpenRoutes
from explorer.graph.adjacency import Int64
from explorer.graph.reach import Flags
from explorer.graph.supply_graph import SupplyGraph

PLANNABLE = ("pinned-digest", "signature", "safe-format", "own-mirror", "review", "attestation", "reproduced")
"""What an operator can put in place; an exact version is a weaker pin and planned as a digest, as a copy of one's own is."""
MOST_SETS = 2_000
"""Sets of controls that are all tried; of more, some are exchanged."""
MOST_COMPONENTS = 200
"""Components on which controls may stand, where all sets are tried."""
TRIED = 12
"""Controls that are counted out in full at each step: those on most of the shortest open routes."""
WORK = 20_000_000
"""Relations that may be looked at while controls are exchanged."""
LARGEST = 400_000
"""Relations, times attacks, of which sets of controls are compared; a larger graph is left with the greedy answer."""

Choice = tuple[str, int]
"""A control and the component on which it stands."""


class Search(StrEnum):
    """How the controls of a plan were found."""

    EXACT = "exact"
    EXCHANGE = "exchange"
    GREEDY = "greedy"


class ControlSearch:
    """Counts what is left of some attacks' routes with more controls in place, and looks for those that leave fewest."""

    def __init__(self, graph: SupplyGraph, asked: Sequence[OpenRoutes], controls: RecordedControls) -> None:
        self._graph, self._asked, self._controls = graph, asked, controls
        self._about = artifact_nodes(graph)
        self._known: list[dict[bytes, int]] = [{} for _ in asked]
        self._left = WORK

    def relations(self, choice: Choice) -> tuple[int, ...]:
        """Every relation that is about the component."""
        return tuple(np.flatnonzero(self._about == choice[1]).tolist())

    def count(self, chosen: Sequence[Choice]) -> int:
        """Routes that are open with these in place, detours included."""
        total = 0
        for each, known in zip(self._asked, self._known, strict=True):
            cut = np.zeros(self._graph.relation_count, bool)
            for control, component in chosen:
                if control in each.may_stand:
                    cut |= each.may_stand[control] & (self._about == component)
            cut &= each.open_ways
            key = np.packbits(cut).tobytes()
            if key not in known:
                self._left -= self._graph.relation_count
                known[key] = each.count_with(cut)
            total += known[key]
        return total

    def best(self, most: int) -> tuple[list[Choice], Search]:
        """At the most so many controls that leave few routes, those that cut most first."""
        found = self._candidates()
        sets = comb(len(found), min(most, len(found))) if found is not None else 0
        if found is not None and sets <= MOST_SETS and sets * len(self._asked) * self._graph.relation_count <= WORK:
            chosen, search = self._of_all(found, most), Search.EXACT
        else:
            chosen, search = self._greedy(most), Search.GREEDY
            if self._left > 0:
                chosen, search = self._exchanged(chosen)
        return self._in_order([self._plainest(chosen, place) for place in range(len(chosen))]), search

    def _of_all(self, found: Sequence[Choice], most: int) -> list[Choice]:
        sets = map(list, combinations(found, min(most, len(found))))
        return min(sets, key=self.count, default=[])

    def _greedy(self, most: int) -> list[Choice]:
        chosen: list[Choice] = []
        while len(chosen) < most and self.count(chosen):
            likely = self._likely(chosen)
            if not likely:
                break
            chosen.append(min(likely[: None if self._left > 0 else 1], key=lambda each: self.count([*chosen, each])))
        return chosen

    def _exchanged(self, chosen: list[Choice]) -> tuple[list[Choice], Search]:
        """Exchange one for another as long as that leaves fewer; greedy where there was no time to try all of them."""
        least, is_better = self.count(chosen), True
        while is_better:
            is_better = False
            for place in range(len(chosen)):
                rest = chosen[:place] + chosen[place + 1 :]
                if self._left <= 0:
                    return chosen, Search.GREEDY
                other = min(self._likely(rest), key=lambda each: self.count([*rest, each]), default=None)
                if other is not None and self.count([*rest, other]) < least:
                    chosen, is_better = [*rest, other], True
                    least = self.count(chosen)
        return chosen, Search.EXCHANGE

    def _plainest(self, chosen: list[Choice], place: int) -> Choice:
        """The first control that does as much there; `chosen` takes it over."""
        least, component = self.count(chosen), chosen[place][1]
        for control in PLANNABLE[: PLANNABLE.index(chosen[place][0])]:
            if self.count([*chosen[:place], (control, component), *chosen[place + 1 :]]) == least:
                chosen[place] = (control, component)
                break
        return chosen[place]

    def _in_order(self, chosen: list[Choice]) -> list[Choice]:
        """Those that cut most of what is then open first; what adds nothing to the others is left out."""
        least = self.count(chosen)
        for each in list(chosen):
            without = [other for other in chosen if other != each]
            if self.count(without) == least:
                chosen = without
        ordered: list[Choice] = []
        while len(ordered) < len(chosen):
            rest = [each for each in chosen if each not in ordered]
            ordered.append(
                min(
                    rest,
                    key=lambda each: (
                        self.count([*ordered, each]),
                        PLANNABLE.index(each[0]),
                        self._graph.id_of(each[1]),
                    ),
                )
            )
        return ordered

    @property
    def is_too_large(self) -> bool:
        """Whether counting out one set takes too long for comparing many."""
        return self._graph.relation_count * len(self._asked) > LARGEST

    def next(self) -> Choice | None:
        """The control on most of the shortest routes that are open as the routes stand now."""
        return next(iter(self._on_most([each.over for each in self._asked])), None)

    def _likely(self, chosen: Sequence[Choice]) -> list[Choice]:
        """The `TRIED` on most of the shortest routes that these leave open, of each component the most telling control first."""
        controls = self._controls
        for each in chosen:
            controls = controls.with_control(each[0], self.relations(each))
        return self._on_most([each.over_with(controls) for each in self._asked])

    def _on_most(self, over: Sequence[Int64]) -> list[Choice]:
        gains: dict[str, Int64] = defaultdict(lambda: np.zeros(len(self._graph), np.int64))
        for routes, weights in zip(self._asked, over, strict=True):
            used = np.flatnonzero(weights)
            for control, on in routes.may_stand.items():
                if control in PLANNABLE:
                    standing = used[on[used]]
                    np.add.at(gains[control], self._about[standing], weights[standing])
        return _most_telling(gains)

    def _candidates(self) -> list[Choice] | None:
        """All that stand on any open way, but for those that stop nothing which another on the same component does not.

        None where they stand on so many components that not all sets will be tried.
        """
        by_component: dict[int, dict[str, bytes]] = defaultdict(dict)
        leading = [each.leading for each in self._asked]
        if len(np.unique(self._about[np.logical_or.reduce(leading)])) > MOST_COMPONENTS:
            return None
        for control in PLANNABLE:
            on = [
                each.may_stand.get(control, np.zeros(self._graph.relation_count, bool)) & ways
                for each, ways in zip(self._asked, leading, strict=True)
            ]
            for component in _components(self._about, on):
                about = self._about == component
                by_component[component][control] = np.concatenate([flags & about for flags in on]).tobytes()
        return [(control, node) for node, covers in sorted(by_component.items()) for control in _undominated(covers)]


def _most_telling(gains: Mapping[str, Int64]) -> list[Choice]:
    """Those with the greatest gains, one of every component before a second: controls on one often do the same.

    Ties are settled by the order of `PLANNABLE` and of the nodes, so that a plan is always the same.
    """
    controls = [each for each in PLANNABLE if each in gains]
    if not controls:
        return []
    table = np.stack([gains[each] for each in controls])
    best = table.argmax(axis=0)
    most = table[best, np.arange(table.shape[1])]
    order = np.argsort(-most, kind="stable")[:TRIED].tolist()
    first = [(controls[int(best[node])], node) for node in order if most[node]]
    others = sorted(
        (
            (-int(table[place, node]), place, node)
            for _, node in first
            for place in range(len(controls))
            if table[place, node]
        )
    )
    second = [(controls[place], node) for _, place, node in others]
    return (first + [each for each in second if each not in first])[:TRIED]


def _components(about: np.ndarray, flags: Sequence[Flags]) -> Iterator[int]:
    yield from np.unique(about[np.logical_or.reduce(flags)]).tolist() if flags else ()


def _undominated(covers: dict[str, bytes]) -> list[str]:
    """The controls that cover something which no other does all of; of equal ones the first."""
    kept: dict[str, int] = {}
    for control, cover in covers.items():
        mine = int.from_bytes(cover)
        if any(mine | other == other for other in kept.values()):
            continue
        kept = {key: other for key, other in kept.items() if other | mine != mine}
        kept[control] = mine
    return list(kept)

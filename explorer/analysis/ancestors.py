"""What do systems secretly share? Common ancestors that none of them names, and how independent the systems really are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.analysis.reliance import Reliance, reliance, resting_on
from explorer.analysis.visibility import expected_classes
from explorer.domain.component import Kind, Knowledge
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.kept import kept
from explorer.graph.reach import least_depths
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.progress import Progress


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A component or party upstream of at least two systems."""

    node: int
    systems: tuple[int, ...]
    """The systems that rely on it."""
    depths: tuple[int, ...]
    """Relations from each of these systems, in their order."""
    resting: int
    """How many components upstream of the systems rest on it, itself included."""

    @property
    def is_hidden(self) -> bool:
        """Whether no system relies on it directly: nobody who looks at direct dependencies sees that it is shared."""
        return min(self.depths) > 1


@dataclass(frozen=True, slots=True)
class Pair:
    """What two systems share."""

    first: int
    second: int
    shared: int
    """Components upstream of both."""
    together: int
    """Components upstream of either: the denominator of the shared share."""
    of_first: int
    of_second: int
    """Components upstream of each."""
    directly: int
    """Components that both rely on directly."""
    unknown: int
    """Unknown components upstream of only one of them."""
    matches: int
    """How many components of one might at most be the same as one of the other: of the same class, one of them unknown."""

    @property
    def share(self) -> float | None:
        """Shared of all that is upstream of either, 0 to 1, at least: the Jaccard index. None where nothing is upstream."""
        return self.shared / self.together if self.together else None

    @property
    def share_greatest(self) -> float | None:
        """At most, if every unknown component is one of the other's, or one that both have already."""
        if not self.together:
            return None
        left = self.together - self.unknown
        return min(1.0, (self.shared + self.matches) / left) if left else 1.0

    @property
    def looks_independent(self) -> bool:
        """Whether they name no component in common."""
        return self.directly == 0


@dataclass(frozen=True, slots=True)
class Ancestors:
    """What the systems have in common upstream."""

    systems: tuple[int, ...]
    ancestors: tuple[Ancestor, ...]
    """Those that most systems rely on first, then those on which most rests."""
    pairs: tuple[Pair, ...]
    """Those that share most first."""
    diversity: float | None
    """How many independent systems these are worth, at most; 1 to the number of systems. None where there is none."""
    diversity_least: float | None
    """At least, if unknown components are the same wherever they can be."""


@kept
def ancestors(graph: SupplyGraph, roots: Sequence[int], progress: Progress | None = None) -> Ancestors:
    """What the systems `roots` share upstream.

    The diversity score is that of Leinster and Cobbold of order 2 with equal weights: S² / ΣΣ Zᵢⱼ, where Zᵢⱼ is the
    share of what is upstream of either of two systems that is upstream of both, and 1 for a system with itself. Systems
    that share nothing count in full; identical ones count as one. Source: T. Leinster, C. Cobbold, Measuring diversity:
    the importance of species similarity, Ecology 93(3), 2012; P. Jaccard, 1912, for Z.

    An unknown component counts as one, though more may hide behind it: nobody can count that.

    Worked by hand: upstream of app1 are a and base, of app2 b and base; they share 1 of 3. Two systems with Z = 1/3 are
    worth 4 / (1 + 1 + 2/3) = 1.5 independent ones.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app1->a->base app2->b->base")
    >>> answer = ancestors(graph, [graph.find("app1"), graph.find("app2")])
    >>> [(graph.id_of(each.node), each.depths, each.is_hidden) for each in answer.ancestors]
    [('base', (2, 2), True)]
    >>> answer.pairs[0].share, answer.pairs[0].looks_independent, answer.diversity
    (0.3333333333333333, True, 1.5)
    """
    reach = reliance(graph, roots)
    inside = _inside(graph, reach, len(roots))
    pairs = _pairs(graph, roots, inside)
    ranked = tuple(sorted(pairs, key=lambda pair: (-(pair.share or 0), -pair.shared, pair.first, pair.second)))
    return Ancestors(
        tuple(roots),
        _shared(graph, roots, reach, inside, progress),
        ranked,
        _diversity(len(roots), [pair.share or 0 for pair in pairs]),
        _diversity(len(roots), [pair.share_greatest or 0 for pair in pairs]),
    )


def system_pairs(graph: SupplyGraph, roots: Sequence[int]) -> list[Pair]:
    """What each two of the systems share, in their order, without what exactly it is."""
    return _pairs(graph, roots, _inside(graph, reliance(graph, roots), len(roots)))


def _inside(graph: SupplyGraph, reach: Reliance, systems: int) -> Flags:
    """(systems, n): what is upstream of each."""
    return np.stack([_upstream(graph, reach, place) for place in range(systems)] or [np.zeros(len(graph), bool)])


def _upstream(graph: SupplyGraph, reach: Reliance, place: int) -> Flags:
    """What is upstream of one system, other systems not counted."""
    return reach.reached_by(place) & ~graph.has_kind(Kind.SYSTEM)


def _shared(
    graph: SupplyGraph, roots: Sequence[int], reach: Reliance, inside: Flags, progress: Progress | None
) -> tuple[Ancestor, ...]:
    if len(roots) < 2:
        return ()
    counts = inside.sum(axis=0)
    known = graph.knowledge != KNOWLEDGE.index(Knowledge.UNKNOWN)
    nodes = np.flatnonzero((counts > 1) & known).tolist()
    resting = resting_on(graph, nodes, counts > 0, progress)
    depths: list[Int32] = [least_depths(graph, [root]) for root in roots]
    found = []
    for node, count in zip(nodes, resting.tolist(), strict=True):
        places = reach.places(node)
        found.append(
            Ancestor(
                node,
                tuple(roots[place] for place in places),
                tuple(int(depths[place][node]) for place in places),
                count,
            )
        )
    return tuple(sorted(found, key=lambda each: (-len(each.systems), -each.resting, min(each.depths), each.node)))


def _pairs(graph: SupplyGraph, roots: Sequence[int], inside: Flags) -> list[Pair]:
    """Every pair of systems; shared counts of all pairs at once, as products of the flags, class by class."""
    size = inside.sum(axis=1)
    shared = np.zeros((len(inside), len(inside)), np.int64)
    unknown, matches = shared.copy(), shared.copy()
    hidden = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    classes = expected_classes(graph)
    for each in np.unique(classes):
        members, own = inside[:, classes == each], inside[:, (classes == each) & hidden]
        common = _common(members)
        alone = members.sum(axis=1)[:, None] - common
        loose = own.sum(axis=1)[:, None] - _common(own)
        shared += common
        unknown += loose + loose.T
        matches += np.minimum(np.minimum(alone, alone.T), loose + loose.T)
    directly = _common(_direct(graph, roots, inside))
    return [
        Pair(
            roots[one], roots[two], int(shared[one, two]), int(size[one] + size[two] - shared[one, two]),
            int(size[one]), int(size[two]), int(directly[one, two]), int(unknown[one, two]), int(matches[one, two]),
        )
        for one, two in combinations(range(len(roots)), 2)
    ]  # fmt: skip


def _direct(graph: SupplyGraph, roots: Sequence[int], inside: Flags) -> Flags:
    """(systems, n): what each system relies on by a relation of its own."""
    direct = np.zeros_like(inside)
    for place, root in enumerate(roots):
        direct[place, graph.up.neighbours(root)] = True
    return direct & inside


def _common(flags: Flags) -> Int64:
    """(systems, systems): how many flags each two have in common, some thousand columns at a time."""
    found = np.zeros((len(flags), len(flags)), np.int64)
    for start in range(0, flags.shape[1], 8192):
        part = flags[:, start : start + 8192].astype(np.float32)
        found += np.rint(part @ part.T).astype(np.int64)
    return found


def _diversity(systems: int, similarities: list[float]) -> float | None:
    """S² over the sum of the whole similarity matrix: ones on the diagonal, each pair twice."""
    return round(systems**2 / (systems + 2 * sum(similarities)), 12) if systems else None

"""What do systems secretly share? Common ancestors that none of them names, and how independent the systems really are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from explorer.analysis.condensed import Flags, Floats
from explorer.analysis.reliance import Reliance, reliance, resting_on
from explorer.analysis.visibility import expected_classes
from explorer.domain.component import Kind, Knowledge
from explorer.graph.adjacency import Int64
from explorer.graph.kept import kept
from explorer.graph.reach import least_depths
from explorer.graph.sorting import runs
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
    def relying(self) -> int:
        """How many rely on it at any distance, the systems included and itself not: the count that Reach shows."""
        return self.resting - 1 + len(self.systems)

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
    sharing = _sharing(graph, reach)
    pairs = _pairs(graph, roots, sharing)
    ranked = tuple(sorted(pairs, key=lambda pair: (-(pair.share or 0), -pair.shared, pair.first, pair.second)))
    return Ancestors(
        tuple(roots),
        _shared(graph, roots, sharing, progress),
        ranked,
        _diversity(len(roots), [pair.share or 0 for pair in pairs]),
        _diversity(len(roots), [pair.share_greatest or 0 for pair in pairs]),
    )


def system_pairs(graph: SupplyGraph, roots: Sequence[int]) -> list[Pair]:
    """What each two of the systems share, in their order, without what exactly it is."""
    return _pairs(graph, roots, _sharing(graph, reliance(graph, roots)))


@dataclass(frozen=True, eq=False)
class _Sharing:
    """By which sets of systems components are shared; far fewer than there are components."""

    among: Floats
    """(systems, sets): 1 where the system is in the set."""
    place: Int64
    """(n,): the set that relies on each node, other systems counted as relied on by none."""

    def counts(self, nodes: Flags) -> Floats:
        """(sets,): how many of these nodes each set shares."""
        return np.bincount(self.place[nodes], minlength=self.among.shape[1]).astype(np.float64)

    def inside(self, nodes: npt.NDArray[np.integer]) -> Flags:
        """(systems, nodes): which of these are upstream of each."""
        return self.among[:, self.place[nodes]] > 0


def _sharing(graph: SupplyGraph, reach: Reliance) -> _Sharing:
    words = np.where(graph.has_kind(Kind.SYSTEM)[:, None], np.uint64(0), reach.words)
    if words.shape[1] == 1:  # Whole numbers are told apart many times as quickly as rows.
        single, place = np.unique(words[:, 0], return_inverse=True)
        sets = single[:, None]
    else:
        sets, place = np.unique(words, axis=0, return_inverse=True)
    bits = np.unpackbits(np.ascontiguousarray(sets).view(np.uint8), axis=1, bitorder="little")
    return _Sharing(bits[:, : len(reach.roots)].T.astype(np.float64), place.reshape(-1))


def _shared(
    graph: SupplyGraph, roots: Sequence[int], sharing: _Sharing, progress: Progress | None
) -> tuple[Ancestor, ...]:
    if len(roots) < 2:
        return ()
    counts = sharing.among.sum(axis=0)[sharing.place]
    known = graph.knowledge != KNOWLEDGE.index(Knowledge.UNKNOWN)
    nodes = np.flatnonzero((counts > 1) & known)
    resting = resting_on(graph, nodes.tolist(), counts > 0, progress)
    depths = np.stack([least_depths(graph, [root])[nodes] for root in roots])
    found = []
    order = np.argsort(sharing.place[nodes], kind="stable")
    for same in np.split(order, runs(sharing.place[nodes[order]])[1:]) if len(order) else ():
        places = np.flatnonzero(sharing.among[:, sharing.place[nodes[same[0]]]])
        systems = tuple(roots[place] for place in places.tolist())
        rows = zip(nodes[same].tolist(), depths[np.ix_(places, same)].T.tolist(), resting[same].tolist(), strict=True)
        found += [Ancestor(node, systems, tuple(each), count) for node, each, count in rows]
    return tuple(sorted(found, key=lambda each: (-len(each.systems), -each.resting, min(each.depths), each.node)))


def _pairs(graph: SupplyGraph, roots: Sequence[int], sharing: _Sharing) -> list[Pair]:
    """Every pair of systems; shared counts of all pairs at once, as products over the sets, class by class."""
    count = len(roots)
    shared, unknown, matches = (np.zeros((count, count), np.int64) for _ in range(3))
    size = np.zeros(count, np.int64)
    hidden = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    classes = expected_classes(graph)
    for each in np.unique(classes):
        members, own = sharing.counts(classes == each), sharing.counts((classes == each) & hidden)
        common, common_own = _common(sharing.among, members), _common(sharing.among, own)
        alone, loose = common.diagonal()[:, None] - common, common_own.diagonal()[:, None] - common_own
        size += common.diagonal()
        shared += common
        unknown += loose + loose.T
        matches += np.minimum(np.minimum(alone, alone.T), loose + loose.T)
    direct = _direct(graph, roots, sharing)
    directly = _common(direct, np.ones(direct.shape[1]))
    return [
        Pair(
            roots[one], roots[two], int(shared[one, two]), int(size[one] + size[two] - shared[one, two]),
            int(size[one]), int(size[two]), int(directly[one, two]), int(unknown[one, two]), int(matches[one, two]),
        )
        for one, two in combinations(range(count), 2)
    ]  # fmt: skip


def _direct(graph: SupplyGraph, roots: Sequence[int], sharing: _Sharing) -> Floats:
    """(systems, nodes): 1 for what each system relies on by a relation of its own, of all that any does."""
    nodes = np.unique(graph.up.targets[graph.up.slots(np.asarray(roots, np.int64))])
    direct = np.zeros((len(roots), len(nodes)), bool)
    for place, root in enumerate(roots):
        direct[place, np.searchsorted(nodes, graph.up.neighbours(root))] = True
    return (direct & sharing.inside(nodes)).astype(np.float64)


def _common(flags: Floats, weights: Floats) -> Int64:
    """(systems, systems): how much weight the flags of each two have in common; whole numbers, exact below 2**53."""
    used = np.flatnonzero(weights)
    chosen = np.ascontiguousarray(flags[:, used])
    # Not as a product of matrices, whose threads would wait for each other longer than they count.
    return np.rint(np.einsum("ip,jp->ij", chosen * weights[used], chosen)).astype(np.int64)


def _diversity(systems: int, similarities: list[float]) -> float | None:
    """S² over the sum of the whole similarity matrix: ones on the diagonal, each pair twice."""
    return round(systems**2 / (systems + 2 * sum(similarities)), 12) if systems else None

"""What would change if something were replaced or taken away? Every figure before and after, and what comes and goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from explorer.analysis.concentration import MAIN_DIMENSIONS, Concentration, concentration
from explorer.analysis.depth import depth
from explorer.analysis.dimensions import Axis
from explorer.analysis.rewiring import Swap, rewired
from explorer.analysis.trust import BoundaryState, boundaries
from explorer.analysis.visibility import visibility
from explorer.domain.annotation import TrustDelegation
from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.graph.reach import downstream, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, KNOWLEDGE

Value = float | str | None
"""None is not assessed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before and after."""

    key: str
    """The word that asks for it: `depth`, `horizon`, `V1`, `V1.top` …"""
    title: str
    before: Value
    after: Value
    rests_on_unknown: bool = False
    """Whether it counts what the unknown could do: an upper bound."""

    @property
    def change(self) -> float | None:
        """After less before; None where either is no number. For every figure here, less is better."""
        if isinstance(self.before, str | None) or isinstance(self.after, str | None):
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Substitution:
    """The systems before and after some swaps."""

    swaps: tuple[Swap, ...]
    figures: tuple[Figure, ...]
    after: Snapshot
    moved: tuple[ComponentId, ...]
    """Who relied directly on what was replaced."""
    replaced: tuple[ComponentId, ...]
    """What went because it was asked for."""
    gone: tuple[ComponentId, ...]
    """What went with it, because nothing else relied on it."""
    come: tuple[ComponentId, ...]
    """What is upstream now and was not before."""
    parties_gone: tuple[ComponentId, ...]
    parties_come: tuple[ComponentId, ...]
    exposed_before: tuple[ComponentId, ...]
    """The systems that relied on what was replaced."""
    exposed_after: tuple[ComponentId, ...]
    """The systems that still rely on any of it."""
    unknown_come: int
    """How many of what came are unknown: figures after rest on what nobody has read yet."""


def substitution(
    snapshot: Snapshot,
    roots: Sequence[int],
    swaps: Sequence[Swap],
    delegations: Iterable[TrustDelegation] = (),
    today: date = date.min,
) -> Substitution:
    """Every figure of the systems `roots` before and after the swaps, what moves, what comes and what goes.

    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->a->b->c app->d")
    >>> answer = substitution(snapshot, [0], [Swap(ComponentId("a"), ComponentId("d"))])
    >>> answer.gone, answer.come, [(each.before, each.after) for each in answer.figures if each.key == "depth"]
    (('b', 'c'), (), [(3, 1)])
    """
    after = rewired(snapshot, roots, swaps)
    systems = [snapshot.graph.id_of(root) for root in roots]
    roots_after = [node for node in (after.snapshot.graph.find(each) for each in systems) if node is not None]
    trusts = tuple(delegations)
    old, new = _upstream_ids(snapshot, roots), _upstream_ids(after.snapshot, roots_after)
    came = sorted(new.keys() - old.keys())
    went = old.keys() - new.keys()
    return Substitution(
        tuple(swaps),
        tuple(_figures(snapshot, roots, after.snapshot, roots_after, trusts, today)),
        after.snapshot,
        after.moved,
        after.replaced,
        tuple(sorted(went - set(after.replaced))),
        tuple(came),
        tuple(sorted(each for each in went if old[each] is Kind.PARTY)),
        tuple(each for each in came if new[each] is Kind.PARTY),
        _exposed(snapshot, systems, after.replaced),
        _exposed(after.snapshot, systems, after.replaced),
        len(_unknown_ids(after.snapshot).intersection(came)),
    )


def measured(snapshot: Snapshot, roots: Sequence[int], key: str) -> float | None:
    """One figure by its key, as `Figure.key` has it; for a concentration the greatest that the unknown allows."""
    if key == "depth":
        return float(depth(snapshot.graph, roots).deepest)
    if key in ("components", "horizon"):
        sight = visibility(snapshot.graph, roots)
        return float(sight.shares.total) if key == "components" else sight.share_beyond
    axis, _, part = key.partition(".")
    answer = concentration(snapshot, roots, axis)
    return (answer.top1[1] if answer.top1 else None) if part == "top" else answer.hhi_greatest


def _figures(
    before: Snapshot,
    roots_before: Sequence[int],
    after: Snapshot,
    roots_after: Sequence[int],
    trusts: tuple[TrustDelegation, ...],
    today: date,
) -> Iterable[Figure]:
    pair = ((before, roots_before), (after, roots_after))
    sights = [visibility(each.graph, roots) for each, roots in pair]
    limits = [boundaries(each, roots, trusts, today) for each, roots in pair]
    unseen = [sum(each.state is not BoundaryState.EXAMINED for each in limit.boundaries) for limit in limits]
    yield _figure("depth", "Deepest chain, in steps", [depth(each.graph, roots).deepest for each, roots in pair])
    yield _figure("components", "Components upstream", [sight.shares.total for sight in sights])
    yield _figure("unknown", "Unknown components, at least", [sight.shares.unknown for sight in sights])
    yield _figure("horizon", "Share beyond the horizon, at least", [sight.share_beyond for sight in sights])
    yield _figure("boundaries", "Boundaries between parties", [len(limit.boundaries) for limit in limits])
    yield _figure("unexamined", "Boundaries without examined trust", unseen)
    for axis in MAIN_DIMENSIONS:
        yield from _concentration_figures(axis, [concentration(each, roots, axis) for each, roots in pair])


def _concentration_figures(axis: Axis, pair: Sequence[Concentration]) -> Iterable[Figure]:
    title, unsure = pair[0].title, any(each.unknown for each in pair)
    yield _figure(f"{axis}.known", f"{title}: HHI of the known part", [each.hhi for each in pair])
    yield _figure(str(axis), f"{title}: HHI, at most", [each.hhi_greatest for each in pair], unsure)
    largest = [each.top1[1] if each.top1 else None for each in pair]
    yield _figure(f"{axis}.top", f"{title}: largest share, at most", largest, unsure)
    yield _figure(f"{axis}.holder", f"{title}: largest holder", [_largest(each) for each in pair])
    exposed = [len(top.systems) if (top := each.most_exposed()) else None for each in pair]
    yield _figure(f"{axis}.exposed", f"{title}: most systems on one holder", exposed)


def _figure(key: str, title: str, pair: Sequence[Value], unsure: bool = False) -> Figure:
    before, after = pair
    return Figure(key, title, before, after, unsure)


def _largest(answer: Concentration) -> str | None:
    return answer.holders[0].name if answer.holders else None


def _upstream_ids(snapshot: Snapshot, roots: Sequence[int]) -> dict[ComponentId, Kind]:
    graph = snapshot.graph
    inside = upstream(graph, roots).tolist()
    codes = zip(graph.ids, graph.kind.tolist(), inside, strict=True)
    return {ComponentId(identity): KINDS[kind] for identity, kind, reached in codes if reached}


def _unknown_ids(snapshot: Snapshot) -> set[str]:
    graph = snapshot.graph
    unknown = (graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)).tolist()
    return {identity for identity, hidden in zip(graph.ids, unknown, strict=True) if hidden}


def _exposed(
    snapshot: Snapshot, systems: Sequence[ComponentId], things: Iterable[ComponentId]
) -> tuple[ComponentId, ...]:
    graph = snapshot.graph
    wanted = set(things)
    nodes = [node for node, identity in enumerate(graph.ids) if identity in wanted] if wanted else []
    below = downstream(graph, nodes)
    return tuple(each for each in systems if (node := graph.find(each)) is not None and below[node])

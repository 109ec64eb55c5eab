"""What would change if something were replaced or taken away? Every figure before and after, and what comes and goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from explorer.analysis.reliance import Reliance, reached_rows, reliance
from explorer.analysis.rewired_columns import RewiredColumns, rewired_columns
from explorer.analysis.rewiring import rewired
from explorer.analysis.rewiring_plan import Plan
from explorer.analysis.substitution_figures import Figure, compared, counted_after, counted_now
from explorer.analysis.swaps import Swap
from explorer.domain.annotation import TrustDelegation
from explorer.domain.component import ComponentId, Kind
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, Flags
from explorer.graph.text_ranks import identity_ranks


@dataclass(frozen=True)
class Substitution:
    """The systems before and after some swaps."""

    swaps: tuple[Swap, ...]
    figures: tuple[Figure, ...]
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
    columns: RewiredColumns
    roots: tuple[int, ...]
    """The nodes of the systems before."""

    @cached_property
    def after(self) -> Snapshot:
        """The snapshot after the swaps, with every component and relation made for it: for what no figure tells."""
        return rewired(self.columns.plan.snapshot, self.roots, self.swaps).snapshot

    def name(self, identity: ComponentId) -> str:
        """What people call this after the swaps, or called it before; the identity where nothing has it."""
        name = self.columns.name(identity)
        return identity if name is None else name

    def title(self, identity: ComponentId) -> str:
        """The name with the version, if there is one."""
        return f"{self.name(identity)} {self.columns.version(identity)}".strip()


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
    plan, trusts = Plan(snapshot, swaps), tuple(delegations)
    after = rewired_columns(plan, roots)
    graph = snapshot.graph
    systems = [graph.id_of(root) for root in roots]
    reach = reliance(graph, roots)
    was = reached_rows(reach.words)
    replaced, went = was & plan.goes, was & ~_is_there(after)
    came = _came(after, was)
    is_party = graph.has_kind(Kind.PARTY)
    moving = was[graph.relation_source] & plan.goes[graph.relation_target] & ~plan.goes[graph.relation_source]
    return Substitution(
        tuple(swaps),
        tuple(compared(counted_now(snapshot, roots, trusts, today), counted_after(after, systems, trusts, today))),
        _identities(snapshot, np.unique(graph.relation_source[moving])),
        _identities(snapshot, np.flatnonzero(replaced)),
        _identities(snapshot, _alphabetical(snapshot, went & ~replaced)),
        tuple(after.identities(came)),
        _identities(snapshot, _alphabetical(snapshot, went & is_party)),
        tuple(after.identities(came[after.kind[came] == KINDS.index(Kind.PARTY)])),
        _relying(systems, reach, np.flatnonzero(replaced)),
        _relying(systems, after.reach, np.array(_back_again(after, replaced), np.int64)),
        int(after.is_unknown[came].sum()),
        after,
        tuple(roots),
    )


def _identities(snapshot: Snapshot, nodes: np.ndarray) -> tuple[ComponentId, ...]:
    return tuple(map(ComponentId, snapshot.graph.ids.texts(nodes)))


def _alphabetical(snapshot: Snapshot, chosen: Flags) -> np.ndarray:
    nodes = np.flatnonzero(chosen)
    found: np.ndarray = nodes[np.argsort(identity_ranks(snapshot.graph).rank[nodes])]
    return found


def _is_there(after: RewiredColumns) -> Flags:
    """(before,): what is upstream after, if need be as something new of the same identity."""
    graph = after.plan.snapshot.graph
    there: Flags = after.place[: len(graph)] >= 0
    there[_back_again_nodes(after)] = True
    return there


def _back_again_nodes(after: RewiredColumns) -> list[int]:
    """The nodes before whose identities come new and are reached."""
    reached = [identity for identity, number in after.comes.numbers.items() if after.place[number] >= 0]
    nodes = after.plan.snapshot.graph.find_all(reached)
    return nodes[nodes >= 0].tolist()


def _back_again(after: RewiredColumns, replaced: Flags) -> list[int]:
    """The nodes after that bear the identity of something replaced."""
    graph = after.plan.snapshot.graph
    return [
        int(after.place[after.comes.numbers[graph.id_of(node)]]) for node in _back_again_nodes(after) if replaced[node]
    ]


def _came(after: RewiredColumns, was: Flags) -> np.ndarray:
    """The nodes after whose identities were not upstream before, in alphabetical order."""
    new = after.origin >= len(was)
    for node in _back_again_nodes(after):
        if was[node]:
            new[after.place[after.comes.numbers[after.plan.snapshot.graph.id_of(node)]]] = False
    nodes = np.flatnonzero(new)
    found: np.ndarray = nodes[np.argsort(after.rank[after.origin[nodes]])]
    return found


def _relying(systems: Sequence[ComponentId], reach: Reliance, nodes: np.ndarray) -> tuple[ComponentId, ...]:
    """The systems that rely on any of these nodes."""
    return tuple(systems[place] for place in reach.places_upon(nodes))

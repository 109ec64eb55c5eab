"""One moment of what is upstream: the frozen graph with the details behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation
from explorer.graph.freezing import freeze
from explorer.graph.merge import Draft, close_dangling_ends, report_self_loops
from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A graph, and for each of its nodes and relations the component and relation with evidence."""

    graph: SupplyGraph
    components: Sequence[Component]
    """(n,) in node order."""
    relations: Sequence[Relation]
    """(m,) in relation order."""
    problems: tuple[Problem, ...]
    taken: str
    """The ISO 8601 moment of the scan, UTC."""
    mark: str = ""
    """The same for the same rows, where they were read from a workspace or kept there; otherwise empty."""

    def component(self, identity: str) -> Component | None:
        """The component of this identity, if it is here."""
        node = self.graph.find(identity)
        return None if node is None else self.components[node]

    def systems(self) -> list[ComponentId]:
        """The identities of the user's own systems in this snapshot."""
        return [self.graph.id_of(int(node)) for node in self.graph.systems]

    def claims(self) -> Iterator[Claim]:
        """Everything in it as claims again, to be merged with another snapshot's."""
        yield from self.components
        yield from self.relations
        yield from self.problems


def empty_snapshot() -> Snapshot:
    """A snapshot of nothing, for before anything is opened."""
    return snapshot_of(Draft(), "")


def snapshot_of(draft: Draft, taken: str) -> Snapshot:
    """Freeze merged claims; dangling ends and self-loops are kept and reported."""
    close_dangling_ends(draft)
    report_self_loops(draft)
    graph, components, relations = freeze(list(draft.components.values()), list(draft.relations.values()))
    return Snapshot(graph, components, relations, tuple(sorted(draft.problems.values(), key=problem_place)), taken)


def together(snapshots: Iterable[Snapshot], taken: str) -> Snapshot:
    """Several systems' snapshots as one portfolio: what they share becomes one node, places of one's own stay one's own."""
    given = list(snapshots)
    large = max(range(len(given)), key=lambda number: len(given[number].graph), default=0)
    if given and len(given[large].graph) >= LARGE:
        from explorer.graph.overlay import joined

        return joined(given, large, taken)
    from explorer.graph.own_places import claims_beside

    draft = Draft()
    for claims in claims_beside(given):
        for claim in claims:
            draft.add(claim)
    return snapshot_of(draft, taken)


LARGE = 50_000
"""From so many components on, the largest of several snapshots is not made into objects to join the others to it."""


def problem_place(problem: Problem) -> tuple[str, int, str, str]:
    """The order in which problems are listed: by where they were met."""
    return (problem.location, problem.line or 0, problem.source, problem.message)

"""From systems over classes to companies: how many components come from whom, so that nothing is counted away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.trust import party_of_nodes
from explorer.domain.component import CLASS_TITLES, ComponentClass, Kind
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS

UNKNOWN_COMPANY, OTHER_COMPANIES, OTHER_SYSTEMS = "nobody named", "other companies", "other systems"


@dataclass(frozen=True, slots=True)
class Flow:
    """So many components of a class that a system relies on come from a company."""

    system: str
    component_class: str
    company: str
    components: int


@dataclass(frozen=True, slots=True)
class Flows:
    """All of it; one unit is one component of one system, so that both sides add up to the same."""

    flows: tuple[Flow, ...]
    rest_systems: int
    """Systems that are drawn together."""
    rest_companies: int
    """Companies that are drawn together."""

    @property
    def total(self) -> int:
        """The sum of all flows."""
        return sum(each.components for each in self.flows)


@kept
def flows(snapshot: Snapshot, roots: Sequence[int], most_systems: int = 16, most_companies: int = 20) -> Flows:
    """What each system takes from whom, by class; beyond the largest, systems and companies are drawn together.

    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "meta": Kind.PARTY}
    >>> snapshot = example_snapshot("app->llama->meta app->torch", kinds, {"llama->meta": RelationKind.MADE_BY})
    >>> [(each.system, each.company, each.components) for each in flows(snapshot, [snapshot.graph.find("app")]).flows]
    [('app', 'meta', 1), ('app', 'nobody named', 1)]
    """
    graph = snapshot.graph
    things = ~graph.has_kind(Kind.SYSTEM, Kind.PARTY, Kind.UNKNOWN)
    owner, classes = party_of_nodes(graph), list(ComponentClass)
    class_of_kind = np.array([classes.index(kind.component_class) for kind in KINDS])
    counts: dict[tuple[str, str, str], int] = {}
    for root in roots:
        mine = np.flatnonzero(upstream(graph, [int(root)]) & things)
        system = snapshot.components[int(root)].name
        key = class_of_kind[graph.kind[mine]].astype(np.int64) * (len(graph) + 1) + owner[mine] + 1
        for code, count in zip(*np.unique(key, return_counts=True), strict=True):
            place, party = divmod(int(code), len(graph) + 1)
            company = snapshot.components[party - 1].name if party else UNKNOWN_COMPANY
            counts[system, CLASS_TITLES[classes[place]], company] = int(count)
    systems, companies = _largest(counts, 0, most_systems), _largest(counts, 2, most_companies)
    joined: dict[tuple[str, str, str], int] = {}
    for (system, title, company), count in counts.items():
        known = company in companies or company == UNKNOWN_COMPANY
        drawn = (system if system in systems else OTHER_SYSTEMS, title, company if known else OTHER_COMPANIES)
        joined[drawn] = joined.get(drawn, 0) + count
    ordered = sorted(joined.items(), key=lambda each: (each[0][0], each[0][1], -each[1], each[0][2]))
    every = {key[2] for key in counts} - {UNKNOWN_COMPANY}
    return Flows(
        tuple(Flow(*key, count) for key, count in ordered),
        len({key[0] for key in counts} - systems), len(every - companies),
    )  # fmt: skip


def _largest(counts: dict[tuple[str, str, str], int], place: int, most: int) -> set[str]:
    totals: dict[str, int] = {}
    for key, count in counts.items():
        if key[place] != UNKNOWN_COMPANY:
            totals[key[place]] = totals.get(key[place], 0) + count
    return set(sorted(totals, key=lambda name: (-totals[name], name))[:most])

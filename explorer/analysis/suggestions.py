"""Residual risks that the graph itself suggests: what no control removes, where it stands, and why it is worth a line.

A suggestion is not a risk: nobody has judged it. It becomes one, not assessed, when an analyst accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.concentration import Concentration
from explorer.analysis.reliance import Reliance, reliance
from explorer.analysis.visibility import visibility
from explorer.domain.annotation import Attack, Limit, ResidualRisk, Subject
from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot

MOST_SHARE = 0.5
"""From this share of one holder on, a concentration is worth a line: more than half rests on one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One risk worth writing down."""

    subject: Subject
    name: str
    title: str
    limit: Limit
    attack: Attack | None
    reason: str
    """What in the graph speaks for it, with its figures."""
    systems: tuple[ComponentId, ...]

    def accepted(self, owner: str) -> ResidualRisk:
        """The risk that an analyst makes of it: open, and not assessed."""
        return ResidualRisk(self.subject, self.title, self.limit, self.attack, rationale=self.reason, owner=owner)


def suggestions(
    snapshot: Snapshot, roots: Sequence[int], concentrations: Iterable[Concentration], risks: Iterable[ResidualRisk]
) -> tuple[Suggestion, ...]:
    """What the horizon, the concentration and the kinds of upstream components suggest, those with most systems first.

    A subject for which a risk of the same limit is written down already, open or closed, is not suggested again.
    """
    found = [*_of_graph(snapshot, roots), *_concentrated(concentrations)]
    known = {(each.subject, each.limit) for each in risks}
    new = [each for each in found if (each.subject, each.limit) not in known]
    return tuple(sorted(new, key=lambda each: (-len(each.systems), each.limit.value, each.subject)))


@kept
def _of_graph(snapshot: Snapshot, roots: Sequence[int]) -> tuple[Suggestion, ...]:
    """What the graph alone suggests, whatever is written down already."""
    reach = reliance(snapshot.graph, roots)
    return (
        *_beyond_sight(snapshot, roots), *_opaque_models(snapshot, reach), *_unverifiable_data(snapshot, reach),
        *_code_in_files(snapshot, reach), *_foundations(snapshot, reach),
    )  # fmt: skip


def _beyond_sight(snapshot: Snapshot, roots: Sequence[int]) -> Iterator[Suggestion]:
    for each in visibility(snapshot.graph, roots).by_system:
        root = each.root
        if each.components.unknown:
            system = snapshot.graph.id_of(root)
            share = f"{each.components.unknown:,} of {each.components.total:,} components upstream"
            where = f"the first stands {each.first_unknown} relations away"
            yield Suggestion(
                Subject(system), snapshot.components[root].name, "What lies beyond sight", Limit.DEPTH_BEYOND_VISIBILITY, None,
                f"At least {share} are unknown; {where}.", (system,),
            )  # fmt: skip


def _opaque_models(snapshot: Snapshot, reach: Reliance) -> Iterator[Suggestion]:
    for node, systems in _reached(snapshot, reach, Kind.MODEL_SERVICE):
        yield _on(snapshot, node, systems, "Hosted model that nobody outside can look into", Limit.OPAQUE_FOUNDATION_MODEL,
                  Attack.MODEL_POISONING, "It is called over a network: weights, data and training cannot be examined.")  # fmt: skip


def _unverifiable_data(snapshot: Snapshot, reach: Reliance) -> Iterator[Suggestion]:
    graph = snapshot.graph
    trained = graph.relation_has_kind(RelationKind.TRAINED_ON)
    unknown = graph.knowledge == _code(Knowledge.UNKNOWN)
    for node, systems in _reached(snapshot, reach, Kind.MODEL, Kind.ADAPTER):
        relations = graph.up.relations_of(node)
        data = graph.relation_target[relations[trained[relations]]]
        if len(data) and unknown[data].any():
            yield _on(snapshot, node, systems, "Training data that nobody states", Limit.UNVERIFIABLE_DATA, Attack.DATA_POISONING,
                      f"{int(unknown[data].sum()):,} of its {len(data):,} stated or necessary data sources are unknown.")  # fmt: skip


def _code_in_files(snapshot: Snapshot, reach: Reliance) -> Iterator[Suggestion]:
    for node, systems in _reached(snapshot, reach, Kind.WEIGHT_FILE):
        form = snapshot.components[node].attributes.get("format", "")
        if "pickle" in form.lower():
            yield _on(snapshot, node, systems, "Weight file that can run code when loaded", Limit.UNDETECTED_COMPROMISE,
                      Attack.SERIALIZATION, f"Its format is {form}; a scanner finds known bad imports only.")  # fmt: skip


def _concentrated(concentrations: Iterable[Concentration]) -> Iterator[Suggestion]:
    for each in concentrations:
        top = each.most_exposed()
        if top is None or each.systems < 2 or len(top.systems) < 2 or top.share < MOST_SHARE:
            continue
        title = each.title.lower()
        reason = f"It stands behind {len(top.systems)} of {each.systems} systems, with {top.share:.0%} of all {title} shares known."
        yield Suggestion(
            Subject(top.id), top.name, f"One {title} for most systems", Limit.CONCENTRATION, None, reason, top.systems
        )


def _foundations(snapshot: Snapshot, reach: Reliance) -> Iterator[Suggestion]:
    """Packages that every one of several systems runs on: an unknown hole in one is a hole in all."""
    if len(reach.roots) < 2:
        return
    for node, systems in _reached(snapshot, reach, Kind.PACKAGE):
        if len(systems) == len(reach.roots) and snapshot.components[node].attributes.get("framework") == "yes":
            yield _on(snapshot, node, systems, "A hole in it would be a hole in every system", Limit.ZERO_DAY,
                      Attack.COMPROMISED_FRAMEWORK, f"All {len(systems)} systems rely on this framework.")  # fmt: skip


def _on(
    snapshot: Snapshot,
    node: int,
    systems: tuple[ComponentId, ...],
    title: str,
    limit: Limit,
    attack: Attack,
    reason: str,
) -> Suggestion:
    component = snapshot.components[node]
    return Suggestion(Subject(family(component.id)), component.name, title, limit, attack, reason, systems)


def _reached(snapshot: Snapshot, reach: Reliance, *kinds: Kind) -> Iterator[tuple[int, tuple[ComponentId, ...]]]:
    graph = snapshot.graph
    for node in np.flatnonzero(graph.has_kind(*kinds) & reach.words.any(axis=1)).tolist():
        yield node, tuple(graph.id_of(reach.roots[place]) for place in reach.places(node))


def _code(knowledge: Knowledge) -> int:
    return list(Knowledge).index(knowledge)

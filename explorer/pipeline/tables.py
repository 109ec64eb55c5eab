"""Every answer as a table: what the command line prints, what a report holds, and the facts behind each view."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from explorer.domain.annotation import LIMIT_TITLES
from explorer.domain.component import ComponentId
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, KNOWLEDGE
from explorer.pipeline import sentences
from explorer.pipeline.ancestors_table import ancestors_table
from explorer.pipeline.answers import Answers
from explorer.pipeline.chokepoints_table import chokepoints_table
from explorer.pipeline.concentration_table import concentration_table
from explorer.pipeline.controls_table import controls_table
from explorer.pipeline.coverage_table import coverage_table
from explorer.pipeline.depth_table import depth_table
from explorer.pipeline.families_table import families_table
from explorer.pipeline.findings_table import findings_table
from explorer.pipeline.flows_table import flows_table
from explorer.pipeline.frontier_table import frontier_table
from explorer.pipeline.licences_table import licences_table
from explorer.pipeline.lineage_check_table import lineage_check_table
from explorer.pipeline.matrix_table import matrix_table
from explorer.pipeline.outage_table import outage_table
from explorer.pipeline.reach_table import reach_table
from explorer.pipeline.rollup_table import rollup_table
from explorer.pipeline.signed_table import signed_table
from explorer.pipeline.strata_table import strata_table
from explorer.pipeline.suggestions_table import suggestions_table
from explorer.pipeline.table import Cell as Cell
from explorer.pipeline.table import Table as Table
from explorer.pipeline.unassessed_table import unassessed_table
from explorer.pipeline.visibility_table import visibility_table


def trust_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every boundary between parties with its state."""
    rows = tuple(
        (
            _name(snapshot, each.truster), _name(snapshot, each.trusted), each.state.value,
            each.basis.value if each.basis else None, "direct" if each.direct else "inherited",
            each.depth, len(each.systems), len(answers.roots), len(each.relations),
        )
        for each in answers.boundaries.boundaries
    )  # fmt: skip
    note = (
        "A boundary is a place where reliance passes from one party to another. Inherited: no system crosses it itself."
    )
    columns = ("who trusts", "whom", "state", "basis", "reach", "depth", "systems", "of", "relations")
    return Table("trust", sentences.trust_sentence(answers), columns, rows, note)


def risk_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The register of open residual risks."""
    rows = tuple(
        (
            each.risk.title, sentences.subject_words(snapshot, each.risk.subject, each.nodes), LIMIT_TITLES[each.risk.limit],
            each.risk.score_before, each.risk.score_after, each.risk.treatment.value, each.risk.owner or None,
            each.risk.review_by.isoformat() if each.risk.review_by else None, len(each.systems), len(answers.roots),
        )
        for each in answers.risk.risks
    )  # fmt: skip
    columns = ("risk", "on", "limit", "before", "after", "treatment", "owner", "review by", "systems", "of")
    return Table("risk", sentences.risk_sentence(answers), columns, rows, answers.risk.rule + " Scores are of 25.")


def inventory_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every component upstream, by depth."""
    graph, least = snapshot.graph, answers.depth.least
    nodes = (least != UNREACHED).nonzero()[0]
    kinds, knowledge = [each.value for each in KINDS], [each.value for each in KNOWLEDGE]
    places = _places(snapshot)
    rows = tuple(
        zip(
            graph.names.texts(nodes), [each or None for each in graph.versions.texts(nodes)],
            map(kinds.__getitem__, graph.kind[nodes].tolist()), map(knowledge.__getitem__, graph.knowledge[nodes].tolist()),
            least[nodes].tolist(), answers.depth.greatest[nodes].tolist(), graph.ids.texts(nodes),
            [places[node] for node in nodes.tolist()],
            strict=True,
        )
    )  # fmt: skip
    columns = ("name", "version", "kind", "knowledge", "least depth", "greatest depth", "id", "evidence")
    return Table("inventory", sentences.scope_sentence(snapshot, answers), columns, rows)


@kept
def _places(snapshot: Snapshot) -> tuple[str | None, ...]:
    """Where each component was seen first, by node."""
    return tuple(each.evidence[0].place() if each.evidence else None for each in snapshot.components)


TABLES: MappingProxyType[str, Callable[[Snapshot, Answers], Table]] = MappingProxyType(
    {
        "inventory": inventory_table,
        "depth": depth_table,
        "strata": strata_table,
        "visibility": visibility_table,
        "frontier": frontier_table,
        "concentration": concentration_table,
        "chokepoints": chokepoints_table,
        "ancestors": ancestors_table,
        "reach": reach_table,
        "flows": flows_table,
        "matrix": matrix_table,
        "trust": trust_table,
        "coverage": coverage_table,
        "risk": risk_table,
        "rollup": rollup_table,
        "suggestions": suggestions_table,
        "families": families_table,
        "findings": findings_table,
        "lineage-check": lineage_check_table,
        "licences": licences_table,
        "outage": outage_table,
        "signed": signed_table,
        "controls": controls_table,
        "unassessed": unassessed_table,
    }
)
"""Every table by the word that asks for it."""


def _name(snapshot: Snapshot, identity: ComponentId) -> str:
    component = snapshot.component(identity)
    return component.name if component else identity

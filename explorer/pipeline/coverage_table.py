"""How much of our trust somebody examined, and what is most worth examining next, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.analysis.trust_coverage import Coverage, TrustCoverage, trust_coverage
from explorer.domain.annotation import Subject
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.correction import USUAL_CRITICALITY, Criticality
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, percent
from explorer.pipeline.table import Cell, Table


def criticality_of(snapshot: Snapshot, annotations: Iterable[Annotation]) -> Mapping[ComponentId, float]:
    """How much each system matters, 1 to 5; the usual 3 where nobody said."""
    said = {each.subject: float(each.level) for each in annotations if isinstance(each, Criticality)}
    return {each: said.get(Subject(each), float(USUAL_CRITICALITY)) for each in snapshot.systems()}


def coverage_of(snapshot: Snapshot, answers: Answers) -> TrustCoverage:
    """The coverage of the answers' trust, with systems weighed by their criticality."""
    weights = criticality_of(snapshot, answers.annotations)
    return trust_coverage(snapshot.graph, answers.roots, answers.boundaries, weights)


def coverage_sentence(found: TrustCoverage) -> str:
    """Shares by boundary, by path and by system."""
    if not found.by_boundary.total:
        return "No trust passes from one party to another, as far as sight goes."
    open_ones = [each for each in found.by_system.values() if each.total and each.examined < each.total]
    return (
        f"Examined: {share_text(found.by_boundary)} of boundaries, {share_text(found.by_path)} of the paths that cross one; "
        f"{len(open_ones):,} of {len(found.by_system):,} systems still rest on trust that nobody examined."
    )


def share_text(part: Coverage) -> str:
    """A share in percent with its denominator left out; not assessed where there is nothing."""
    return NOT_ASSESSED if part.share is None else percent(part.share)


def coverage_table(snapshot: Snapshot, answers: Answers) -> Table:
    """What is not examined, the greatest exposure first."""
    found = coverage_of(snapshot, answers)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _name(snapshot, each.boundary.truster), _name(snapshot, each.boundary.trusted), each.boundary.state.value,
            round(each.exposure, 1), each.behind, round(each.criticality, 1), len(each.boundary.systems),
        )
        for each in found.next
    )  # fmt: skip
    note = (
        "Exposure is the criticality (1 to 5) of the systems that cross a boundary, summed, times the components behind it. "
        "A proposal, a lapse or a refusal is not an examination."
    )
    columns = ("who trusts", "whom", "state", "exposure", "components behind", "criticality", "systems")
    return Table("coverage", coverage_sentence(found), columns, rows, note)


def _name(snapshot: Snapshot, identity: ComponentId) -> str:
    component = snapshot.component(identity)
    return component.name if component else identity

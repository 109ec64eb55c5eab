"""What changed between two snapshots, and what that did to depth, horizon, concentration, trust and risk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from explorer.analysis.difference import Change, Difference, difference
from explorer.analysis.findings import findings
from explorer.analysis.trust import BoundaryState
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId, Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.finding_rules import Severity
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.sentences import NOT_ASSESSED, counted
from explorer.progress import Progress


class Direction(StrEnum):
    """Where a figure went, as seen from risk."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    UNKNOWN = NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Delta:
    """One figure before and after; None is not assessed."""

    figure: str
    before: float | None
    after: float | None
    unit: str = ""
    more_is_worse: bool = True

    @property
    def direction(self) -> Direction:
        """Whether it got worse or better."""
        if self.before is None or self.after is None:
            return Direction.SAME if self.before is self.after else Direction.UNKNOWN
        if abs(self.after - self.before) < 1e-9:
            return Direction.SAME
        return Direction.WORSE if (self.after > self.before) == self.more_is_worse else Direction.BETTER


@dataclass(frozen=True, eq=False)
class Changes:
    """The difference with its consequences."""

    difference: Difference
    deltas: tuple[Delta, ...]
    new_boundaries: tuple[tuple[ComponentId, ComponentId], ...]
    """Who trusts whom now and did not before."""
    new_parties: tuple[ComponentId, ...]
    before: Answers
    after: Answers

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.difference.components and not self.difference.relations

    def worse(self) -> tuple[Delta, ...]:
        """The figures that got worse."""
        return tuple(each for each in self.deltas if each.direction is Direction.WORSE)


def changes_between(
    before: Snapshot,
    after: Snapshot,
    annotations: Iterable[Annotation],
    today: date,
    progress: Progress | None = None,
) -> Changes:
    """Compare two snapshots of the same system or portfolio under the same judgement, on the same day."""
    progress = progress or Progress()
    annotations = tuple(annotations)
    progress.step("Comparing components and relations", 1, 3)
    found = difference(before, after)
    progress.step("Answering for the earlier snapshot", 2, 3)
    earlier = answer(before, annotations, None, today)
    progress.step("Answering for the later snapshot", 3, 3)
    later = answer(after, annotations, None, today)
    known = {(each.truster, each.trusted) for each in earlier.boundaries.boundaries}
    crossed = tuple(
        (each.truster, each.trusted)
        for each in later.boundaries.boundaries
        if (each.truster, each.trusted) not in known
    )
    parties = tuple(
        each.after.id
        for each in found.components
        if each.change is Change.ADDED and each.after is not None and each.after.id.startswith("party:")
    )
    return Changes(found, tuple(_deltas(before, after, earlier, later)), crossed, parties, earlier, later)


def change_sentence(changes: Changes) -> str:
    """What changed, and whether risk moved."""
    if changes.is_empty:
        return "Nothing changed between the two."
    found = changes.difference
    parts = [
        counted(found.count(Change.ADDED), "component") + " added",
        f"{found.count(Change.REMOVED):,} removed",
        f"{found.count(Change.VERSION, Change.REVISION):,} of another version",
    ]
    worse = changes.worse()
    told = f"worse: {', '.join(each.figure for each in worse[:3])}" if worse else "no figure got worse"
    more = f" and {len(worse) - 3} more" if len(worse) > 3 else ""
    return f"{', '.join(parts)}; {told}{more}."


def _deltas(before: Snapshot, after: Snapshot, earlier: Answers, later: Answers) -> Iterable[Delta]:
    yield Delta("deepest chain", earlier.depth.deepest, later.depth.deepest, "relations")
    yield Delta("components upstream", earlier.visibility.shares.total, later.visibility.shares.total)
    yield Delta("share beyond sight", earlier.visibility.share_beyond, later.visibility.share_beyond)
    before_share, after_share = (each.visibility.shares.share(Knowledge.VERIFIED) for each in (earlier, later))
    yield Delta("share verified", before_share, after_share, more_is_worse=False)
    for one, other in zip(earlier.concentrations, later.concentrations, strict=True):
        yield Delta(f"concentration {one.key} {one.title.lower()}", one.hhi, other.hhi, "HHI")
    yield Delta("boundaries between parties", len(earlier.boundaries.boundaries), len(later.boundaries.boundaries))
    yield Delta(
        "share of boundaries examined",
        earlier.boundaries.examined_share,
        later.boundaries.examined_share,
        more_is_worse=False,
    )
    yield Delta(
        "boundaries whose examination lapsed",
        earlier.boundaries.count(BoundaryState.LAPSED),
        later.boundaries.count(BoundaryState.LAPSED),
    )
    yield Delta("worst residual risk", _worst(earlier), _worst(later), "of 25")
    yield Delta("residual risks not assessed", earlier.risk.unassessed, later.risk.unassessed)
    was, now = _findings(before, earlier), _findings(after, later)
    yield Delta("findings", len(was), len(now))
    yield Delta("findings of high severity", was.count(Severity.HIGH), now.count(Severity.HIGH))
    yield Delta("cycles", len(earlier.cycles), len(later.cycles))
    yield Delta("problems met while scanning", len(before.problems), len(after.problems))


def _findings(snapshot: Snapshot, answers: Answers) -> list[Severity]:
    """How severe each finding is; vulnerabilities are left out, since advisories change without the system."""
    return [each.severity for each in findings(snapshot, answers.roots).findings]


def _worst(answers: Answers) -> int | None:
    return max((each.worst for each in answers.risk.systems if each.worst is not None), default=None)

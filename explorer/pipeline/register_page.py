"""The register of residual risks as it goes on paper: every risk with its reason, then what it makes of each system."""

from __future__ import annotations

from explorer.analysis.residual_risk import RiskReach
from explorer.analysis.risk_rollup import Rule
from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotation import LIMIT_TITLES
from explorer.exports.report import Cell, Section
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.rollup_table import rollup_table
from explorer.pipeline.sentences import risk_sentence, subject_words

COLUMNS = (
    "risk", "on", "limit", "before, of 25", "after, of 25", "treatment", "status", "owner", "review by", "systems", "why",
)  # fmt: skip


def register_sections(
    snapshot: Snapshot, answers: Answers, rule: Rule = Rule.WORST, scale: RiskScale | None = None
) -> tuple[Section, ...]:
    """The register, the most that remains first, and the roll-up per system by this rule."""
    rows = tuple(_row(snapshot, each) for each in answers.risk.risks)
    register = Section("The register", risk_sentence(answers), COLUMNS, rows, answers.risk.rule)
    rolled = rollup_table(snapshot, answers, rule, scale)
    return register, Section("Per system", rolled.headline, rolled.columns, rolled.rows, rolled.note)


def _row(snapshot: Snapshot, each: RiskReach) -> tuple[Cell, ...]:
    risk = each.risk
    gone = "" if each.nodes else " (no longer found)"
    return (
        risk.title, subject_words(snapshot, risk.subject, each.nodes) + gone, f"{risk.limit.value} {LIMIT_TITLES[risk.limit]}",
        risk.score_before, risk.score_after, risk.treatment.value, risk.status.value, risk.owner or "nobody named",
        str(risk.review_by or "not set"), _names(snapshot, each) or "none in scope",
        risk.rationale,
    )  # fmt: skip


def _names(snapshot: Snapshot, each: RiskReach) -> str:
    systems = (snapshot.component(system) for system in each.systems)
    return ", ".join(system.name for system in systems if system is not None)

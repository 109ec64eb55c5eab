"""Does each model fit the base it claims, as a table."""

from __future__ import annotations

from explorer.analysis.structural_lineage import Check, Fit, LineageCheck, lineage_checks
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Table

NOTE = (
    "Compared are headers and configurations that were read: architecture, width, layers, heads, vocabulary, an adapter's "
    "matrices and modules. A larger vocabulary than the base's still fits, since tokens are added in tuning. That sizes fit "
    "does not prove the lineage; that they differ disproves it as stated. What only one side states cannot be told."
)


def lineage_check_table(snapshot: Snapshot, answers: Answers) -> Table:
    """One row per claimed base."""
    checks = [each for each in lineage_checks(snapshot) if answers.depth.least[each.node] != UNREACHED]
    graph = snapshot.graph
    rows = tuple(
        (
            name_of(snapshot, each.node), graph.relation_kind_of(each.relation).value, name_of(snapshot, each.base), each.fit.value,
            _facts(each, Fit.DIFFERS), _facts(each, Fit.FITS),
            ", ".join(check.what for check in each.checks if check.fit is Fit.CANNOT_TELL) or "nothing",
        )
        for each in checks
    )  # fmt: skip
    columns = ("model", "claims", "base", "as a whole", "differs", "fits", "cannot be told")
    return Table("lineage-check", lineage_check_sentence(checks), columns, rows, NOTE)


def lineage_check_sentence(checks: list[LineageCheck]) -> str:
    """How many claims fit, differ, or cannot be told."""
    if not checks:
        return "No model or adapter here claims a base."
    counts = {fit: sum(each.fit is fit for each in checks) for fit in Fit}
    return (
        f"Of {counted(len(checks), 'claimed base')}, {counts[Fit.FITS]:,} fit as far as can be told, "
        f"{counts[Fit.DIFFERS]:,} {'does' if counts[Fit.DIFFERS] == 1 else 'do'} not, "
        f"and of {counts[Fit.CANNOT_TELL]:,} nothing can be told."
    )


def _facts(each: LineageCheck, fit: Fit) -> str:
    return "; ".join(_words(check) for check in each.checks if check.fit is fit) or "nothing"


def _words(check: Check) -> str:
    return f"{check.what} {check.here}" + ("" if check.here == check.base else f" (base {check.base})")

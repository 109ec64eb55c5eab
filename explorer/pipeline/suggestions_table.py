"""Residual risks that the graph suggests and nobody has written down, as a table."""

from __future__ import annotations

from explorer.analysis.suggestions import Suggestion, suggestions
from explorer.domain.annotation import LIMIT_TITLES, ResidualRisk
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table


def suggestions_of(snapshot: Snapshot, answers: Answers) -> tuple[Suggestion, ...]:
    """What the answers' graph suggests beyond the risks that are written down."""
    risks = [each for each in answers.annotations if isinstance(each, ResidualRisk)]
    return suggestions(snapshot, answers.roots, answers.concentrations, risks)


def suggestions_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Each suggestion with what speaks for it."""
    found = suggestions_of(snapshot, answers)
    rows = tuple(
        (each.title, each.name, each.limit.value, LIMIT_TITLES[each.limit], each.attack.value if each.attack else None,
         each.reason, len(each.systems), len(answers.roots), each.subject)
        for each in found
    )  # fmt: skip
    headline = (
        f"{counted(len(found), 'risk')} worth writing down; nobody has judged them."
        if found
        else "The graph suggests no risk beyond those that are written down."
    )
    note = "A suggestion is no risk: it becomes one, not assessed, when an analyst accepts it."
    columns = ("risk", "on", "limit", "limit in words", "attack", "why", "systems", "of", "subject")
    return Table("suggestions", headline, columns, rows, note)

"""Residual risk per system and for the portfolio, by a rule that the reader chooses, as a table."""

from __future__ import annotations

from explorer.analysis.risk_rollup import RULE_TEXTS, RolledUp, Rule, roll_up
from explorer.analysis.risk_scale import RiskScale
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, percent
from explorer.pipeline.table import Cell, Table


def value_text(value: float | None, rule: Rule) -> str:
    """A figure of a rule in words.

    >>> value_text(0.507, Rule.NOISY_OR), value_text(6, Rule.WORST), value_text(None, Rule.COUNT)
    ('51 %', '6 of 25', 'not assessed')
    """
    if value is None:
        return NOT_ASSESSED
    if rule is Rule.NOISY_OR:
        return f"{percent(value)}"
    return f"{value:.0f} of 25" if rule is Rule.WORST else f"{value:,.0f}"


def name_of_row(snapshot: Snapshot, row: RolledUp) -> str:
    """The system's name, or the words for all of them."""
    if row.system is None:
        return "whole portfolio"
    component = snapshot.component(row.system)
    return component.name if component else row.system


def entries_text(row: RolledUp) -> str:
    """Which entries of the register the figure is made of, and how many stay out because nobody assessed them."""
    names = ", ".join(f"“{each.title}”" for each in row.entries) or "nothing"
    left = 0 if len(row.entries) > row.assessed else row.unassessed  # A count takes those in that nobody assessed.
    return f"{names}; left out: {left:,} not assessed" if left else names


def open_text(row: RolledUp) -> str:
    """How many risks are not assessed, in words: none of them is no result of its own."""
    if row.unassessed:
        return f"{row.unassessed:,} of {row.assessed + row.unassessed:,}"
    return "all are assessed" if row.assessed else "none recorded"


def rollup_table(
    snapshot: Snapshot, answers: Answers, rule: Rule = Rule.WORST, scale: RiskScale | None = None
) -> Table:
    """One row per system, then the portfolio; limits L1 to L8 with how many open risks stand in each."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name_of_row(snapshot, each), None if each.value is None else round(each.value, 3), each.assessed, each.unassessed,
            ", ".join(f"{limit.value} {count}" for limit, count in each.by_limit), entries_text(each),
        )
        for each in roll_up(answers.risk, rule, scale)
    )  # fmt: skip
    columns = ("system", rule.value, "assessed", "not assessed", "per limit", "made of")
    total = rows[-1] if rows else None
    headline = (
        f"By {rule.value}, the portfolio's residual risk is {value_text(_number(total[1]), rule)}."
        if total
        else "No system was scanned."
    )
    return Table(
        "rollup", headline, columns, rows, RULE_TEXTS[rule] + " A risk counts once, however many paths lead to it."
    )


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None

"""From systems over classes to companies, as a table."""

from __future__ import annotations

from explorer.analysis.flows import OTHER_COMPANIES, UNKNOWN_COMPANY, Flows, flows
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, percent
from explorer.pipeline.table import Table

NOTE = (
    "One unit is one component of one system, so that a component which two systems rely on counts for each of them and both "
    "sides add up. The company is whoever answers for a component as its maker, operator or named supplier. Unknown components "
    "are not in it: what they are is not known."
)


def flows_table(snapshot: Snapshot, answers: Answers) -> Table:
    """One row per system, class and company, none drawn together."""
    found = flows(snapshot, answers.roots, most_systems=len(answers.roots), most_companies=len(snapshot.components))
    rows = tuple((each.system, each.component_class, each.company, each.components) for each in found.flows)
    return Table("flows", flows_sentence(found), ("system", "class", "company", "components"), rows, NOTE)


def flows_sentence(found: Flows) -> str:
    """From whom most comes, and how much comes from nobody named."""
    if not found.flows:
        return "Nothing upstream was found yet."
    totals: dict[str, int] = {}
    for each in found.flows:
        totals[each.company] = totals.get(each.company, 0) + each.components
    unnamed = totals.pop(UNKNOWN_COMPANY, 0)
    totals.pop(
        OTHER_COMPANIES, None
    )  # Drawn together they are no company, and each of them is smaller than one that is drawn.
    rest = (
        f"of {percent(unnamed / found.total)} nobody is named as maker" if unnamed else "everything has a named maker"
    )
    if not totals:
        return f"Of {counted(found.total, 'component')} upstream, {rest}."
    top = max(totals, key=lambda name: (totals[name], name))
    return f"Most comes from {top}: {percent(totals[top] / found.total)} of what the systems rely on; {rest}."

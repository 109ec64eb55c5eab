"""What nobody has assessed, as a table: one row per kind of gap, and the list behind each."""

from __future__ import annotations

from explorer.domain.advisory import AdvisoryData
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, counted, name_of
from explorer.pipeline.table import Table
from explorer.pipeline.unassessed import Gap, gaps

NOTE = (
    "Not assessed is neither good nor bad: nobody looked, or nobody says. A figure elsewhere in this portfolio is no better than "
    "the gaps beneath it. Where there is nothing of the kind upstream, the gap itself is not assessed. Nearest: the first "
    "component concerned, counted from the systems. Ask: what follows catchment show WORKSPACE to list them."
)
COLUMNS = ("gap", "what is open", "nearest", "open", "of", "what would settle it", "ask")


def unassessed_table(snapshot: Snapshot, answers: Answers, advisories: AdvisoryData | None = None) -> Table:
    """Every kind of gap; without a copy of advisories, vulnerabilities are one that is wholly open."""
    return table_of_gaps(snapshot, gaps(snapshot, answers, advisories))


def table_of_gaps(snapshot: Snapshot, all_gaps: tuple[Gap, ...]) -> Table:
    """One row per kind of gap."""
    rows = tuple(
        (
            each.key, each.what, name_of(snapshot, each.nodes[0]) if each.nodes else "none",
            None if each.of == 0 else each.open, "uncounted" if each.of is None else each.of, each.remedy,
            f"unassessed --by {each.key}" if each.nodes else each.query,
        )
        for each in all_gaps
    )  # fmt: skip
    return Table("unassessed", unassessed_sentence(all_gaps), COLUMNS, rows, NOTE)


def gap_table(snapshot: Snapshot, answers: Answers, key: str, advisories: AdvisoryData | None = None) -> Table:
    """The components behind the gap of this name, each with where it was read. Raises `InputError` for a word that is no gap."""
    known = {each.key.casefold(): each for each in gaps(snapshot, answers, advisories)}
    gap = known.get(key.casefold())
    if gap is None:
        raise InputError(f"No gap is called {key}.", f"Known are: {', '.join(each.key for each in known.values())}.")
    return list_of_gap(snapshot, answers, gap)


def list_of_gap(snapshot: Snapshot, answers: Answers, gap: Gap) -> Table:
    """The components behind one gap, the nearest first."""
    rows = tuple(
        (
            name_of(snapshot, node), component.kind.value, component.knowledge.value, int(answers.depth.least[node]),
            component.evidence[0].place() if component.evidence else None, component.id,
        )
        for node in gap.nodes
        for component in [snapshot.components[node]]
    )  # fmt: skip
    of = "" if gap.of is None else f" of {gap.of:,}"
    headline = f"{gap.open:,}{of}: {gap.what}."
    note = gap.remedy if rows or not gap.open else f"{gap.remedy} Listed by: catchment show WORKSPACE {gap.query}."
    return Table("unassessed", headline, ("component", "kind", "knowledge", "depth", "evidence", "id"), rows, note)


def unassessed_sentence(all_gaps: tuple[Gap, ...]) -> str:
    """How many kinds of question are open, and how wide the three widest are."""
    countable = [each for each in all_gaps if each.of != 0]
    still = [each for each in countable if each.open]
    if not still:
        return f"Everything that could be assessed has been; {counted(len(all_gaps) - len(countable), 'kind')} had nothing to assess."
    whole = [each for each in still if each.share == 1]
    words = f"{len(still)} of {counted(len(all_gaps), 'kind')} of question are open in part or in whole"
    if not whole:
        worst = max(still, key=lambda each: each.share or 0)
        return f"{words}; widest: {worst.what}, {worst.open:,} of {worst.of:,}." if worst.of else f"{words}."
    names = ", ".join(each.key for each in whole)
    return f"{words}; wholly {NOT_ASSESSED}: {names}."

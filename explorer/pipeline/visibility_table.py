"""Where sight ends, as a table: knowledge of components and relations, per system, class and depth."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.analysis.visibility import KnowledgeShares
from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import percent
from explorer.pipeline.table import Cell, Table

NOTE = (
    "At least: what hangs on an unknown component is not counted, because nobody can count it. Something unknown counts in "
    "the class that it must be of: unknown training data is data. Sight first ends at the least depth at which something "
    "unknown stands, and for good beyond the greatest depth at which anything is still known."
)
COLUMNS = (
    "part", "verified", "declared", "inferred", "unknown", "total", "beyond the horizon", "sight first ends at depth",
    "nothing known beyond depth",
)  # fmt: skip


def visibility_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Knowledge shares of components and relations, per system, per class, then per least depth."""
    return Table("visibility", sentences.horizon_sentence(answers), COLUMNS, tuple(sight_rows(snapshot, answers)), NOTE)


def sight_rows(snapshot: Snapshot, answers: Answers) -> Iterator[tuple[Cell, ...]]:
    """The rows of the table."""
    sight = answers.visibility
    yield _row("all components upstream", sight.shares, sight.first_unknown_depth, sight.last_seen_depth)
    yield _row("all relations upstream", sight.relations)
    for each in sight.by_system:
        name = sentences.name_of(snapshot, each.root)
        yield _row(f"{name}: components", each.components, each.first_unknown)
        yield _row(f"{name}: relations", each.relations)
    for chosen in ComponentClass:
        if chosen in sight.sight:
            ends = sight.sight[chosen]
            yield _row(CLASS_TITLES[chosen], sight.by_expected_class[chosen], ends.first_unknown, ends.last_seen)
    for depth, shares in enumerate(sight.by_depth):
        yield _row(f"depth {depth}", shares)


def _row(title: str, shares: KnowledgeShares, first: int | None = None, last: int | None = None) -> tuple[Cell, ...]:
    counts = (shares.verified, shares.declared, shares.inferred, shares.unknown, shares.total)
    return (title, *counts, percent(shares.share(Knowledge.UNKNOWN)), _depth(first), _depth(last))


def _depth(depth: int | None) -> Cell:
    return "" if depth is None else depth

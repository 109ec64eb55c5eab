"""What changed, as tables: figures before and after, then every change."""

from __future__ import annotations

from explorer.pipeline.change_lines import change_lines, reviews
from explorer.pipeline.changes import Changes, change_sentence
from explorer.pipeline.table import Cell, Table


def delta_table(changes: Changes) -> Table:
    """Figures before and after, and where they went."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.figure, _rounded(each.before), _rounded(each.after), each.unit, each.direction.value)
        for each in changes.deltas
    )
    note = "Both snapshots are judged by today's annotations, so that only what was scanned makes the difference."
    return Table("diff", change_sentence(changes), ("figure", "before", "after", "unit", "risk"), rows, note)


def change_table(changes: Changes) -> Table:
    """Every change of a component, relation or boundary, and whether somebody reviewed it."""
    known = reviews(changes.after.annotations)
    rows: list[tuple[Cell, ...]] = []
    for each in change_lines(changes):
        review = known.get((each.subject, each.key))
        word = review.verdict.value if review else "not reviewed"
        rows.append((each.change, each.of, each.subject, each.what, each.old, each.new, word))
    columns = ("change", "of", "id", "what", "before", "after", "review")
    return Table("changes", change_sentence(changes), columns, tuple(rows))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

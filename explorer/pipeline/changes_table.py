"""What changed, as tables: figures before and after, then every change."""

from __future__ import annotations

from explorer.analysis.difference import ComponentChange
from explorer.pipeline.changes import Changes, change_sentence
from explorer.pipeline.tables import Cell, Table


def delta_table(changes: Changes) -> Table:
    """Figures before and after, and where they went."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.figure, _rounded(each.before), _rounded(each.after), each.unit, each.direction.value)
        for each in changes.deltas
    )
    note = "Both snapshots are judged by today's annotations, so that only what was scanned makes the difference."
    return Table("diff", change_sentence(changes), ("figure", "before", "after", "unit", "risk"), rows, note)


def change_table(changes: Changes) -> Table:
    """Every change of a component or relation."""
    rows: list[tuple[Cell, ...]] = [
        (each.change.value, "component", each.subject, _what(each), each.old, each.new)
        for each in changes.difference.components
    ]
    rows += [(each.change.value, "relation", "", "", each.old, each.new) for each in changes.difference.relations]
    rows += [("newly crossed", "boundary", "", "", "", f"{one} → {other}") for one, other in changes.new_boundaries]
    return Table("changes", change_sentence(changes), ("change", "of", "id", "what", "before", "after"), tuple(rows))


def _what(change: ComponentChange) -> str:
    known = change.after or change.before
    return change.what or (known.kind.value if known else "")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

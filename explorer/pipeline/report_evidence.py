"""Where everything was read: the last section of the report, to which every name before it leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explorer.domain.component import Component
from explorer.domain.evidence import Evidence
from explorer.exports.report import Section
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of

TITLE = "Everything upstream, and where it was read"
COLUMNS = ("name", "kind", "knowledge", "depth", "identity", "read by", "at", "what stood there", "more evidence")
KEYS = (0, 4)
"""The name and the identity."""


def evidence_section(snapshot: Snapshot, answers: Answers, before: Sequence[Section], most: int) -> Section:
    """The components that sections before name, then the nearest others, `most` at least; by depth."""
    reached = [node for node in range(len(snapshot.components)) if answers.depth.least[node] != UNREACHED]
    named = _printed(before)
    first = [node for node in reached if not named.isdisjoint((name_of(snapshot, node), snapshot.graph.id_of(node)))]
    kept = dict.fromkeys(first)
    for node in reached[: max(most, 0)] if len(first) < most else ():
        if len(kept) < most:
            kept[node] = None
    order = sorted(kept, key=lambda node: (int(answers.depth.least[node]), snapshot.graph.id_of(node)))
    rows = tuple(_row(snapshot, answers, node) for node in order)
    missing = len(reached) - len(rows)
    headline = f"{counted(len(rows), 'component')}, each with the first place where it was read."
    note = "Every name in a table before leads here. Identity: the stable text by which every command finds it."
    if missing:
        note = (
            f"{missing:,} of {counted(len(reached), 'component')} are not printed: no other section names them. "
            f"The query below lists all. {note}"
        )
    return Section(TITLE, headline, COLUMNS, rows, note, None, "catchment show WORKSPACE inventory", keys=KEYS)


def _printed(sections: Iterable[Section]) -> set[str]:
    """Every text that is a whole cell of a printed row."""
    return {cell for each in sections for row in each.rows[: each.most] for cell in row if isinstance(cell, str)}


def _row(snapshot: Snapshot, answers: Answers, node: int) -> tuple[str | int | None, ...]:
    component: Component = snapshot.components[node]
    first: Evidence | None = component.evidence[0] if component.evidence else None
    return (
        name_of(snapshot, node), component.kind.value, component.knowledge.value, int(answers.depth.least[node]), component.id,
        first.source if first else None, first.place() if first else None, first.text if first else None,
        max(len(component.evidence) - 1, 0),
    )  # fmt: skip

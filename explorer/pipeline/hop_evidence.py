"""What shows each hop of a way: the file and line, the field of a hub's answer, the rule, or the analyst who said so."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.evidence import Evidence
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.controls_table import hop_words


def hop_place(snapshot: Snapshot, relation: int, wanted: str = "") -> str:
    """The places that show one relation: the first, one of the wanted field before all others, and how many more there are."""
    evidence = sorted(snapshot.relations[relation].evidence, key=lambda each: bool(wanted) and each.field != wanted)
    found = list(dict.fromkeys(_place(each) for each in evidence))
    if not found:
        return "no evidence"
    return found[0] + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def hop_lines(snapshot: Snapshot, relations: Iterable[int]) -> list[str]:
    """One line for each hop of a way, the system's own first."""
    return [f"{hop_words(snapshot, relation)} ({hop_place(snapshot, relation)})" for relation in relations]


def hop_records(snapshot: Snapshot, relations: Iterable[int]) -> list[dict[str, object]]:
    """The same for programs: both ends, the relation, how well it is known, and all of its evidence."""
    return [
        {
            "from": each.source, "relation": each.kind.value, "to": each.target, "knowledge": each.knowledge.value,
            "evidence": [
                {"source": one.source, "file": one.location, "line": one.line, "field": one.field, "text": one.text}
                for one in each.evidence
            ],
        }
        for each in (snapshot.relations[relation] for relation in relations)
    ]  # fmt: skip


def _place(evidence: Evidence) -> str:
    place = evidence.place()
    return (
        f"rule {place}"
        if evidence.source == "rule"
        else f"an analyst: {place}"
        if evidence.source == "analyst"
        else place
    )

"""Which attacks come to a system, and which controls are recorded on its ways: the threats of its profile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import entries_of, stopped, ways_of
from explorer.domain.annotation import ATTACK_TITLES
from explorer.exports.report import Section
from explorer.graph.reach import least_depths, upstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, attack_types
from explorer.knowledge.controls import control_title
from explorer.pipeline.sentences import NOT_ASSESSED, counted, name_of


def attacks_section(snapshot: Snapshot, roots: Sequence[int], controls: RecordedControls) -> Section:
    """One row per attack of the catalogue: from how many places it comes to the system, and how many are cut."""
    rows, about = [], []
    for attack in attack_types().values():
        entries, ways, still = _places(snapshot, roots, attack, controls)
        nearest = still[0] if still else None
        rows.append(
            (
                ATTACK_TITLES[attack.attack], attack.attack.value, len(still), len(ways), len(entries),
                name_of(snapshot, nearest) if nearest is not None else "none is open" if entries else "no such place in sight",
            )
        )  # fmt: skip
        about.append(str(snapshot.graph.id_of(nearest)) if nearest is not None else "")
    come = sum(bool(row[2]) for row in rows)
    headline = f"{come} of {counted(len(rows), 'attack')} of the catalogue can come to it, as far as is recorded."
    note = (
        "Open: places upstream from which nothing that is recorded keeps the attack, at the moment that its catalogue entry "
        "assumes. With a way: if nothing were in place. What no file and no analyst records does not count as a control."
    )
    columns = ("attack", "no", "open places", "with a way", "places in all", "nearest open place")
    return Section(
        "Attacks that reach it", headline, columns, tuple(rows), note, view="what-if", about=tuple(about), leading=5
    )


def _places(
    snapshot: Snapshot, roots: Sequence[int], attack: AttackType, controls: RecordedControls
) -> tuple[list[int], list[int], list[int]]:
    """Where an attack can enter upstream; from where it has a way to the system; from where one is open, the nearest first."""
    graph = snapshot.graph
    entries = np.asarray(entries_of(graph, roots, attack), np.int64)
    ways = ways_of(graph, attack)
    still = ways & ~stopped(graph, attack, controls, attack.begins)
    with_way = entries[upstream(graph, roots, ways)[entries]]
    still_open = entries[upstream(graph, roots, still)[entries]]
    nearest_first = np.lexsort((still_open, least_depths(graph, roots)[still_open]))
    return entries.tolist(), with_way.tolist(), still_open[nearest_first].tolist()


def controls_section(snapshot: Snapshot, roots: Sequence[int], controls: RecordedControls) -> Section:
    """One row per control: on how many of the relations upstream evidence or an analyst records it."""
    graph = snapshot.graph
    inside = upstream(graph, roots)[graph.relation_source]
    of = int(inside.sum())
    rows = []
    for control, shown in controls.by_evidence.items():
        said = np.zeros(graph.relation_count, bool)
        for each in controls.delegated:
            if each.control == control:
                said[each.relations] = True
        counts = int((shown & inside).sum()), int((said & inside).sum())
        rows.append((control_title(control), counts[0] or None, counts[1] or None, of))
    recorded = sum(row[1] is not None or row[2] is not None for row in rows)
    headline = f"{recorded} of {counted(len(rows), 'kind')} of control are recorded somewhere upstream."
    note = f"On how many of the {of:,} relations upstream. None recorded is {NOT_ASSESSED}: nobody may have looked."
    columns = ("control", "by evidence", "by an analyst", "relations upstream")
    return Section("Controls recorded", headline, columns, tuple(rows), note, view="controls")

"""Licence terms along the chains, as a table."""

from __future__ import annotations

import numpy as np

from explorer.analysis.licences import Change, LicenceHop, licence_hops
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import RELATION_KINDS
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, names_at
from explorer.pipeline.table import Cell, Table

NOTE = (
    "Licences as cards, headers and BOMs state them; nothing stated is not the same as no terms. A change is shown where it "
    "happens; whether it is allowed is for a lawyer to say."
)


def licences_table(snapshot: Snapshot, answers: Answers) -> Table:
    """One row per hop of lineage, changes first."""
    least = answers.depth.least
    shown = [(hop, row) for hop, row in _rows(snapshot) if least[hop.node] != UNREACHED]
    hops = [hop for hop, _ in shown]
    rows = tuple(row for _, row in shown)
    columns = ("made", "its licence", "how", "from", "the base's licence", "on this hop", "evidence")
    return Table("licences", licences_sentence(hops), columns, rows, NOTE)


@kept
def _rows(snapshot: Snapshot) -> tuple[tuple[LicenceHop, tuple[Cell, ...]], ...]:
    """Every hop of the snapshot with its row."""
    graph, hops = snapshot.graph, licence_hops(snapshot)
    words = [kind.value for kind in RELATION_KINDS]
    made, bases = (names_at(snapshot, np.array(nodes, np.int64)) for nodes in (
        [hop.node for hop in hops], [hop.base for hop in hops]
    ))  # fmt: skip
    evidence = (snapshot.relations[hop.relation].evidence[:1] for hop in hops)
    return tuple(
        (
            hop,
            (
                name, hop.here, words[graph.relation_kind[hop.relation]], base, hop.there, hop.change.value,
                found[0].place() if found else None,
            ),
        )
        for hop, name, base, found in zip(hops, made, bases, evidence, strict=True)
    )  # fmt: skip


def licences_sentence(hops: list[LicenceHop]) -> str:
    """On how many hops the terms change or are not known."""
    if not hops:
        return "Nothing here states what a model or dataset was made from, so there is no chain of licences."
    changed = sum(hop.change in (Change.CHANGED, Change.NC_DROPPED) for hop in hops)
    unknown = sum(hop.change.value.startswith("not stated") for hop in hops)
    return f"On {changed:,} of {counted(len(hops), 'hop')} of lineage the stated licence changes; on {unknown:,} a side states none."

"""Licence terms along the chains, as a table."""

from __future__ import annotations

from explorer.analysis.licences import Change, LicenceHop, licence_hops
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Table

NOTE = (
    "Licences as cards, headers and BOMs state them; nothing stated is not the same as no terms. A change is shown where it "
    "happens; whether it is allowed is for a lawyer to say."
)


def licences_table(snapshot: Snapshot, answers: Answers) -> Table:
    """One row per hop of lineage, changes first."""
    graph = snapshot.graph
    hops = [hop for hop in licence_hops(snapshot) if answers.depth.least[hop.node] != UNREACHED]
    rows = tuple(
        (
            name_of(snapshot, hop.node), hop.here, graph.relation_kind_of(hop.relation).value, name_of(snapshot, hop.base), hop.there,
            hop.change.value, snapshot.relations[hop.relation].evidence[0].place() if snapshot.relations[hop.relation].evidence else None,
        )
        for hop in hops
    )  # fmt: skip
    columns = ("made", "its licence", "how", "from", "the base's licence", "on this hop", "evidence")
    return Table("licences", licences_sentence(hops), columns, rows, NOTE)


def licences_sentence(hops: list[LicenceHop]) -> str:
    """On how many hops the terms change or are not known."""
    if not hops:
        return "Nothing here states what a model or dataset was made from, so there is no chain of licences."
    changed = sum(hop.change in (Change.CHANGED, Change.NC_DROPPED) for hop in hops)
    unknown = sum(hop.change.value.startswith("not stated") for hop in hops)
    return f"On {changed:,} of {counted(len(hops), 'hop')} of lineage the stated licence changes; on {unknown:,} a side states none."

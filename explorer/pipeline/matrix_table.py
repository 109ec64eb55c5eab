"""Which systems rest on which parties, in words and as a table: a row for each party, a column for each system."""

from __future__ import annotations

import numpy as np

from explorer.analysis.matrix import PartyMatrix, party_matrix
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table

MOST_SYSTEMS = 40
"""Columns of the table; where there are more systems, those that rest on most parties, and the note says so."""
NOTE = (
    "A cell counts the components of the party (row) anywhere upstream of the system (column), parties and systems left out. "
    "Zero means that none is stated to be of this party; the last row counts those of which nobody says whose they are, any of "
    "which may be. “Systems” counts those on whose chains the party stands: what many share is a common cause."
)
NOBODY = "not stated whose"
OWN_COLUMNS = ("party", "systems", "id")
"""The columns that are not systems."""


def matrix_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The parties that most systems share, first."""
    found = party_matrix(snapshot.graph, answers.roots)
    shown = _shown(found)
    names = [name_of(snapshot, found.systems[column]) for column in shown]
    columns = (*OWN_COLUMNS[:2], *names, OWN_COLUMNS[2])
    rows = [_row(snapshot, found, party, shown) for party in range(len(found.parties))]
    if found.not_stated.any():
        cells = [int(found.not_stated[column]) for column in shown]
        rows.append((NOBODY, int((found.not_stated > 0).sum()), *cells, ""))
    bound = "" if len(shown) == len(found.systems) else _bound(len(shown), len(found.systems))
    return Table(
        "matrix", matrix_sentence(snapshot, found), columns, tuple(rows), f"{bound}{_without(snapshot, found)}{NOTE}"
    )


def matrix_sentence(snapshot: Snapshot, found: PartyMatrix) -> str:
    """The party that most systems share, and whether it is all of them."""
    if not found.parties:
        return "Of no component upstream is it stated whose it is, so what systems share cannot be told."
    systems, first = counted(len(found.systems), "system"), name_of(snapshot, found.parties[0])
    if len(found.systems) < 2:
        return f"The system rests on {counted(len(found.parties), 'party', 'parties')}; most is of {first}."
    spread = found.spread
    everywhere = int((spread == len(found.systems)).sum())
    if everywhere:
        others = everywhere - 1
        more = f", and so do {others:,} more" if others > 1 else ", and so does one more" if others else ""
        return f"{first} stands on the chain of every one of the {systems}{more}."
    shared = int((spread > 1).sum())
    if not shared:
        return f"No party is stated to stand on the chains of two of the {systems}."
    return f"{first} stands on the chains of {int(spread[0]):,} of the {systems}; {shared:,} of {len(found.parties):,} are shared."


def _shown(found: PartyMatrix) -> list[int]:
    parties = (found.count > 0).sum(axis=0)
    widest = np.argsort(-parties, kind="stable")[:MOST_SYSTEMS]
    return sorted(widest.tolist())


def _bound(shown: int, systems: int) -> str:
    return f"Shown are the {shown:,} of {systems:,} systems that rest on most parties; “systems” counts all. "


def _without(snapshot: Snapshot, found: PartyMatrix) -> str:
    if not found.without:
        return ""
    names = ", ".join(name_of(snapshot, node) for node in found.without[:3])
    return f"Upstream too, but with no component of their own: {counted(len(found.without), 'party', 'parties')}, such as {names}. "


def _row(snapshot: Snapshot, found: PartyMatrix, party: int, shown: list[int]) -> tuple[Cell, ...]:
    node, counts = found.parties[party], found.count[party]
    spread = int((counts > 0).sum())
    cells = [int(counts[column]) for column in shown]
    return name_of(snapshot, node), spread, *cells, snapshot.graph.id_of(node)

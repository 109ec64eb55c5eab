"""The map of trust: who trusts whom, over how many hands, and where nobody has looked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QWidget

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.domain.component import ComponentId
from explorer.layout.party_columns import party_columns
from explorer.pipeline import sentences
from explorer.pipeline.left_out_parties import left_out_words
from explorer.pipeline.sentences import counted
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, told
from explorer.ui.views.trust_drawing import TrustDrawing

MOST_PARTIES = 20
"""Parties drawn beside the systems: of more, nobody can follow a line. What is left out is told, and the table has all."""


@dataclass(frozen=True, slots=True)
class _Party:
    identity: ComponentId
    name: str
    trusts: int
    trusted_by: int
    examined: int
    systems: int


NO_BOUNDARY = "nothing upstream is their own"
"""Why a party stands at no boundary: it only builds or checks what belongs to others."""


class TrustMap(View):
    """Parties in columns from left to right, and the same as a table."""

    name = "trust-map"
    tab = "Trust map"
    group = "Judge"
    question = "Who trusts whom, and where has nobody looked?"
    help_text = (
        "Left your systems, then whom they trust, then whom those trust, and so on: each party stands in the column of its "
        "least number of hands. A line is a boundary, with an arrow at the party that is trusted; it is thicker the more systems "
        "cross it. Dotted and orange: nobody has looked; dashed or dash-dot-dot and red: lapsed or refused; dash-dot: proposed; "
        "solid, thin and green: examined. Only the parties on which most systems rest are drawn, unless you ask for all. Choose a "
        "party to let its lines stand out; the ledger of the view Trust is where you examine. Parties of whom nothing is known "
        "are not on the map: they are beyond sight."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.drawing = TrustDrawing(session)
        self.drawing.chosen.connect(lambda identity: session.select([ComponentId(identity)]))
        session.selection_changed.connect(lambda chosen: self.drawing.choose(chosen[-1] if chosen else ""))
        self.note = told("", "muted")
        self.everyone = QCheckBox("&All parties")
        self.everyone.setToolTip("Draw every party and boundary, also where nobody can follow a line")
        self.everyone.toggled.connect(lambda _: self.refresh())
        self._area = area = QScrollArea(objectName="drawing")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.drawing)
        self._twin_table = Table(_COLUMNS, "Parties and the trust between them")
        self._twin_table.selectionModel().selectionChanged.connect(
            lambda *_: session.select(row.identity for row in self._twin_table.chosen())
        )
        body = column_of(self.note, self.everyone, area, margins=(16, 4, 16, 16), spacing=4)
        self.set_pages(body, self._twin_table)

    def headline(self) -> str:
        """Override View.headline."""
        said = sentences.trust_sentence(self.session.answers)
        return f"{said} {sentences.most_unexamined(self.session.snapshot, self.session.answers)}".rstrip()

    def picture(self) -> QWidget:
        """Override View.picture: the whole map, also what is scrolled away."""
        return self.drawing

    def refresh(self) -> None:
        """Override View.refresh."""
        found = self.session.answers.boundaries.boundaries
        systems = [self.session.snapshot.graph.id_of(root) for root in self.session.answers.roots]
        parties = heaviest(found, systems)
        kept = set(parties if self.everyone.isChecked() else parties[:MOST_PARTIES])
        shown = [each for each in found if kept.union(systems).issuperset((each.truster, each.trusted))]
        self.everyone.setVisible(len(parties) > MOST_PARTIES)
        ties = [(each.truster, each.trusted) for each in shown]
        starts = [each for each in systems if any(each in tie for tie in ties)]
        columns = party_columns(starts, ties)
        names = {each: self._name(ComponentId(each)) for column in columns for each in column}
        self.drawing.show_map(columns, names, shown)
        self.drawing.choose(self.session.selection[-1] if self.session.selection else "")
        self._look_at_systems()
        note = _note(len(found), len(shown), len(kept), len(parties))
        left = left_out_words(self.session.snapshot, self.session.answers, set(parties), NO_BOUNDARY) if found else ""
        self.note.setText(f"{note} {left}".strip())
        self._twin_table.set_rows(self._parties(found))

    def _look_at_systems(self) -> None:
        """Scroll to where the reading begins: a tall map has the systems in its middle, out of sight."""
        bar = self._area.verticalScrollBar()
        bar.setValue((self.drawing.minimumHeight() - self._area.viewport().height()) // 2)

    def _parties(self, found: tuple[Boundary, ...]) -> list[_Party]:
        names = sorted({end for each in found for end in (each.truster, each.trusted)})
        rows = []
        for identity in names:
            trusted = [each for each in found if each.trusted == identity]
            systems = {system for each in trusted for system in each.systems}
            done = sum(each.state is BoundaryState.EXAMINED for each in trusted)
            trusts = sum(each.truster == identity for each in found)
            rows.append(_Party(identity, self._name(identity), trusts, len(trusted), done, len(systems)))
        return sorted(rows, key=lambda row: (-row.systems, -row.trusted_by, row.name))

    def _name(self, identity: ComponentId) -> str:
        component = self.session.snapshot.component(identity)
        return component.name if component else identity


def heaviest(found: Sequence[Boundary], systems: Sequence[ComponentId]) -> list[ComponentId]:
    """The parties at these boundaries, those first that most systems rest on; of as many, those with most that is open."""
    resting: dict[ComponentId, set[ComponentId]] = defaultdict(set)
    opened: Counter[ComponentId] = Counter()
    for each in found:
        for end in (each.truster, each.trusted):
            resting[end].update(each.systems)
            opened[end] += each.state is not BoundaryState.EXAMINED
    parties = resting.keys() - set(systems)
    return sorted(parties, key=lambda party: (-len(resting[party]), -opened[party], party))


def _note(found: int, shown: int, kept: int, parties: int) -> str:
    if not found:
        return "A map appears here once something with known makers is scanned."
    legend = "Dotted: nobody has looked. Dashed: lapsed or refused. Dash-dot: proposed. Solid: examined."
    left = (
        f" Drawn are the {kept:,} of {counted(parties, 'party', 'parties')} on which most systems rest, with {shown:,} of "
        f"{counted(found, 'boundary', 'boundaries')}; the table has all."
        if kept < parties
        else ""
    )
    return legend + left


_COLUMNS = (
    Column("Party", lambda row: row.name, width=-1),
    Column("Trusts", lambda row: str(row.trusts), lambda row: row.trusts, numeric=True, width=72),
    Column("Trusted by", lambda row: str(row.trusted_by), lambda row: row.trusted_by, numeric=True, width=88),
    Column(
        "Examined", lambda row: f"{row.examined} of {row.trusted_by}", lambda row: row.examined, numeric=True, width=88
    ),
    Column("Systems", lambda row: str(row.systems), lambda row: row.systems, numeric=True, width=80),
)

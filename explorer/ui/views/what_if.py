"""What if it happens there? An attack, where it begins, which systems it comes to, and what cuts its ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import Exposure, SystemExposure, entries_of, path_of
from explorer.analysis.time_order import time_order
from explorer.domain.annotation import ATTACK_TITLES, Attack
from explorer.domain.component import ComponentId
from explorer.graph.reach import systems_upon
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment, attack_types
from explorer.pipeline.hop_evidence import hop_lines
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.whatif import controls_in_place, what_if
from explorer.pipeline.whatif_table import (
    MOMENTS,
    assumed,
    cut_words,
    day_words,
    exposure_sentence,
    order_words,
    remains,
    way_words,
)
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.ask_instead import AskingView
from explorer.ui.views.control_pane import COLUMN_WORDS, ControlPane
from explorer.ui.views.parts import choice, column_of, push, row_of, scrolled, told

LANE, ENTRY_LANE = "what-if", "what-if-entries"
MOST_ENTRIES = 500
"""Places offered to begin at, those with most systems first; the box says how many more there are."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """An answer with what it takes to speak of it."""

    snapshot: Snapshot
    exposure: Exposure
    controls: RecordedControls
    roots: tuple[int, ...]
    """The systems that were asked about."""
    days: Mapping[int, date | None]
    """In the order in which they are reached, the days before which they cannot have been."""
    words: tuple[str, ...]
    """What is assumed, in which order in time systems are reached, and what remains."""


@dataclass(frozen=True, slots=True)
class _Line:
    asked: _Asked
    system: SystemExposure


class WhatIfView(AskingView):
    """Three choices, the systems reached with their ways, and in words what helps and what does not."""

    name = "what-if"
    tab = "What if"
    group = "Stress"
    question = "What if it happens there: which systems does it come to, and what cuts its ways?"
    help_text = (
        "An attack of the catalogue (A1 to A11) begins at a component and spreads along the relations that its kind of attack "
        "can use. Controls are those that evidence shows (a pinned revision, a digest, a signature, an attestation with its "
        "SLSA level) or that a trust delegation records. From now on: what is pinned was chosen before, so a pin holds. "
        "Already inside: a pin holds what was bad. Reached: at least one way is open. Cut: every way is cut; the shortest is "
        "shown with what cuts it. Not before: a way is as late as the latest date on it; where nothing on it is dated, or the attack "
        "begins later than what is dated, there is no date. Choosing a line selects its way, so that Lineage shows it, and shows "
        "the evidence of every hop at the bottom. Below: every control, whether it is "
        "recorded on these ways, which systems it alone keeps, which it would keep wherever it can stand, and the fewest further "
        "relations that would cut every way (a minimum cut, exact)."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._asked: _Asked | None = None
        self._wanted: ComponentId | None = None
        self._attack, self._entry, self._moment = (
            choice("Attack", "The category of attack"),
            choice("Where it begins", "The component at which it enters"),
            choice("When it begins", "Seen from the choice of what is in use"),
        )
        for each in Attack:
            if each in attack_types():
                self._attack.addItem(f"{each.value}  {ATTACK_TITLES[each]}", each)
        for moment in Moment:
            self._moment.addItem(MOMENTS[moment].partition(":")[0], moment)
        self._begin_as_assumed()
        self._attack.activated.connect(lambda _: self._on_attack())
        self._entry.activated.connect(lambda _: self._on_entry())
        self._moment.activated.connect(lambda _: self._ask())
        self._table = Table(self._columns(), "Systems that it could come to")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._controls = ControlPane(session)
        stops = push(
            "If it just stops…", "Nobody attacks: what an outage, sanctions or the end of a service takes down"
        )
        stops.clicked.connect(lambda: session.view_requested.emit("outage"))
        self._words = told("", "muted")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QSplitter(Qt.Orientation.Vertical)
        choices, where = (
            row_of("If", self._attack, "begins", self._moment),
            row_of("at", self._entry, self.instead, stops),
        )
        body.addWidget(column_of(choices, where, self._table, margins=(16, 4, 16, 4), growing=self._table))
        body.addWidget(self._controls.page)
        body.addWidget(scrolled(self._words))
        body.setSizes([250, 250, 110])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        if self._asked is None:
            return "Choose an attack and where it begins."
        return exposure_sentence(self._asked.snapshot, self._asked.exposure, len(self._asked.roots))

    def refresh(self) -> None:
        """Override View.refresh: keeps the choices that are still possible, else begins at what is selected."""
        self._wanted = self._entry.currentData() or (self.session.selection[-1] if self.session.selection else None)
        self._fill_entries()

    def play(self, card: str, events: int | None = 0) -> None:
        """Override View.play: the attack at what is selected, otherwise where most systems rely on what it can begin at."""
        if events is None or card not in set(Attack) or self._attack.findData(Attack(card)) < 0:
            return
        self._attack.setCurrentIndex(self._attack.findData(Attack(card)))
        self._begin_as_assumed()
        self._wanted = self.session.selection[-1] if self.session.selection else None
        self._fill_entries()

    def can_ask(self, identity: ComponentId) -> bool:
        """Override AskingView.can_ask: whether some attack can begin there, and it is not what is asked about."""
        return identity != self._entry.currentData() and bool(self._fitting(identity))

    def _fitting(self, identity: ComponentId) -> list[Attack]:
        component = self.session.snapshot.component(identity)
        return [each for each, known in attack_types().items() if component and component.kind in known.entry]

    def ask_about(self, identity: ComponentId) -> None:
        """Override AskingView.ask_about: by the attack that is chosen where it can begin there, else by the first that can."""
        attack, fitting = self._attack.currentData(), self._fitting(identity)
        self._attack.setCurrentIndex(self._attack.findData(attack if attack in fitting else fitting[0]))
        self._wanted, self.is_asked = identity, True
        self._begin_as_assumed()
        self._fill_entries()

    def _begin_as_assumed(self) -> None:
        self._moment.setCurrentIndex(self._moment.findData(attack_types()[self._attack.currentData()].begins))

    def ask(self, attack: Attack, entry: ComponentId) -> None:
        """Ask about one attack at one component."""
        self._attack.setCurrentIndex(self._attack.findData(attack))
        self._wanted, self.is_asked = entry, True
        self._fill_entries()

    def _on_entry(self) -> None:
        self.is_asked = True
        self._ask()

    def _on_attack(self) -> None:
        self._wanted, self.is_asked = self._entry.currentData(), True
        self._begin_as_assumed()
        self._fill_entries()

    def _fill_entries(self) -> None:
        snapshot, answers = self.session.snapshot, self.session.answers
        attack = attack_types()[self._attack.currentData()]

        def found(progress: Progress) -> list[tuple[str, ComponentId, int]]:
            progress.step("Looking where it could begin")
            graph = snapshot.graph
            systems = systems_upon(graph, answers.roots)
            nodes = entries_of(graph, answers.roots, attack)
            rows = [(name_of(snapshot, node), graph.id_of(node), int(systems[node])) for node in nodes]
            return sorted(rows, key=lambda row: (-row[2], row[0]))

        self.session.jobs.start(ENTRY_LANE, found, self._show_entries, self.session.tell_failure)

    def _show_entries(self, rows: list[tuple[str, ComponentId, int]]) -> None:
        self._entry.clear()
        for name, identity, systems in rows[:MOST_ENTRIES]:
            self._entry.addItem(f"{name}  ({counted(systems, 'system')})", identity)
        more = len(rows) - MOST_ENTRIES
        told_of = f"{more:,} more places are not listed; choose one in the inventory first" if more > 0 else ""
        self._entry.setToolTip(told_of or "The component at which it enters")
        known = {identity for _, identity, _ in rows}
        if self._wanted in known and self._entry.findData(self._wanted) < 0:
            self._entry.insertItem(0, str(self._wanted), self._wanted)
        self._entry.setCurrentIndex(max(self._entry.findData(self._wanted), 0))
        self.instead.look_again()
        self._ask()

    def _ask(self) -> None:
        entry = self._entry.currentData()
        if entry is None:
            self._show(None)
            return
        snapshot, answers = self.session.snapshot, self.session.answers
        node = snapshot.graph.find(entry)
        attack, moment = attack_types()[self._attack.currentData()], Moment(self._moment.currentData())
        if node is None:
            return

        def asked(progress: Progress) -> _Asked:
            progress.step("Following the attack")
            controls = controls_in_place(snapshot, answers)
            found = what_if(snapshot, answers.roots, attack, [node], controls, moment)
            words = (*assumed(found), order_words(snapshot, found), *remains(found))
            return _Asked(snapshot, found, controls, answers.roots, time_order(snapshot, found), words)

        self.session.jobs.start(LANE, asked, self._show, self.session.tell_failure)

    def _show(self, asked: _Asked | None) -> None:
        self._asked = asked
        self._table.show_whole_words([_Line(asked, each) for each in asked.exposure.systems] if asked else ())
        self._controls.show_exposure((asked.snapshot, asked.roots, asked.exposure, asked.controls) if asked else None)
        self._on_selected()
        self.tell_headline()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("System", lambda row: name_of(row.asked.snapshot, row.system.system), width=130),
            Column("State", lambda row: "! reached" if row.system.reached else "✓ cut", width=84, colour=self._colour),
            Column("Steps", lambda row: str(len(row.system.way)), lambda row: len(row.system.way), numeric=True, width=56),
            Column("Not before", lambda row: day_words(row.asked.days, row.system), width=92, needs=640,
                   explanation="The latest date on the soonest open way: before that day the system cannot have been reached"),
            Column("Way", lambda row: way_words(row.asked.snapshot, row.system), width=-1,
                   tooltip=lambda row: "\n".join(hop_lines(row.asked.snapshot, row.system.way))),
            Column("Cut by", _cuts, width=150, tooltip=_cuts),
        )  # fmt: skip

    def _colour(self, row: _Line) -> QColor:
        return QColor(self.session.theme.bad if row.system.reached else self.session.theme.good)

    def _on_selected(self) -> None:
        """Show the evidence of every hop of the chosen way, then what is assumed and what remains."""
        chosen: list[_Line] = self._table.chosen()
        self._words.setText(_below(self._asked, chosen[-1] if chosen else None))
        for row in chosen[-1:]:
            self.session.select(reversed(path_of(row.asked.snapshot.graph, row.system)))


def _below(asked: _Asked | None, line: _Line | None) -> str:
    if asked is None:
        return ""
    hops = (
        "\n".join(hop_lines(asked.snapshot, line.system.way))
        if line
        else "Choose a system for the evidence of its way."
    )
    return "\n\n".join((hops, *asked.words, COLUMN_WORDS))


def _cuts(row: _Line) -> str:
    asked = row.asked
    words = [cut_words(asked.snapshot, asked.controls, asked.exposure, cut) for cut in row.system.cuts]
    return "; ".join(words) or "nothing"

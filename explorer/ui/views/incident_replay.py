"""What if it had happened to us? A documented incident, laid over this graph and stepped through by date."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.analysis.incidents import Replay, SightHere, Step, replay
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.controls import control_title
from explorer.knowledge.incidents import Incident, incidents
from explorer.pipeline.incident_table import STATES, VERDICTS, held_words, replay_sentence
from explorer.pipeline.sentences import name_of
from explorer.pipeline.whatif import controls_in_place
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, push, row_of, told

LANE = "incident"


@dataclass(frozen=True, eq=False)
class _Shown:
    snapshot: Snapshot
    replay: Replay
    systems: int


class IncidentReplayView(View):
    """Which incident, its timeline with what would have been exposed after each event, and what each control would have done."""

    name = "incidents"
    tab = "Incidents"
    group = "Stress"
    question = "What if it had happened to us: what was exposed when, and what would each control have done?"
    help_text = (
        "Each incident is a list of dated events with their sources, and a pattern: where the same could stand in another graph "
        "(a builder, a compression library, a nightly index). What stands there here is taken to be struck. The timeline says "
        "after each event how many components held it and how many systems were exposed, and which systems a pin would have "
        "kept from the remedy. Choosing a step selects what is exposed then. A replay is a comparison, not a report: nothing says that "
        "this happened here."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shown: _Shown | None = None
        self._told: int | None = None
        """How many events are told while it is played to a group; None where it is read, with all of them."""
        self._incident = choice("Incident", "A documented incident")
        for each in incidents().values():
            self._incident.addItem(f"{each.key}  {each.title}", each.key)
        self._incident.activated.connect(lambda _: self.refresh())
        self._back, self._forward = push("◀ Before", "One event back"), push("Next ▶", "One event on")
        self._back.clicked.connect(lambda: self._step(-1))
        self._forward.clicked.connect(lambda: self._step(1))
        self._about = told("", "muted")
        self._timeline = Table(self._columns(), "Timeline")
        self._timeline.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._sights = Table(_SIGHTS, "What each control would have done")
        body = QSplitter(Qt.Orientation.Vertical)
        above = column_of(
            row_of(self._incident, self._back, self._forward), self._about, told("Timeline", "section"), self._timeline,
            margins=(16, 4, 16, 8),
        )  # fmt: skip
        body.addWidget(above)
        body.addWidget(
            column_of(told("What each control would have done", "section"), self._sights, margins=(16, 8, 16, 16))
        )
        body.setSizes([360, 240])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._timeline

    def headline(self) -> str:
        """Override View.headline."""
        shown = self._shown
        if shown is None:
            return "Being worked out."
        if self._told is not None and self._told < len(shown.replay.steps):
            return f"{shown.replay.incident.title}: {self._told:,} of {len(shown.replay.steps):,} events told."
        return replay_sentence(shown.snapshot, shown.replay, shown.systems)

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers
        incident: Incident = incidents()[self._incident.currentData()]
        self._about.setText(f"{incident.says} Sources looked at until {incident.checked}.")

        def replayed(progress: Progress) -> _Shown:
            progress.step("Laying the incident over the graph")
            controls = controls_in_place(snapshot, answers)
            return _Shown(snapshot, replay(snapshot, answers.roots, incident, controls), len(answers.roots))

        self.session.jobs.start(LANE, replayed, self._show, self.session.tell_failure)

    def play(self, card: str, events: int | None = 0) -> None:
        """Override View.play: the incident up to the event told last; what each control would have done comes after all."""
        if self._incident.findData(card) < 0:
            return
        self._told = events
        if self._incident.currentData() != card:
            self._incident.setCurrentIndex(self._incident.findData(card))
            self.refresh()
        elif self._shown is not None:
            self._show(self._shown)

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        steps = self._steps()
        self._timeline.say_when_empty("“Next inject” tells what happens first.")
        self._sights.say_when_empty("This comes after the last event.")
        self._timeline.show_whole_words(steps)
        self._sights.show_whole_words(shown.replay.sights if len(steps) == len(shown.replay.steps) else ())
        self.tell_headline()
        self._choose_latest()

    def _steps(self) -> tuple[Step, ...]:
        """The events on the screen: all of them, or those that are told by now."""
        return tuple(self._shown.replay.steps[: self._told]) if self._shown else ()

    def _choose_latest(self) -> None:
        """Stand at the event told last and show what is exposed then; at the first where nothing is played."""
        steps, played = self._steps(), self._told is not None
        if steps:
            self._timeline.choose(lambda row: row is steps[-1 if played else 0])
        if played:
            self._on_selected()
        self._enable()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Date", lambda row: row.event.date, width=88),
            Column("State", lambda row: STATES[row.event.state], width=132),
            Column("What happened", lambda row: row.event.text, width=-1, tooltip=lambda row: f"{row.event.text}\n{row.event.source}"),
            Column("Inside", lambda row: str(len(row.inside)), lambda row: len(row.inside), numeric=True, width=60,
                   explanation="Components that hold it by then"),
            Column("Systems", lambda row: self._of(len(row.systems)), lambda row: len(row.systems), numeric=True, width=76,
                   explanation="Systems exposed by then"),
            Column("Held back", self._held, width=110, needs=700, explanation="Systems that a pin keeps from the remedy"),
        )  # fmt: skip

    def _of(self, count: int) -> str:
        return f"{count} of {self._shown.systems}" if self._shown else ""

    def _held(self, row: Step) -> str:
        return held_words(self._shown.snapshot, row) if self._shown else ""

    def _step(self, by: int) -> None:
        steps = self._steps()
        if not steps:
            return
        chosen = self._timeline.chosen()
        place = steps.index(chosen[-1]) + by if chosen else 0
        if 0 <= place < len(steps):
            self._timeline.choose(lambda row: row is steps[place])
            self._on_selected()

    def _on_selected(self) -> None:
        for row in self._timeline.chosen()[-1:]:
            graph = self.session.snapshot.graph
            self.session.select(graph.id_of(node) for node in (*row.systems, *row.inside))
            if self._shown is not None:
                names = ", ".join(name_of(self._shown.snapshot, node) for node in row.systems) or "none"
                self.session.message.emit(f"{row.event.date}: systems exposed: {names}.")
        self._enable()

    def _enable(self) -> None:
        steps = self._steps()
        chosen = self._timeline.chosen()
        place = steps.index(chosen[-1]) if chosen and steps else -1
        self._back.setEnabled(place > 0)
        self._forward.setEnabled(bool(steps) and place < len(steps) - 1)


def _recorded(row: SightHere) -> str:
    return f"{row.recorded:,} of {row.of:,}"


_SIGHTS = (
    Column("Control", lambda row: control_title(row.sight.control), width=-1),
    Column("It", lambda row: VERDICTS[row.sight.verdict], width=160),
    Column("Recorded on", _recorded, lambda row: row.recorded, numeric=True, width=104,
           explanation="Relations of its ways here on which this control is recorded"),
    Column("Why", lambda row: row.sight.says, width=-1, tooltip=lambda row: row.sight.says),
)  # fmt: skip

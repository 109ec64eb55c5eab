"""Which one company takes down most if it stops? Bars of who stops, below it the systems with their ways and what holds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QComboBox, QSplitter, QWidget

from explorer.analysis.outage import Outage
from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.outages import FELT_TITLES, Felt
from explorer.pipeline.answers import Answers
from explorer.pipeline.outage import STOPPING_KINDS, Stopping, ranked_outages
from explorer.pipeline.outage_sentences import TIMES, outage_sentences, stopper_name
from explorer.pipeline.outage_table import NOTE
from explorer.pipeline.sentences import counted
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.theme import mixed
from explorer.ui.views.ask_instead import AskingView
from explorer.ui.views.bars import Bar, Bars
from explorer.ui.views.felt_legend import FELT_STRENGTH, FeltLegend
from explorer.ui.views.outage_systems import OutageSystems
from explorer.ui.views.parts import choice, column_of, row_of, scrolled, told

LANE = "outage"
MOST_BARS = 40
"""Bars drawn; the note below says how many more there are, and the table holds all."""
WORDS = {
    Stopping.COMPANY: "any one company", Stopping.HUB: "any one hub or registry", Stopping.CLOUD: "any one cloud",
    Stopping.SERVICE: "any one hosted model or tool server",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Asked:
    """An answer with what it takes to speak of it."""

    snapshot: Snapshot
    answers: Answers
    found: list[Outage]
    stopping: Stopping


class OutageView(AskingView):
    """Bars of those that may stop, the one that takes down most first; the systems of the chosen one below."""

    name = "outage"
    tab = "Outage"
    group = "Stress"
    question = "Which one company, hub or cloud takes down most of my systems if it stops?"
    help_text = (
        f"Nobody attacks here: a company, hub, cloud or hosted service stops, by an outage, sanctions or the end of a service. {NOTE} "
        "A note tagged “substitute” on a relation records what takes over there; it does not count where that hangs on the same "
        "company. A note tagged “own copy” records a copy. Signatures, pins and reviews guard against change, not against "
        "absence. Choosing a system selects its way, so that Lineage shows it."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._asked: _Asked | None = None
        self._outage: Outage | None = None
        self._wanted: ComponentId | None = None
        self._stopping = _stoppings()
        self._stopping.currentIndexChanged.connect(lambda _: self._on_stopping())
        self._bars = Bars(session, "Those that may stop, by the systems that they take down")
        self._bars.chosen.connect(self._on_bar)
        self._said, self._rest = ("", ""), told("")
        self._legend, self._more = FeltLegend(session), told("", "muted")
        self._systems = OutageSystems(session)
        upper = column_of(
            column_of(row_of("If", self._stopping, "stops", self.instead, self._legend), margins=(16, 8, 16, 0)),
            scrolled(self._rest, self._bars, self._more), margins=(0, 0, 0, 0),
        )  # fmt: skip
        body = QSplitter(Qt.Orientation.Vertical)
        for part in (upper, *self._systems.parts):
            body.addWidget(part)
        body.setSizes([260, 230, 120])
        body.setChildrenCollapsible(False)
        self._table = Table(self._ranking(), "Who takes down most")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_ranked())
        self.set_pages(body, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        asked = self._asked
        if asked is None:
            return "Being worked out."
        return self._said[0]

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers
        stopping = Stopping(self._stopping.currentData())

        def asked(progress: Progress) -> _Asked:
            progress.step("Looking who takes down what")
            return _Asked(snapshot, answers, ranked_outages(snapshot, answers, stopping), stopping)

        self.session.jobs.start(LANE, asked, self._show, self.session.tell_failure)

    def can_ask(self, identity: ComponentId) -> bool:
        """Override AskingView.can_ask: whether it may stop by itself, and is not what is looked at."""
        shown = self._outage.entry if self._outage is not None and self._asked is not None else None
        is_shown = self._asked is not None and shown is not None and self._asked.snapshot.graph.id_of(shown) == identity
        return not is_shown and self._sort_of(identity) is not None

    def _sort_of(self, identity: ComponentId) -> Stopping | None:
        component = self.session.snapshot.component(identity)
        return next((each for each, kinds in STOPPING_KINDS.items() if component and component.kind in kinds), None)

    def ask_about(self, identity: ComponentId) -> None:
        """Override AskingView.ask_about."""
        stopping = self._sort_of(identity)
        assert stopping is not None, "asked only where it may stop"
        self._wanted, self.is_asked = identity, True
        self._stopping.blockSignals(True)
        self._stopping.setCurrentIndex(self._stopping.findData(stopping.value))
        self._stopping.blockSignals(False)
        self.refresh()

    def _show(self, asked: _Asked) -> None:
        shown = asked.snapshot.graph.id_of(self._outage.entry) if self._still_there(asked) and self._outage else None
        wanted, self._wanted, self._asked = self._wanted or shown, None, asked
        self._said = outage_sentences(asked.snapshot, asked.answers, asked.found, asked.stopping)
        self._rest.setText(self._said[1])
        self._rest.setVisible(bool(self._said[1]))
        self._bars.set_rows([self._bar(each) for each in asked.found[:MOST_BARS]])
        more = len(asked.found) - MOST_BARS
        self._more.setText(f"And {more:,} more, in the table." if more > 0 else "")
        self._table.set_rows(asked.found)
        entries = [asked.snapshot.graph.id_of(each.entry) for each in asked.found]
        self._look_at(entries.index(wanted) if wanted in entries else 0 if entries else -1)
        self._legend.update()
        self.tell_headline()

    def _still_there(self, asked: _Asked) -> bool:
        """Whether the answer that is shown is one to the same question about the same graph."""
        before = self._asked
        return before is not None and before.snapshot is asked.snapshot and before.stopping is asked.stopping

    def _bar(self, each: Outage) -> Bar:
        assert self._asked is not None, "bars are drawn of an answer"
        of, before, parts = max(len(self._asked.answers.roots), 1), 0, []
        for felt in TIMES:
            count = len(each.still_by(felt))
            hue = QColor(mixed(self.session.theme.background, self.session.theme.bad, FELT_STRENGTH[felt]))
            parts.append(((count - before) / of, QBrush(hue)))
            before = count
        counts = ", ".join(
            f"{len(each.still_by(felt))} {FELT_TITLES[felt].replace('at the', 'by the')}" for felt in TIMES
        )
        held = len(each.felt_by(Felt.NEXT_RENEWAL)) - len(each.unheld)
        words = f"{len(each.still_by(Felt.NOW))} · {len(each.still_by(Felt.NEXT_BUILD))} · {before} of {of}"
        words += f" · {held} held up" if held else ""
        perhaps = len(each.perhaps_by(Felt.NOW))
        words += f" · perhaps {perhaps}{' more' if each.still_by(Felt.NOW) else ''} at once" if perhaps else ""
        return Bar(self._named(each), tuple(parts), words, f"{counts}, of {counted(of, 'system')}")

    def _named(self, each: Outage) -> str:
        """Who stops, with a word where it is one's own party."""
        asked = self._asked
        assert asked is not None, "rows are of an answer"
        return stopper_name(asked.snapshot, asked.answers, each.entry)

    def _on_stopping(self) -> None:
        self.is_asked = True
        self.refresh()

    def _on_bar(self, place: int) -> None:
        self.is_asked = True
        self._look_at(place)
        if self._outage is not None:
            self.session.select([self.session.snapshot.graph.id_of(self._outage.entry)])

    def _on_ranked(self) -> None:
        for each in self._table.chosen()[-1:]:
            self.is_asked = True
            self._look_at(self._asked.found.index(each) if self._asked is not None else -1)
            self.session.select([self.session.snapshot.graph.id_of(each.entry)])

    def _look_at(self, place: int) -> None:
        asked = self._asked
        self._outage = asked.found[place] if asked is not None and 0 <= place < len(asked.found) else None
        self._bars.select(place if self._outage is not None and place < MOST_BARS else -1)
        if asked is not None:
            self._systems.show_outage(asked.snapshot, asked.answers, self._outage)
        self.instead.look_again()

    def _ranking(self) -> tuple[Column, ...]:
        def count(title: str, felt: Felt) -> Column:
            return Column(
                title,
                lambda row: f"{len(row.still_by(felt))}",
                lambda row: len(row.still_by(felt)),
                numeric=True,
                width=110,
            )

        return (
            Column("If it stops", self._named, width=-1),
            count("At once", Felt.NOW),
            count("By next build", Felt.NEXT_BUILD),
            count("By next renewal", Felt.NEXT_RENEWAL),
            Column("Perhaps at once", lambda row: f"{len(row.perhaps_by(Felt.NOW))}", lambda row: len(row.perhaps_by(Felt.NOW)),
                   numeric=True, width=120, explanation="Systems that stop if what is only one of several clouds is the one that is used"),
            Column("Nothing helps", lambda row: f"{len(row.unheld)}", lambda row: len(row.unheld), numeric=True, width=110,
                   explanation="Systems for which no own copy, second source, declared fallback or substitute is recorded"),
        )  # fmt: skip


def _stoppings() -> QComboBox:
    box = choice("What stops", "What sort of thing stops")
    for each, words in WORDS.items():
        box.addItem(words, each.value)
    box.setMinimumContentsLength(20)
    return box

"""Where does sight end, and who would have to tell us what? Knowledge per system and class, and the asks, ranked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.analysis.frontier import FIRST_FACTS, Ask, Fact, Frontier
from explorer.analysis.visibility import KnowledgeShares
from explorer.domain.component import CLASS_TITLES, ComponentClass, ComponentId, Kind, Knowledge
from explorer.pipeline import sentences
from explorer.pipeline.frontier_table import NOTE, frontier_of, frontier_sentence, paths_text, reveal_text, whom
from explorer.pipeline.sentences import NOT_ASSESSED, counted, percent
from explorer.pipeline.visibility_table import COLUMNS, sight_rows
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.bars import Bar, Bars
from explorer.ui.views.base import View
from explorer.ui.views.figures import knowledge_brush
from explorer.ui.views.parts import choice, column_of, push, row_of, scrolled, told

LANE, EVERYBODY = "horizon", "everybody"
REVEALS = "Reveals: systems that rely on the component × paths that lead to it × components that rest on it."
_FACTS = (("Edge of sight", FIRST_FACTS), ("Builders and makers too", frozenset(Fact)))


class Horizon(View):
    """Bars of knowledge above, the asks below."""

    name = "horizon"
    tab = "Horizon"
    group = "Explore"
    question = "Where does sight end, and what would we ask whom first?"
    help_text = (
        "Each bar shows how well what is upstream is known: verified, declared, inferred, unknown (hatched). Something "
        "unknown counts in the class that it must be of: unknown training data is data. So the count of a class is greater "
        "here than in the list of components, which counts what is unknown apart; each bar says how many are unknown. Sight "
        "first ends at the least depth at which something unknown stands, and for good beyond the greatest depth at which "
        "anything is still known. What hangs on an unknown component is not counted, so every unknown share is a lower bound. "
        f"Below: who would have to tell us what. {NOTE}"
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._found: Frontier | None = None
        self._places: list[tuple[ComponentId, ...]] = []
        self._bars = Bars(session, "Knowledge of what is upstream, per system and class")
        self._bars.chosen.connect(self._on_bar)
        self._facts = choice("Which facts to ask for")
        for title, _ in _FACTS:
            self._facts.addItem(title)
        self._facts.currentIndexChanged.connect(lambda _: self._ask())
        self._whom = choice("Whom to ask", "Everybody, or one of those who would have to tell")
        self._whom.activated.connect(lambda _: self._show_asked())
        self._sheet = push(
            "Vendor sheet…", "Everything that we take from the one who is asked, with all questions to it"
        )
        self._sheet.clicked.connect(self._open_sheet)
        self._first = told("", "section")
        self._asks = Table(self._columns(), "Who would have to tell us what")
        self._asks.selectionModel().selectionChanged.connect(lambda *_: self._on_ask())
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(scrolled(self._bars))
        body.addWidget(
            column_of(
                self._first,
                row_of("Ask", self._whom, "for", self._facts, self._sheet),
                told(REVEALS, "muted"),
                self._asks,
                margins=(16, 4, 16, 12),
            )
        )
        body.setSizes([300, 320])
        body.setChildrenCollapsible(False)
        self._sight = Table([_sight_column(place, title) for place, title in enumerate(COLUMNS)], "Where sight ends")
        self.set_pages(body, self._sight)

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.horizon_sentence(self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        self._show_bars()
        self._sight.set_rows(list(sight_rows(self.session.snapshot, self.session.answers)))
        self._ask()

    def _show_bars(self) -> None:
        snapshot, sight = self.session.snapshot, self.session.answers.visibility
        bars = [self._bar("Everything upstream", sight.shares, sight.first_unknown_depth, sight.last_seen_depth)]
        bars.append(self._bar("Its relations", sight.relations))
        places: list[tuple[ComponentId, ...]] = [(), ()]
        if len(sight.by_system) > 1:
            for system in sight.by_system:
                name = sentences.name_of(snapshot, system.root)
                bars.append(self._bar(name, system.components, system.first_unknown))
                places.append((snapshot.graph.id_of(system.root),))
        for each, ends in sight.sight.items():
            shares = sight.by_expected_class[each]
            bars.append(self._bar(CLASS_TITLES[each], shares, ends.first_unknown, ends.last_seen))
            places.append(self._unknown_of(each))
        self._bars.set_rows(bars)
        self._places = places

    def _bar(self, title: str, shares: KnowledgeShares, first: int | None = None, last: int | None = None) -> Bar:
        theme = self.session.theme
        parts = tuple((shares.share(each) or 0.0, knowledge_brush(each, theme)) for each in Knowledge)
        beyond = percent(shares.share(Knowledge.UNKNOWN))
        words = f"{shares.total:,}, {shares.unknown:,} of them unknown ({beyond})" if shares.total else NOT_ASSESSED
        words += f" · first at depth {first}" if first is not None else ""
        tip = ", ".join(f"{each.value} {getattr(shares, each.value):,}" for each in Knowledge)
        tip += f"\nNone known beyond depth {last}" if last is not None and first is not None else ""
        return Bar(title, parts, words, tip)

    def _unknown_of(self, chosen: ComponentClass) -> tuple[ComponentId, ...]:
        from explorer.analysis.visibility import expected_classes

        graph, sight = self.session.snapshot.graph, self.session.answers.visibility
        of_class = expected_classes(graph) == tuple(ComponentClass).index(chosen)
        return tuple(graph.id_of(node) for node in (of_class & sight.beyond).nonzero()[0].tolist())

    def _ask(self) -> None:
        snapshot, answers = self.session.snapshot, self.session.answers
        facts = _FACTS[max(self._facts.currentIndex(), 0)][1]
        self._first.setText("Looking for whom to ask…")
        self._asks.set_rows([])
        self.session.jobs.start(
            LANE,
            lambda progress: frontier_of(snapshot, answers, facts, progress),
            self._show_asks,
            self.session.tell_failure,
        )

    def _show_asks(self, found: Frontier) -> None:
        self._found = found
        before, snapshot = self._whom.currentData(), self.session.snapshot
        self._whom.clear()
        self._whom.addItem(EVERYBODY, None)
        for addressee, asks in found.by_addressee():
            if addressee is not None:
                name = sentences.name_of(snapshot, addressee)
                self._whom.addItem(f"{name}  ({counted(len(asks), 'missing fact')})", snapshot.graph.id_of(addressee))
        self._whom.setCurrentIndex(max(self._whom.findData(before), 0))
        self._show_asked()

    def _show_asked(self) -> None:
        """Show the questions to everybody, or to the one who is chosen."""
        if self._found is None:
            return
        one = self._one()
        asks = tuple(ask for ask in self._found.asks if one is None or ask.addressee == one)
        self._first.setText(frontier_sentence(self.session.snapshot, replace(self._found, asks=asks)))
        self._asks.set_rows(asks)
        self._sheet.setEnabled(self._vendor() is not None)

    def _vendor(self) -> ComponentId | None:
        """The company that is asked: the one chosen above, else of the chosen question, else of the first to a company."""
        graph, one = self.session.snapshot.graph, self._one()
        asks: tuple[Ask, ...] = self._found.asks if self._found is not None else ()
        asked = [one] if one is not None else [ask.addressee for ask in (*self._asks.chosen()[-1:], *asks)]
        companies = (node for node in asked if node is not None and graph.kind_of(node) is Kind.PARTY)
        return next((graph.id_of(node) for node in companies), None)

    def _one(self) -> int | None:
        """The one who is chosen to be asked; None for everybody."""
        chosen = self._whom.currentData()
        return self.session.snapshot.graph.find(chosen) if chosen else None

    def _open_sheet(self) -> None:
        vendor = self._vendor()
        if vendor is not None:
            self.session.select([vendor])
            self.session.view_requested.emit("vendor-sheet")

    def _on_bar(self, place: int) -> None:
        if self._places[place]:
            self.session.select(self._places[place])

    def _on_ask(self) -> None:
        graph = self.session.snapshot.graph
        self._sheet.setEnabled(self._vendor() is not None)
        for ask in self._asks.chosen()[-1:]:
            self.session.select([graph.id_of(node) for node in (ask.component, *ask.unknown)])

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Whom", lambda ask: whom(self.session.snapshot, ask), width=120),
            Column("About", lambda ask: sentences.name_of(self.session.snapshot, ask.component), width=-1),
            Column("Tell us", lambda ask: ask.fact.value, width=160),
            Column("Systems", lambda ask: self._systems(ask), lambda ask: ask.systems, numeric=True, width=70),
            Column("Paths", lambda ask: paths_text(ask.log_paths), lambda ask: ask.log_paths, numeric=True, width=60,
                   explanation="Paths that lead from the systems to the component", needs=620),
            Column("Rest on it", lambda ask: f"{ask.resting:,}", lambda ask: ask.resting, numeric=True, width=74,
                   explanation="Components upstream that rest on it, itself included", needs=700),
            Column("Reveals", reveal_text, lambda ask: ask.log_reveal, numeric=True, width=70,
                   explanation=REVEALS),
        )  # fmt: skip

    def _systems(self, ask: Ask) -> str:
        return f"{ask.systems} of {self._found.systems}" if self._found is not None else str(ask.systems)


def _sight_column(place: int, title: str) -> Column:
    if place == 0:
        return Column("Part", lambda row: str(row[0]), width=-1)
    short = {6: "Beyond", 7: "First ends", 8: "Known to"}.get(place, title.capitalize())
    return Column(
        short, lambda row: f"{row[place]:,}" if isinstance(row[place], int) else str(row[place]),
        lambda row: row[place] if isinstance(row[place], int) else None, numeric=True, width=72,
        explanation=title.capitalize(),
    )  # fmt: skip

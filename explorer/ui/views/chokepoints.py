"""What does every path run through? Parties and components between the systems and one class."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QWidget

from explorer.analysis.chokepoints import Chokepoint, Chokepoints, chokepoints_to
from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.pipeline import sentences
from explorer.pipeline.chokepoints_table import GOALS, NOTE, chokepoint_sentence, strongest_place
from explorer.pipeline.sentences import percent
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.bars import Bar, Bars
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, row_of, scrolled, told

LANE = "chokepoints"
MEASURING = "What the paths run through is being measured."
MOST_BARS = 40
"""Places drawn of each sort; the line below says how many more the table holds."""
SHARES = (5, 10, 25, 50, 75, 90, 100)
"""Least shares offered, in per cent; the command line takes any."""


@dataclass(frozen=True, slots=True)
class _Line:
    found: Chokepoints
    sort: str
    place: Chokepoint


class ChokepointsView(View):
    """Parties and components as bars, all classes as a table."""

    name = "chokepoints"
    tab = "Chokepoints"
    group = "Weigh"
    question = "What does every path run through?"
    help_text = (
        f"{NOTE} A bar's length is the share of the paths that run through it. Choose one to select what it stands for. "
        "Taking away what every path runs through would cut these systems off from the whole class; a high share without "
        "that means that other ways are left."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._all: dict[ComponentClass, Chokepoints] = {}
        self._goal = choice("Class that the paths lead to")
        for each in GOALS:
            self._goal.addItem(CLASS_TITLES[each], each.value)
        self._text, self._asked = MEASURING, False
        self._goal.currentIndexChanged.connect(self._on_goal)
        self._least = choice("Least share of the paths")
        for share in SHARES:
            self._least.addItem(f"{share} % or more" if share < 100 else "all of them", share)
        self._least.setCurrentIndex(SHARES.index(50))
        self._least.currentIndexChanged.connect(lambda _: self._measure())
        self._note = told("", "muted")
        self._parties = Bars(session, "Parties that paths run through")
        self._components = Bars(session, "Components that paths run through")
        self._parties.chosen.connect(lambda place: self._on_bar("party", place))
        self._components.chosen.connect(lambda place: self._on_bar("component", place))
        self._no_party, self._no_component = told("", "muted"), told("", "muted")
        body = column_of(
            column_of(row_of("Paths to", self._goal, "Share", self._least), margins=(16, 8, 16, 0)),
            scrolled(
                told("Parties, with everything they made or operate", "section"), self._parties, self._no_party,
                told("Components", "section"), self._components, self._no_component, self._note,
            ),
            margins=(0, 0, 0, 0),
        )  # fmt: skip
        self._table = Table(self._columns(), "What paths run through")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.set_pages(body, self._table)

    def headline(self) -> str:
        """Override View.headline."""
        return self._text

    def refresh(self) -> None:
        """Override View.refresh."""
        self._measure()

    def _measure(self) -> None:
        graph, roots, least = self.session.snapshot.graph, self.session.answers.roots, self._least.currentData() / 100
        self.session.jobs.start(
            LANE,
            lambda progress: {each: chokepoints_to(graph, roots, each, least) for each in GOALS},
            self._take,
            self.session.tell_failure,
        )

    def _take(self, found: dict[ComponentClass, Chokepoints]) -> None:
        self._all = found
        self._table.set_rows(
            [
                _Line(each, sort, place)
                for each in found.values()
                for sort, places in (("party", each.parties), ("component", each.components))
                for place in places
            ]
        )
        strongest = strongest_place(list(found.values()))
        if strongest is not None and not self._asked:
            with QSignalBlocker(self._goal):
                self._goal.setCurrentIndex(GOALS.index(strongest[0].goal))
        self._show()

    def _on_goal(self, _: int) -> None:
        """Keep to what the user asked about, also for other snapshots."""
        self._asked = True
        self._show()

    def _show(self) -> None:
        found = self._shown()
        if found is None:
            return
        snapshot = self.session.snapshot
        strongest = strongest_place([found])
        title = CLASS_TITLES[found.goal].lower()
        if not found.systems:
            text = f"None of the systems relies on any {title}, as far as was found."
        elif strongest is not None:
            text = chokepoint_sentence(snapshot, *strongest)
        else:
            text = f"No single place stands on {self._least.currentData()} % of the paths to {title}."
        self._text = text
        self.tell_headline()
        self._fill(self._parties, self._no_party, found, found.parties, "party")
        self._fill(self._components, self._no_component, found, found.components, "component")
        more = sum(max(0, len(each) - MOST_BARS) for each in (found.parties, found.components))
        self._note.setText(f"And {more:,} more, in the table." if more else "")

    def _fill(self, bars: Bars, empty: QWidget, found: Chokepoints, places: tuple[Chokepoint, ...], sort: str) -> None:
        theme = self.session.theme
        rows = []
        for each in places[:MOST_BARS]:
            fill = QBrush(QColor(theme.accent if each.every_path else theme.line))
            words = f"{percent(each.share)} of paths"
            words += f" · every path of {len(each.every_path)} of {len(found.systems)}" if each.every_path else ""
            words += " · an end" if each.is_goal and sort == "component" else ""
            rows.append(Bar(sentences.name_of(self.session.snapshot, each.node), ((each.share, fill),), words))
        bars.set_rows(rows)
        bars.setVisible(bool(rows))
        empty.setText(f"No {sort} stands on that share of the paths.")
        empty.setVisible(not rows)

    def _shown(self) -> Chokepoints | None:
        return self._all.get(ComponentClass(self._goal.currentData()))

    def _on_bar(self, sort: str, place: int) -> None:
        found = self._shown()
        if found is not None:
            self._select((found.parties if sort == "party" else found.components)[place])

    def _on_selected(self) -> None:
        for line in self._table.chosen()[-1:]:
            self._select(line.place)

    def _select(self, place: Chokepoint) -> None:
        graph = self.session.snapshot.graph
        self.session.select([graph.id_of(node) for node in (place.node, *place.members)][: 1 + len(place.members)])

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Paths to", lambda row: CLASS_TITLES[row.found.goal], width=130),
            Column("Name", lambda row: sentences.name_of(self.session.snapshot, row.place.node), width=-1),
            Column("What", lambda row: row.sort, width=86),
            Column("Share", lambda row: percent(row.place.share), lambda row: row.place.share, numeric=True, width=64,
                   explanation="Share of the paths, averaged over the systems"),
            Column("Every path of", lambda row: f"{len(row.place.every_path)} of {len(row.found.systems)}",
                   lambda row: len(row.place.every_path), numeric=True, width=96),
            Column("Depth", lambda row: str(row.place.depth), lambda row: row.place.depth, numeric=True, width=56),
            Column("An end", lambda row: "yes" if row.place.is_goal else "", width=60,
                   explanation="It is itself of the class, or made something that is"),
        )  # fmt: skip

"""What would change if something were replaced? Choose, and see every figure before and after, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter, QWidget

from explorer.analysis.possible_swaps import possible_swaps
from explorer.analysis.smallest_set import SmallestSet, parse_goal, smallest_set
from explorer.analysis.substitution import Substitution, substitution
from explorer.analysis.substitution_figures import Figure
from explorer.analysis.swaps import Swap, versions_of
from explorer.domain.annotation import TrustDelegation
from explorer.domain.component import ComponentId, Kind
from explorer.errors import InputError
from explorer.pipeline.sentences import names_at
from explorer.pipeline.substitution_table import (
    change_words,
    note,
    parts,
    smallest_sentence,
    substitution_sentence,
    swap_words,
    target_words,
    value_text,
)
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, row_of, told

LANE = "substitution"
NOTHING = "nothing (take it away)"
_ORDER = (
    Kind.PARTY, Kind.HUB, Kind.CLOUD, Kind.HARDWARE, Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.DATASET,
    Kind.MCP_SERVER, Kind.CONTAINER_IMAGE, Kind.PACKAGE,
)  # fmt: skip
"""What is offered to replace, in this order."""


@dataclass(frozen=True, slots=True)
class _Piece:
    word: str
    title: str
    name: str
    id: ComponentId


LIST_WIDTH = 380
"""Pixels of the list of what fits the letters that were typed, which is wider than its box: names are long."""


class SubstitutionView(View):
    """A form, the figures before and after, and what moves, comes and goes."""

    name = "substitution"
    tab = "Substitution"
    group = "Weigh"
    question = "What would change if we replaced or removed something?"
    help_text = (
        "Choose what to replace: a component, a party with everything it made, a hub, a cloud or hardware; and what takes "
        "its place, known here or not, or nothing. Who relied on the old relies on the new by the same relations; what the "
        "old relied on stays only where something else relies on it. A party in the place of a component stands for a "
        "product of that party that nobody has chosen yet; it is unknown, and so is what lies behind it. Less is better for "
        "every figure. “At most” counts what the unknown could do. Whether the new one fits is not assessed. A target such "
        "as V1<0.5 looks for the fewest of these swaps that bring the figure below it: up to ten swaps by trying every set, "
        "more greedily, and the answer says which. Where no swap is named, what the largest holders hold is tried, each "
        "replaced by something of a company of its own that nobody has chosen yet."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._answer: Substitution | None = None
        self._swaps: list[Swap] = []
        self._text = "Choose what to replace, and by what, to see every figure before and after."
        self._known: dict[str, ComponentId] = {}
        self._old, self._new = choice("What to replace"), choice("What takes its place")
        for box in (self._old, self._new):
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
            box.completer().setCompletionMode(box.completer().CompletionMode.PopupCompletion)
            box.lineEdit().setAccessibleName(box.accessibleName())
            # Measuring each of a hundred thousand names would be felt.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            box.completer().popup().setMinimumWidth(LIST_WIDTH)
        self._compare = self._push("Compare", "Compare every figure before and after", self._on_compare)
        self._also = self._push("And also…", "Keep this swap and add another", self._on_also)
        self._clear = self._push("Start over", "Forget all swaps", self._on_clear)
        self._goal = choice("Target figure")
        self._goal.setEditable(True)
        self._goal.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._goal.lineEdit().setAccessibleName("Target figure")
        self._goal.setMinimumContentsLength(22)
        self._search = self._push(
            "Fewest swaps",
            "Find the fewest of the swaps named here that reach the target; where none is named, of all that could be "
            "replaced by somebody new",
            self._on_search,
        )
        self._chosen, self._outcome = told("", "muted"), told()
        self._figures = Table(self._figure_columns(), "Figures before and after")
        self._pieces = Table(_PIECE_COLUMNS, "What moves, comes and goes")
        self._figures.say_when_empty("Choose what to replace, then Compare.")
        self._pieces.say_when_empty("Nothing moves before something is replaced.")
        self._pieces.selectionModel().selectionChanged.connect(lambda *_: self._on_piece())
        form = column_of(
            row_of("Replace", self._old, "by", self._new, self._compare),
            row_of(self._also, self._clear, "Target", self._goal, self._search),
            self._chosen, self._outcome, margins=(16, 8, 16, 4),
        )  # fmt: skip
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.addWidget(column_of(self._figures, margins=(16, 0, 16, 4)))
        tables.addWidget(
            column_of(told("What moves, comes and goes", "section"), self._pieces, margins=(16, 0, 16, 12))
        )
        tables.setSizes([320, 200])
        tables.setChildrenCollapsible(False)
        self.set_pages(column_of(form, tables, margins=(0, 0, 0, 0)), None)

    def table(self) -> Table:
        """Override View.table."""
        return self._figures

    def headline(self) -> str:
        """Override View.headline."""
        return self._text

    def refresh(self) -> None:
        """Override View.refresh: the choices are those of the snapshot; a comparison of another is dropped."""
        snapshot = self.session.snapshot
        self.session.jobs.cancel(LANE)
        self._known = {}
        graph = snapshot.graph
        for kind in _ORDER:
            nodes = graph.has_kind(kind).nonzero()[0]
            for name, identity in zip(names_at(snapshot, nodes), graph.ids.texts(nodes), strict=True):
                self._known.setdefault(plain(f"{name}  ({kind.value})"), ComponentId(identity))
        for box, first in ((self._old, ()), (self._new, (NOTHING,))):
            before = box.currentText()
            box.clear()
            box.addItems([*first, *self._known])
            box.setCurrentText(before)
        self._offer_targets()
        if self._answer is None:
            selected = [each for each in self.session.selection if not each.startswith("system:")]
            names = {identity: text for text, identity in self._known.items()}
            self._old.setCurrentText(names.get(selected[-1], "") if selected else "")
            self._new.setCurrentText(NOTHING if self._old.currentText() else "")
            self._old.lineEdit().home(False)  # The beginning of a long name says more than its end.
        self._show(None)
        if self._old.currentText():
            self._on_compare()

    def _offer_targets(self) -> None:
        """A fifth below each figure of concentration as it is now: the usual targets, to be changed at will."""
        before = self._goal.currentText()
        self._goal.clear()
        self._goal.addItems(target_words(self.session.answers.concentrations))
        self._goal.setCurrentText(before or self._goal.itemText(0))
        self._goal.lineEdit().home(False)

    def compare(self, swaps: list[Swap]) -> None:
        """Compare every figure before and after these swaps, in the background."""
        snapshot, roots = self.session.snapshot, self.session.answers.roots
        trusts = [each for each in self.session.annotations if isinstance(each, TrustDelegation)]
        today = datetime.now(UTC).date()
        self._outcome.setText("Comparing…")
        self.session.jobs.start(
            LANE,
            lambda _: substitution(snapshot, roots, swaps, trusts, today),
            self._show,
            self._failed,
        )

    def _show(self, answer: Substitution | None) -> None:
        self._answer = answer
        self._outcome.setText("" if answer is None else note(answer))
        snapshot = self.session.snapshot
        self._figures.show_whole_words(() if answer is None else answer.figures)
        pieces: list[_Piece] = []
        if answer is not None:
            self._text = substitution_sentence(snapshot, answer)
            for word, title, identities in parts(answer):
                pieces += [_Piece(word, title, answer.title(each), each) for each in identities]
        else:
            self._text = "Choose what to replace, and by what, to see every figure before and after."
        self._pieces.set_rows(pieces)
        self._tell_swaps()
        self.tell_headline()

    def _on_compare(self) -> None:
        swap = self._asked()
        if swap is not None or self._swaps:
            self.compare([*self._swaps, *([swap] if swap else [])])

    def _on_also(self) -> None:
        swap = self._asked()
        if swap is not None:
            self._swaps.append(swap)
            self._old.setCurrentText("")
            self._new.setCurrentText("")
            self._tell_swaps()
            self._old.setFocus()

    def _on_clear(self) -> None:
        self._swaps.clear()
        self._old.setCurrentText("")
        self._new.setCurrentText("")
        self._show(None)

    def _on_search(self) -> None:
        named = bool(self._old.currentText().strip())
        swap = self._asked() if named else None
        if named and swap is None:
            return
        swaps = [*self._swaps, *([swap] if swap else [])]
        try:
            goal = parse_goal(self._goal.currentText().partition("  (")[0])
        except InputError as error:
            self._outcome.setText(error.sentence())
            return
        snapshot, roots = self.session.snapshot, self.session.answers.roots

        def searched(progress: Progress) -> SmallestSet:
            return smallest_set(snapshot, roots, swaps or possible_swaps(snapshot, roots, goal), goal, progress)

        self._outcome.setText("Looking for the fewest swaps…")
        self.session.jobs.start(LANE, searched, self._show_set, self._failed)

    def _show_set(self, found: SmallestSet) -> None:
        words = "; ".join(swap_words(self.session.snapshot, swap) for swap in found.swaps or ())
        self._outcome.setText(f"{smallest_sentence(found)} {found.guarantee()}" + (f"\n{words}" if words else ""))
        if found.swaps:
            self._swaps = list(found.swaps)
            self._tell_swaps()

    def _asked(self) -> Swap | None:
        """The swap in the form; None, and a sentence, where it is incomplete."""
        old, new = self._identity(self._old.currentText()), self._new.currentText().strip()
        if old is None:
            self._outcome.setText(f"“{self._old.currentText()}” is nothing upstream. Choose one of the list.")
            return None
        if new in ("", NOTHING):
            return Swap(old)
        taken = self._identity(new) or (ComponentId(new) if ":" in new else None)
        if taken is None:
            self._outcome.setText(
                f"“{new}” is not known here. Choose one of the list, or write an identity such as pkg:pypi/name."
            )
            return None
        return Swap(old, taken)

    def _identity(self, text: str) -> ComponentId | None:
        text = text.strip()
        if text in self._known:
            return self._known[text]
        named = {identity for words, identity in self._known.items() if words.rpartition("  (")[0] == text}
        if len(named) == 1:  # The name alone, where only one thing bears it.
            return named.pop()
        graph = self.session.snapshot.graph
        is_here = bool(text) and (graph.find(text) is not None or bool(versions_of(graph, text)))
        return ComponentId(text) if is_here else None

    def _tell_swaps(self) -> None:
        swaps = self._swaps
        words = "; ".join(swap_words(self.session.snapshot, swap) for swap in swaps)
        self._chosen.setText(f"Kept: {words}" if swaps else "")
        self._chosen.setVisible(bool(swaps))
        self._outcome.setVisible(True)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, InputError):
            self.session.tell_failure(error)
            return
        self._outcome.setText(error.sentence())

    def _on_piece(self) -> None:
        if chosen := self._pieces.chosen():
            self.session.select([piece.id for piece in chosen])

    def _push(self, text: str, tip: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button

    def _figure_columns(self) -> tuple[Column, ...]:
        return (
            Column("Figure", lambda row: row.title, width=-1),
            Column("Before", lambda row: value_text(row, row.before), numeric=True, width=96),
            Column("", lambda row: "→", width=32),
            Column("After", lambda row: value_text(row, row.after), numeric=True, width=96),
            Column("Change", change_words, _order, width=90, colour=self._colour),
            Column("Rests on", lambda row: "the unknown too" if row.rests_on_unknown else "", width=110, needs=760),
        )

    def _colour(self, row: Figure) -> QColor | None:
        change = row.change
        if change is None or abs(change) < 1e-9:
            return None
        return QColor(self.session.theme.good if change < 0 else self.session.theme.bad)


def _order(row: Figure) -> float | None:
    return row.change


_PIECE_COLUMNS = (
    Column("What", lambda row: row.word, width=120, tooltip=lambda row: row.title),
    Column("Component", lambda row: row.name, width=-1),
    Column("Identity", lambda row: row.id, width=280, needs=560),
)

"""The greeting: the answers in plain sentences, each a way into its view."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.visibility import KnowledgeShares, knowledge_of_all, together
from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.pipeline import sentences
from explorer.pipeline.first_questions import FIRST_QUESTIONS, FirstAnswer
from explorer.progress import Progress
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.icons import glyph_icon
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.base import View
from explorer.ui.views.figures import ShareBar
from explorer.ui.wrapping import Flow

LANE = "summary"
TWO_COLUMNS = 620
"""Pixels of width from which the answers stand in two columns."""
_ANSWERS = (
    ("How deep does it go?", "depth"),
    ("Where does sight end?", "lineage"),
    ("On whom does most rest?", "concentration"),
    ("Whom do we trust, and did anyone look?", "boundaries"),
    ("What is worst?", "risk"),
    ("What could not be read?", "findings/unread"),
)


class Card(QPushButton):
    """A button as large as the labels laid out in it."""

    def __init__(self) -> None:
        super().__init__(objectName="card")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Override QPushButton.sizeHint."""
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Override QPushButton.minimumSizeHint."""
        return self.layout().minimumSize()

    def heightForWidth(self, width: int) -> int:
        """Override QWidget.heightForWidth: a sentence may take two lines."""
        return self.layout().totalHeightForWidth(width)


class Summary(View):
    """What there is to know first."""

    name = "summary"
    tab = "Summary"
    question = "What is this built from, where does sight end, on whom does it rest?"
    help_text = (
        "Each sentence is an answer with its denominator and opens the view behind it. The bar shows how well everything "
        "upstream is known: verified (a digest, signature or interface confirmed it), declared (a file or its maker says "
        "so), inferred (a named rule deduced it), unknown (something must be there, nobody says what). What hangs on an "
        "unknown component is not counted, so the unknown share is a lower bound."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._layout = QVBoxLayout(self._body)
        self._layout.setContentsMargins(16, 8, 16, 16)
        self._layout.setSpacing(8)
        self._answers = [self._answer(title, view) for title, view in _ANSWERS]
        self._first = [self._answer(title, view) for title, view in FIRST_QUESTIONS]
        self._found: dict[str, FirstAnswer] = {}
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(8)
        for cards in (self._answers, self._first):
            column = QVBoxLayout()
            column.setSpacing(8)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._cards.addLayout(column, 1)
        said = QWidget()
        said.setLayout(self._cards)
        self._layout.addWidget(said)
        self._bar = ShareBar(session)
        self._layout.addSpacing(8)
        self._known = self._section("")
        self._layout.addWidget(self._known)
        self._layout.addWidget(self._bar)
        self._beyond_counts: tuple[QWidget, ...] = (said, self._known, self._bar)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._section("What was found"))
        self._classes = QWidget()
        self._class_flow = Flow(self._classes, spacing=8)
        self._class_flow.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._classes)
        self._layout.addStretch(1)
        area.setWidget(self._body)
        self.set_pages(area, None)

    def headline(self) -> str:
        """Override View.headline."""
        if not len(self.session.snapshot.graph):
            return "Nothing has been scanned yet. Add a folder or a BOM: File > Add folder or BOM, or drop one here."
        return sentences.scope_sentence(self.session.snapshot, self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers
        top = sentences.most_concentrated(answers)
        told = (
            sentences.depth_sentence(snapshot, answers),
            sentences.horizon_sentence(answers),
            sentences.concentration_sentence(top) if top else "Nothing is known of any vendor, cloud, maker or hub.",
            sentences.trust_sentence(answers),
            sentences.risk_sentence(answers),
            sentences.findings_sentence(snapshot),
        )
        for button, sentence in zip(self._answers, told, strict=True):
            _say(button, sentence)
        self._found = {}
        for button in self._first:
            _say(button, "Being worked out.")

        def worked_out(progress: Progress) -> tuple[FirstAnswer, ...]:
            from explorer.pipeline.first_answers import first_answers

            return first_answers(snapshot, answers, progress)

        self.session.jobs.start(LANE, worked_out, self._show_first, self.session.tell_failure)
        is_dump = sentences.relies_on_nothing(snapshot, answers)
        self._known.setText(f"How well is everything {'here' if is_dump else 'upstream'} known?")
        by_class = knowledge_of_all(snapshot.graph, answers.roots) if is_dump else answers.visibility.by_class
        self._bar.show_shares(together(by_class.values()) if is_dump else answers.visibility.shares)
        self._show_classes(by_class, "depth-map" if is_dump else "lineage")

    def uncover(self, depth: int | None) -> None:
        """Override View.uncover: the first step is what was found, how many of each; all answers come with the next."""
        for part in self._beyond_counts:
            part.setVisible(depth is None or depth > 1)

    def uncovered(self) -> int | None:
        """Override View.uncovered."""
        return 1 if self._beyond_counts[0].isHidden() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: what stands, and what one asks first, side by side where there is room."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = event.size().width() >= TWO_COLUMNS
        self._cards.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def _show_first(self, found: tuple[FirstAnswer, ...]) -> None:
        self._found = {each.view: each for each in found}
        for button, each in zip(self._first, found, strict=True):
            _say(button, each.sentence)

    def _go(self, view: str) -> None:
        """Open the view behind an answer, with what the answer is about selected."""
        about = self._found[view].about if view in self._found else ()
        if about:
            self.session.select(about)
        self.session.view_requested.emit(f"{view}/{about[-1]}" if about and view == "what-if" else view)

    def _answer(self, title: str, view: str) -> QPushButton:
        button = Card()
        button.setProperty("question", title)
        button.clicked.connect(lambda: self._go(view))
        inside = QVBoxLayout(button)
        inside.setContentsMargins(16, 8, 16, 8)
        inside.setSpacing(2)
        small = QLabel(title, objectName="muted")
        sentence = QLabel("", objectName="sentence")
        for label in (small, sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(label)
        sentence.setWordWrap(True)
        small.setWordWrap(True)
        inside.addStretch(1)
        return button

    def _section(self, text: str) -> QLabel:
        return QLabel(text, objectName="section")

    def _show_classes(self, by_class: Mapping[ComponentClass, KnowledgeShares], view: str) -> None:
        while (item := self._class_flow.takeAt(0)) is not None:
            item.widget().deleteLater()
        shown = [each for each in ComponentClass if by_class[each].total]
        buttons = [self._class_button(each, by_class[each].total, view) for each in shown]
        for button in buttons:
            button.setMinimumWidth(max(each.sizeHint().width() for each in buttons))
            self._class_flow.addWidget(button)

    def _class_button(self, each: ComponentClass, total: int, view: str) -> QPushButton:
        button = QPushButton(f"  {CLASS_TITLES[each]}  {total:,}", objectName="answer")
        knowledge = Knowledge.UNKNOWN if each is ComponentClass.UNKNOWN else Knowledge.DECLARED
        button.setIcon(glyph_icon(each, knowledge, self.session.theme))
        button.setAccessibleName(f"Show the {total:,} {CLASS_TITLES[each].lower()} in the {view.replace('-', ' ')}")
        button.clicked.connect(lambda: self._look_at(each, view))
        return button

    def _look_at(self, each: ComponentClass, view: str) -> None:
        self.session.set_filter(ComponentFilter(frozenset({each})))
        self.session.view_requested.emit(view)


def _say(button: QPushButton, sentence: str) -> None:
    button.findChild(QLabel, "sentence").setText(plain(sentence))
    button.setAccessibleName(plain(f"{button.property('question')} {sentence}"))

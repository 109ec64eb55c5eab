"""Answers that are tables: the same rows that the command line prints, computed when first looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, name_of
from explorer.pipeline.table import Cell
from explorer.pipeline.table import Table as AnswerTable
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, told


def answer_columns(table: AnswerTable, heading: Callable[[str], str] = str.capitalize) -> tuple[Column, ...]:
    """A column for each of the answer's, but a number and what it is of in one; numbers stand right, long words take what is left."""
    return tuple(
        _column(table, place, heading(title), _is_whole(table, place + 1))
        for place, title in enumerate(table.columns)
        if not _is_whole(table, place)
    )


def _is_whole(table: AnswerTable, place: int) -> bool:
    """Whether a column holds what the numbers before it are a part of."""
    cells = [cell for row in table.rows for cell in row[place - 1 : place + 1] if cell is not None]
    return table.columns[place : place + 1] == ("of",) and place > 0 and all(isinstance(each, int) for each in cells)


def cell_text(cell: Cell) -> str:
    """A cell in words; none is not assessed.

    >>> cell_text(None), cell_text(1234), cell_text(0.25), cell_text("x")
    ('not assessed', '1,234', '0.25', 'x')
    """
    if cell is None:
        return NOT_ASSESSED
    return f"{cell:,}" if isinstance(cell, int | float) else cell


def _column(table: AnswerTable, place: int, title: str, has_whole: bool) -> Column:
    cells = [row[place] for row in table.rows]
    numeric = any(isinstance(cell, int | float) for cell in cells) and not any(isinstance(cell, str) for cell in cells)

    def text(row: tuple[Cell, ...]) -> str:
        whole = f" of {cell_text(row[place + 1])}" if has_whole and None not in row[place : place + 2] else ""
        return cell_text(row[place]) + whole

    longest = max((len(text(row)) for row in table.rows), default=0)
    width = -1 if longest > _LONG else max(56, 8 * max(longest, len(title)) + 16)
    return Column(
        title,
        text,
        lambda row: row[place] if numeric else cell_text(row[place]).casefold(),
        numeric=numeric,
        width=width,
        tooltip=text,
        needs=_WIDE if table.columns[place] == "evidence" else 0,
    )


_LONG = 18
"""Letters from which a column takes what room is left."""

_WIDE = 760
"""Pixels of a table from which it shows where each row was seen; the inspector shows it in any case."""


class AnswerTableView(View):
    """A view made of one answer: subclasses name it and say how it is made."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._said = "Being worked out."
        self._names: dict[str, int] = {}
        self._table = Table((), self.question)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._note = told("", "muted")
        self.set_pages(column_of(self._table, self._note, margins=(16, 8, 16, 16)), None)

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> AnswerTable:
        """The answer; works outside of the GUI thread."""
        raise NotImplementedError

    @staticmethod
    def heading(title: str) -> str:
        """What stands over a column; names of the user's own override it, they stay as they are."""
        return title.capitalize()

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        return self._said

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers

        def made(progress: Progress) -> AnswerTable:
            progress.step(f"Answering: {self.question}")
            return self.answered(snapshot, answers)

        self.session.jobs.start(f"answer-{self.name}", made, self._show, self.session.tell_failure)

    def _show(self, answer: AnswerTable) -> None:
        self._said = answer.headline
        self._table.set_columns(answer_columns(answer, self.heading))
        self._table.show_whole_words(answer.rows)
        self._note.setText(answer.note)
        self._names = _places(self.session.snapshot)
        self.tell_headline()

    def _on_selected(self) -> None:
        """Select the component that the chosen row is about, where its first cells name one."""
        for row in self._table.chosen()[-1:]:
            found = next((self._names[cell] for cell in row[:3] if isinstance(cell, str) and cell in self._names), None)
            if found is not None:
                self.session.select([self.session.snapshot.graph.id_of(found)])


def _places(snapshot: Snapshot) -> dict[str, int]:
    """Nodes by the names under which answers speak of them; of several, the first."""
    places: dict[str, int] = {}
    for node in range(len(snapshot.components)):
        places.setdefault(name_of(snapshot, node), node)
    return places

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.ui.main_window import MainWindow
from explorer.ui.models.row_heights import MOST_LINES
from explorer.ui.models.search import Row, matcher, party_of
from explorer.ui.models.table import Column, Table
from explorer.ui.models.table_model import SORT_ROLE, TableModel

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Line:
    name: str
    score: int | None


COLUMNS = (
    Column("Name", lambda row: row.name),
    Column(
        "Score",
        lambda row: str(row.score or "not assessed"),
        lambda row: row.score,
        numeric=True,
        explanation="1 to 25",
    ),
)
LINES = (Line("b", 10), Line("A", 9), Line("c", None), Line("d", 100))


def _names(model: TableModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def model(qtbot: QtBot) -> TableModel:
    model = TableModel(COLUMNS)
    model.set_rows(LINES)
    return model


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    table = Table(COLUMNS, "Lines")
    qtbot.addWidget(table)
    table.set_rows(LINES)
    return table


def test_that_numbers_are_sorted_as_numbers_and_names_without_regard_to_case(model: TableModel) -> None:
    model.sort(1, UP)
    assert _names(model) == ["A", "b", "d", "c"]
    model.sort(0, UP)
    assert _names(model) == ["A", "b", "c", "d"]


class Made(Sequence[Line]):
    """Rows that are made anew whenever somebody asks for one."""

    def __init__(self, scores: Sequence[int]) -> None:
        self.scores = list(scores)

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return Line(f"row {place}", self.scores[place])


@pytest.mark.parametrize("order", [UP, DOWN])
@pytest.mark.parametrize("by_columns", [True, False])
def test_that_rows_that_are_made_when_asked_for_sort_as_any_others(qtbot: QtBot, order: Any, by_columns: bool) -> None:
    rows = Made([random.Random(4).randrange(9) for _ in range(40)] + [3, 1, 3])
    score = replace(COLUMNS[1], sort_all=(lambda made: made.scores) if by_columns else None)
    lazy, eager = TableModel((COLUMNS[0], score)), TableModel(COLUMNS)
    lazy.set_rows(rows)
    eager.set_rows(list(rows))
    kept = QPersistentModelIndex(lazy.index(len(rows) - 1, 1))
    for model in (lazy, eager):
        model.sort(1, order)
    assert list(lazy.rows) == list(eager.rows)
    assert lazy.rows[kept.row()] == rows[len(rows) - 1]  # What is selected goes with its row.
    for model in (lazy, eager):
        model.set_test(lambda row: row.score != 3, lambda row: -row.score)
        model.sort(-1)
    assert (
        list(lazy.rows)
        == list(eager.rows)
        == sorted((row for row in rows if row.score != 3), key=lambda row: -row.score)
    )


def test_that_what_is_not_assessed_is_last_in_both_directions(model: TableModel) -> None:
    model.sort(1, DOWN)
    assert _names(model) == ["d", "b", "A", "c"]
    model.sort(-1)
    assert _names(model) == ["b", "A", "c", "d"]


def test_that_a_test_and_a_sorting_hold_for_new_rows_too(model: TableModel) -> None:
    model.set_test(lambda row: row.score is not None)
    model.sort(1, UP)
    model.set_rows([*LINES, Line("e", 1), Line("f", None)])
    assert _names(model) == ["e", "A", "b", "d"]
    assert len(model.all_rows) == 6


def test_that_qts_rules_hold_while_rows_come_go_and_move(model: TableModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chance = random.Random(1)
    for _ in range(30):
        chance.choice(
            [
                lambda: model.sort(chance.randrange(-1, 2), chance.choice([UP, DOWN])),
                lambda: model.set_rows([Line(str(n), chance.choice([None, n])) for n in range(chance.randrange(6))]),
                lambda: model.set_test(chance.choice([None, lambda row: row.score is not None])),
            ]
        )()
    assert tester.model() is model


def test_that_the_selection_goes_with_its_rows_when_they_are_sorted(table: Table) -> None:
    table.selectRow(0)
    table.sortByColumn(1, UP)
    assert table.chosen() == [Line("b", 10)]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]


def test_that_choosing_follows_without_telling(table: Table, qtbot: QtBot) -> None:
    told: list[object] = []
    table.selectionModel().selectionChanged.connect(lambda *_: told.append(1))
    table.choose(lambda row: row.name in "bd")
    assert table.chosen() == [Line("b", 10), Line("d", 100)]
    table.choose(None)
    assert table.chosen() == []
    assert told == []


def test_that_a_cell_says_its_column_to_assistive_technology(model: TableModel) -> None:
    cell = model.index(2, 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Score: not assessed"
    assert cell.data(SORT_ROLE) is None
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "1 to 25"


def test_that_hostile_text_is_shown_as_text(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS)
    model.set_rows([Line("<b>gpj\u202etxt\nnext</b>", 1)])
    assert model.index(0, 0).data() == "<b>gpj\\u202etxt next</b>"
    assert "&lt;b>" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_that_rows_are_copied_with_their_header_and_no_formula(table: Table) -> None:
    table.set_rows([Line("=HYPERLINK(1)", 5), Line("-1.5", 6), Line("plain\tname", None)])
    table.copy()
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Name\tScore",
        "'=HYPERLINK(1)\t5",
        "-1.5\t6",
        "plain\\u0009name\tnot assessed",
    ]
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(table.rows_model.index(1, 0), flags)
    table.setColumnHidden(1, True)
    table.copy()
    assert QGuiApplication.clipboard().text() == "Name\n-1.5"


def _row(identity: str, kind: Kind, name: str, party: str = "", knowledge: Knowledge = Knowledge.DECLARED) -> Row:
    return Row(0, Component(ComponentId(identity), kind, name, knowledge=knowledge), party, 1, 1)


LLAMA = _row("pkg:huggingface/meta-llama/Llama-2", Kind.MODEL, "Llama-2", "Meta Platforms")
LORA = _row("pkg:huggingface/acme/lora", Kind.ADAPTER, "lora", "Acme", Knowledge.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "both"),
        ("LLAMA", "llama"),
        ("kind:model", "llama"),
        ("class:c5", "lora"),
        ("knowledge:unk", "lora"),
        ('party:"meta platforms"', "llama"),
        ("kind:model party:acme", "none"),
        ("id:acme/", "lora"),
        ("name:acme", "none"),
        ("pkg:huggingface", "both"),
    ],
)
def test_that_a_typed_search_finds(text: str, found: str) -> None:
    test = matcher(text)
    assert (test(LLAMA), test(LORA)) == {
        "both": (True, True),
        "llama": (True, False),
        "lora": (False, True),
        "none": (False, False),
    }[found]


def test_that_the_party_of_a_search_is_known() -> None:
    assert party_of('kind:model party:"Hugging Face"') == "Hugging Face"
    assert party_of("party:meta llama") == "meta"
    assert party_of("third-party:x") == ""


@pytest.mark.parametrize("width", range(200, 420, 11))
def test_that_whole_words_are_whole_at_every_width(empty_window: MainWindow, qtbot: QtBot, width: int) -> None:
    """Measured as the style measures what it paints: the text lies within the cell's own rectangle for text."""
    said = "The attackers remove the malicious code from the build; what was delivered stays."
    table = Table((Column("What happened", lambda row: row, width=-1),), "Events")  # In the style sheet of the program.
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    table.show_whole_words([said])
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    cell = table.visualRect(table.rows_model.index(0, 0))
    option.rect, option.text = cell, said  # type: ignore[assignment]
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay | QStyleOptionViewItem.ViewItemFeature.WrapText  # type: ignore[attr-defined]
    room = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table)
    margin = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, table) + 1
    words = table.fontMetrics().boundingRect(0, 0, room.width() - 2 * margin, 0, int(Qt.TextFlag.TextWordWrap), said)
    most = MOST_LINES * table.fontMetrics().lineSpacing()
    assert cell.height() >= min(words.height(), most)


def test_that_rows_of_a_long_table_are_as_high_as_their_words_where_one_looks(qtbot: QtBot) -> None:
    long = "The attackers remove the malicious code from the build; what was delivered stays."
    rows = [long if number % 3 == 0 else f"short {number:04}" for number in range(3_000)]
    table = Table((Column("What happened", lambda row: row, lambda row: (len(row), row), width=-1),), "Events")
    qtbot.addWidget(table)
    table.resize(220, 300)
    table.show()
    table.show_whole_words(rows)

    def seen_heights() -> set[tuple[bool, int]]:
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = last if last >= 0 else len(rows) - 1
        return {(table.rows_model.rows[row] == long, table.rowHeight(row)) for row in range(first, last + 1)}

    at_first = seen_heights()
    (short,), (high,) = ({height for is_long, height in at_first if is_long is kind} for kind in (False, True))
    assert high > 2 * table.fontMetrics().lineSpacing() > short
    table.scrollTo(table.rows_model.index(1_500, 0))
    assert seen_heights() == at_first
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert seen_heights() == at_first
    assert table.rowAt(table.viewport().height() - 1) in (-1, len(rows) - 1)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.verticalScrollBar().setValue(0)
    assert seen_heights() == {(False, short)}
    table.choose(lambda row: row == long)
    assert (True, high) in seen_heights()


def test_that_a_narrow_column_leaves_out_the_owner_of_a_name_first(qtbot: QtBot) -> None:
    table = Table(COLUMNS, "Names")
    qtbot.addWidget(table)
    table.set_rows([Line("meta-llama/Meta-Llama-3-8B-Instruct", 1), Line("short/name", 2)])
    table.resize(600, 200)
    table.show()

    def written(row: int, width: int) -> str:
        option = QStyleOptionViewItem()
        option.initFrom(table)  # type: ignore[attr-defined]
        option.widget, option.rect = table, QRect(0, 0, width, 26)  # type: ignore[attr-defined]
        table.itemDelegate().initStyleOption(option, table.model().index(row, 0))  # type: ignore[attr-defined]
        return option.text  # type: ignore[attr-defined, no-any-return]

    assert written(0, 600) == "meta-llama/Meta-Llama-3-8B-Instruct"
    assert written(0, 220) == "…/Meta-Llama-3-8B-Instruct"
    assert written(1, 220) == "short/name"
    assert written(0, 110).startswith("Met")

"""That no words are cut in a table beside room that another column does not need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from explorer.ui.link import Link
from explorer.ui.models.column_widths import Wish, shared_widths
from explorer.ui.models.table import Column, Table

wishes = st.builds(
    lambda least, more, usual: Wish(least, least + more, usual and least + usual),
    st.integers(20, 120), st.integers(0, 200), st.integers(0, 80),
)  # fmt: skip


@given(st.lists(wishes, min_size=1, max_size=8), st.integers(0, 2000))
def test_that_widths_hold_what_is_least_and_waste_nothing(wanted: list[Wish], room: int) -> None:
    widths = shared_widths(room, wanted)
    assert all(width >= wish.least for width, wish in zip(widths, wanted, strict=True))
    least = sum(wish.least for wish in wanted)
    assert sum(widths) <= max(room, least)
    if room >= sum(wish.need for wish in wanted):  # Where all words fit, none is cut.
        assert all(width >= wish.need for width, wish in zip(widths, wanted, strict=True))
    elif room >= least:  # Otherwise nothing is left over, but for what rounding takes.
        assert sum(widths) > room - 3 * len(wanted)


def _table(qtbot: QtBot, width: int, rows: list[tuple[str, str, str]]) -> Table:
    columns = (
        Column("Risk", lambda row: row[0], width=-1), Column("On", lambda row: row[1], width=-1),
        Column("Before", lambda row: row[2], numeric=True, width=60),
    )  # fmt: skip
    table = Table(columns, "Risks")
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    table.set_rows(rows)
    return table


def _cut(table: Table) -> list[int]:
    """The columns in which some words have less room than they take."""
    metrics, model = table.fontMetrics(), table.rows_model
    return [
        at
        for at in range(model.columnCount())
        if any(
            metrics.horizontalAdvance(model.index(row, at).data()) + 10 > table.columnWidth(at)
            for row in range(model.rowCount())
        )
    ]


def test_that_words_take_the_room_of_columns_that_need_less(qtbot: QtBot) -> None:
    long = "Anthropic outage stops the claims agent"
    table = _table(qtbot, 460, [(long, "desk", "not assessed"), ("short", "desk", "16")])
    assert _cut(table) == []
    assert table.horizontalScrollBar().maximum() == 0


def test_that_a_column_which_the_user_sets_keeps_its_width(qtbot: QtBot) -> None:
    table = _table(qtbot, 460, [("one", "desk", "16")])
    table.horizontalHeader().resizeSection(2, 150)
    table.resize(520, 200)
    table.set_rows([("two", "desk", "8")])
    assert table.columnWidth(2) == 150
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()


def test_that_the_line_number_of_a_place_is_never_cut(qtbot: QtBot) -> None:
    link = Link("_scripts/evaluate_chains.py:29 [_MODEL_MAP]", ends=("_scripts/evaluate_chains.py", ":29"))
    qtbot.addWidget(link)
    link.show()
    for width in range(90, 420, 30):
        link.resize(width, 24)
        assert ":29" in link.text()
        assert link.fontMetrics().horizontalAdvance(link.text()) <= width
    assert link.text() == "_scripts/evaluate_chains.py:29 [_MODEL_MAP]"

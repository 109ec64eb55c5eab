"""The matrix in the window: the same rows as on the command line; choosing a party selects it everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt

from explorer.app import wait_until_idle
from explorer.pipeline.matrix_table import matrix_table
from explorer.ui.main_window import MainWindow
from explorer.ui.views.matrix import MatrixView


def test_that_the_matrix_shows_what_the_command_line_prints(window: MainWindow) -> None:
    window.show_view("matrix")
    wait_until_idle(window.session)
    view = window.views["matrix"]
    assert isinstance(view, MatrixView)
    wanted = matrix_table(window.session.snapshot, window.session.answers)
    assert view.headline() == wanted.headline
    assert view.table().model().rowCount() == len(wanted.rows)
    head = view.table().model()
    heads = [head.headerData(place, Qt.Orientation.Horizontal) for place in range(head.columnCount())]
    assert heads == ["Party", "Systems", *wanted.columns[2:-1], "Id"]
    assert "claims-rag" in heads
    view.table().selectRow(0)
    assert window.session.selection == (wanted.rows[0][-1],)

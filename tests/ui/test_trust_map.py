"""That the map of trust can be read: bounded, no line behind a box that it does not concern, the unexamined in front."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.layout.party_columns import party_columns
from explorer.ui import theme
from explorer.ui.main_window import MainWindow
from explorer.ui.session import Session
from explorer.ui.views.trust_drawing import LEAST_WIDTH, TrustDrawing, looks
from explorer.ui.views.trust_map import MOST_PARTIES, TrustMap, heaviest

SYSTEM = ComponentId("system:desk")
TIES = (
    ("system:desk", "party:a"), ("system:desk", "party:b"), ("system:desk", "party:c"), ("party:a", "party:d"),
    ("party:b", "party:e"), ("party:d", "party:f"),
    ("party:c", "party:a"),  # Within a column.
    ("party:b", "party:f"),  # Over a column.
    ("party:f", "party:a"),  # Back over a column.
)  # fmt: skip


def _boundary(truster: str, trusted: str, state: BoundaryState, systems: int = 1) -> Boundary:
    crossing = tuple(ComponentId(f"system:{number}") for number in range(systems))
    return Boundary(ComponentId(truster), ComponentId(trusted), (0,), crossing, False, 1, state, None, ())


@pytest.fixture
def drawing(session: Session, qtbot: QtBot) -> TrustDrawing:
    drawn = TrustDrawing(session)
    qtbot.addWidget(drawn)
    columns = party_columns(["system:desk"], TIES)
    names = {each: each for column in columns for each in column}
    drawn.resize(668, 400)
    drawn.show_map(columns, names, [_boundary(*tie, BoundaryState.UNEXAMINED) for tie in TIES])
    return drawn


@pytest.mark.parametrize("tie", TIES)
def test_that_a_line_runs_behind_no_other_box(drawing: TrustDrawing, tie: tuple[str, str]) -> None:
    boxes = drawing.boxes
    path = drawing.path(boxes[tie[0]], boxes[tie[1]])
    places = [path.pointAtPercent(step / 400) for step in range(401)]
    crossed = {name for name, box in boxes.items() if any(box.adjusted(1, 1, -1, -1).contains(at) for at in places)}
    assert crossed <= set(tie)
    # It ends at the one who is trusted, so that its arrow points there.
    assert boxes[tie[1]].adjusted(-1, -1, 1, 1).contains(path.currentPosition())


def test_that_the_last_column_of_a_usual_window_is_whole(drawing: TrustDrawing) -> None:
    assert drawing.minimumWidth() <= 668
    for box in drawing.boxes.values():
        assert box.left() >= 0 and box.right() <= 668
        assert box.width() >= LEAST_WIDTH


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda each: each.name)
def test_that_what_nobody_examined_is_drawn_strongest(colours: theme.Theme) -> None:
    widths = {state: looks(state, colours)[1] for state in BoundaryState}
    assert max(widths, key=lambda state: widths[state]) is BoundaryState.UNEXAMINED
    assert min(widths, key=lambda state: widths[state]) is BoundaryState.EXAMINED
    for state in BoundaryState:
        assert theme.contrast(looks(state, colours)[0], colours.background) >= 3.0  # WCAG 2.2, 1.4.11


def test_that_the_parties_that_most_systems_rest_on_come_first() -> None:
    found = [
        _boundary(SYSTEM, "party:one", BoundaryState.EXAMINED),
        _boundary(SYSTEM, "party:two", BoundaryState.UNEXAMINED),
        _boundary("party:one", "party:many", BoundaryState.EXAMINED, systems=3),
    ]
    # Three systems stand before "many" and, through it, "one"; of the rest, "two" is open.
    assert heaviest(found, [SYSTEM]) == ["party:many", "party:one", "party:two"]


def test_that_a_bounded_map_says_so_and_can_be_had_whole(window: MainWindow) -> None:
    window.show_view("trust-map")
    wait_until_idle(window.session)
    view = window.views["trust-map"]
    assert isinstance(view, TrustMap)
    found = window.session.answers.boundaries.boundaries
    everyone = {end for each in found for end in (each.truster, each.trusted) if not end.startswith("system:")}
    assert len(everyone) > MOST_PARTIES
    assert len([name for name in view.drawing.boxes if not name.startswith("system:")]) == MOST_PARTIES
    assert f"{MOST_PARTIES} of {len(everyone)} parties" in view.note.text()
    assert f"of {len(found)} boundaries" in view.note.text()
    view.everyone.click()
    assert {name for name in view.drawing.boxes if not name.startswith("system:")} == everyone
    assert "Drawn are" not in view.note.text()
    assert (
        "1 of all 23 parties upstream (TSMC)" in view.note.text()
    )  # It builds what is NVIDIA's, and has nothing of its own.


def test_that_the_boxes_grow_with_the_text(drawing: TrustDrawing) -> None:
    drawing.show()
    drawing.setStyleSheet("QWidget { font-size: 13px; }")
    QApplication.processEvents()
    before = next(iter(drawing.boxes.values())).height()
    drawing.setStyleSheet("QWidget { font-size: 26px; }")  # Twice the usual 13.
    QApplication.processEvents()
    assert next(iter(drawing.boxes.values())).height() == pytest.approx(2 * before)

"""The greeting tells of a whole hub too, on which no system relies."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentClass
from explorer.pipeline.keeping import keep_scan
from explorer.pipeline.scan import scan
from explorer.progress import Progress
from explorer.storage.workspace import Workspace
from explorer.ui.session import Session
from explorer.ui.views.lineage import Lineage
from explorer.ui.views.summary import Summary


@pytest.fixture
def hub(session: Session, qtbot: QtBot, tmp_path: Path) -> Session:
    """Ten models descend from a base; no system relies on any."""
    table = tmp_path / "hub.csv"
    table.write_text("id,base_model\n" + "".join(f"acme/tune-{place},acme/base\n" for place in range(10)), "utf-8")
    with Workspace.create(tmp_path / "hub.catchment") as workspace:
        keep_scan(workspace, [str(table)], scan([f"hub-dump:{table}"], None), Progress())
    session.open_workspace(tmp_path / "hub.catchment")
    wait_until_idle(session)
    return session


def test_that_the_greeting_counts_what_a_dump_holds(hub: Session, qtbot: QtBot) -> None:
    view = Summary(hub)
    qtbot.addWidget(view)
    view.refresh()
    models = [each for each in view.findChildren(QPushButton) if "Models  11" in each.text()]
    assert len(models) == 1
    with qtbot.waitSignal(hub.view_requested) as asked:
        models[0].click()
    assert asked.args == ["depth-map"]
    assert hub.filter.classes == {ComponentClass.MODEL}
    assert "no system relies on" in view.headline()


def test_that_the_lineage_of_a_dump_does_not_say_that_nothing_is_there(hub: Session, qtbot: QtBot) -> None:
    view = Lineage(hub)
    qtbot.addWidget(view)
    assert "components that no system relies on" in view.headline()

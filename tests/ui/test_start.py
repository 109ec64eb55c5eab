"""The window starts lean, and Qt's bindings keep their references."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

REPOSITORY = Path(__file__).resolve().parents[2]

START = """
import sys
import explorer.cli.window
from explorer.app import build_window, make_application
from explorer.ui import theme
window = build_window(theme.light(), remember_layout=False)
window.show()
make_application().processEvents()
heavy = {
    "pyqtgraph", "networkx", "huggingface_hub", "pip_api", "cyclonedx", "sqlite_utils", "numpy", "sqlite3",
    "PySide6.QtSvg", "PySide6.QtNetwork", "PySide6.QtPrintSupport",
}
ours = ("explorer.analysis", "explorer.layout", "explorer.sources", "explorer.storage", "explorer.pipeline",
    "explorer.graph.snapshot", "explorer.ui.panels", "explorer.ui.canvas", "explorer.ui.views.base", "explorer.ui.editing")
print(sorted(name for name in sys.modules if name in heavy or name.startswith(ours)))
window.close()
"""


class Emitter(QObject):
    sent = Signal(int)


def test_that_nothing_heavy_is_imported_before_the_window_stands() -> None:
    run = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, cwd=REPOSITORY, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_that_calls_and_signals_lose_no_references(qtbot: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None per call and one to True per signal, then aborts."""
    widget, emitter = QWidget(), Emitter()
    qtbot.addWidget(widget)
    none_before, true_before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        widget.update()
    for _ in range(200):
        emitter.sent.emit(1)
    assert abs(sys.getrefcount(None) - none_before) < 100
    assert abs(sys.getrefcount(True) - true_before) < 100

"""`catchment open` and `catchment demo`: the only commands that need Qt, and that say so where it is missing."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError

if TYPE_CHECKING:
    from explorer.exports.report import Document


def qt_missing() -> str | None:
    """Why the window cannot be opened; None where it can."""
    return None if find_spec("PySide6") is not None else "PySide6 is not installed"


def no_screen() -> bool:
    """Whether this is a Unix session without a display, where Qt would end the process."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(options: Namespace) -> int:
    """Open the window on a workspace, on targets, on the sample portfolio, or on the start page."""
    if (reason := qt_missing()) is not None:
        raise InputError(f"The window needs Qt, which is not there: {reason}.", "Install catchment-explorer[gui].")
    if no_screen():
        raise InputError(
            "There is no display to open a window on.", "`catchment demo FOLDER` draws every view instead."
        )
    from explorer.app import run

    targets = list(options.targets)
    workspace = targets[0] if len(targets) == 1 and targets[0].endswith(".catchment") else None
    return run(workspace, [] if workspace else targets, options.sample)


def print_pdf(document: Document, output: Path, paper: str) -> None:
    """Write a document as PDF on A4 or Letter. Raises `InputError` where Qt is not there."""
    if (reason := qt_missing()) is not None:
        raise InputError(
            f"PDF files need Qt, which is not there: {reason}.", "Write HTML, or install catchment-explorer[gui]."
        )
    from explorer.app import print_document

    print_document(document, output, paper)


def demo(options: Namespace) -> int:
    """Scan the sample portfolio, write its report and tables, and draw every view where Qt is installed."""
    from explorer.cli.scanning import summary_text
    from explorer.exports.written_file import write_file
    from explorer.pipeline.answers import answer
    from explorer.pipeline.report import html_report
    from explorer.pipeline.sample import open_sample
    from explorer.pipeline.scan import now
    from explorer.storage.workspace import Workspace

    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = open_sample(folder)
    with Workspace.open(path) as workspace:
        snapshot, annotations = workspace.portfolio(), workspace.annotations()
    from datetime import date

    answers = answer(snapshot, annotations, None, date.fromisoformat(now()[:10]))
    report = folder / "report.html"
    write_file(report, html_report(snapshot, answers, "Sample portfolio"))
    print(summary_text(snapshot))
    print(f"Workspace  {path}\nReport     {report}")
    if qt_missing() is None:
        from explorer.app import draw_all_views

        for picture in draw_all_views(path, folder):
            print(f"Picture    {picture}")
    else:
        print("Pictures   not drawn: PySide6 is not installed.")
    return 0

"""`catchment export`: the graph, the report or a picture to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from explorer.cli.arguments import BOM_WORDS, PICTURE_FORMATS
from explorer.cli.asking import answers_for, load
from explorer.cli.exporting_boms import export_bom
from explorer.cli.printing import deliver
from explorer.errors import InputError
from explorer.exports.graph_formats import TEXT_FORMATS
from explorer.exports.report import Document, html_document
from explorer.pipeline.as_of import as_of
from explorer.pipeline.findings import SETTING
from explorer.pipeline.last_changes import last_changes
from explorer.pipeline.report import MOST_PRINTED, MOST_ROWS, report_document

REPORT = "report"
"""The word for the whole report instead of one view."""


def export(options: Namespace) -> int:
    """Write one file."""
    if options.format == "pdf" and options.view == REPORT:
        return _printed(options)
    if options.format in PICTURE_FORMATS:
        return _picture(options)
    if options.format in BOM_WORDS:
        return export_bom(options)
    snapshot, _ = load(options.workspace)
    if options.format == "html":
        deliver(html_document(_report(options)), options.output)
    else:
        deliver(TEXT_FORMATS[options.format](snapshot), options.output)
    return 0


def _report(options: Namespace, most: int = MOST_ROWS) -> Document:
    from explorer.storage.workspace import Workspace

    snapshot, annotations = load(options.workspace)
    with Workspace.open(Path(options.workspace)) as workspace:
        answers = answers_for(snapshot, annotations, options.system, as_of(workspace, options.as_of))
        changes = last_changes(workspace, answers.today, options.system)
        advisories = workspace.setting(SETTING) or None
    return report_document(snapshot, answers, Path(options.workspace).stem, changes, advisories, most)


def _printed(options: Namespace) -> int:
    from explorer.cli.window import print_pdf

    print_pdf(_report(options, MOST_PRINTED), Path(options.output), options.paper)
    return 0


def _picture(options: Namespace) -> int:
    from explorer.cli.window import qt_missing

    if (reason := qt_missing()) is not None:
        raise InputError(f"Pictures need Qt, which is not there: {reason}.", "Install catchment-explorer[gui].")
    from explorer.app import draw_view

    output = Path(options.output)
    if output.suffix.lower() != f".{options.format}":
        raise InputError(f"{output} does not end in .{options.format}.", "Name the file by its format.")
    draw_view(Path(options.workspace), options.view, options.system, output)
    return 0

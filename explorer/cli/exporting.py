"""`catchment export`: the graph, the report or a picture to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from explorer.cli.arguments import IMPORTED_BOMS, PICTURE_FORMATS
from explorer.cli.asking import answers_for, load, scope_named
from explorer.cli.printing import deliver
from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.exports.bom_formats import BOM_FORMATS
from explorer.exports.graph_formats import TEXT_FORMATS
from explorer.pipeline.report import html_report


def export(options: Namespace) -> int:
    """Write one file."""
    if options.format in PICTURE_FORMATS:
        return _picture(options)
    snapshot, annotations = load(options.workspace)
    if options.format == IMPORTED_BOMS:
        return _imported(options, scope_named(snapshot, options.system))
    if options.format == "html":
        answers = answers_for(snapshot, annotations, options.system)
        deliver(html_report(snapshot, answers, Path(options.workspace).stem), options.output)
    elif options.format in BOM_FORMATS:
        system = scope_named(snapshot, options.system)
        deliver(BOM_FORMATS[options.format](snapshot, annotations, system), options.output)
    else:
        deliver(TEXT_FORMATS[options.format](snapshot), options.output)
    return 0


def _imported(options: Namespace, system: ComponentId | None) -> int:
    from explorer.pipeline.imported_boms import imported_boms
    from explorer.storage.workspace import Workspace

    with Workspace.open(Path(options.workspace)) as workspace:
        content = imported_boms(workspace, system)
    try:
        Path(options.output).write_bytes(content)
    except OSError as error:
        raise InputError(f"{options.output} cannot be written: {error.strerror}.", "Choose another place.") from error
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

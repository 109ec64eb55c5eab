"""`catchment sources`: what is read and what is not."""

from __future__ import annotations

from argparse import Namespace

from explorer.cli.printing import as_csv, as_json, deliver, lines_of
from explorer.pipeline.sources_table import OURS, sources_table
from explorer.pipeline.table import Table


def list_sources(options: Namespace) -> int:
    """Print every reader with what it reads and what it does not."""
    render = {"table": _as_paragraphs, "json": as_json, "csv": as_csv}[options.format]
    deliver(render(sources_table()), None)
    return 0


def _as_paragraphs(table: Table) -> str:
    """A reader in three lines: its sentences are too long for the columns of a terminal, and none is cut."""
    lines = [table.headline]
    for name, reads, leaves_out, whose in table.rows:
        title = str(name) if whose == OURS else f"{name} (of the package {whose})"
        lines += ["", title, f"  reads:         {reads}", f"  does not read: {leaves_out}"]
    return lines_of([*lines, "", *table.note.splitlines()])

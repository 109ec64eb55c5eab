"""A view as rows: a table for a spreadsheet, and, where it is read as a table, a page to print or to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.exports.report import Document, Section
from explorer.exports.written_file import write_file
from explorer.pipeline.sentences import name_of
from explorer.ui.text import covered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from explorer.ui.session import Session
    from explorer.ui.views.base import View

PAGES = (".pdf", ".html")


def write_rows(table: QTableView | None, path: Path) -> None:
    """Write the rows that a table shows as CSV. Raises `InputError` where there is none or it cannot be written."""
    from explorer.exports.csv_text import csv_text
    from explorer.ui.models.table_model import TableModel

    model = table.model() if table is not None else None
    if not isinstance(model, TableModel):
        raise InputError("This view has no table.", "Save its picture: .png, .svg or .pdf.")
    write_file(path, csv_text(*model.cells()))


def section_of(title: str, headline: str, table: QTableView, note: str = "") -> Section:
    """The rows that a table shows as one section of a page."""
    from explorer.ui.models.table_model import TableModel

    model = table.model()
    columns, rows = model.cells() if isinstance(model, TableModel) else ((), ())
    return Section(title, headline, columns, rows, note)


def page_of(view: View) -> Document:
    """What a view says, as a page: whose it is and how old, then its sections."""
    session = view.session
    snapshot, answers = session.snapshot, session.answers
    age = f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC. Judged on {answers.today.isoformat()}."
    document = Document(f"{view.tab}: {_whose(session)}", age, (view.headline(),), view.sections())
    return covered(document)


def write_page(view: View, path: Path) -> None:
    """Write a view as PDF or HTML. Raises `InputError`."""
    if path.suffix.lower() == ".pdf":
        from explorer.ui.pdf import write_pdf
        from explorer.ui.settings_store import saved_paper

        write_pdf(page_of(view), path, saved_paper())
        return
    from explorer.exports.report import html_document

    write_file(path, html_document(page_of(view)))


def _whose(session: Session) -> str:
    roots = session.answers.roots
    names = [name_of(session.snapshot, root) for root in roots[:4]]
    more = f" and {len(roots) - 4:,} more" if len(roots) > 4 else ""
    return f"{', '.join(names)}{more}" if names else "no system"

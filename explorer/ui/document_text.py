"""A document as Qt's rich text, for the window. Everything in it is escaped, nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import inf

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextDocument

from explorer.exports.report import Cell, Document, Figure, Section, safe_text, visible_text
from explorer.exports.svg_charts import COLOURS, print_svg
from explorer.ui.breaking import marked
from explorer.ui.fitting_columns import Room, cell_text, columns_below

FIGURE_LETTERS = 16
"""Letters for which a figure has room beside others."""

_GRID = "cellspacing='0' border='0' style='border-collapse:collapse'"


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is drawn: on paper, or in the colours of a theme."""

    points: int = 7
    """The size of the type of tables."""
    title: int = 20
    section: int = 12
    """Points of the type of the title and of those of sections."""
    text: str = "#1d2329"
    muted: str = "#5a646e"
    sunken: str = "#f1efea"
    line: str = "#8a949e"
    paper: str = "#ffffff"
    link: str = ""
    """The colour of what leads elsewhere; without one, as on paper, nothing does."""
    chart: int = 480
    """Pixels that a chart is wide."""
    fineness: float = 4.5
    """Device pixels for each of these; any other than those of the screen make its words ragged there."""
    table: int = 100
    """Percent of the page that a table is wide."""
    room: int = 0
    """Pixels that a table has; what does not fit side by side stands below each row. 0 is no bound."""


PAPER = Look()


def fill(text: QTextDocument, document: Document, look: Look = PAPER) -> None:
    """Put a document into rich text.

    With a colour for links, figures and sections lead to their views (`view:NAME`), and rows to what they are about
    (`row:SECTION:ROW`).
    """
    text.setDefaultStyleSheet(
        _STYLE.format(
            muted=look.muted,
            sunken=look.sunken,
            points=look.points,
            link=look.link or look.text,
            line=look.line,
            title=look.title,
            section=look.section,
        )
    )
    for number, each in enumerate(document.sections):
        if each.chart:
            picture = _picture(each.chart, look)
            text.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"chart:{number}"), picture)
    type_of_tables = QFont(text.defaultFont())
    type_of_tables.setPointSize(look.points)
    text.setHtml(_html(document, look, Room(look.room or inf, type_of_tables)))


def _html(document: Document, look: Look, room: Room) -> str:
    parts = [
        f"<h1>{_breaking(document.title)}</h1><p class=muted>{_breaking(document.age)}</p>",
        _figures(document.figures, look, room),
        f"<h2>{_breaking(document.lead_title)}</h2><ul>" if document.lead else "",
        *(f"<li>{_breaking(line)}</li>" for line in document.lead),
        "</ul>" if document.lead else "",
        *(_section(number, each, look, room) for number, each in enumerate(document.sections)),
    ]
    return "".join(parts)


def _figures(figures: Sequence[Figure], look: Look, room: Room) -> str:
    """The figures in as few lines as have room for their words, of as many each."""
    if not figures:
        return ""
    lines = -(-len(figures) // room.columns(FIGURE_LETTERS))
    most = -(-len(figures) // lines)
    made = [_figure(each, 100 // most, look) for each in figures] + ["<td></td>"] * (lines * most - len(figures))
    rows = "".join(f"<tr>{''.join(made[first : first + most])}</tr>" for first in range(0, len(made), most))
    return f"<table class=figures width='{look.table}%' cellpadding='6' {_GRID}>{rows}</table>"


def _figure(each: Figure, share: int, look: Look) -> str:
    words = _leading(each.words, f"view:{each.view}", look.link and each.view)
    return f"<td width='{share}%'><b>{_breaking(each.value)}</b><br>{words}</td>"


def _leading(text: str, address: str, wanted: object) -> str:
    return f"<a href='{safe_text(address)}'>{_breaking(text)}</a>" if wanted else _breaking(text)


def _section(number: int, each: Section, look: Look, room: Room) -> str:
    rows = each.rows if each.most is None else each.rows[: each.most]
    left_out = len(each.rows) - len(rows)
    below = columns_below(each, rows, room)
    head = "".join(
        _heading(column, [row[place] for row in rows])
        for place, column in enumerate(each.columns)
        if place not in below
    )
    body = "".join(
        _row(each, row, f"row:{number}:{place}" if look.link and any(each.about[place : place + 1]) else "", below)
        for place, row in enumerate(rows)
    )
    table = f"<table width='{look.table}%' cellpadding='4' {_GRID}><thead><tr>{head}</tr></thead>{body}</table>"
    parts = [
        f"<h2>{_leading(each.title, f'view:{each.view}', look.link and each.view)}</h2><p><b>{_breaking(each.headline)}</b></p>",
        f"<p><img src='chart:{number}' width='{look.chart}'></p>" if each.chart else "",
        table if rows else "",
        f"<p class=muted>{left_out:,} more rows are not printed here.</p>" if left_out else "",
        *(f"<p class=muted>{_breaking(line)}</p>" for line in each.note.split("\n") if line),
        f"<p class=muted>Ask again: {_breaking(each.query)}</p>" if each.query else "",
    ]
    return "".join(parts)


def _heading(column: str, cells: Sequence[Cell]) -> str:
    """A heading over its figures, on their side."""
    is_figures = any(isinstance(cell, int | float) for cell in cells)
    return f"<th align={'right' if is_figures else 'left'}>{_breaking(column)}</th>"


def _row(section: Section, row: tuple[Cell, ...], address: str, below: Sequence[int]) -> str:
    """One row; the columns of `below` follow in words under it, each behind its name."""
    cells = [_cell(cell) for cell in row]
    if address:
        cells[section.leading] = f"<td><a href='{address}'>{_breaking(str(row[section.leading]))}</a></td>"
    kept = "".join(cell for place, cell in enumerate(cells) if place not in below)
    said = " · ".join(f"{section.columns[place]}: {cell_text(row[place])}" for place in below if row[place] != "")
    if not said:
        return f"<tr>{kept}</tr>"
    whole = f"<td class=below colspan='{len(cells) - len(below)}'>{_breaking(said)}</td>"
    return f"<tr class=above>{kept}</tr><tr>{whole}</tr>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<td class=muted>not assessed</td>"
    if isinstance(cell, int | float):
        return f"<td align=right>{cell:,}</td>"
    return f"<td>{_breaking(cell)}</td>"


def _breaking(text: str) -> str:
    """Escaped text that may break inside long identities; a `Page` copies it without the marks."""
    return escape(marked(visible_text(text)))


def _picture(chart: str, look: Look) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(print_svg(chart, COLOURS | {"ink": look.text, "paper": look.paper}).encode()))
    size = renderer.defaultSize()
    image = QImage(size * (look.chart * look.fineness / size.width()), QImage.Format.Format_ARGB32)
    image.fill(QColor(look.paper))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


_STYLE = """
h1 {{ font-size: {title}pt; }} h2 {{ font-size: {section}pt; margin-top: 14px; }} .muted {{ color: {muted}; font-size: {points}pt; }}
th {{ background-color: {sunken}; font-size: {points}pt; font-weight: 600; }}
td {{ font-size: {points}pt; border-bottom: 1px solid {line}; }} td, th {{ padding: 4px 10px 4px 6px; }}
tr.above td {{ border-bottom: none; }} td.below {{ color: {muted}; }}
a {{ color: {link}; }}
"""

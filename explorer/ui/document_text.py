"""A document as Qt's rich text, for the window. Everything in it is escaped, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument

from explorer.exports.report import Cell, Document, Section, safe_text
from explorer.exports.svg_charts import COLOURS, print_svg

_BREAKS = re.compile(r"([/@:=_.-]|(?<!&)#)(?=[A-Za-z0-9])")
"""Where a long identity may break, in escaped text: not inside `&#x27;`."""
_ENDLESS = re.compile(r"(?<![&#\w])([A-Za-z0-9]{16})(?=[A-Za-z0-9]{8})")
"""Where a digest may break, which has no separators."""

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
    text.setHtml(_html(document, look))


def _html(document: Document, look: Look) -> str:
    share = 100 // max(len(document.figures), 1)
    figures = "".join(
        f"<td width='{share}%'><b>{safe_text(each.value)}</b><br>{_leading(each.words, f'view:{each.view}', look.link and each.view)}</td>"
        for each in document.figures
    )
    parts = [
        f"<h1>{safe_text(document.title)}</h1><p class=muted>{safe_text(document.age)}</p>",
        f"<table class=figures width='100%' cellpadding='6' {_GRID}><tr>{figures}</tr></table>" if figures else "",
        f"<h2>{safe_text(document.lead_title)}</h2><ul>" if document.lead else "",
        *(f"<li>{safe_text(line)}</li>" for line in document.lead),
        "</ul>" if document.lead else "",
        *(_section(number, each, look) for number, each in enumerate(document.sections)),
    ]
    return "".join(parts)


def _leading(text: str, address: str, wanted: object) -> str:
    return f"<a href='{safe_text(address)}'>{safe_text(text)}</a>" if wanted else safe_text(text)


def _section(number: int, each: Section, look: Look) -> str:
    rows = each.rows if each.most is None else each.rows[: each.most]
    left_out = len(each.rows) - len(rows)
    head = "".join(_heading(column, [row[place] for row in rows]) for place, column in enumerate(each.columns))
    body = "".join(
        _row(f"row:{number}:{place}", row, each.leading if look.link and any(each.about[place : place + 1]) else None)
        for place, row in enumerate(rows)
    )
    table = f"<table width='{look.table}%' cellpadding='4' {_GRID}><thead><tr>{head}</tr></thead>{body}</table>"
    parts = [
        f"<h2>{_leading(each.title, f'view:{each.view}', look.link and each.view)}</h2><p><b>{safe_text(each.headline)}</b></p>",
        f"<p><img src='chart:{number}' width='{look.chart}'></p>" if each.chart else "",
        table if rows else "",
        f"<p class=muted>{left_out:,} more rows are not printed here.</p>" if left_out else "",
        *(f"<p class=muted>{safe_text(line)}</p>" for line in each.note.split("\n") if line),
        f"<p class=muted>Ask again: {safe_text(each.query)}</p>" if each.query else "",
    ]
    return "".join(parts)


def _heading(column: str, cells: Sequence[Cell]) -> str:
    """A heading over its figures, on their side."""
    is_figures = any(isinstance(cell, int | float) for cell in cells)
    return f"<th align={'right' if is_figures else 'left'}>{safe_text(column)}</th>"


def _row(address: str, row: tuple[Cell, ...], leading: int | None) -> str:
    cells = [_cell(cell) for cell in row]
    if leading is not None:
        cells[leading] = f"<td><a href='{address}'>{_breaking(str(row[leading]))}</a></td>"
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<td class=muted>not assessed</td>"
    if isinstance(cell, int | float):
        return f"<td align=right>{cell:,}</td>"
    return f"<td>{_breaking(cell)}</td>"


def _breaking(text: str) -> str:
    """Text that may break after its separators; the zero-width space is not copied with the text by most readers."""
    return _ENDLESS.sub(r"\1&#8203;", _BREAKS.sub(r"\1&#8203;", safe_text(text)))


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
a {{ color: {link}; }}
"""

"""A document as Qt's rich text, for the window. Everything in it is escaped, nothing is fetched."""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument

from explorer.exports.report import Cell, Document, Section, safe_text
from explorer.exports.svg_charts import print_svg

_BREAKS = re.compile(r"([/@:#=_.-])(?=[A-Za-z0-9])")


def fill(text: QTextDocument, document: Document, muted: str, sunken: str, points: int) -> None:
    """Put a document into rich text, its tables in a type of so many points."""
    text.setDefaultStyleSheet(_STYLE.format(muted=muted, sunken=sunken, points=points))
    for number, each in enumerate(document.sections):
        if each.chart:
            text.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"chart:{number}"), _picture(each.chart))
    text.setHtml(_html(document))


def _html(document: Document) -> str:
    share = 100 // max(len(document.figures), 1)
    figures = "".join(
        f"<td width='{share}%'><b>{safe_text(each.value)}</b><br>{safe_text(each.words)}</td>"
        for each in document.figures
    )
    parts = [
        f"<h1>{safe_text(document.title)}</h1><p class=muted>{safe_text(document.age)}</p>",
        f"<table width='100%' cellpadding='6' border='1' style='border-collapse:collapse'><tr>{figures}</tr></table>"
        if figures
        else "",
        f"<h2>{safe_text(document.lead_title)}</h2><ul>" if document.lead else "",
        *(f"<li>{safe_text(line)}</li>" for line in document.lead),
        "</ul>" if document.lead else "",
        *(_section(number, each) for number, each in enumerate(document.sections)),
    ]
    return "".join(parts)


def _section(number: int, each: Section) -> str:
    rows = each.rows if each.most is None else each.rows[: each.most]
    left_out = len(each.rows) - len(rows)
    head = "".join(f"<th>{safe_text(column)}</th>" for column in each.columns)
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
    table = (
        f"<table width='100%' cellpadding='2' cellspacing='0' border='1' style='border-collapse:collapse'>"
        f"<thead><tr>{head}</tr></thead>{body}</table>"
    )
    parts = [
        f"<h2>{safe_text(each.title)}</h2><p><b>{safe_text(each.headline)}</b></p>",
        f"<p><img src='chart:{number}' width='480'></p>" if each.chart else "",
        table if rows else "",
        f"<p class=muted>{left_out:,} more rows are not printed here.</p>" if left_out else "",
        *(f"<p class=muted>{safe_text(line)}</p>" for line in each.note.split("\n") if line),
        f"<p class=muted>Ask again: {safe_text(each.query)}</p>" if each.query else "",
    ]
    return "".join(parts)


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<td class=muted>not assessed</td>"
    if isinstance(cell, int | float):
        return f"<td align=right>{cell:,}</td>"
    # A long identity may break after its separators; the zero-width space is not copied with the text by most readers.
    return f"<td>{_BREAKS.sub(chr(92) + '1&#8203;', safe_text(cell))}</td>"


def _picture(chart: str) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(print_svg(chart).encode()))
    size = renderer.defaultSize()
    image = QImage(size * 3, QImage.Format.Format_ARGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


_STYLE = """
h1 {{ font-size: 20pt; }} h2 {{ font-size: 12pt; margin-top: 14px; }} .muted {{ color: {muted}; font-size: {points}pt; }}
th {{ background-color: {sunken}; text-align: left; font-size: {points}pt; }} td {{ font-size: {points}pt; }}
"""

"""A document as PDF: A4 or Letter, tables that break between rows with their heads repeated, the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from explorer.exports.report import Document
from explorer.exports.written_file import write_file
from explorer.ui.printed_pages import TABLE_POINTS, Printed
from explorer.ui.printed_table import MUTED, printed_font
from explorer.ui.printed_words import words

PAGES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}
MARGIN = 16
"""Millimetres around the page."""
RESOLUTION = 300
FOOT_POINTS = 20
"""The room at the bottom for the title and the number of the page."""

_STAMPS = (re.compile(rb"uuid:([0-9a-fA-F-]{36})"), re.compile(rb"/ID \[ ?<([^\]]*)> ?\]"))
_DATES = re.compile(rb"/(?:Creation|Mod)Date \(D:[^)]*\)\n")
_PLACES = re.compile(rb"^(\d{10})(?= \d{5} n)", re.MULTILINE)
_DIGITS = b"0123456789abcdefABCDEF"
_ZEROS = bytes.maketrans(_DIGITS, b"0" * len(_DIGITS))
_METADATA = (
    b"<?xpacket begin='' ?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
"""XMP that says nothing, in place of Qt's, which says when and where the file was written."""


def write_pdf(document: Document, path: Path, page: str = "A4") -> None:
    """Write a document. Raises `InputError` where the place cannot be written."""
    write_file(path, pdf_bytes(document, page))


def pdf_bytes(document: Document, page: str = "A4") -> bytes:
    """The file's bytes; the same document gives the same, in this run of the program and in the next, wherever it runs.

    Qt stamps time, place and chance into the file, which is taken out; and it writes fonts in the order of a hash table,
    whose seed is another one in every process, so that the seed is fixed meanwhile. Tables that exist keep the seed they have.
    """
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _undated(_unstamped(_drawn(document, page)))
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _drawn(document: Document, page: str) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, document.title, page)
    printed = laid_out(document, writer)
    painter = QPainter(writer)
    for number, sheet in enumerate(printed.pages, 1):
        if number > 1:
            writer.newPage()
        painter.setPen(QPen(QColor(MUTED), 0))
        for each in sheet.placed:
            each.part.draw(painter, each.rect)
        _foot(painter, writer, document.title, f"{number} of {len(printed.pages)}")
    painter.end()
    buffer.close()
    return bytes(store.data())


def laid_out(document: Document, writer: QPdfWriter) -> Printed:
    """The document on the pages of a writer, above the foot."""
    foot = FOOT_POINTS * RESOLUTION / 72
    return Printed(document, writer, float(writer.width()), writer.height() - foot)


def paper(page: str, title: str = "") -> QPdfWriter:
    """A writer onto sheets of a size that writes nowhere, for measuring."""
    return _writer(QBuffer(), title, page)


def _writer(buffer: QBuffer, title: str, page: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Catchment")
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(PAGES[page]))
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    writer.setDocumentXmpMetadata(QByteArray(_METADATA))
    return writer


def _foot(painter: QPainter, writer: QPdfWriter, title: str, number: str) -> None:
    font = printed_font(TABLE_POINTS)
    line = QRectF(0, 0, writer.width(), writer.height())
    painter.setPen(QColor(MUTED))
    for text, width, right in ((title, line.width() * 0.8, False), (number, line.width(), True)):
        made, _ = words(text, font, width, writer, right).split(0.0)
        made.draw(painter, 0.0, line.bottom() - made.height)


def _unstamped(data: bytes) -> bytes:
    """With every digit of the stamps a zero, so that no place in the file moves."""
    for pattern in _STAMPS:
        data = pattern.sub(lambda match: match.group(0).replace(match.group(1), match.group(1).translate(_ZEROS)), data)
    return data


def _undated(data: bytes) -> bytes:
    """Without the two dates, whose length depends on the time zone; the table of places at the end moves along."""
    table = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    cuts = [match.span() for match in _DATES.finditer(data, 0, table)]

    def moved(place: int) -> int:
        return place - sum(end - start for start, end in cuts if end <= place)

    places = _PLACES.sub(lambda match: b"%010d" % moved(int(match[1])), data[table:])
    body = data[:table]
    for start, end in reversed(cuts):
        body = body[:start] + body[end:]
    return body + re.sub(rb"(?<=startxref\n)\d+", b"%d" % moved(table), places)

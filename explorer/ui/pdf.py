"""A document as PDF: A4 or Letter, tables that break between rows with their heads repeated, the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from explorer.errors import InputError
from explorer.exports.report import Document
from explorer.ui.document_text import fill

PAGES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}
POINTS = 8
MARGIN = 14
"""Millimetres around the page."""

_STAMPS = (
    re.compile(rb"/(?:Creation|Mod)Date \(D:([^)]*)\)"),
    re.compile(rb"xmp:(?:CreateDate|ModifyDate|MetadataDate)=\"([^\"]*)\""),
    re.compile(rb"uuid:([0-9a-fA-F-]{36})"),
    re.compile(rb"/ID \[ ?<([^\]]*)> ?\]"),
)
_DIGITS = b"0123456789abcdefABCDEF"
_ZEROS = bytes.maketrans(_DIGITS, b"0" * len(_DIGITS))


def write_pdf(document: Document, path: Path, page: str = "A4") -> None:
    """Write a document. Raises `InputError` where the place cannot be written."""
    try:
        path.write_bytes(pdf_bytes(document, page))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error


def pdf_bytes(document: Document, page: str = "A4") -> bytes:
    """The file's bytes; the same document gives the same, in this run of the program and in the next.

    Qt stamps time and chance into the file, which is written over; and it writes fonts in the order of a hash table, whose
    seed is another one in every process, so that the seed is fixed meanwhile. Tables that exist keep the seed they have.
    """
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _unstamped(_drawn(document, page))
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _drawn(document: Document, page: str) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(document.title)
    writer.setCreator("Catchment")
    writer.setResolution(300)
    writer.setPageSize(QPageSize(PAGES[page]))
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    text = QTextDocument()
    text.setDefaultFont(QFont("sans-serif", POINTS))
    fill(text, document)
    text.print_(writer)
    buffer.close()
    return bytes(store.data())


def _unstamped(data: bytes) -> bytes:
    """With every digit of the stamps a zero, so that no place in the file moves."""
    for pattern in _STAMPS:
        data = pattern.sub(lambda match: match.group(0).replace(match.group(1), match.group(1).translate(_ZEROS)), data)
    return data

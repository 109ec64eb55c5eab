"""Whether a file is a BOM although its name does not say so: many tools write `app.json` or `output.xml`."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.sources.cyclonedx import SOURCE as CYCLONEDX
from explorer.sources.cyclonedx import is_cyclonedx
from explorer.sources.interface import ProjectFile, Source
from explorer.sources.spdx import SOURCE as SPDX
from explorer.sources.spdx import form_of

BOM_READERS: tuple[Source, ...] = (CYCLONEDX, SPDX)

_ENDINGS = (".json", ".jsonld", ".xml", ".rdf", ".yaml", ".yml", ".tag")
_SNIFFED = 4096
"""Bytes at the beginning that are looked at: every file with such an ending is opened for them."""


def reader_by_beginning(file: ProjectFile, taken_by: Iterable[Source]) -> Source | None:
    """The BOM reader that the first bytes ask for, unless the file's name led to one already; None for other files."""
    if not file.name.lower().endswith(_ENDINGS) or any(each in BOM_READERS for each in taken_by):
        return None
    try:
        with file.absolute.open("rb") as stream:
            head = stream.read(_SNIFFED)
    except OSError:
        return None  # Whoever reads the whole file says why it cannot be read.
    if is_cyclonedx(head):
        return CYCLONEDX
    return SPDX if form_of(head, file.name) else None

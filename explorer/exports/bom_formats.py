"""Every BOM format that the graph is written in, by its name on the command line and by the ending of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.exports.cyclonedx import to_cyclonedx_json
from explorer.exports.cyclonedx_xml import to_cyclonedx_xml
from explorer.exports.spdx import to_spdx_json
from explorer.graph.snapshot import Snapshot

BomWriter = Callable[[Snapshot, Sequence[Annotation], ComponentId | None], str]

BOM_FORMATS: MappingProxyType[str, BomWriter] = MappingProxyType(
    {"cyclonedx-json": to_cyclonedx_json, "cyclonedx-xml": to_cyclonedx_xml, "spdx-json": to_spdx_json}
)

ENDINGS = MappingProxyType({".cdx.json": "cyclonedx-json", ".cdx.xml": "cyclonedx-xml", ".spdx.json": "spdx-json"})
"""How files of each format are named, as the standards ask for it."""


def format_of_name(name: str) -> str | None:
    """The format that a file's name asks for: `app.cdx.json` is CycloneDX; None for any other."""
    return next((word for ending, word in ENDINGS.items() if name.lower().endswith(ending)), None)

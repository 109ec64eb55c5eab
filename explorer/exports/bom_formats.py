"""Every BOM format that the graph is written in: its word on the command line, its name, and how its files end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.domain.annotations import Annotation
    from explorer.domain.component import ComponentId
    from explorer.graph.snapshot import Snapshot

    BomWriter = Callable[[Snapshot, Sequence[Annotation], ComponentId | None], str]


@dataclass(frozen=True)
class BomFormat:
    """One version of a standard in one syntax."""

    word: str
    title: str
    ending: str
    """How files of it end, as the standards ask for it; where two share that, the version stands before it."""
    writer: Callable[[], BomWriter]
    """Gives the writer; what it needs is imported then."""

    def write(
        self, snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None
    ) -> str:
        """The whole graph, or what is upstream of one system, in this format."""
        return self.writer()(snapshot, annotations, system)


def _cyclonedx_json(version: str) -> Callable[[], BomWriter]:
    def writer() -> BomWriter:
        from explorer.exports.cyclonedx import to_cyclonedx_json

        return lambda *graph: to_cyclonedx_json(*graph, version=version)

    return writer


def _cyclonedx_xml(version: str) -> Callable[[], BomWriter]:
    def writer() -> BomWriter:
        from explorer.exports.cyclonedx_xml import to_cyclonedx_xml

        return lambda *graph: to_cyclonedx_xml(*graph, version=version)

    return writer


def _spdx_three() -> BomWriter:
    from explorer.exports.spdx import to_spdx_json

    return to_spdx_json


def _spdx_two() -> BomWriter:
    from explorer.exports.spdx_two import to_spdx_two_json

    return to_spdx_two_json


def _spdx_tag_value() -> BomWriter:
    from explorer.exports.spdx_tag_value import to_spdx_tag_value

    return to_spdx_tag_value


_ALL = (
    BomFormat("cyclonedx-json", "CycloneDX 1.6 BOM", ".cdx.json", _cyclonedx_json("1.6")),
    BomFormat("cyclonedx-xml", "CycloneDX 1.6 BOM in XML", ".cdx.xml", _cyclonedx_xml("1.6")),
    BomFormat("cyclonedx-1.7-json", "CycloneDX 1.7 BOM", ".1.7.cdx.json", _cyclonedx_json("1.7")),
    BomFormat("cyclonedx-1.7-xml", "CycloneDX 1.7 BOM in XML", ".1.7.cdx.xml", _cyclonedx_xml("1.7")),
    BomFormat("spdx-json", "SPDX 3 document", ".spdx.json", _spdx_three),
    BomFormat("spdx-2.3-json", "SPDX 2.3 document", ".2.3.spdx.json", _spdx_two),
    BomFormat("spdx-2.3-tag-value", "SPDX 2.3 document in tag-value", ".spdx", _spdx_tag_value),
)

BOM_FORMATS = {each.word: each for each in _ALL}
"""By their words, in the order in which they are offered."""


def format_of_name(name: str) -> BomFormat | None:
    """The format that a file's name asks for, by the longest ending: `app.cdx.json` is CycloneDX; None for any other."""
    endings = sorted(_ALL, key=lambda each: len(each.ending), reverse=True)
    return next((each for each in endings if name.lower().endswith(each.ending)), None)

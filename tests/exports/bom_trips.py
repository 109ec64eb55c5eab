"""A graph written as a BOM and read back: what is the same, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from explorer.domain.component import Component, Knowledge
from explorer.exports.bom_formats import BOM_FORMATS
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.scan import scan

FORMATS: Mapping[str, str] = {word: each.ending for word, each in BOM_FORMATS.items()}


def there_and_back(snapshot: Snapshot, word: str, folder: Path) -> Snapshot:
    """The snapshot that scanning its own BOM of this format gives."""
    path = folder / f"demo{FORMATS[word]}"
    path.write_text(BOM_FORMATS[word].write(snapshot), encoding="utf-8")
    return scan([str(path)], "demo")


def components_of(snapshot: Snapshot) -> dict[str, tuple[object, ...]]:
    """What is told of each component, but for its evidence and when the BOM was made."""
    return {each.id: _told(each) for each in snapshot.components}


def relations_of(snapshot: Snapshot) -> set[tuple[object, ...]]:
    """The relations with kind, role and knowledge."""
    return {(each.source, each.target, each.kind, each.scope, _declared(each.knowledge)) for each in snapshot.relations}


def _told(component: Component) -> tuple[object, ...]:
    facts = {name: text for name, text in component.attributes.items() if not name.startswith("BOM ")}
    known = _declared(component.knowledge)
    return (component.kind, component.name, component.version, component.supplier, known, facts)


def _declared(knowledge: Knowledge) -> Knowledge:
    return Knowledge.DECLARED if knowledge is Knowledge.VERIFIED else knowledge

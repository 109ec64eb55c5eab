"""Whether every published BOM beside the checkout comes back as it was, out of each format that is written."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from explorer.errors import ExplorerError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.scan import scan
from tests.bench.measures import REPOSITORY, Figure
from tests.exports.bom_trips import FORMATS, components_of, relations_of, there_and_back

FOLDERS = ("cyclonedx-real", "cyclonedx-spec-tests", "spdx")


def bom_trip_figures() -> list[Figure]:
    """How many documents were tried, and how many came back changed in any format."""
    root = Path(os.environ.get("CATCHMENT_SHARED_DATA", REPOSITORY.parent / "shared/data"))
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.is_file()]
    began = time.process_time()
    snapshots = [snapshot for path in files if (snapshot := _scanned(path)) is not None]
    changed = sum(not _is_same(snapshot, word) for snapshot in snapshots for word in FORMATS)
    return [
        Figure("BOMs there and back: documents with components", len(snapshots), "files"),
        Figure(f"BOMs there and back: changed, of {len(FORMATS)} formats each", changed, "files", 0),
        Figure("BOMs there and back, CPU", time.process_time() - began, "s"),
    ]


def _scanned(path: Path) -> Snapshot | None:
    """The snapshot of a file; None where it has nothing upstream, as licences and notes have not."""
    try:
        snapshot = scan([str(path)], "demo")
    except ExplorerError:
        return None
    return snapshot if len(snapshot.components) > 1 else None


def _is_same(snapshot: Snapshot, word: str) -> bool:
    with TemporaryDirectory() as folder:
        again = there_and_back(snapshot, word, Path(folder))
    return components_of(again) == components_of(snapshot) and relations_of(again) == relations_of(snapshot)

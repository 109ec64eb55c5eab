"""The sample portfolio as a workspace."""

from __future__ import annotations

from pathlib import Path

from explorer.knowledge.files import sample_folder
from explorer.pipeline.scan import scan
from explorer.pipeline.stories import sample_story
from explorer.progress import Progress
from explorer.storage.annotations import record_of
from explorer.storage.workspace import Workspace

SAMPLE_SYSTEMS = ("claims-rag", "claims-lora", "ops-agent", "gpu-serving")


def open_sample(folder: Path, progress: Progress | None = None) -> Path:
    """Scan the sample systems into a workspace in this folder; one that is there already is kept as it is."""
    path = folder / "sample-portfolio.catchment"
    if path.exists():
        return path
    progress = progress or Progress()
    folder.mkdir(parents=True, exist_ok=True)
    with Workspace.create(path) as workspace:
        for name in SAMPLE_SYSTEMS:
            target = sample_folder() / name
            snapshot = scan([str(target)], name, progress)
            workspace.save_snapshot(snapshot.systems()[0], name, [str(target)], snapshot)
        workspace.put_all([record_of(slide) for slide in sample_story()], "Catchment")
    return path

"""The sample portfolio as a workspace."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from pathlib import Path

from explorer.analysis.own_parties import OWN_PARTY
from explorer.domain.annotation import Note, Subject
from explorer.errors import WorkspaceError
from explorer.knowledge.files import sample_folder
from explorer.pipeline.scan import scan
from explorer.pipeline.scan_targets import KEY
from explorer.pipeline.stories import sample_story
from explorer.progress import Progress
from explorer.storage.annotations import record_of
from explorer.storage.workspace import Workspace

EDITION = "sample edition"
"""The setting that keeps what a sample workspace was made from."""

SAMPLE_SYSTEMS = ("claims-rag", "claims-lora", "ops-agent", "gpu-serving")
SAMPLE_KEYS = {"claims-lora": "models/brightwater-example__letters-claims/brightwater-release.pub"}
"""The key that the sample's analyst trusts, by the system in whose scan it is named."""

SAMPLE_OWNER = Note(
    Subject("party:brightwater-example"),
    "The insurer whose portfolio this is.",
    (OWN_PARTY,),
    "Catchment",
    "sample-owner",
)
"""What its makers publish is asked of its own teams."""


def open_sample(folder: Path, progress: Progress | None = None) -> Path:
    """A workspace of the sample systems in this folder: the one that is there, with all that was written into it.

    One that another edition of the sample made tells another story than the handouts; it is kept, and a new one made
    beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    edition = sample_edition()
    for number in count(1):
        path = folder / f"sample-portfolio{f'-{number}' if number > 1 else ''}.catchment"
        if not path.exists():
            _make(path, edition, progress or Progress())
            return path
        if _edition_of(path) == edition:
            return path
    raise AssertionError("the numbers do not end")


def sample_edition() -> str:
    """What the sample is made from, as one digest: its files and the slides of its story."""
    digest = sha256()
    for file in sorted(each for each in sample_folder().rglob("*") if each.is_file()):
        digest.update(f"{file.relative_to(sample_folder()).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    digest.update(repr((sample_story(), SAMPLE_OWNER)).encode())
    return digest.hexdigest()


def sample_targets(name: str) -> list[str]:
    """What is scanned as one of the sample's systems: its folder, and the key that is trusted there."""
    folder = sample_folder() / name
    return [str(folder), *(f"{KEY}{folder / key}" for key in [SAMPLE_KEYS.get(name)] if key)]


def _edition_of(path: Path) -> str | None:
    """The edition that made a workspace; None where it cannot be read."""
    try:
        with Workspace.open(path) as workspace:
            return workspace.setting(EDITION)
    except WorkspaceError:
        return None


def _make(path: Path, edition: str, progress: Progress) -> None:
    with Workspace.create(path) as workspace:
        for name in SAMPLE_SYSTEMS:
            targets = sample_targets(name)
            snapshot = scan(targets, name, progress)
            workspace.save_snapshot(snapshot.systems()[0], name, targets, snapshot)
        workspace.begin_with([*map(record_of, sample_story()), record_of(SAMPLE_OWNER)], "Catchment")
        workspace.set_setting(EDITION, edition)

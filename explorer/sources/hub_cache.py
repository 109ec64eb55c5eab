"""The local cache of the Hugging Face hub: which repositories and revisions lie there, with all that their files say.

The layout (huggingface_hub, "Understand caching"): `models--owner--name/refs/<branch>` holds a commit hash,
`snapshots/<commit>/…` the files, mostly links into `blobs/`, where a large file bears its SHA-256 as name.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId
from explorer.errors import ExplorerError, InputError
from explorer.progress import Progress
from explorer.sources import adapter_config, model_card, model_config, weight_files
from explorer.sources.interface import Project, ProjectFile, Source, evidence
from explorer.sources.model_repository import repository_claims, repository_of

_REPOSITORY = re.compile(r"(?:models|datasets)--.+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
MAX_FILES = 20_000
"""Files of one snapshot that are looked at; the scan says so where there are more."""

_READERS: Sequence[Source] = (model_card.SOURCE, model_config.SOURCE, adapter_config.SOURCE, weight_files.SOURCE)


class HubCache:
    """Reads snapshots in a hub cache."""

    name = "hub-cache"
    reads = "Repositories in a local cache of the hub: revision, files, digests, cards and configurations."
    does_not_read = "Snapshots that no branch or tag points to, and links that lead out of their repository."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is `models--owner--name/refs/<branch>`; it names the snapshot that is read."""
        return len(path.parts) > 2 and "refs" in path.parts and bool(_REPOSITORY.fullmatch(_repository_part(path)))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Everything in the snapshot that the reference points to."""
        commit = file.read_text(1024).strip()
        if not _COMMIT.fullmatch(commit):
            raise InputError(
                f"{file.path} does not hold a commit hash.", "The cache is damaged; fetch the model again."
            )
        depth = file.path.parts.index(_repository_part(file.path)) + 1
        home = PurePosixPath(*file.path.parts[:depth])
        above = len(file.path.parts) - depth
        folder = file.absolute.parents[above - 1]
        files = [each for each in _snapshot(folder, home, commit) if isinstance(each, ProjectFile)]
        snapshot = Project(project.root, project.system, tuple(files[:MAX_FILES]), project.keys)
        if len(files) > MAX_FILES:
            yield Problem(self.name, str(home), None, f"Only {MAX_FILES:,} files of the snapshot were looked at.")
        if not files:
            yield Problem(
                self.name, str(file.path), 1, f"The snapshot {commit} is not in the cache.", "Fetch the model again."
            )
            return
        branch = "/".join(file.path.parts[depth + 1 :])
        at = evidence(self.name, file, 1, commit, branch)
        if repository := repository_of(files[0].path, snapshot):
            yield from repository_claims(repository, snapshot, at)
            facts = {"cached as": branch}
            yield Component(repository.id, repository.kind, repository.name, commit, attributes=facts, evidence=(at,))
        for each in snapshot.files:
            yield from _read(each, snapshot)


def read_hub_cache(cache: Path, system: ComponentId, progress: Progress | None = None) -> Iterator[Claim]:
    """Every repository in a hub cache folder, by the branches and tags that were fetched.

    Raises `InputError` where the folder is no such cache.
    """
    progress = progress or Progress()
    references = sorted(cache.glob("*--*/refs/**/*")) if cache.is_dir() else []
    if not references:
        raise InputError(f"{cache} is no cache of the hub.", "Give the folder that holds models--owner--name folders.")
    source = HubCache()
    for number, reference in enumerate(references):
        path = PurePosixPath(reference.relative_to(cache).as_posix())
        if reference.is_symlink() or not reference.is_file() or not source.matches(path):
            continue
        progress.step(f"Reading {path}", number, len(references))
        file = ProjectFile(path, reference, reference.stat().st_size)
        try:
            yield from source.read(file, Project(cache, system))
        except ExplorerError as error:
            yield Problem(source.name, str(path), None, error.message, error.advice)


def _repository_part(path: PurePosixPath) -> str:
    """The folder `models--owner--name` just above `refs`; empty where there is none."""
    parts = path.parts
    return parts[parts.index("refs") - 1] if "refs" in parts and parts.index("refs") else ""


def _read(file: ProjectFile, project: Project) -> Iterator[Claim]:
    for source in _READERS:
        if source.matches(file.path):
            try:
                yield from source.read(file, project)
            except ExplorerError as error:
                yield Problem(source.name, str(file.path), None, error.message, error.advice)


def _snapshot(repository: Path, home: PurePosixPath, commit: str) -> Iterator[ProjectFile]:
    """The files of a snapshot; a link counts only where it leads to a file of the same repository."""
    root = repository / "snapshots" / commit
    inside = repository.resolve()
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(names):
            absolute = Path(folder) / name
            try:
                target = absolute.resolve(strict=True)
                facts = target.stat()
            except (OSError, RuntimeError):
                continue  # A link to nowhere: the file was not fetched, so there is nothing to read.
            if stat.S_ISREG(facts.st_mode) and target.is_relative_to(inside):
                relative = PurePosixPath(absolute.relative_to(root).as_posix())
                yield ProjectFile(home / "snapshots" / commit / relative, absolute, facts.st_size)


SOURCE = HubCache()

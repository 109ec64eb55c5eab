"""Whether the files behind a system are still those that were scanned, without reading them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from explorer.errors import InputError
from explorer.pipeline.scan_targets import KEY
from explorer.progress import Progress
from explorer.sources.folder import walk
from explorer.sources.interface import ProjectFile


def fingerprint(targets: Iterable[str], progress: Progress | None = None) -> str:
    """A digest of names, sizes and times of all files of the targets that lie on this machine; others count by name."""
    digest = hashlib.sha256()
    for target in targets:
        digest.update(f"{target}\n".encode(errors="surrogatepass"))
        for line in _lines(Path(target.removeprefix(KEY)).expanduser(), progress or Progress()):
            digest.update(line.encode(errors="surrogatepass"))
    return digest.hexdigest()


def _lines(target: Path, progress: Progress) -> Iterable[str]:
    if not target.is_dir():
        yield _line(target)
        return
    try:
        for entry in walk(target, progress):
            if isinstance(entry, ProjectFile):
                yield _line(entry.absolute)
    except InputError:
        yield f"{target} cannot be listed\n"


def _line(path: Path) -> str:
    """A file that is not there has a line of its own, so that its coming and going shows."""
    try:
        facts = path.stat()
    except OSError:
        return f"{path} is not there\n"
    return f"{path} {facts.st_size} {facts.st_mtime_ns}\n"

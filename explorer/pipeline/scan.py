"""From targets to a snapshot: walk, read, merge, derive, freeze. Pure: nothing is stored here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.errors import ExplorerError, InputError
from explorer.graph.derive import derive
from explorer.graph.identity import system_id
from explorer.graph.merge import Draft, unify_versions
from explorer.graph.misread import drop_what_was_misread
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.files import refresh_knowledge
from explorer.pipeline.hub_dump import TARGET, dump_among, read_hub_dump
from explorer.pipeline.scan_files import read_alone, read_folder
from explorer.pipeline.scan_targets import HUB, KEY, PACKAGES
from explorer.pipeline.unlocked import unlocked_requirements
from explorer.progress import Progress
from explorer.sources.answer_cache import AnswerCache
from explorer.sources.guarded_reading import without_faults
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import hub_model
from explorer.sources.reference_claims import claims_for
from explorer.sources.registry import unusable_sources
from explorer.sources.trusted_keys import TrustedKey, read_keys


def scan(
    targets: Sequence[str],
    name: str | None,
    progress: Progress | None = None,
    online: frozenset[str] = frozenset(),
    cache: AnswerCache | None = None,
) -> Snapshot:
    """Everything upstream of one system, read from folders, BOM files, environments and hub caches.

    Targets are paths, `env:PATH` (an interpreter or a virtual environment), `hf-cache:PATH`, or `hf:OWNER/MODEL`, whose
    lineage is followed where the hub is switched on; or one `hub-dump:PATH` by itself. `key:PATH` beside them is a key to
    verify signatures with. `cache` keeps answers of network sources for the next time.

    Raises `InputError` where a target does not exist or is no ordinary file, or no target was given. What cannot be read inside a target
    becomes a problem of the snapshot; the rest is still read.
    """
    progress = progress or Progress()
    if not targets:
        raise InputError("There is nothing to scan.", "Give a folder or a BOM file.")
    if (dump := dump_among(targets)) is not None:
        return read_hub_dump(dump, name or dump.name.partition(".")[0] or "hub", now(), progress)
    keys = tuple(key for target in targets for key in _keys_of(target))
    read = [target for target in targets if not target.startswith(KEY)]
    if not read:
        raise InputError("There is nothing to scan but keys.", "Give a folder or a BOM file beside them.")
    system = system_of(read, name)
    draft = Draft()
    draft.add(system)
    for problem in refresh_knowledge():
        draft.add(problem)
    for target in read:
        for claim in _read_target(target, system.id, keys, progress):
            draft.add(claim)
    drop_what_was_misread(draft)
    draft = unify_versions(draft)
    if PACKAGES in online:
        for claim in list(_package_claims(draft, progress, cache)):
            draft.add(claim)
        draft = unify_versions(draft)  # What files ask for is the version that it leads to today.
    if HUB in online:
        for claim in list(_hub_claims(draft, progress, cache)):
            draft.add(claim)
    progress.step("Deriving what no file lists")
    derive(draft)
    progress.step("Building the graph")
    return snapshot_of(draft, now())


def system_of(targets: Sequence[str], name: str | None) -> Component:
    """The system that a scan of these targets is of, by its name or by that of what is scanned; keys count for none."""
    targets = [target for target in targets if not target.startswith(KEY)]
    # A folder says better what the system is than a file that happens to stand before it.
    folders = [target for target in targets if Path(target).expanduser().is_dir()]
    title = name or _last_name((folders or targets)[0]) or "system"
    evidence = tuple(Evidence("target", _last_name(target)) for target in targets)
    return Component(system_id(title), Kind.SYSTEM, title, "", None, Knowledge.DECLARED, {}, evidence)


def lasting(target: str) -> str:
    """The target as it can be scanned again from anywhere: a path made absolute, other targets as they are."""
    word, colon, rest = target.partition(":")
    if not (colon and (word in _SPECIAL_TARGETS or target.startswith((TARGET, KEY)))):
        return str(Path(target).expanduser().resolve())
    return f"{word}:{Path(rest).expanduser().absolute()}" if rest and word != "hf" else target


def now() -> str:
    """This moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _last_name(target: str) -> str:
    """The name of what a path leads to; that of the path itself where links lead in a circle."""
    return os.path.basename(os.path.realpath(target))


def _keys_of(target: str) -> tuple[TrustedKey, ...]:
    return read_keys(Path(target.removeprefix(KEY)).expanduser()) if target.startswith(KEY) else ()


def _read_target(target: str, system: ComponentId, keys: tuple[TrustedKey, ...], progress: Progress) -> Iterator[Claim]:
    word, colon, rest = target.partition(":")
    if colon and word in _SPECIAL_TARGETS:
        yield from without_faults(_SPECIAL_TARGETS[word](rest, system, progress), word, target)
        return
    yield from unusable_sources()
    path = Path(target).expanduser()
    if path.is_dir():
        yield from read_folder(path, system, keys, progress)
    elif path.is_file():
        file = ProjectFile(PurePosixPath(path.name), path, path.stat().st_size)
        project = Project(path.parent, system, (file,), keys)
        yield from read_alone(file, project)
    elif path.exists():
        message = f"{target} is no ordinary file, but a pipe, a socket or a device."
        raise InputError(message, "Save what it gives to a file, and scan that.")
    else:
        raise InputError(f"{target} does not exist.", "Give a folder or a BOM file.")


def _package_claims(draft: Draft, progress: Progress, cache: AnswerCache | None) -> Iterator[Claim]:
    from explorer.sources.pip_resolve import resolve

    yield from _answering(resolve(unlocked_requirements(draft), progress, cache), PACKAGES)


def _hub_claims(draft: Draft, progress: Progress, cache: AnswerCache | None) -> Iterator[Claim]:
    from explorer.sources.hub import follow

    yield from _answering(follow(hub_seeds(draft.components.values()), progress, cache=cache), HUB)


def _answering(claims: Iterator[Claim], source: str) -> Iterator[Claim]:
    """What a network source says; one that does not answer is a problem, and all else goes on."""
    try:
        yield from without_faults(claims, source, "")
    except ExplorerError as error:
        yield Problem("network", "", None, error.message, error.advice)


def hub_seeds(components: Iterable[Component]) -> list[ComponentId]:
    """The models, adapters and datasets that the Hugging Face hub may know."""
    return [each.id for each in components if each.id.startswith("pkg:huggingface/") and "#" not in each.id]


def _environment(path: str, system: ComponentId, progress: Progress) -> Iterator[Claim]:
    from explorer.sources.installed_environment import collect

    yield from collect(path or sys.prefix, system, progress, ask_pip=True)


def _hub_cache(path: str, system: ComponentId, progress: Progress) -> Iterator[Claim]:
    from explorer.sources.hub_cache import read_hub_cache

    folder = Path(path).expanduser() if path else Path.home() / ".cache" / "huggingface" / "hub"
    yield from read_hub_cache(folder, system, progress)


def _hub_model(repository: str, system: ComponentId, progress: Progress) -> Iterator[Claim]:
    reference = hub_model(repository, bare=True)
    if reference is None:
        raise InputError(f"{repository} is no repository of the hub.", "Write it as hf:OWNER/MODEL.")
    progress.step(f"Starting from {repository}")
    yield from claims_for(reference, system, Evidence("target", f"hf:{repository}"), Scope.RUNTIME)


_SPECIAL_TARGETS = {"env": _environment, "hf-cache": _hub_cache, "hf": _hub_model}
"""Targets that are no path, by the word before the colon."""

"""Reads DVC: tracked data and models with their digests, stages of a pipeline, storages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import is_pinned_digest
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.dvc_artifact import artifact, entries, folder_of, remote_claims, storage_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, text_at, value_at
from explorer.sources.package_index import distributed_by, without_credentials

_TRAINS = re.compile(r"(?i)train|fit\b|fine_?-?tune|pretrain|distill|lora")


class DvcFileSource:
    """What DVC tracks, and how it is made."""

    name = "dvc"
    reads = (
        "DVC: *.dvc, dvc.yaml, dvc.lock, .dvc/config: data and models with their digests, stages, commands, storages."
    )
    does_not_read = "The content that the storages hold; metrics and plots; stages whose names are templates stay open."

    def matches(self, path: PurePosixPath) -> bool:
        """`data.csv.dvc`, `dvc.yaml`, `dvc.lock`, `.dvc/config`."""
        in_own_folder = ".dvc" in path.parts[:-1]
        return (
            (path.suffix == ".dvc" and not in_own_folder) or path.name in ("dvc.yaml", "dvc.lock") or _is_config(path)
        )

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Data and weights as parts of the system, stages as training runs or builds."""
        site = Site.of(self.name, file, project)
        if _is_config(file.path):
            yield from remote_claims(site)
            return
        for document in read_yaml(file):
            if file.path.suffix == ".dvc":
                yield from _tracked(document, site)
            else:
                yield from _stages(document, site)


def _is_config(path: PurePosixPath) -> bool:
    return path.parts[-2:] in ((".dvc", "config"), (".dvc", "config.local"))


def _tracked(document: Tree, site: Site) -> Iterator[Claim]:
    """`*.dvc`: one thing that is tracked, and where it was imported from."""
    folder = folder_of(document, site)
    for out in entries(document, "outs"):
        tracked = artifact(out, folder, site, Kind.DATASET)
        if tracked is None:
            continue
        yield from _of_system(tracked, site)
        origins = entries(document, "deps")
        for origin in origins:
            yield from _imported(tracked.id, origin, site)
        if not origins:
            yield from storage_claims(tracked.id, "", site, tracked.evidence[0])


def _imported(tracked: ComponentId, origin: Tree, site: Site) -> Iterator[Claim]:
    """From another repository of DVC at a commit, or from an address."""
    repository = text_at(origin, "repo", "url")
    address = repository or text_at(origin, "path")
    if address is None:
        return
    commit = text_at(origin, "repo", "rev_lock") or text_at(origin, "repo", "rev") or ""
    found = site.found(address.line, f"imported from {without_credentials(address)} {commit}".strip(), "deps")
    if repository is not None:
        facts = {"imported at": str(commit), "pinned": "yes" if is_pinned_digest(commit) else "no"}
        yield Component(
            tracked, Kind.DATASET, tracked.rpartition("/")[2], "", None, Knowledge.DECLARED, facts, (found,)
        )
        yield from distributed_by(tracked, without_credentials(repository), found, "DVC repository", site.scope)
    else:
        yield from storage_claims(tracked, address, site, found)


def _stages(document: Tree, site: Site) -> Iterator[Claim]:
    stages = value_at(document, "stages")
    for name, stage in stages.items() if isinstance(stages, dict) else []:
        if isinstance(stage, dict):
            yield from _stage(name, value_at(stage, "do") or stage, site)


def _stage(name: LinedText, stage: Tree, site: Site) -> Iterator[Claim]:
    """A run with what it reads, what it makes, and what its commands name."""
    run, claims = _run(name, site)
    yield from claims
    folder = folder_of(stage, site)
    for entry in entries(stage, "deps"):
        read = artifact(entry, folder, site)
        if read is not None:
            yield from _of_system(read, site)
            yield Relation(run, read.id, RelationKind.USES, site.scope, evidence=read.evidence)
            yield from storage_claims(read.id, _path(entry), site, read.evidence[0])
    for entry in entries(stage, "outs"):
        made = artifact(entry, folder, site)
        if made is not None:
            yield from _of_system(made, site)
            yield Relation(made.id, run, RelationKind.TRAINED_BY if made.kind is Kind.WEIGHT_FILE else RelationKind.BUILT_BY,
                           site.scope, evidence=made.evidence)  # fmt: skip
            yield from storage_claims(made.id, _path(entry), site, made.evidence[0])
    commands = value_at(stage, "cmd")
    for command in commands if isinstance(commands, list) else [commands]:
        if isinstance(command, LinedText):
            found = site.found(command.line, command, "cmd")
            yield from command_claims(command.as_commands, site.project.system, found, site.scope, command.first_line)


def _path(entry: Tree) -> str:
    return str(entry if isinstance(entry, LinedText) else text_at(entry, "path") or "")


def _run(name: LinedText, site: Site) -> tuple[ComponentId, list[Claim]]:
    """One identity for a stage of `dvc.yaml` and of the `dvc.lock` beside it."""
    trains = bool(_TRAINS.search(name))
    kind = Kind.TRAINING_RUN if trains else Kind.BUILD
    place = site.file.path.parent / "dvc.yaml"
    identity = ComponentId(f"{kind.value}:{site.project.system.partition(':')[2]}/{place}#{name}")
    found = site.found(name.line, f"stage {name}", "stages")
    run = Component(identity, kind, str(name), "", None, Knowledge.DECLARED, {"platform": "DVC"}, (found,))
    relation = RelationKind.TRAINED_BY if trains else RelationKind.BUILT_BY
    return identity, list(used_by(site.project.system, run, relation, site.scope))


def _of_system(component: Component, site: Site) -> Iterator[Claim]:
    kind = RelationKind.CONTAINS if component.kind is Kind.WEIGHT_FILE else RelationKind.USES
    yield from used_by(site.project.system, component, kind, site.scope)


SOURCE = DvcFileSource()

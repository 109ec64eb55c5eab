"""Ecosystem Graphs: who built which model, dataset and application on which others (Stanford CRFM's YAML and CSV)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.graph.identity import package_id, slug
from explorer.knowledge.parties import Party, parties, party_of_namespace
from explorer.sources.ecosystem_asset import Asset, assets_in, looks_like_assets
from explorer.sources.ecosystem_claims import Target, claims_of_asset
from explorer.sources.interface import Project, ProjectFile


class EcosystemGraphs:
    """Reads collections of assets."""

    name = "ecosystem-graphs"
    reads = "Ecosystem Graphs YAML and CSV: assets, what they depend on, their organisations and training hardware."
    does_not_read = "The prose of an asset, and its monitoring, feedback and evaluation fields."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is a YAML or CSV file; its first lines tell whether it holds assets."""
        return path.suffix.lower() in (".yaml", ".yml", ".csv")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Each asset with its dependencies; a name that no asset of the collection bears becomes an unknown one."""
        if not looks_like_assets(file):
            return
        collection = _collection(project, file)
        assets = collection.files.pop(file.path, [])
        if isinstance(assets, InputError):
            raise assets
        for asset in assets:
            makers = collection.makers(asset.organization)
            yield from claims_of_asset(
                self.name, file, project.system, asset, collection.id_of(asset), makers, collection.targets
            )


@dataclass
class Collection:
    """All assets of a scanned folder by name, since they refer to each other by name across files."""

    files: dict[PurePosixPath, list[Asset] | InputError] = field(default_factory=dict)
    targets: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    _identities: dict[int, ComponentId] = field(default_factory=dict)
    _organizations: set[str] = field(default_factory=set)

    def add(self, file: ProjectFile) -> None:
        """Take in a file; one that cannot be read is remembered as such."""
        try:
            self.files[file.path] = list(assets_in(file))
        except InputError as error:
            self.files[file.path] = error

    def close(self) -> None:
        """Give every asset its identity, once all are known."""
        assets = [asset for found in self.files.values() if isinstance(found, list) for asset in found]
        times = Counter(_base(asset) for asset in assets)
        taken = Counter[ComponentId]()
        for asset in assets:
            # Two assets of one name and maker are told apart by their dates: releases of one family.
            identity = _base(asset, asset.text("created_date") if times[_base(asset)] > 1 else "")
            taken[identity] += 1
            if taken[identity] > 1:
                identity = ComponentId(f"{identity}?entry={taken[identity]}")
            self._identities[id(asset)] = identity
            self.targets[asset.name].append(Target(identity, asset.type))
            self._organizations.add(asset.organization)

    def id_of(self, asset: Asset) -> ComponentId:
        """The identity of an asset."""
        return self._identities[id(asset)]

    def makers(self, organization: str) -> list[Party | str]:
        """The parties behind a text; `Microsoft, NVIDIA` is two only where each is known or stated alone elsewhere."""
        parts = [part.strip() for part in organization.split(",")]
        are_known = all(_party(part) or part in self._organizations for part in parts)
        return [_party(part) or part for part in (parts if are_known else [organization]) if part]


def _collection(project: Project, asked: ProjectFile) -> Collection:
    known = project.memory.get(EcosystemGraphs.name)
    if isinstance(known, Collection) and asked.path in known.files:
        return known
    collection = Collection()
    for file in {each.path: each for each in (*project.files, asked)}.values():
        if SOURCE.matches(file.path) and looks_like_assets(file):
            collection.add(file)
    collection.close()
    project.memory[EcosystemGraphs.name] = collection
    return collection


def _base(asset: Asset, version: str = "") -> ComponentId:
    maker = slug(asset.organization) if asset.organization else "organisation-not-stated"
    return package_id("generic", f"ecosystem-graphs/{maker}/{asset.name}", version)


def _party(organization: str) -> Party | None:
    named = (each for each in parties().values() if each.name.lower() == organization.lower())
    return party_of_namespace(organization) or party_of_namespace(slug(organization)) or next(named, None)


SOURCE = EcosystemGraphs()

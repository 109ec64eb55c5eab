"""Reads the files by which an application is deployed on a platform: Fly, Render, Railway, Vercel, Cloudflare, BentoML, Cerebrium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, settings, value_at
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.settings_reading import SettingsReading
from explorer.sources.settings_tree import settings_trees

_PLATFORMS = (
    (re.compile(r"fly([.-][\w-]+)?\.toml"), "fly"),
    (re.compile(r"render\.ya?ml"), "render"),
    (re.compile(r"railway\.(json|toml)"), "railway"),
    (re.compile(r"vercel\.json"), "vercel"),
    (re.compile(r"wrangler\.(toml|jsonc?)"), "cloudflare"),
    (re.compile(r"azure\.ya?ml"), "azure"),
    (re.compile(r"cerebrium\.toml"), "cerebrium"),
    (re.compile(r"bentofile\.ya?ml"), ""),
    (re.compile(r"runpod\.toml"), "runpod"),
)
"""File names, and the cloud that takes them; empty where the file is for any."""
_DEMANDED = {"azure": LinedText("name", 0)}
"""A key without which the platform takes no such file, where others name theirs the same (Azure Developer CLI, schema of azure.yaml)."""

_IMAGE_KEYS = frozenset({"image", "base_image", "docker_base_image_url", "url", "imageName"})
_CHIP_KEYS = frozenset({"size", "gpu_kind", "gpu-kind", "compute", "gpu_type", "gpu_types", "vm_size"})
_PACKAGES: tuple[tuple[str, ...], ...] = (("python", "packages"), ("python", "requirements"), ("requirements",))
_PIP_TABLES: tuple[tuple[str, ...], ...] = (("cerebrium", "dependencies", "pip"),)


class PlatformFileSource:
    """Deployment files that are known by their names."""

    name = "platform"
    reads = (
        "fly.toml, render.yaml, railway.json, vercel.json, wrangler.toml, azure.yaml, cerebrium.toml, bentofile.yaml: the "
        "cloud, images, accelerators, packages, models in environments, indexes."
    )
    does_not_read = "What is set on the platform's own pages; secrets."

    def matches(self, path: PurePosixPath) -> bool:
        """The names of `_PLATFORMS`."""
        return _cloud(path) is not None

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The cloud at the top of the file, and what its entries name."""
        site = Site.of(self.name, file, project)
        cloud = _cloud(file.path)
        top = site.found(1, file.name, "file")
        if cloud and cloud not in _DEMANDED:
            yield from site.cloud(cloud, top)
        for tree in settings_trees(file):
            if cloud in _DEMANDED and isinstance(tree, dict) and _DEMANDED[cloud] in tree:
                yield from site.cloud(cloud, top)
            yield from _entries(tree, site)
            yield from _packages(tree, site)
            yield from SettingsReading(self.name, file, project, site.scope).claims(tree)


def _cloud(path: PurePosixPath) -> str | None:
    return next((cloud for pattern, cloud in _PLATFORMS if pattern.fullmatch(path.name.lower())), None)


def _entries(tree: Tree, site: Site) -> Iterator[Claim]:
    for above, key, value in settings(tree):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key in _IMAGE_KEYS and (key != "url" or above[-1:] == ("image",)) and re.search(r"[/:]", value):
            yield from image_claims(value, site.project, found, site.scope)
        elif key in _CHIP_KEYS:
            yield from site.accelerator("gpu", value, found)
        elif key == "cuda_version" and value:
            yield from site.hardware("nvidia-gpu", found)
        elif key == "index_name" and above[-1:] == ("vectorize",):
            index = retrieval_index("cloudflare", str(value), found)
            yield from used_by(site.project.system, index, RelationKind.RETRIEVES_FROM, site.scope)


def _packages(tree: Tree, site: Site) -> Iterator[Claim]:
    """Python packages as a list of requirements, or as a table of names and versions."""
    for path in _PACKAGES:
        listed = value_at(tree, *path)
        for each in listed if isinstance(listed, list) else []:
            if isinstance(each, LinedText):
                yield from _installed(str(each), each.line, site)
    for path in _PIP_TABLES:
        table = value_at(tree, *path)
        for name, version in table.items() if isinstance(table, dict) else []:
            is_exact = isinstance(version, LinedText) and re.match(r"[=<>~!]", version)
            yield from _installed(f"{name}{version}" if is_exact else str(name), name.line, site)


def _installed(requirement: str, line: int, site: Site) -> Iterator[Claim]:
    found = site.found(line, requirement, "packages")
    yield from command_claims(f"pip install '{requirement}'", site.project.system, found, site.scope)


SOURCE = PlatformFileSource()

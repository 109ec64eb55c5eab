"""What DVC keeps outside of git: data and models by path and digest, and the storage that holds them.

Formats: https://dvc.org/doc/user-guide/project-structure (`.dvc`, `dvc.yaml`, `dvc.lock`, `.dvc/config`).
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.identity import file_id, package_id
from explorer.sources.infrastructure import Site
from explorer.sources.interface import evidence
from explorer.sources.lined_yaml import LinedText, Tree, text_at, value_at
from explorer.sources.model_repository import system_name
from explorer.sources.package_index import distributed_by, hub_component, without_credentials
from explorer.sources.weight_address import STORES
from explorer.sources.weight_format import is_weight_name

_CODE = re.compile(r"(?i)\.(py|ipynb|sh|r|rs|jl|js|ts|java|scala|sql|ya?ml|toml|ini|cfg|md|lock|c|cpp|cu|dockerfile)$")
_DATA_WORD = re.compile(
    r"(?i)(^|[/_.-])(data|dataset|datasets|features?|corpus|raw|processed|prepared|embeddings?|splits?)"
)
_MODEL_WORD = re.compile(r"(?i)(^|[/_.-])(models?|checkpoints?|ckpts?|weights?|adapters?|lora)")
_ADDRESS = re.compile(r"[a-z][a-z0-9+]*://\S+")


def kind_of(path: str, has_digest: bool) -> Kind | None:
    """Whether a path is of data or of weights; None for code, settings, and folders of which nothing says more."""
    if _CODE.search(path) or "${" in path:
        return None
    is_data, is_model = bool(_DATA_WORD.search(path)), bool(_MODEL_WORD.search(path))
    if is_weight_name(path):
        return Kind.DATASET if is_data and not is_model else Kind.WEIGHT_FILE
    if is_model and not is_data:
        return Kind.WEIGHT_FILE
    return Kind.DATASET if is_data or has_digest or PurePosixPath(path).suffix else None


def artifact(entry: Tree, folder: PurePosixPath, site: Site, default: Kind | None = None) -> Component | None:
    """The data or weights of one entry of `outs` or `deps`: a path alone, a path as a key, or a table with `path`."""
    path = entry if isinstance(entry, LinedText) else text_at(entry, "path")
    if path is None and isinstance(entry, dict) and len(entry) == 1:
        path = next(iter(entry))
    if path is None or not path.strip("./ "):
        return None
    digest = next((stated for key in ("md5", "etag", "checksum") if (stated := text_at(entry, key))), None)
    kind = kind_of(path, digest is not None) or default
    if kind is None or (kind is Kind.DATASET and digest is None and _is_in_git(folder, path, site)):
        return None
    facts = {"kept by": "DVC", "pinned": "yes" if digest is not None else "no"}
    if digest is not None:
        facts["md5"] = digest.removesuffix(".dir")
    if (size := text_at(entry, "size")) is not None:
        facts["size"] = str(size)
    shown = without_credentials(path)
    found = site.found(path.line, f"path: {shown}" + (f" md5: {digest}" if digest else ""), "path")
    return Component(
        _identity(shown, folder, site), kind, PurePosixPath(shown).name, "", None, Knowledge.DECLARED, facts, (found,)
    )


def storage_claims(identity: ComponentId, path: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """Where the content is kept: at its own address, or in the storage that the project's `.dvc/config` names."""
    if _ADDRESS.match(path):
        yield from distributed_by(identity, _host(path), found, "data storage", site.scope)
        return
    remote = default_remote(site)
    if remote is not None:
        address, at = remote
        yield from distributed_by(identity, _host(address), at, "DVC remote", site.scope, Knowledge.INFERRED)


def remote_claims(site: Site) -> Iterator[Claim]:
    """The storages of `.dvc/config`, as hubs from which the system's data comes."""
    for _, address, line in _remotes(site.file.read_text()):
        found = site.found(line, f"url = {without_credentials(address)}", "remote")
        hub = hub_component(_host(address), found, "DVC remote")
        if hub is not None:
            yield hub
            yield Relation(site.project.system, hub.id, RelationKind.USES, site.scope, evidence=(found,))


def default_remote(site: Site) -> tuple[str, Evidence] | None:
    """The address of the storage that DVC uses without being told which, and where it is written."""
    for folder in (site.file.path.parent, *site.file.path.parent.parents):
        file = site.project.find(folder / ".dvc" / "config")
        if file is not None:
            try:
                text = file.read_text()
            except InputError:
                return None  # It is reported where it is read itself.
            core = re.search(r"(?m)^[^\S\n]*+remote\s*=\s*(\S+)", text)
            remotes = list(_remotes(text))
            for name, address, line in remotes:
                if (core is not None and core.group(1) == name) or len(remotes) == 1:
                    shown = f"url = {without_credentials(address)}"
                    return address, evidence(site.source, file, line, shown, "remote")
    return None


def _remotes(text: str) -> Iterator[tuple[str, str, int]]:
    parser = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        parser.read_string(text)
    except (configparser.Error, AttributeError):  # The second where a key without value is continued on the next line.
        return  # Not a configuration of DVC after all.
    for section in parser.sections():
        name = re.fullmatch(r"['\"]?remote \"?([^\"']+)\"?['\"]?", section)
        address = parser.get(section, "url", fallback=None)
        if name and address:
            place = text.find(address)
            yield name.group(1), address, text.count("\n", 0, max(place, 0)) + 1


def _host(address: str) -> str:
    """An address whose host names the storage, where the scheme says what a bucket is in."""
    scheme, _, rest = without_credentials(address).partition("://")
    if scheme in STORES:
        return f"https://{STORES[scheme]}"
    return f"https://{rest}" if scheme in ("ssh", "hdfs", "webhdfs", "http", "https", "webdavs", "webdav") else ""


def _identity(path: str, folder: PurePosixPath, site: Site) -> ComponentId:
    """Like that of a weight file in the system's own folder, so that both are one where the file is there."""
    if _ADDRESS.match(path):
        return package_id("generic", path.partition("://")[2])
    parts: list[str] = []
    for part in (folder / path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return file_id(package_id("generic", system_name(site.project)), "/".join(parts))


def _is_in_git(folder: PurePosixPath, path: str, site: Site) -> bool:
    """Whether a folder of the project itself is meant: of code, since DVC keeps data out of git."""
    return any((folder / path) in each.path.parents for each in site.project.files)


def folder_of(document: Tree, site: Site) -> PurePosixPath:
    """The folder to which the paths of a file are relative: its own, or its `wdir`."""
    working = text_at(document, "wdir")
    folder = site.file.path.parent
    return folder / working if working is not None and not working.startswith("/") else folder


def entries(document: Tree, *keys: str) -> list[Tree]:
    """The entries of a list of `outs` or `deps`; of none, where there is no list."""
    listed = value_at(document, *keys)
    return listed if isinstance(listed, list) else []

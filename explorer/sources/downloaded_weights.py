"""Which weight files a project itself downloads, so that a path to one of them is no second model but another place of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from explorer.sources.interface import Project, ProjectFile
from explorer.sources.local_places import is_weight_name

_KEY = "downloaded weights"
_LOADS = re.compile(
    r"(?i)(docker|container)file[\w.-]*|[\w.-]*\.(dockerfile|sh|bash|mk|py|ps1|bat)|cog\.ya?ml|(gnu)?makefile|justfile"
)
_ADDRESS = re.compile(r"(?:https?|s3|gs)://[^\s\"'`|;)<>]+")
_KEPT_AS = re.compile(
    r"(?:^|\s)(?:-[A-Za-z]*[oO]|--output|--output-document|--out)(?:\s+|=)[\"']?(?:[^\s\"';|&]*/)?([\w.-]+)[\"']?(?=\s|$)"
)
_OF_HUB = re.compile(r"hf_hub_download\([^()]*?(?:filename\s*=\s*|,\s*)[\"'](?:[\w./-]*/)?([\w.-]+)[\"']")
_ARCHIVED = re.compile(r"(?i)\.(pth?|ckpt|bin|dat|h5)\.(tar|tar\.gz|zip|bz2)$|\.dat$")
_MOST_BYTES = 200_000
"""A longer file is no script that somebody wrote."""


def is_downloaded(path: str, project: Project) -> bool:
    """Whether a path ends in the name of a weight file that a Dockerfile, a cog.yaml, a script or code of the project downloads."""
    name = path.replace("\\", "/").rpartition("/")[2].casefold()
    return any(name == each.casefold() for each in downloads(project))


def downloads(project: Project) -> Mapping[str, str]:
    """The address of each weight file that the project downloads, by the name of the file; empty where a library knows it."""
    known = project.memory.get(_KEY)
    if not isinstance(known, MappingProxyType):
        known = project.memory[_KEY] = MappingProxyType(dict(_downloaded(project)))
    return known


def _downloaded(project: Project) -> Iterator[tuple[str, str]]:
    for file in project.files:
        if _LOADS.fullmatch(file.path.name) and file.size <= _MOST_BYTES:
            text = _text(file)
            for line in text.splitlines() if "://" in text else ():
                yield from _in_line(line) if not line.lstrip().startswith(("#", "//")) else ()
            yield from ((name, "") for name in _OF_HUB.findall(text) if _is_weights(name))


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    """The weights that one line downloads, by the name at the address and by the name under which they are kept."""
    addresses = _ADDRESS.findall(line)
    for address in addresses:
        name = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
        if _is_weights(name):
            yield name, address
    for name in _KEPT_AS.findall(line) if len(addresses) == 1 else ():
        if _is_weights(name):
            yield name, addresses[0]


def _is_weights(name: str) -> bool:
    return is_weight_name(name) or bool(_ARCHIVED.search(name))


def _text(file: ProjectFile) -> str:
    """The text, or nothing where it cannot be read: the source of that file says so."""
    from explorer.errors import InputError

    try:
        return file.read_text()
    except InputError:
        return ""

"""Reads lists of addresses that a download program works off: `aria2c --input-file links.txt`, `wget -i urls.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.weight_address import weight_claims

_NAME = re.compile(
    r"(?i)([\w-]+[_-])?(links?|urls?|downloads?|models?|weights|checkpoints?|loras?)([_-][\w-]+)?\.(txt|lst|list)"
)
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_OPTION = re.compile(r"\s+(\w[\w-]*)=(\S.*)")
"""aria2, Input File: options of an address stand on the lines below it, each after white space."""
_MOST_BYTES = 1_000_000


class DownloadListSource:
    """Lists of addresses."""

    name = "download-list"
    reads = "Lists of addresses such as links.txt, one on each line, with aria2's options: weights and data that they fetch."
    does_not_read = "Texts that have anything but addresses, options and comments."

    def matches(self, path: PurePosixPath) -> bool:
        """`links.txt`, `model_urls.txt`, `downloads.list`."""
        return _NAME.fullmatch(path.name) is not None

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """What stands behind each address; nothing for a file that is no such list."""
        lines = file.read_text().splitlines() if file.size <= _MOST_BYTES else []
        if not any(map(_ADDRESS.match, lines)) or not all(map(_is_of_list, lines)):
            return
        site = Site.of(self.name, file, project)
        for number, line in enumerate(lines):
            if (address := _ADDRESS.match(line)) is not None:
                found = site.found(number + 1, line)
                yield from weight_claims(
                    address.group(), project.system, found, site.scope, _target(lines[number + 1 :])
                )


def _is_of_list(line: str) -> bool:
    return not line.strip() or line.startswith("#") or bool(_ADDRESS.match(line) or _OPTION.fullmatch(line))


def _target(below: list[str]) -> str:
    """Where the options below an address put it."""
    options = {}
    for line in below:
        match = _OPTION.fullmatch(line)
        if match is None:
            break
        options[match.group(1)] = match.group(2).strip()
    folder, file = options.get("dir", ""), options.get("out", "")
    return f"{folder.rstrip('/')}/{file}" if folder else file


SOURCE = DownloadListSource()

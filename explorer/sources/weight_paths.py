"""Reads where code and settings name, by its path, a weight file that the project itself downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.sources.downloaded_weights import downloads
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.python_text import text_of, without_docstrings
from explorer.sources.weight_address import weight_claims

_SUFFIXES = frozenset([".py", ".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".sh", ".bash", ".env"])
_MOST_BYTES = 1_000_000
_COMMENT = re.compile(r"\s*(#|//)")


class WeightPathsSource:
    """Paths of downloaded weights."""

    name = "weight-paths"
    reads = "Code and settings: where they name a weight file that a script, an image or code of the project downloads."
    does_not_read = "Names that are put together of parts, and files of more than a megabyte."

    def matches(self, path: PurePosixPath) -> bool:
        """Python, shell and settings."""
        return path.suffix.lower() in _SUFFIXES

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Each downloaded file with the lines that name its path; the line with its address is another reader's."""
        known = {name: address for name, address in downloads(project).items() if address}
        if not known or file.size > _MOST_BYTES:
            return
        site, text = Site.of(self.name, file, project), text_of(file)
        named = re.compile("|".join(rf"(?<![\w.-]){re.escape(each)}(?![\w-]|\.\w)" for each in sorted(known)))
        if file.path.suffix == ".py" and named.search(text):
            text = without_docstrings(text)
        for number, line in enumerate(text.splitlines(), 1):
            if _COMMENT.match(line) or "://" in line:
                continue
            for name in dict.fromkeys(named.findall(line)):
                found = site.found(number, line.strip(), "path of a downloaded file")
                kept_as = "" if known[name].partition("?")[0].endswith(name) else name
                for claim in weight_claims(known[name], project.system, found, site.scope, kept_as):
                    if isinstance(claim, Component) and claim.kind is Kind.WEIGHT_FILE:
                        yield claim


SOURCE = WeightPathsSource()

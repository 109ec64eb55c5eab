"""Reads .gitmodules: repositories of others that are checked out inside the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.cloned_repository import hosted_repository, repository_claims
from explorer.sources.hub_names import hub_name
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import hub_dataset, hub_model
from explorer.sources.reference_claims import claims_for

_SECTION = re.compile(r"(?m)^[^\S\n]*+\[submodule\b[^\n]*\n(?:(?![^\S\n]*+\[)[^\n]*\n?)*")
_VALUE = re.compile(r"(?m)^[^\S\n]*+(url|branch)\s*=\s*(\S+)\s*$")


class GitSubmodulesSource:
    """Submodules by the address that git fetches them from."""

    name = "git-submodule"
    reads = ".gitmodules: repositories of code, models and datasets that are checked out inside the project."
    does_not_read = (
        "The commit that is checked out: git keeps it outside of the files; addresses relative to the project's own."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`.gitmodules`."""
        return path.name == ".gitmodules"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package, model or dataset for each submodule, at the line of its address."""
        site, text = Site.of(self.name, file, project), file.read_text()
        for section in _SECTION.finditer(text):
            said = {match[1]: match for match in _VALUE.finditer(section.group())}
            if "url" in said:
                line = text.count("\n", 0, section.start() + said["url"].start(1)) + 1
                branch = said["branch"][2] if "branch" in said else ""
                yield from _submodule(said["url"][2], branch, line, site)


def _submodule(address: str, branch: str, line: int, site: Site) -> Iterator[Claim]:
    found = site.found(line, f"url = {address}", "submodule")
    named = hub_name(address) if "://" in address else None
    if named is not None:
        reference = hub_dataset(named.repository) if named.is_dataset else hub_model(named.repository, bare=True)
        if reference is not None:
            yield from claims_for(reference, site.project.system, found, site.scope)
    elif (known := hosted_repository(address)) is not None:
        yield from repository_claims(*known, branch, site.project.system, found, site.scope, role="git submodule")


SOURCE = GitSubmodulesSource()

"""The identity of a weight file in the scan: a file of its model's repository, or of the system's own folder."""

from __future__ import annotations

from explorer.domain.component import ComponentId
from explorer.graph.identity import file_id, package_id
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_repository import repository_of, system_name


def weight_file_id(file: ProjectFile, project: Project) -> ComponentId:
    """The purl of the file: its repository's, or `pkg:generic/<system>`, with the path inside as subpath."""
    if repository := repository_of(file.path, project):
        return repository.file(file.path)
    return file_id(package_id("generic", system_name(project)), str(file.path))

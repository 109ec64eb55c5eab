"""What a project asks for itself, read beside a lock that does not repeat it."""

from __future__ import annotations

import tomllib

from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lock import Dependency
from explorer.sources.pyproject_tables import declared_dependencies


def direct_dependencies(lock: ProjectFile, project: Project) -> list[Dependency] | None:
    """The dependencies in the pyproject.toml beside a lock; None where there is none that can be read.

    Its own reader yields them and reports what is wrong with it; here they only say which extras are asked for.
    """
    manifest = project.find(lock.path.parent / "pyproject.toml")
    if manifest is None:
        return None
    try:
        table = tomllib.loads(manifest.read_text())
    except (InputError, ValueError, RecursionError):
        return None
    return [
        Dependency(each.requirement.name, extras=each.requirement.extras, scope=each.scope, group=each.group)
        for each in declared_dependencies(table)
        if each.requirement is not None
    ]

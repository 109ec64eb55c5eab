"""What a project asks of npm, read beside a lock that does not repeat it."""

from __future__ import annotations

import json
from collections.abc import Callable

from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.loose_values import as_mapping
from explorer.sources.npm_package import Wish, asked_in


def asked_by_manifest(lock: ProjectFile, project: Project, key_of: Callable[[str, str], str]) -> list[Wish] | None:
    """The dependencies in the package.json beside a lock, each with the key that its name and range have in the lock.

    None where there is no manifest that can be read. Its own reader yields them; here they only tell what is direct.
    """
    manifest = project.find(lock.path.parent / "package.json")
    if manifest is None:
        return None
    try:
        table = as_mapping(json.loads(manifest.read_text()))
    except (InputError, ValueError, RecursionError):
        return None
    return [
        Wish(asked.name, key_of(asked.name, asked.stated), asked.scope) for asked in asked_in(table, is_project=True)
    ]

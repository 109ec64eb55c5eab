"""Where the shipped facts, samples and templates lie, in a checkout and in an installed package, and the user's facts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from explorer.domain.claim import Problem
from explorer.errors import InputError
from explorer.knowledge.own_knowledge import OwnKnowledge, knowledge_files, read_folders
from explorer.knowledge.remembered import forget, remembered
from explorer.settings import knowledge_folder

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_folder() -> Path:
    """The `resources` folder of the checkout, or its copy in the installed package."""
    return _first_folder(_PACKAGE.parent / "resources", _PACKAGE / "_resources")


def sample_folder() -> Path:
    """The `sample_projects` folder of the checkout, or its copy in the installed package."""
    return _first_folder(_PACKAGE.parent / "sample_projects", _PACKAGE / "_sample_projects")


@remembered
def read_knowledge(name: str) -> dict[str, Any]:
    """The table of `resources/knowledge/NAME.toml`, with what the user adds to it; treat it as read-only."""
    return _own().laid_over(name, read_shipped(name))


@cache
def read_shipped(name: str) -> dict[str, Any]:
    """The table of `resources/knowledge/NAME.toml` alone; treat it as read-only."""
    with (resource_folder() / "knowledge" / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


_named: list[Path] = []
"""The folder that was named for this run beside the user's own, if any."""
_read_state: list[object] = []
"""What the user's files looked like when they were read."""


def name_knowledge(folder: str | None) -> None:
    """Use the files of this folder too, before the user's own. Raises `InputError` where it is no folder."""
    if folder is not None and not Path(folder).expanduser().is_dir():
        raise InputError(f"{folder} is no folder of knowledge files.", "Give a folder that holds TOML files.")
    _named[:] = [Path(folder).expanduser().resolve()] if folder is not None else []


def refresh_knowledge() -> tuple[Problem, ...]:
    """Read the user's files again where they changed; what of them cannot be used. At the beginning of every scan."""
    state = [_state_of(path) for folder in _folders() for path in (folder, *knowledge_files(folder))]
    if state != _read_state:
        _read_state[:] = state
        forget()
    return tuple(_own().problems)


@remembered
def _own() -> OwnKnowledge:
    return read_folders(_folders(), read_shipped)


def _folders() -> tuple[Path, ...]:
    return (knowledge_folder(), *_named)


def _state_of(path: Path) -> object:
    try:
        state = path.stat()
    except OSError:
        return None
    return path, state.st_mode, state.st_mtime_ns, state.st_size


def _first_folder(*candidates: Path) -> Path:
    return next((folder for folder in candidates if folder.is_dir()), candidates[0])

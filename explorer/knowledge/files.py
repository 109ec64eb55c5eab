"""Where the shipped facts, samples and templates lie, in a checkout and in an installed package."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_folder() -> Path:
    """The `resources` folder of the checkout, or its copy in the installed package."""
    return _first_folder(_PACKAGE.parent / "resources", _PACKAGE / "_resources")


def sample_folder() -> Path:
    """The `sample_projects` folder of the checkout, or its copy in the installed package."""
    return _first_folder(_PACKAGE.parent / "sample_projects", _PACKAGE / "_sample_projects")


@cache
def read_knowledge(name: str) -> dict[str, Any]:
    """The table of `resources/knowledge/NAME.toml`; treat it as read-only."""
    with (resource_folder() / "knowledge" / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


def _first_folder(*candidates: Path) -> Path:
    return next((folder for folder in candidates if folder.is_dir()), candidates[0])

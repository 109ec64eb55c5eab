"""Where the program keeps its own files: settings, recent workspaces, own knowledge, the sample, the log."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

APPLICATION = "catchment"
PAPERS = ("A4", "Letter")
"""What pages can be printed on; the first is the usual."""
MOST_RECENT = 8
"""Workspaces kept in the list of recent ones."""


def data_path() -> Path:
    """Where the folder for the program's own data is, or would be."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def data_folder() -> Path:
    """The folder for the program's own data, made if it is missing. Raises `OSError` where it cannot be."""
    folder = data_path()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def knowledge_folder() -> Path:
    """The folder for facts that the user adds to the shipped ones, as TOML files; it need not exist."""
    return data_path() / "knowledge"


def recent_workspaces() -> list[Path]:
    """Workspaces opened lately that still exist, the latest first."""
    try:
        lines = (data_folder() / "recent.txt").read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return []  # No list yet, or one that somebody broke: it is only a convenience.
    return [path for path in map(Path, filter(None, lines)) if _is_there(path)][:MOST_RECENT]


def remember_workspace(path: Path) -> None:
    """Put a workspace on top of the list of recent ones; where that cannot be written, there is no list."""
    path = path.resolve()
    others = [each for each in recent_workspaces() if each != path]
    lines = [str(each) for each in [path, *others][:MOST_RECENT]]
    with suppress(OSError):  # A home that cannot be written is no reason not to open the workspace.
        (data_folder() / "recent.txt").write_bytes(("\n".join(lines) + "\n").encode("utf-8", "surrogateescape"))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # Nobody may look there any more, or somebody wrote nonsense into the list.
        return False

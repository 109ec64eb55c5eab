"""Where the program keeps its own files: settings, recent workspaces, own knowledge, the sample, the log."""

from __future__ import annotations

from pathlib import Path

APPLICATION = "catchment"
PAPERS = ("A4", "Letter")
"""What pages can be printed on; the first is the usual."""
MOST_RECENT = 8
"""Workspaces kept in the list of recent ones."""


def data_folder() -> Path:
    """The folder for the program's own data, made if it is missing."""
    from platformdirs import user_data_path

    folder = user_data_path(APPLICATION, appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def knowledge_folder() -> Path:
    """The folder for facts that the user adds to the shipped ones, as TOML files; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "knowledge"


def recent_workspaces() -> list[Path]:
    """Workspaces opened lately that still exist, the latest first."""
    try:
        lines = (data_folder() / "recent.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []  # No list yet, or one that somebody broke: it is only a convenience.
    return [path for path in map(Path, lines) if path.is_file()][:MOST_RECENT]


def remember_workspace(path: Path) -> None:
    """Put a workspace on top of the list of recent ones."""
    path = path.resolve()
    others = [each for each in recent_workspaces() if each != path]
    lines = [str(each) for each in [path, *others][:MOST_RECENT]]
    (data_folder() / "recent.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

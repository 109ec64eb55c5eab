"""Workspaces, and disks that are full or cannot be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.storage.workspace import Workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workspace may be made."""
    return tmp_path / "a.catchment"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    """A new workspace."""
    with Workspace.create(path) as opened:
        yield opened


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if not mounted(folder, "-t", "tmpfs", "-o", "size=512k", "tmpfs"):
        pytest.skip("a small disk can only be mounted by the superuser of a Linux machine")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def lockable_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that `make_read_only` makes so, for the superuser too."""
    folder = tmp_path / "lockable"
    folder.mkdir()
    is_superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_superuser and not mounted(folder, "-t", "tmpfs", "tmpfs"):
        pytest.skip("nothing is read-only for the superuser but a disk mounted so, which this machine does not allow")
    yield folder
    if is_superuser:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    else:
        folder.chmod(0o755)


def make_read_only(folder: Path) -> None:
    """Forbid every change in the folder."""
    if os.path.ismount(folder):
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    else:
        folder.chmod(0o555)


def mounted(folder: Path, *options: str) -> bool:
    """Mount a file system there; whether that worked."""
    try:
        return subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0
    except OSError:
        return False

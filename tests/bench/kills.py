"""A thousand kills at random moments of editing and migrating: how many confirmed edits are lost."""

from __future__ import annotations

import json
import subprocess
import sys
from tempfile import TemporaryDirectory

from tests.bench.measures import REPOSITORY, Figure


def kills() -> list[Figure]:
    """Confirmed edits lost, or files that could not be read, in 1,000 kills."""
    with TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-m", "tests.storage.killing", folder, "1000", "1"],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if run.returncode:
        return [Figure(f"lost: {run.stderr.splitlines()[-1][:60]}", 1, "edits", 0)]
    fell = json.loads(run.stdout.splitlines()[-1])
    title = f"lost in {fell['kills']:,} kills, {fell['while migrating']:,} of them while migrating"
    return [Figure(title, 0, "edits", 0)]

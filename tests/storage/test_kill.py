"""A program that is killed at any moment leaves a sound file with every confirmed edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing a forked writer needs a POSIX system")
def test_that_no_kill_loses_a_confirmed_edit(tmp_path):
    """`python -m tests.bench kills` does it a thousand times."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.storage.killing", str(tmp_path), "60", "7"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    fell = json.loads(run.stdout.splitlines()[-1])
    assert fell["while editing"] > 10
    assert fell["while migrating"] > 5

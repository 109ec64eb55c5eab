"""What is measured: start to a usable window, scans, how late the event loop runs while a scan works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
APPLICATIONS = REPOSITORY.parent / "shared" / "data" / "apps-open"

START = """
import sys, time
from pathlib import Path
began = time.process_time()
from explorer.app import build_window, make_application, wait_until_idle
from explorer.ui import theme
window = build_window(theme.light(), remember_layout=False)
window.show()
make_application().processEvents()
print(time.process_time() - began)
window.open_path(Path(sys.argv[1]))
wait_until_idle(window.session)
print(time.process_time() - began)
window.close()
"""


@dataclass
class Figure:
    """One measured number; `bar` is what it should not exceed, or with `is_least` what it should reach."""

    name: str
    value: float | None
    """None where it could not be measured; the name says why."""
    unit: str
    bar: float | None = None
    is_least: bool = False

    @property
    def verdict(self) -> str:
        """`within` or `OVER` (`UNDER` for what should reach its bar); empty where there is no bar or no number."""
        if self.value is None or self.bar is None:
            return ""
        if self.is_least:
            return "within" if self.value >= self.bar else "UNDER"
        return "within" if self.value <= self.bar else "OVER"


def start_times() -> list[Figure]:
    """CPU seconds of a fresh process to an empty window, and to the sample portfolio shown; best of three.

    Modules are compiled before, as in an installed program, also where Python is told to write no bytecode.
    """
    from explorer.pipeline.sample import open_sample

    with TemporaryDirectory() as folder:
        sample = open_sample(Path(folder))
        runs = [_started(sample, Path(folder) / "bytecode") for _ in range(4)][1:]
    return [
        Figure("start to an empty window, CPU", min(run[0] for run in runs), "s", 0.5),
        Figure("start to the sample portfolio shown, CPU", min(run[1] for run in runs), "s", 2.0),
    ]


def _started(sample: Path, bytecode: Path) -> tuple[float, float]:
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(bytecode)}
    run = subprocess.run(
        [sys.executable, "-c", START, str(sample)],
        capture_output=True, text=True, cwd=REPOSITORY, check=True, env={**os.environ, **compiled},
    )  # fmt: skip
    first, second = run.stdout.split()[-2:]
    return float(first), float(second)


def scan_times() -> list[Figure]:
    """CPU seconds of each scan of a real application, after imports."""
    from explorer.knowledge.files import sample_folder
    from explorer.pipeline.scan import scan

    scan([str(sample_folder() / "claims-rag")], None)
    figures = []
    for folder in sorted(APPLICATIONS.iterdir()) if APPLICATIONS.is_dir() else []:
        if folder.is_dir():
            began = time.process_time()
            snapshot = scan([str(folder)], None)
            figures.append(
                Figure(f"scan {folder.name} ({len(snapshot.graph)} components)", time.process_time() - began, "s", 3.0)
            )
    return figures


def lateness() -> list[Figure]:
    """How late a timer of 10 ms fires in the window while an application is scanned and shown, in milliseconds."""
    from PySide6.QtCore import QTimer

    from explorer.app import build_window, wait_until_idle
    from explorer.pipeline.sample import open_sample
    from explorer.ui import theme

    late: list[float] = []
    with TemporaryDirectory() as folder:
        window = build_window(theme.light(), remember_layout=False)
        window.show()
        window.open_path(open_sample(Path(folder)))
        wait_until_idle(window.session)
        last = [time.perf_counter()]

        def tick() -> None:
            moment = time.perf_counter()
            late.append((moment - last[0]) * 1000 - 10)
            last[0] = moment

        timer = QTimer()
        timer.setInterval(10)
        timer.timeout.connect(tick)
        timer.start()
        target = APPLICATIONS / "mcp-agent" if APPLICATIONS.is_dir() else REPOSITORY
        window.session.scan([str(target)])
        wait_until_idle(window.session)
        timer.stop()
        window.close()
    late.sort()
    at = lambda share: late[min(len(late) - 1, int(len(late) * share))]  # noqa: E731 - a name for one line
    return [
        Figure(f"event loop lateness while scanning, median of {len(late)}", at(0.5), "ms"),
        Figure("event loop lateness while scanning, 99th percentile", at(0.99), "ms", 50),
        Figure("event loop lateness while scanning, greatest", late[-1], "ms"),
    ]

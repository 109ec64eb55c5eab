"""Whole processes, from `python -m explorer scan` to the printed summary: an installed environment, and real locks.

The environment is written here: 220 distributions that require each other with markers and extras, as real ones do.
`CATCHMENT_BENCH_ENVIRONMENT` names a real one to measure beside it. Bytecode is kept between the runs, as it is wherever
the program is installed; a machine that forbids to write it compiles every module in every run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measures import APPLICATIONS, REPOSITORY, Figure

PACKAGES = 220
LOCKS = ("mcp-agent/uv.lock", "chat-langchain/poetry.lock")
_CLASSIFIERS = "\n".join(f"Classifier: Programming Language :: Python :: 3.{minor}" for minor in range(8, 15))
_PROSE = "A description of some length, which no reader of metadata should look at.\n" * 120


def environment_times() -> list[Figure]:
    """CPU seconds of a fresh process per environment and lock, children included; best of five."""
    figures = []
    with TemporaryDirectory() as folder:
        targets = {f"installed environment of {PACKAGES} packages": (f"env:{folder}", 0.6)}
        _write_environment(Path(folder))
        if real := os.environ.get("CATCHMENT_BENCH_ENVIRONMENT"):
            targets["installed environment that was named"] = (f"env:{real}", 0.6)
        targets |= {name: (str(APPLICATIONS / name), 0.5) for name in LOCKS if (APPLICATIONS / name).is_file()}
        for name, (target, bar) in targets.items():
            figures.append(_figure(name, target, bar))
    return figures


def _figure(name: str, target: str, bar: float) -> Figure:
    with TemporaryDirectory() as bytecode:
        kept = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        _cpu_of_scan(target, kept)  # Writes the bytecode, as the installation does.
        return Figure(f"whole process: {name}, CPU", min(_cpu_of_scan(target, kept) for _ in range(5)), "s", bar)


def _cpu_of_scan(target: str, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "explorer", "scan", target]
    subprocess.run(command, capture_output=True, cwd=REPOSITORY, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _write_environment(prefix: Path) -> None:
    """Each distribution requires three others for good, and others by marker or extra."""
    (prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.11.7\n", encoding="utf-8")
    for number in range(PACKAGES):
        folder = prefix / f"lib/python3.11/site-packages/package_{number}-1.{number}.dist-info"
        folder.mkdir(parents=True)
        fields = ["Metadata-Version: 2.4", f"Name: package-{number}", f"Version: 1.{number}", _CLASSIFIERS]
        fields += [f"Requires-Dist: {each}" for each in _requirements(number)]
        (folder / "METADATA").write_text("\n".join([*fields, "", _PROSE]), encoding="utf-8")
        (folder / "INSTALLER").write_text("pip\n", encoding="utf-8")


def _requirements(number: int) -> list[str]:
    later = [(number + step * step) % PACKAGES for step in range(1, 9)]
    always = [f"package-{each}[fast]>=1.0,<2" for each in later[:1]] + [f"package-{each}" for each in later[1:3]]
    here = [f'package-{later[3]}>=1; python_version >= "3.9"', f'package-{later[4]}; sys_platform == "win32"']
    extra = [f'package-{each}!=0.9; extra == "fast" and python_version >= "3.8"' for each in later[5:6]]
    return [*always, *here, *extra, *(f'package-{each}>=1; extra == "test"' for each in later[6:])]

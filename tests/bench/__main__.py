"""Prints figures with their bars: `python -m tests.bench [NAME ...] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench.analysis import analysis_times
from tests.bench.bom import bom_figures
from tests.bench.bom_trips import bom_trip_figures
from tests.bench.canvas import canvas_times
from tests.bench.environments import environment_times
from tests.bench.hub import hub_times
from tests.bench.kills import kills
from tests.bench.measures import Figure, lateness, scan_times, start_times
from tests.bench.recall import recall
from tests.bench.storage import storage_times
from tests.bench.threats import threat_times

BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "start": start_times,
    "scan": scan_times,
    "lateness": lateness,
    "kills": kills,
    "recall": recall,
    "storage": storage_times,
    "bom": bom_figures,
    "bom-trips": bom_trip_figures,
    "environments": environment_times,
    "hub": hub_times,
    "canvas": canvas_times,
    "threats": threat_times,
    "analysis": analysis_times,
}


def main(arguments: list[str]) -> int:
    """Run the chosen benchmarks, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args(arguments)
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    figures = [figure for name in options.names or BENCHMARKS for figure in BENCHMARKS[name]()]
    for figure in figures:
        verdict = "" if figure.bar is None else ("within" if figure.value <= figure.bar else "OVER")
        bar = "" if figure.bar is None else f"bar {figure.bar:g}"
        print(f"{figure.name:<58}{figure.value:>10.3f} {figure.unit:<8}{bar:<12}{verdict}")
    if options.json:
        Path(options.json).write_text(
            json.dumps([vars(figure) for figure in figures], indent=1) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Prints figures with their bars: `python -m tests.bench [NAME ...] [--sizes 10k,100k,400k,1m,2.5m] [--json FILE]`."""

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
from tests.bench.canvas import SIZES, canvas_times
from tests.bench.drawn_peers import drawn_peer_figures
from tests.bench.environments import environment_times
from tests.bench.focus import focus_times
from tests.bench.hub import hub_times
from tests.bench.kills import kills
from tests.bench.layered_peers import layered_peer_figures
from tests.bench.measures import Figure, lateness, scan_times, start_times
from tests.bench.questions import question_times
from tests.bench.recall import recall
from tests.bench.sizes import VARIABLE, size_of
from tests.bench.storage import storage_times
from tests.bench.threats import threat_times
from tests.bench.window import window_times


def canvas_of_known_sizes() -> list[Figure]:
    """The canvas, at those of the chosen sizes that it knows."""
    wanted = os.environ.get(VARIABLE, "")
    known = [word for word in wanted.split(",") if word in SIZES] if wanted else list(SIZES)
    if not known:
        return [Figure(f"the canvas is measured at {', '.join(SIZES)} only", None, "")]
    os.environ[VARIABLE] = ",".join(known)
    try:
        return canvas_times()
    finally:
        os.environ[VARIABLE] = wanted


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "start": start_times,
    "scan": scan_times,
    "lateness": lateness,
    "kills": kills,
    "recall": recall,
    "storage": storage_times,
    "window": window_times,
    "bom": bom_figures,
    "bom-trips": bom_trip_figures,
    "environments": environment_times,
    "hub": hub_times,
    "canvas": canvas_of_known_sizes,
    "focus": focus_times,
    "threats": threat_times,
    "questions": question_times,
    "analysis": analysis_times,
    "layered": layered_peer_figures,
    "drawn": drawn_peer_figures,
}


def main(arguments: list[str]) -> int:
    """Run the chosen benchmarks, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--sizes", metavar="WORDS", help="nodes: 10k,100k,400k,1m,2.5m, or any number")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args(arguments)
    if options.sizes:
        os.environ[VARIABLE] = ",".join(word for word in options.sizes.lower().split(",") if size_of(word))
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    figures = []
    for name in options.names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            figures.append(figure)
            print(_line(figure), flush=True)
    if options.json:
        document = {"machine": machine, "load": os.getloadavg()[0], "figures": [_record(each) for each in figures]}
        Path(options.json).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def _line(figure: Figure) -> str:
    value = f"{'–':>10}" if figure.value is None else f"{figure.value:>10.3f}"
    bar = "" if figure.bar is None else f"{'least' if figure.is_least else 'bar'} {figure.bar:g}"
    return f"{figure.name:<72}{value} {figure.unit:<8}{bar:<12}{figure.verdict}"


def _record(figure: Figure) -> dict[str, object]:
    return {**vars(figure), "verdict": figure.verdict}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

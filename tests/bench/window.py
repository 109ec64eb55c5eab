"""The real window at size: opened on a saved dump until its first true frame, until every panel is filled, and used.

A process of its own for each size, so that memory is that of the whole program. Sizes: `CATCHMENT_BENCH_SIZES`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.measures import Figure
from tests.bench.storage import IMPORT, MEMORY, MEMORY_BARS, OPEN_BARS, SIZES, run_script, write_dump

LATENESS_BAR = 50.0
TIMES = 3

WINDOW = (
    MEMORY
    + """
import explorer.__main__  # Which sets up the process as the program does.
import json, time
from PySide6.QtCore import QEvent, QObject, QTimer
from explorer.app import build_window, make_application, wait_until_idle
from explorer.ui import theme

steps = []
def now():
    status = Path("/proc/self/status")
    return int(status.read_text().partition("VmRSS:")[2].split()[0]) / 1024 if status.is_file() else 0.0

def step(name):
    steps.append((name, time.process_time() - began, now(), memory()))

class Painted(QObject):
    done = False
    def eventFilter(self, canvas, event):
        if event.type() == QEvent.Type.Paint and len(canvas.scene):
            self.done = True
        return False

late, worked, last = [], [], [0.0, 0.0]
def tick():
    moment, spent = time.perf_counter(), time.thread_time()
    late.append((moment - last[0]) * 1000 - 10)
    worked.append((spent - last[1]) * 1000)
    last[:] = moment, spent

began = time.process_time()
application = make_application()
window = build_window(theme.light(), remember_layout=False)
window.resize(1600, 1000)
window.show()
window.show_view("depth-map")
canvas, painted = window.views["depth-map"].canvas, Painted()
application.processEvents()
step("an empty window")
began = time.process_time()
canvas.installEventFilter(painted)
timer = QTimer(interval=10)
timer.timeout.connect(tick)
last[:] = time.perf_counter(), time.thread_time()
timer.start()
session = window.session
session.jobs.progressed.connect(lambda message, done, total: step(message))
window.open_path(Path(sys.argv[1]))
while not painted.done:
    application.processEvents()
    time.sleep(0.002)
drawn = time.process_time() - began
step("the first true frame")
wait_until_idle(session)
filled = time.process_time() - began
step("every panel filled")
counts = window.inventory._count.text()
timer.stop()
graph = session.snapshot.graph
for name in ("summary", "depth-map"):
    window.show_view(name)
    wait_until_idle(session)
step("the summary looked at")
hub = int(graph.down.degree().argmax())
session.select([graph.id_of(hub)])
wait_until_idle(session)
step("the largest hub selected")
selected = memory()
for typed in ("llama", "model:llama", "model:llama party:meta"):
    window.inventory.search.setText(typed)
    while session.filter.text != typed:  # The search waits a moment for more to be typed.
        application.processEvents()
        time.sleep(0.002)
    wait_until_idle(session)
    step(f"{typed} typed")
searched = memory()
window.show_view("atlas")
wait_until_idle(session)
step("the atlas looked at")
late.sort()
print(json.dumps({
    "drawn": drawn, "filled": filled, "peak": next(each[3] for each in steps if each[0] == "every panel filled"),
    "used": selected, "searched": searched, "atlas": memory(), "late": late[int(len(late) * 0.99)], "latest": late[-1],
    "work": max(worked), "said": counts, "steps": steps,
}))
window.close()
"""
)


def window_times() -> list[Figure]:
    """CPU seconds, greatest memory and lateness; the least of three processes, lateness too, as others use the machine."""
    wanted = os.environ.get("CATCHMENT_BENCH_SIZES", "50k").split(",")
    with TemporaryDirectory() as folder:
        return [figure for name in wanted for figure in _at(name, SIZES.get(name) or int(name), Path(folder))]


def _at(name: str, nodes: int, folder: Path) -> list[Figure]:
    dump, workspace = folder / f"{name}.csv", folder / f"{name}.catchment"
    write_dump(dump, nodes)
    run_script(IMPORT, dump, workspace)
    runs = [run_script(WINDOW, workspace) for _ in range(TIMES)]
    return [
        Figure(f"window to the first true frame, CPU, {name}", _least(runs, "drawn"), "s", OPEN_BARS.get(name)),
        Figure(f"window to every panel filled, CPU, {name}", _least(runs, "filled"), "s"),
        Figure(f"greatest memory until then, {name}", _least(runs, "peak"), "MB", MEMORY_BARS.get(name)),
        Figure(f"greatest memory with a hub selected, {name}", _least(runs, "used"), "MB", MEMORY_BARS.get(name)),
        Figure(
            f"greatest memory with a search typed after it, {name}",
            _least(runs, "searched"),
            "MB",
            MEMORY_BARS.get(name),
        ),
        Figure(f"greatest memory with the atlas after it, {name}", _least(runs, "atlas"), "MB", MEMORY_BARS.get(name)),
        Figure(f"event loop lateness while opening, 99th percentile, {name}", _least(runs, "late"), "ms", LATENESS_BAR),
        Figure(f"event loop lateness while opening, greatest, {name}", _least(runs, "latest"), "ms"),
        Figure(f"longest that the window's own thread worked in one go, CPU, {name}", _least(runs, "work"), "ms"),
        *_steps(runs[0]["steps"], name),
    ]


def _least(runs: Sequence[Mapping[str, Any]], name: str) -> float:
    return min(float(run[name]) for run in runs)


def _steps(steps: Sequence[tuple[str, float, float, float]], name: str) -> list[Figure]:
    """What the memory was whenever something began, and the greatest until then."""
    return [
        Figure(f"at {cpu:.1f} s, {word.lower()}, {name}", value, "MB")
        for step, cpu, now, most in steps
        for word, value in ((step, now), (f"{step}, greatest", most))
    ]

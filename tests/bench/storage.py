"""The workspace at size: a dump is imported, what was saved is opened until the first true frame, a component is looked at.

Each in a process of its own, so that memory is that of the whole program with Qt. Sizes: `CATCHMENT_BENCH_SIZES`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from explorer.domain.relation import RelationKind
from explorer.graph.supply_graph import RELATION_KINDS
from tests.bench.generator import hub_lineage
from tests.bench.measures import REPOSITORY, Figure

SIZES = {"10k": 10_000, "50k": 50_000, "100k": 100_000, "400k": 402_654, "1m": 1_000_000, "2.5m": 2_500_000}
OPEN_BARS = {"400k": 0.5, "2.5m": 1.5}
MEMORY_BARS = {"400k": 300.0, "2.5m": 700.0}
IMPORT_BARS = {"2.5m": 30.0}
TIMES = 3

_WORDS = {RelationKind.FINE_TUNED_FROM: "finetune", RelationKind.TRAINED_ON: "dataset"}

MEMORY = """
import resource, sys
from pathlib import Path

def memory():
    # What getrusage says of a new process may be that of the one which started it.
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
"""

IMPORT = (
    MEMORY
    + """
import json, time
from explorer.pipeline.keeping import keep_scan
from explorer.pipeline.scan import scan
from explorer.progress import Progress
from explorer.storage.workspace import Workspace

reading = []
def step(message, done, total):
    if message.startswith("Reading"):
        reading.append((done / max(total, 1), memory()))
began = time.process_time()
target = ["hub-dump:" + sys.argv[1]]
with Workspace.create(Path(sys.argv[2])) as workspace:
    keep_scan(workspace, target, snapshot := scan(target, "hub", Progress(step)), Progress())
half = next(used for share, used in reading if share >= 0.5 or share == reading[-1][0])
print(json.dumps({
    "cpu": time.process_time() - began, "peak": memory(), "half": half, "read": reading[-1][1],
    "nodes": len(snapshot.graph), "relations": snapshot.graph.relation_count,
}))
"""
)

OPEN = (
    MEMORY
    + """
import json, time
from PySide6.QtGui import QPainter, QPixmap
from explorer.app import make_application
from explorer.layout.forest import Reading
from explorer.pipeline.first_layout import kept_strata
from explorer.pipeline.portfolio import portfolio_of
from explorer.storage.workspace import Workspace
from explorer.ui import theme
from explorer.ui.canvas.strata_canvas import StrataCanvas
from explorer.ui.canvas.strata_colouring import by_class
from explorer.ui.canvas.strata_scene import StrataScene

application = make_application()
path = Path(sys.argv[1])
began = time.process_time()
with Workspace.open(path) as workspace:
    snapshot = portfolio_of(workspace)
    read = time.process_time() - began
scene = StrataScene(snapshot.graph, kept_strata(snapshot.graph, Reading.RELIANCE, path), by_class(snapshot.graph))
canvas = StrataCanvas(theme.light(), scene)
canvas.resize(1600, 1000)
canvas.show()
application.processEvents()
canvas.viewport.fit(animate=False)
picture = QPixmap(canvas.size())
painter = QPainter(picture)
canvas.paint_now(painter)
painter.end()
drawn = time.process_time() - began
peak = memory()
began = time.process_time()
component, relation = snapshot.components[len(snapshot.components) // 2], snapshot.relations[len(snapshot.relations) // 2]
asked = time.process_time() - began
assert component.evidence[0].location and relation.evidence[0].line, "what is looked at has its evidence"
canvas.close()
print(json.dumps({"read": read, "drawn": drawn, "peak": peak, "asked": asked, "name": component.name}))
"""
)


def storage_times() -> list[Figure]:
    """CPU seconds and greatest memory of each; opening is the least of three processes."""
    wanted = os.environ.get("CATCHMENT_BENCH_SIZES", "50k").split(",")
    with TemporaryDirectory() as folder:
        return [figure for name in wanted for figure in _at(name, SIZES.get(name) or int(name), Path(folder))]


def _at(name: str, nodes: int, folder: Path) -> list[Figure]:
    dump, workspace = folder / f"{name}.csv", folder / f"{name}.catchment"
    rows = write_dump(dump, nodes)
    imported = run_script(IMPORT, dump, workspace)
    runs = [run_script(OPEN, workspace) for _ in range(TIMES)]
    size = workspace.stat().st_size / 1024**2
    dump.unlink()
    workspace.unlink()
    at = f"{name} ({imported['nodes']:,} / {imported['relations']:,})"
    return [
        Figure(f"import a dump of {rows:,} rows, kept, CPU, {at}", imported["cpu"], "s", IMPORT_BARS.get(name)),
        Figure(f"memory while it is read, half way, {at}", imported["half"], "MB"),
        Figure(f"memory while it is read, at its end, {at}", imported["read"], "MB"),
        Figure(f"greatest memory of the import, {at}", imported["peak"], "MB"),
        Figure(f"the workspace file, {at}", size, "MB"),
        Figure(f"open a saved workspace, CPU, {at}", min(run["read"] for run in runs), "s"),
        Figure(f"open to the first true frame, CPU, {at}", min(run["drawn"] for run in runs), "s", OPEN_BARS.get(name)),
        Figure(f"memory with the depth map drawn, {at}", min(run["peak"] for run in runs), "MB", MEMORY_BARS.get(name)),
        Figure(f"a component and a relation looked at, CPU, {at}", 1000 * min(run["asked"] for run in runs), "ms"),
    ]


def write_dump(path: Path, nodes: int, seed: int = 7) -> int:
    """Write a lineage of so many models as a table, in no order; returns its rows, one for each model."""
    made = hub_lineage(nodes, seed=seed)
    names, source, target, kind = made.nodes.names, made.relations.source, made.relations.target, made.relations.kind
    order = np.argsort(source, kind="stable")
    starts = np.searchsorted(source[order], np.arange(nodes + 1)).tolist()
    bases, kinds = target[order].tolist(), kind[order].tolist()
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,base_model,base_model_relation\n")
        for node in np.random.default_rng(seed).permutation(nodes).tolist():
            here = range(starts[node], starts[node + 1])
            stated = ";".join(_plain(names[bases[place]]) for place in here)
            word = _WORDS.get(RELATION_KINDS[kinds[here[0]]], "") if here else ""
            stream.write(f"{_plain(names[node])},{stated},{word}\n")
    return nodes


def _plain(name: str) -> str:
    return name.removeprefix("datasets/")


def run_script(script: str, *arguments: Path) -> dict[str, Any]:
    """What a script printed last, as JSON, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found

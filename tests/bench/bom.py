"""What reading BOMs costs: beside cyclonedx-python-lib in the same run, and the memory for a large document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measures import REPOSITORY, Figure

LARGE = int(os.environ.get("CATCHMENT_BENCH_BOM", "10000"))
"""Components of the BOM that is read and validated; it has twice as many edges."""
PEER = int(os.environ.get("CATCHMENT_BENCH_BOM_PEER", "2000"))
"""Components of the BOM that both read: the library's strict validation takes minutes at 10,000 (it is quadratic)."""
MEGABYTES = int(os.environ.get("CATCHMENT_BENCH_BOM_MB", "300"))
"""Size of the BOM whose memory is measured; 0 leaves it out."""

CHILD = """
import resource, sys, time
from pathlib import Path, PurePosixPath
from explorer.domain.component import Component
from explorer.sources.cyclonedx import SOURCE
from explorer.sources.interface import Project, ProjectFile
path = Path(sys.argv[1])
file = ProjectFile(PurePosixPath(path.name), path, path.stat().st_size)
began, components = time.process_time(), 0
if sys.argv[2] == "read":
    for claim in SOURCE.read(file, Project(path.parent, "system:bench", (file,))):
        components += isinstance(claim, Component)
else:
    from explorer.pipeline.scan import scan
    components = len(scan([str(path)], None).components)
print(components, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

PEER_CHILD = """
import json, sys, time
from pathlib import Path
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = Path(sys.argv[1]).read_text(encoding="utf-8")
began = time.process_time()
assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
bom = Bom.from_json(json.loads(text))
print(len(bom.components), time.process_time() - began, 0)
"""


def bom_figures() -> list[Figure]:
    """CPU seconds and peak memory, each in a process of its own."""
    with TemporaryDirectory() as folder:
        small, large = written(Path(folder) / "small.cdx.json", PEER), written(Path(folder) / "large.cdx.json", LARGE)
        found, ours_large, _ = run(CHILD, large, "read")
        assert found >= LARGE
        figures = [
            *beside_peer(small),
            Figure(f"BOM of {LARGE:,}/{2 * LARGE:,}: read and validated here, CPU", ours_large, "s"),
        ]
        return figures + (memory_figures(Path(folder)) if MEGABYTES else [])


def beside_peer(path: Path) -> list[Figure]:
    """CPU seconds of both for one BOM; a line that says so where the library cannot validate here."""
    at = f"BOM of {PEER:,}/{2 * PEER:,}"
    _, ours, _ = run(CHILD, path, "read")
    if find_spec("jsonschema") is None:  # It comes with the library's extra `json-validation` alone.
        return [
            Figure(f"{at}: cyclonedx-python-lib cannot validate: no jsonschema", None, ""),
            Figure(f"{at}: read and validated here, CPU", ours, "s"),
        ]
    _, peer, _ = run(PEER_CHILD, path)
    return [
        Figure(f"{at}: cyclonedx-python-lib, CPU", peer, "s"),
        Figure(f"{at}: read and validated here, CPU", ours, "s", peer / 20),
    ]


def memory_figures(folder: Path) -> list[Figure]:
    """The peak of a whole process that only reads a large BOM, and of one that scans it into a graph."""
    path = written(folder / "huge.cdx.json", MEGABYTES * 1_000, MEGABYTES * 1024**2)
    size = path.stat().st_size / 1024**2
    figures = []
    for what, word in (("read", "read"), ("scanned into a graph", "scan")):
        _, seconds, peak = run(CHILD, path, word)
        figures.append(Figure(f"BOM of {size:,.0f} MB {what}: peak memory / file", peak / size, "times", 3.0))
        figures.append(Figure(f"BOM of {size:,.0f} MB {what}, CPU", seconds, "s"))
    return figures


def written(path: Path, components: int, most_bytes: int = 0) -> Path:
    """A valid CycloneDX 1.6 document; it ends early where it has this many bytes of components.

    With `most_bytes`, a component has as many bytes as in published BOMs of 100 components and more, whose mean is
    1,660 (cyclonedx-real): properties, as package managers' own tools write them, make up for the difference.
    """
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,\n"components": [\n')
        number = 0
        for number, component in enumerate(_components(components, 15 if most_bytes else 0)):
            stream.write((",\n" if number else "") + json.dumps(component))
            if most_bytes and stream.tell() > most_bytes * 0.93:
                break
        count = number + 1
        stream.write('\n],\n"dependencies": [\n')
        for number in range(count):
            targets = sorted({_reference((2 * number + step) % count) for step in (1, 2)} - {_reference(number)})
            stream.write((",\n" if number else "") + json.dumps({"ref": _reference(number), "dependsOn": targets}))
        stream.write("\n]}\n")
    return path


def _components(count: int, properties: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        name = f"example-package-{number}"
        yield {
            "type": "library", "bom-ref": _reference(number), "group": f"group-{number % 97}", "name": name,
            "version": f"{number % 9}.{number % 31}.0", "description": f"The {number}th of many packages that do one thing.",
            "scope": "required", "licenses": [{"license": {"id": "Apache-2.0"}}],
            "hashes": [{"alg": "SHA-256", "content": f"{number:064x}"}],
            "purl": f"pkg:npm/{name}@{number % 9}.{number % 31}.0",
            "externalReferences": [{"type": "vcs", "url": f"https://code.example/group-{number % 97}/{name}"}],
            **({"properties": [_property(number, each) for each in range(properties)]} if properties else {}),
        }  # fmt: skip


def _property(number: int, position: int) -> dict[str, str]:
    return {"name": f"example:tool:property-{position}", "value": f"value {position} of {number}"}


def _reference(number: int) -> str:
    return f"pkg:npm/example-package-{number}@{number % 9}.{number % 31}.0"


def run(code: str, path: Path, *arguments: str) -> tuple[int, float, float]:
    """Components, CPU seconds and peak megabytes of a child process."""
    command = [sys.executable, "-c", code, str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True)
    found, seconds, peak = done.stdout.split()[-3:]
    return int(found), float(seconds), float(peak)

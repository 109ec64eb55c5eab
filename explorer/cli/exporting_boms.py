"""`catchment export` of BOMs: the graph as one, or the imported ones as they were."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from explorer.cli.arguments import IMPORTED_BOMS
from explorer.cli.asking import load, scope_named
from explorer.cli.printing import deliver
from explorer.domain.component import ComponentId
from explorer.exports.written_file import write_file


def export_bom(options: Namespace) -> int:
    """Write one file, of the whole portfolio or of one system."""
    from explorer.exports.bom_formats import BOM_FORMATS

    snapshot, annotations = load(options.workspace)
    system = scope_named(snapshot, options.system)
    if options.format == IMPORTED_BOMS:
        return _imported(Path(options.workspace), system, Path(options.output))
    deliver(BOM_FORMATS[options.format].write(snapshot, annotations, system), options.output)
    return 0


def _imported(path: Path, system: ComponentId | None, output: Path) -> int:
    from explorer.pipeline.imported_boms import imported_boms
    from explorer.storage.workspace import Workspace

    with Workspace.open(path) as workspace:
        content = imported_boms(workspace, system)
    write_file(output, content)
    return 0

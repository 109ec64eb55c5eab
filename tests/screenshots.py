"""`python -m tests.screenshots OUT [WORKSPACE or FOLDER]`: every view, light and dark, 1280x800 and 2560x1440."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(arguments: list[str]) -> int:
    """Draw the sample portfolio, a workspace, or a folder that is scanned first; print each picture's path."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    from explorer.app import draw_all_views

    out = Path(arguments[0])
    with TemporaryDirectory() as scratch:
        workspace = workspace_of(Path(arguments[1]) if len(arguments) > 1 else None, Path(scratch))
        for picture in draw_all_views(workspace, out):
            print(picture)
    return 0


def workspace_of(target: Path | None, scratch: Path) -> Path:
    """The workspace to draw: the one given, or one made from the folder given or from the sample."""
    from explorer.pipeline.sample import open_sample
    from explorer.pipeline.scan import scan
    from explorer.storage.workspace import Workspace

    if target is None:
        return open_sample(scratch)
    if target.suffix == ".catchment":
        return target
    path = scratch / "scanned.catchment"
    snapshot = scan([str(target)], None)
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(snapshot.systems()[0], target.resolve().name, [str(target)], snapshot)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

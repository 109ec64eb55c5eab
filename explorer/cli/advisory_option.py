"""`--advisories PATH`: which offline copy of advisories a workspace's findings are assessed with."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError

if TYPE_CHECKING:
    from explorer.graph.snapshot import Snapshot
    from explorer.pipeline.answers import Answers
    from explorer.pipeline.table import Table


def with_advisories(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    """The findings, with the copy that was named now or is the workspace's setting."""
    from explorer.pipeline.findings import findings_for
    from explorer.pipeline.findings_table import table_of

    path = chosen_advisories(options.workspace, options.advisories)
    return table_of(snapshot, answers, findings_for(snapshot, answers, path))


def chosen_advisories(workspace: str | None, named: str | None) -> str | None:
    """The copy named on the command line, which becomes the workspace's setting, or the one set before."""
    if named and not Path(named).expanduser().exists():
        raise InputError(f"{named} does not exist.", "Give an offline copy of an OSV database: a folder, zip or tar.")
    lasting = str(Path(named).expanduser().resolve()) if named else None
    if workspace is None or not Path(workspace).exists():
        return lasting
    # Storage and findings cost more to import than a small scan takes, and without a workspace nothing is kept.
    from explorer.pipeline.findings import SETTING
    from explorer.storage.workspace import Workspace

    with Workspace.open(Path(workspace)) as opened:
        if lasting:
            opened.set_setting(SETTING, lasting)
        return lasting or opened.setting(SETTING) or None

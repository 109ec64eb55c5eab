"""Findings for a scope, with the advisories of an offline copy where one is named."""

from __future__ import annotations

from pathlib import Path

from explorer.analysis.advisories import package_keys
from explorer.analysis.findings import Findings, findings
from explorer.domain.advisory import AdvisoryData
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.progress import Progress
from explorer.sources.osv_records import read_advisories

SETTING = "advisories"
"""The setting of a workspace that names its offline copy of advisories."""


def advisories_for(snapshot: Snapshot, path: str | None, progress: Progress | None = None) -> AdvisoryData | None:
    """The advisories about the packages of this snapshot; None where no copy is named. Raises `InputError`."""
    if not path:
        return None
    wanted = set(package_keys(snapshot).values())
    return read_advisories(Path(path).expanduser(), wanted, progress)


def findings_for(
    snapshot: Snapshot, answers: Answers, path: str | None = None, progress: Progress | None = None
) -> Findings:
    """Everything that looks wrong in the scope of the answers."""
    return findings(snapshot, answers.roots, advisories_for(snapshot, path, progress))

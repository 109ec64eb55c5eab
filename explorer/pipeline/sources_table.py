"""What is read and what is not: every reader in its own words."""

from __future__ import annotations

from explorer.pipeline.scan_targets import ONLINE_SOURCES
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table
from explorer.sources.added_sources import AddedSource
from explorer.sources.registry import all_sources, unusable_sources

OURS = "Catchment"


def sources_table() -> Table:
    """One row per reader of files, by name: what it reads, what it leaves out on purpose, and whose it is."""
    rows = tuple(
        sorted(
            (each.name, each.reads, each.does_not_read, each.package if isinstance(each, AddedSource) else OURS)
            for each in all_sources()
        )
    )
    added = sum(row[3] != OURS for row in rows)
    whose = f", {added} from other packages" if added else ""
    headline = f"{counted(len(rows), 'reader')} of files{whose}; each says what it does not read."
    return Table("sources", headline, ("reader", "reads", "does not read", "from"), rows, "\n".join(_notes()))


def _notes() -> list[str]:
    broken = [f"{each.message} {each.advice}" for each in unusable_sources()]
    online = [f"The network source {word}, off until you switch it on: {says}" for word, says in ONLINE_SOURCES.items()]
    beside = "Beside files: env:PATH, hf-cache:PATH, hf:OWNER/MODEL and hub-dump:PATH, as targets of a scan."
    return [*broken, beside, *online]

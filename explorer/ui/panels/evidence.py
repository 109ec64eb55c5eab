"""Where a fact was read: places that open, with the text found there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from explorer.domain.evidence import Evidence
from explorer.ui.panels.sheet import Sheet

MOST_EVIDENCE = 40
"""Places listed; the section says how many there are in all."""


def add_evidence(sheet: Sheet, evidence: Sequence[Evidence], show: Callable[[Evidence], object]) -> None:
    """One link per place, which opens the file at its line; below it the text found."""
    sheet.section(f"Evidence ({len(evidence):,})")
    for found in evidence[:MOST_EVIDENCE]:
        place = found.place()
        line = f":{found.line}" if found.line is not None else ""
        sheet.link(
            place, found.text or "No text was kept", lambda each=found: show(each), f"Open evidence {place}",
            (found.location, line),
        )  # fmt: skip
        sheet.muted(f"{found.source}{_when(found)}: {found.text}" if found.text else f"{found.source}{_when(found)}")
    if len(evidence) > MOST_EVIDENCE:
        sheet.muted(f"and {len(evidence) - MOST_EVIDENCE:,} more places; an exported graph document has them all")
    if not evidence:
        sheet.muted("No place was kept.")


def _when(found: Evidence) -> str:
    return f" ({found.read[:10]})" if found.read else ""

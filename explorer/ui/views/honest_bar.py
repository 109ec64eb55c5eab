"""Where every component of a drawing's scope has gone, in a line below it."""

from __future__ import annotations

from explorer.layout.drawing import Counts


def bar_text(counts: Counts, limit: int | None = None) -> str:
    """Where every component of the scope has gone: `Shown 214 of 1,240 · 12 bundles hold 1,003 · …`."""
    if not counts.total:
        return "Nothing to draw."
    parts = [f"Shown {counts.shown:,} of {counts.total:,}"]
    if counts.bundles:
        bundles = "1 bundle holds" if counts.bundles == 1 else f"{counts.bundles:,} bundles hold"
        parts.append(f"{bundles} {counts.bundled:,}")
    if counts.filtered:
        parts.append(f"{counts.filtered:,} left out by the filter")
    if counts.beyond_limit:
        parts.append(f"{counts.beyond_limit:,} farther away" + (f" than {limit}" if limit is not None else ""))
    if counts.outside_focus:
        parts.append(f"{counts.outside_focus:,} outside the focus")
    parts.append(f"{counts.beyond_horizon:,} beyond the horizon")
    return " · ".join(parts)

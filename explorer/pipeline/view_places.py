"""Where each view stands in the window, for paper and the command line, which know no window."""

from __future__ import annotations

VIEW_PLACES = {
    "summary": ("Explore", "Summary"), "lineage": ("Explore", "Lineage"), "depth-map": ("Explore", "Depth map"),
    "atlas": ("Explore", "Atlas"), "why": ("Explore", "Why"), "trail": ("Explore", "Trail"),
    "depth": ("Explore", "Depth"), "horizon": ("Explore", "Horizon"),
    "concentration": ("Weigh", "Concentration"), "chokepoints": ("Weigh", "Chokepoints"), "ancestors": ("Weigh", "Ancestors"),
    "flow": ("Weigh", "Flow"), "reach": ("Weigh", "Reach"), "matrix": ("Weigh", "Matrix"),
    "substitution": ("Weigh", "Substitution"), "licences": ("Weigh", "Licences"),
    "outage": ("Stress", "Outage"),
    "what-if": ("Stress", "What if"), "incidents": ("Stress", "Incidents"), "controls": ("Stress", "Controls"),
    "signed": ("Stress", "Signed"), "findings": ("Stress", "Findings"), "lineage-check": ("Stress", "Lineage check"),
    "boundaries": ("Judge", "Trust"), "trust-map": ("Judge", "Trust map"), "risk": ("Judge", "Residual risk"),
    "unassessed": ("Judge", "Not assessed"), "changes": ("Judge", "Changes"),
    "workshop": ("Share", "Workshop"), "profile": ("Share", "Profile"),
    "vendor-sheet": ("Share", "Vendor sheet"), "response": ("Share", "If it goes bad"),
}  # fmt: skip
"""The group and the tab of a view, by its name."""


def place_of(view: str) -> str:
    """Where to find a view, in words; its name where nobody knows it.

    >>> place_of("depth-map"), place_of("newer")
    ('Explore › Depth map', 'newer')
    """
    return " › ".join(VIEW_PLACES.get(view, (view,)))

"""The views, each a question; this is the one list of them, and nothing of them is read before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.ui.views.base import View

GROUPS = ("Explore", "Weigh", "Stress", "Judge", "Share")
"""What one comes to the window to do; the views stand in these groups."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a bar says of a view, and where the view is at home."""

    name: str
    tab: str
    group: str
    question: str
    home: str
    """`module:class` in this package."""

    def load(self) -> type[View]:
        """The class of the view."""
        module, _, name = self.home.partition(":")
        found: type[View] = getattr(import_module(f"{__name__}.{module}"), name)
        return found


VIEWS: tuple[Entry, ...] = (
    Entry(
        "summary",
        "Summary",
        "Explore",
        "What is this built from, where does sight end, on whom does it rest?",
        "summary:Summary",
    ),
    Entry(
        "lineage",
        "Lineage",
        "Explore",
        "What is upstream of my systems, how deep, and where does sight end?",
        "lineage:Lineage",
    ),
    Entry(
        "depth-map",
        "Depth map",
        "Explore",
        "What does the whole look like, how deep does it go, and what hangs on what?",
        "depth_map:DepthMap",
    ),
    Entry(
        "atlas",
        "Atlas",
        "Explore",
        "Where do the models descend from, which families are there, and do the terms hold along the way?",
        "atlas:Atlas",
    ),
    Entry("why", "Why", "Explore", "Why is this here: by which ways does a system come to rely on it?", "why:WhyView"),
    Entry(
        "trail", "Trail", "Explore", "Step by step: where does each lead, and what did I pass by?", "trail:TrailView"
    ),
    Entry("depth", "Depth", "Explore", "How deep does it go?", "depth:DepthProfile"),
    Entry(
        "horizon", "Horizon", "Explore", "Where does sight end, and what would we ask whom first?", "horizon:Horizon"
    ),
    Entry(
        "concentration",
        "Concentration",
        "Weigh",
        "Which one company, cloud, maker, framework or hub stands behind most of it?",
        "concentration:ConcentrationView",
    ),
    Entry("chokepoints", "Chokepoints", "Weigh", "What does every path run through?", "chokepoints:ChokepointsView"),
    Entry("ancestors", "Ancestors", "Weigh", "What do my systems secretly share?", "ancestors:AncestorsView"),
    Entry(
        "flow", "Flow", "Weigh", "From whom does everything come, system by system, class by class?", "flow:FlowView"
    ),
    Entry(
        "reach",
        "Reach",
        "Weigh",
        "What does most rest on, and what can be reached one way only?",
        "answer_tables:ReachView",
    ),
    Entry(
        "matrix",
        "Matrix",
        "Weigh",
        "Which systems share which parties, and where is a hidden common cause?",
        "matrix:MatrixView",
    ),
    Entry(
        "substitution",
        "Substitution",
        "Weigh",
        "What would change if we replaced or removed something?",
        "substitution:SubstitutionView",
    ),
    Entry(
        "outage",
        "Outage",
        "Stress",
        "Which one company, hub or cloud takes down most of my systems if it stops?",
        "outage:OutageView",
    ),
    Entry(
        "what-if",
        "What if",
        "Stress",
        "What if it happens there: which systems does it come to, and what cuts its ways?",
        "what_if:WhatIfView",
    ),
    Entry(
        "incidents",
        "Incidents",
        "Stress",
        "What if it had happened to us: what was exposed when, and what would each control have done?",
        "incident_replay:IncidentReplayView",
    ),
    Entry(
        "controls",
        "Controls",
        "Stress",
        "Which few controls would cut most, and what stays whatever is done?",
        "answer_tables:ControlsView",
    ),
    Entry(
        "signed",
        "Signed",
        "Stress",
        "What is signed, and still hangs on somebody nobody vouches for?",
        "signed:SignedView",
    ),
    Entry("boundaries", "Trust", "Judge", "Whom do we trust, and did anyone look?", "boundaries:Boundaries"),
    Entry("trust-map", "Trust map", "Judge", "Who trusts whom, and where has nobody looked?", "trust_map:TrustMap"),
    Entry(
        "risk", "Residual risk", "Judge", "What risk remains, and which systems does it reach?", "risk:ResidualRiskView"
    ),
    Entry("unassessed", "Not assessed", "Judge", "What has nobody assessed?", "unassessed:Unassessed"),
    Entry("changes", "Changes", "Judge", "What changed, and did it make anything worse?", "changes:ChangesView"),
    Entry("findings", "Findings", "Stress", "What looks wrong, and how far does it reach?", "findings:FindingsView"),
    Entry(
        "lineage-check",
        "Lineage check",
        "Stress",
        "Does each model fit the base that it claims?",
        "answer_tables:LineageCheckView",
    ),
    Entry(
        "licences",
        "Licences",
        "Weigh",
        "Under which terms, along the chain, and where do they change?",
        "answer_tables:LicencesView",
    ),
    Entry(
        "workshop", "Workshop", "Share", "How do we walk twelve people through this in an hour?", "workshop:Workshop"
    ),
    Entry(
        "profile",
        "Profile",
        "Share",
        "What is the risk profile of this one system, on one page?",
        "profile:ProfileView",
    ),
    Entry(
        "vendor-sheet",
        "Vendor sheet",
        "Share",
        "What do we take from this company, on what trust, and what would we ask it?",
        "vendor_sheets:VendorSheets",
    ),
    Entry(
        "response",
        "If it goes bad",
        "Share",
        "If this goes bad today: who is hit, by which ways, and what to do first?",
        "incident_page:IncidentPage",
    ),
)

__all__ = ["VIEWS", "Entry", "View"]

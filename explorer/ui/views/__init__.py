"""The views, each a question; this is the one list of them."""

from explorer.ui.views.ancestors import AncestorsView
from explorer.ui.views.answer_tables import ControlsView, LicencesView, LineageCheckView, SignedView
from explorer.ui.views.base import View
from explorer.ui.views.boundaries import Boundaries
from explorer.ui.views.changes import ChangesView
from explorer.ui.views.chokepoints import ChokepointsView
from explorer.ui.views.concentration import ConcentrationView
from explorer.ui.views.depth import DepthProfile
from explorer.ui.views.depth_map import DepthMap
from explorer.ui.views.findings import FindingsView
from explorer.ui.views.horizon import Horizon
from explorer.ui.views.incident_page import IncidentPage
from explorer.ui.views.incident_replay import IncidentReplayView
from explorer.ui.views.lineage import Lineage
from explorer.ui.views.matrix import MatrixView
from explorer.ui.views.risk import ResidualRiskView
from explorer.ui.views.substitution import SubstitutionView
from explorer.ui.views.summary import Summary
from explorer.ui.views.trust_map import TrustMap
from explorer.ui.views.vendor_sheets import VendorSheets
from explorer.ui.views.what_if import WhatIfView
from explorer.ui.views.workshop import Workshop

VIEWS: tuple[type[View], ...] = (
    Summary,
    Lineage,
    DepthMap,
    DepthProfile,
    Horizon,
    ConcentrationView,
    ChokepointsView,
    AncestorsView,
    MatrixView,
    SubstitutionView,
    WhatIfView,
    IncidentReplayView,
    ControlsView,
    SignedView,
    Boundaries,
    TrustMap,
    ResidualRiskView,
    ChangesView,
    FindingsView,
    LineageCheckView,
    LicencesView,
    Workshop,
    VendorSheets,
    IncidentPage,
)

__all__ = ["VIEWS", "View"]

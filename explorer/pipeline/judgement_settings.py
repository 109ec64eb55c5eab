"""What a team set for its own judgement, kept in the workspace: the scale of likelihood and impact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.analysis.risk_scale import RiskScale, scale_from

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

SCALE_SETTING = "risk-scale"


def kept_scale(workspace: Workspace | None) -> RiskScale:
    """The workspace's scale; the usual one where nobody set any."""
    return scale_from(workspace.setting(SCALE_SETTING) if workspace is not None else None)


def keep_scale(workspace: Workspace, scale: RiskScale) -> None:
    """Use this scale from now on. Raises `WorkspaceError`."""
    workspace.set_setting(SCALE_SETTING, scale.as_text())

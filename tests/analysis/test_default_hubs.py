"""An index beside the default one: a finding for Python and npm, none where the identity alone leads to the hub."""

from __future__ import annotations

import pytest

from explorer.analysis.findings import findings
from explorer.domain.component import Kind
from explorer.knowledge.hubs import is_default_hub
from explorer.pipeline.scan import scan


@pytest.mark.parametrize(
    ("component", "hub", "is_default"),
    [
        ("pkg:pypi/torch@2.4.0", "hub:pypi", True),
        ("pkg:pypi/torch@2.4.0", "hub:npm", False),
        ("pkg:github/owner/name@v1", "hub:github", True),
        ("pkg:docker/owner/name@1?repository_url=ghcr.io", "hub:docker-hub", False),
        ("tool:plugin/x", "hub:github", False),
    ],
)
def test_that_an_identity_leads_to_its_own_hub_only(component, hub, is_default):
    assert is_default_hub(component, hub) is is_default


def beside(folder):
    snapshot = scan([str(folder)], None)
    roots = [node for node, each in enumerate(snapshot.components) if each.kind is Kind.SYSTEM]
    found = [each.sign for each in findings(snapshot, roots).findings]
    return {snapshot.components[sign.node].id for sign in found if sign.rule == "extra-index"}


def test_that_repositories_and_providers_are_no_index_beside_another(tmp_path):
    (tmp_path / "main.tf").write_text('module "m" {\n  source = "owner/m/aws"\n  version = "1.0.0"\n}\n')
    (tmp_path / "Dockerfile").write_text("FROM python:3.12\nADD https://github.com/owner/name.git#v1 /x\n")
    assert beside(tmp_path) == set()


def test_that_an_extra_index_is_one(tmp_path):
    (tmp_path / "requirements.txt").write_text("--extra-index-url https://wheels.example/simple\ntorch==2.4.0\n")
    assert beside(tmp_path) == {"hub:wheels-example"}

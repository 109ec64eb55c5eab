"""Which references name an image of a container."""

from __future__ import annotations

import pytest

from explorer.domain.evidence import Evidence
from explorer.sources.container_image import image_component


@pytest.mark.parametrize("reference", ["IMAGE_NAME", "YOUR_REGISTRY_IMAGE", "scratch", "logo.png", "${IMAGE}"])
def test_that_what_is_to_be_filled_in_and_other_files_are_no_image(reference: str) -> None:
    assert image_component(reference, Evidence("test")) is None


@pytest.mark.parametrize(
    ("reference", "name"),
    [("${IMAGE:-nginx}:1.27", "nginx"), ("ghcr.io/Owner/App:v1", "ghcr.io/owner/app"), ("REDIS:7", "redis")],
)
def test_that_a_reference_names_an_image_also_where_its_case_is_wrong(reference: str, name: str) -> None:
    found = image_component(reference, Evidence("test"))
    assert found is not None
    assert found.name.lower() == name

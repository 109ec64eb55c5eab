"""What vendors' documentation writes is found: one small file per documented shape, and the components that a reader sees in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from explorer.domain.component import Component
from explorer.graph.identity import family
from explorer.pipeline.scan import scan

SHAPES = [
    pytest.param(shape, id=f"{path.stem} {number} {shape['file']}")
    for path in sorted((Path(__file__).parent / "shapes").glob("*.toml"))
    for number, shape in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["shape"], 1)
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_documented_shape_names_its_components(shape: dict[str, Any], tmp_path: Path) -> None:
    """Each name is one of a component of the scan, without its version; what is `no_part` of the system is none."""
    file = tmp_path / "app" / shape["file"]
    file.parent.mkdir(parents=True)
    file.write_text(shape["text"], encoding="utf-8")
    found = {name for component in scan([str(tmp_path / "app")], None).components for name in _names(component)}
    assert {str(family(each)) for each in shape["names"]} <= found
    assert found.isdisjoint({str(family(each)) for each in shape.get("no_part", ())})


def _names(component: Component) -> set[str]:
    """The identity without version, the name of a weight file, the name under which a server is configured."""
    configured = component.attributes.get("configured as")
    names = {str(family(component.id)), component.name if component.kind.value == "weight-file" else ""}
    return names | ({f"mcp:{configured}"} if configured else set())

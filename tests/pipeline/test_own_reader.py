"""The reader that CONTRIBUTING.md shows works as it stands there."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from explorer.domain.relation import RelationKind
from explorer.pipeline.scan import scan
from explorer.pipeline.sources_table import sources_table
from explorer.sources.registry import look_again

CONTRIBUTING = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"


def test_that_the_reader_of_the_guide_reads_its_file(tmp_path: Path, monkeypatch) -> None:
    shown = dict(re.findall(r"```(toml|python)\n(.*?)```", CONTRIBUTING.read_text(encoding="utf-8"), re.DOTALL))
    (points,) = tomllib.loads(shown["toml"])["project"]["entry-points"].values()
    site, app = tmp_path / "site", tmp_path / "app"
    metadata = site / "model_list-1.0.dist-info"
    metadata.mkdir(parents=True)
    app.mkdir()
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (metadata / "entry_points.txt").write_text(f"[explorer.sources]\n{lines}")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: model-list\nVersion: 1.0\n")
    (site / "model_list.py").write_text(shown["python"])
    (app / "MODELS").write_text("\nmistralai/Mistral-7B-v0.1\n")
    monkeypatch.syspath_prepend(str(site))
    look_again()
    try:
        snapshot = scan([str(app)], None)
        listed = [row for row in sources_table().rows if row[3] == "model-list 1.0"]
    finally:
        sys.modules.pop("model_list", None)
        look_again()
    assert snapshot.problems == ()
    (used,) = [each for each in snapshot.relations if each.kind is RelationKind.USES]
    assert used.target == "pkg:huggingface/mistralai/Mistral-7B-v0.1"
    assert (used.evidence[0].location, used.evidence[0].line) == ("MODELS", 2)
    assert [row[0] for row in listed] == ["model-list"]

"""What becomes of the terms, and in which formats a model is handed out."""

from __future__ import annotations

from dataclasses import replace

from explorer.analysis.licence_drift import DRIFTS, Drift, licence_drift
from explorer.analysis.model_formats import model_formats
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.progress import Progress

MADE = RelationKind.FINE_TUNED_FROM
LICENCES = {"nc": "cc-by-nc-4.0", "free": "apache-2.0", "same": "Apache-2.0", "other": "mit", "merge": "apache-2.0"}


def _with(snapshot: Snapshot, name: str, values: dict[str, str]) -> Snapshot:
    stated = [
        replace(each, attributes={name: values[each.id]}) if each.id in values else each for each in snapshot.components
    ]
    return replace(snapshot, components=stated)


def test_that_each_model_has_the_worst_of_its_hops() -> None:
    text = "free->nc same->free other->free merge->free merge->nc silent->free"
    models = dict.fromkeys(("nc", "free", "same", "other", "merge", "silent", "bare"), Kind.MODEL)
    snapshot = example_snapshot(text + " bare", models, dict.fromkeys(text.split(), MADE))
    snapshot = _with(snapshot, "licence", LICENCES)
    codes = licence_drift(snapshot, Progress())
    found = {snapshot.graph.id_of(node): DRIFTS[code] for node, code in enumerate(codes.tolist())}
    assert found == {
        "nc": Drift.ORIGIN,
        "free": Drift.DROPPED,
        "same": Drift.SAME,
        "other": Drift.CHANGED,
        "merge": Drift.DROPPED,
        "silent": Drift.NOT_STATED,
        "bare": Drift.NOT_STATED,
    }


def test_that_data_a_model_was_trained_on_is_no_base() -> None:
    snapshot = example_snapshot(
        "free->nc", {"free": Kind.MODEL, "nc": Kind.DATASET}, {"free->nc": RelationKind.TRAINED_ON}
    )
    codes = licence_drift(_with(snapshot, "licence", LICENCES))
    assert DRIFTS[codes[snapshot.graph.find("free")]] is Drift.ORIGIN


def test_that_a_model_has_the_formats_of_the_files_it_contains() -> None:
    snapshot = example_snapshot(
        "model->a model->b app->model",
        {"model": Kind.MODEL, "a": Kind.WEIGHT_FILE, "b": Kind.WEIGHT_FILE},
        {"model->a": RelationKind.CONTAINS, "model->b": RelationKind.CONTAINS},
    )
    snapshot = _with(snapshot, "format", {"a": "safetensors", "b": "pickle"})
    found = dict(zip(snapshot.graph.ids, model_formats(snapshot), strict=True))
    assert found == {"app": "", "model": "pickle, safetensors", "a": "safetensors", "b": "pickle"}

"""References to registries: MLflow, W&B and BentoML, each as its documentation writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.graph.merge import merge
from explorer.sources.registry import all_sources
from tests.sources.code_reading import found
from tests.sources.package_reading import project_of

WANDB = "import wandb\nrun = wandb.init()\n"
CASES: list[tuple[str, dict[str, Kind]]] = [
    ('import mlflow\nm = mlflow.pyfunc.load_model("models:/churn/1")\n', {"pkg:mlflow/churn@1": Kind.MODEL}),
    ('import mlflow\nm = mlflow.sklearn.load_model("models:/churn@champion")\n', {"pkg:mlflow/churn": Kind.MODEL}),
    ('import mlflow\nf = mlflow.pyfunc.spark_udf(spark, model_uri="models:/churn/Production")\n', {"pkg:mlflow/churn": Kind.MODEL}),
    ('import mlflow\nm = mlflow.pyfunc.load_model("runs:/96771d893a5e46159d9f3b49bf9013e2/model")\n', {}),
    (WANDB + 'a = run.use_artifact("acme/vision/resnet:v4", type="model")\n', {"pkg:generic/wandb/acme/vision/resnet@v4": Kind.MODEL}),
    (WANDB + 'a = run.use_artifact("acme/vision/street-data:latest")\n', {"pkg:generic/wandb/acme/vision/street-data": Kind.DATASET}),
    (WANDB + 'a = wandb.Api().artifact("acme/vision/thing:v2")\n', {"unknown:artifact:wandb/acme/vision/thing": Kind.UNKNOWN}),
    (WANDB + 'p = run.use_model(name="acme/vision/resnet:v4")\n', {"pkg:generic/wandb/acme/vision/resnet@v4": Kind.MODEL}),
    ('import bentoml\nm = bentoml.models.get("iris_clf:latest")\n', {"pkg:generic/bentoml/iris_clf": Kind.MODEL}),
    ('import bentoml\nMODEL = "summarizer:latest"\nm = bentoml.transformers.load_model(MODEL)\n',
     {"pkg:generic/bentoml/summarizer": Kind.MODEL}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "named"), CASES)
def test_that_a_reference_to_a_registry_is_what_the_registry_keeps(
    tmp_path: Path, code: str, named: dict[str, Kind]
) -> None:
    assert {identity: each.kind for identity, each in found(tmp_path, {"app.py": code}).items()} == named


def test_that_the_models_of_a_bento_are_tags_of_its_own_store(tmp_path: Path) -> None:
    """BentoML documentation, Bento build options: `models: [- "iris_clf:latest"]` in bentofile.yaml."""
    (tmp_path / "bentofile.yaml").write_text(
        'service: "service:svc"\nmodels:\n  - "iris_clf:latest"\n', encoding="utf-8"
    )
    project = project_of(tmp_path)
    sources = [each for each in all_sources() if each.name in ("platform", "settings")]
    claims = [
        claim
        for file in project.files
        for each in sources
        if each.matches(file.path)
        for claim in each.read(file, project)
    ]
    assert {each.id for each in merge(claims).components.values() if each.kind is Kind.MODEL} == {
        "pkg:generic/bentoml/iris_clf"
    }

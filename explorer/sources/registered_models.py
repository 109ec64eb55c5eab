"""What references to registries of models and artifacts name: MLflow's `models:/`, W&B's `owner/project/name:v0`, BentoML's tags."""

from __future__ import annotations

import re

from explorer.domain.component import Kind
from explorer.graph.identity import package_id, unknown_id
from explorer.sources.model_references import ModelReference

_OF_MLFLOW = re.compile(r"models:/+(?P<name>[\w. -]+?)(/(?P<version>\d+)|/(?P<stage>[A-Za-z]\w*)|@(?P<alias>[\w-]+))?")
_OF_BENTOML = re.compile(r"(?P<name>[a-z0-9][a-z0-9_.-]{0,62})(:(?P<version>[\w.-]+))?")
_OF_WANDB = re.compile(r"(?P<name>([\w.-]+/){0,2}[\w. -]+):(?P<version>[\w.-]+)")
_FLOATING = frozenset(["latest", "best", ""])
_IS_DATA = re.compile(r"(?i)(^|[/_.-])(data|datasets?|splits?|table|corpus|annotations|labels|images|raw)([_.-]|\d*$)")
_IS_MODEL = re.compile(r"(?i)model|checkpoint|ckpt|weights|lora|adapter")


def registered(registry: str, text: str, sort: str = "") -> ModelReference | None:
    """The model or artifact that a registry (`mlflow`, `wandb`, `bentoml`) knows by this text; None for anything else.

    `sort` is the type of artifact that W&B is told; where neither it nor the name says what lies there, that is not
    known. What an alias, a stage or `latest` points to changes, so it is no version.

    >>> registered("mlflow", "models:/churn/3").identity, registered("bentoml", "iris_clf:latest").identity
    ('pkg:mlflow/churn@3', 'pkg:generic/bentoml/iris_clf')
    >>> registered("wandb", "acme/vision/resnet-model:v4").identity, registered("mlflow", "runs:/0a1b/model")
    ('pkg:generic/wandb/acme/vision/resnet-model@v4', None)
    """
    if registry == "wandb":
        return _artifact(text.removeprefix("wandb-artifact://"), sort)
    match = (_OF_MLFLOW if registry == "mlflow" else _OF_BENTOML).fullmatch(text)
    if match is None or text.endswith((".py", ".yaml", ".json")):
        return None
    name, version = match["name"], _exact(match["version"])
    if registry == "mlflow":
        return ModelReference(Kind.MODEL, package_id("mlflow", name, version), name)
    return ModelReference(Kind.MODEL, package_id("generic", f"bentoml/{name}", version), name)


def _artifact(text: str, sort: str) -> ModelReference | None:
    match = _OF_WANDB.fullmatch(text)
    if match is None:
        return None
    name, said = match["name"], sort or match["name"].rpartition("/")[2]
    identity = package_id("generic", f"wandb/{name}", _exact(match["version"]))
    if _IS_DATA.search(said):
        return ModelReference(Kind.DATASET, identity, name, role="dataset")
    if _IS_MODEL.search(said):
        return ModelReference(Kind.MODEL, identity, name)
    return ModelReference(Kind.UNKNOWN, unknown_id("artifact", f"wandb/{name}"), name)


def _exact(version: str | None) -> str:
    return "" if version is None or version in _FLOATING else version

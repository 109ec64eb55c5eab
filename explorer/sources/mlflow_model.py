"""Reads MLflow: MLmodel (how a saved model is loaded and what it came from) and MLproject (how runs are started)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import package_id
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lineage import Signs, base_claims
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, settings, text_at, value_at
from explorer.sources.loose_values import without_empty

_RUNS_CODE = frozenset(
    {"sklearn", "pytorch", "python_function", "xgboost", "lightgbm", "catboost", "statsmodels", "langchain"}
)
"""Flavors that are stored as pickles or as code, which loading runs (MLflow, model flavors)."""

_BASE_KEYS = frozenset({"source_model_name", "base_model_name", "base_model_name_or_path", "peft_base_model"})


class MlflowModelSource:
    """Saved models and projects of MLflow."""

    name = "mlflow"
    reads = (
        "MLflow: MLmodel (flavors, run, model identity, base model) and MLproject (image, entry points, parameters)."
    )
    does_not_read = "Runs and registered models that only a tracking server knows."

    def matches(self, path: PurePosixPath) -> bool:
        """`MLmodel`, `MLproject`."""
        return path.name in ("MLmodel", "MLproject")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A model for an MLmodel; a training run, its image and its commands for an MLproject."""
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):
            if isinstance(document, dict):
                yield from (_model if file.name == "MLmodel" else _project)(document, site)


def _model(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    flavors = value_at(document, "flavors")
    if not isinstance(flavors, dict):
        return
    names = [str(name) for name in flavors]
    stated = {
        key: text_at(document, key) or "" for key in ("model_uuid", "run_id", "mlflow_version", "utc_time_created")
    }
    facts = without_empty({"flavors": ", ".join(names), **{key: str(value) for key, value in stated.items()}})
    facts["loading can execute code"] = "yes" if _RUNS_CODE & set(names) else "unknown"
    line = next(iter(flavors)).line if flavors else 1
    model = Component(_identity(stated["model_uuid"], site), Kind.MODEL, _title(site), "", None, Knowledge.DECLARED, facts,
                      (site.found(line, f"flavors: {', '.join(names)}", "flavors"),))  # fmt: skip
    yield from used_by(site.project.system, model, RelationKind.CONTAINS, site.scope)
    said: set[str] = set()
    for _, key, value in settings(flavors):
        if key in _BASE_KEYS and value not in said:
            said.add(str(value))
            yield from base_claims(model.id, value, Signs().word(), site.found(value.line, f"{key}: {value}", key))


def _title(site: Site) -> str:
    return site.file.path.parent.name or site.project.root.name


def _identity(uuid: str, site: Site) -> ComponentId:
    """The purl of type `mlflow`, by the model's own identity where it has one, otherwise by its place."""
    name = package_id("mlflow", _title(site))
    place = f"path={quote(str(site.file.path.parent), safe='')}"
    return ComponentId(f"{name}?{f'model_uuid={quote(uuid)}' if uuid else place}")


def _project(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    points = value_at(document, "entry_points")
    name = text_at(document, "name") or LinedText(_title(site), 1)
    if isinstance(points, dict):
        identity = ComponentId(f"training-run:{site.project.system.partition(':')[2]}/{site.file.path}")
        found = site.found(name.line, f"name: {name}", "name")
        run = Component(
            identity, Kind.TRAINING_RUN, str(name), "", None, Knowledge.DECLARED, {"platform": "MLflow"}, (found,)
        )
        yield from used_by(site.project.system, run, RelationKind.TRAINED_BY, site.scope)
        for point in points.values():
            yield from _entry(point, site)
    image = text_at(document, "docker_env", "image")
    if image is not None:
        found = site.found(image.line, f"image: {image}", "docker_env")
        yield from image_claims(image, site.project, found, site.scope)


def _entry(point: Tree, site: Site) -> Iterator[Claim]:
    parameters = value_at(point, "parameters")
    for name, given in parameters.items() if isinstance(parameters, dict) else []:
        default = text_at(given, "default")
        if default is not None:
            yield from site.by_default().setting(name, default, site.found(default.line, f"{name}: {default}", name))
    command = text_at(point, "command")
    if command is not None:
        found = site.found(command.line, command, "command")
        yield from command_claims(command.as_commands, site.project.system, found, site.scope, command.first_line)


SOURCE = MlflowModelSource()

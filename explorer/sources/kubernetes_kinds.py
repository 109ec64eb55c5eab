"""What Kubernetes objects of known kinds say as a whole: served models, training jobs, charts, kustomizations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import is_pinned_digest, package_id
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.helm_chart import chart_claims, text_of
from explorer.sources.hub_names import hub_name
from explorer.sources.infrastructure import Site
from explorer.sources.kaito_workspace import preset_claims
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at, value_at
from explorer.sources.mcp_configuration import server_claims
from explorer.sources.model_references import hub_dataset, hub_model, ollama_model
from explorer.sources.reference_claims import claims_for
from explorer.sources.settings_around import FETCHES_DATA
from explorer.sources.stored_model import stored_model_claims

_TRAINING = frozenset(
    """PyTorchJob TFJob MPIJob XGBoostJob PaddleJob JAXJob MXJob TrainJob RayJob Experiment PyTorchTrainer AppWrapper
    SageMakerTrainingJob TrainingJob""".split()
)
_PIPELINES = {
    "Workflow": "Argo Workflows",
    "WorkflowTemplate": "Argo Workflows",
    "ClusterWorkflowTemplate": "Argo Workflows",
    "CronWorkflow": "Argo Workflows",
    "Pipeline": "Tekton",
    "PipelineRun": "Tekton",
    "Task": "Tekton",
    "TaskRun": "Tekton",
    "ScheduledWorkflow": "Kubeflow Pipelines",
}
_MODEL_ADDRESS_KEYS = frozenset(
    {
        "storageuri",
        "modeluri",
        "storage_uri",
        "model_uri",
        "modelstorageuri",
        "storagepath",
        "artifacturl",
        "artifacturi",
        "sourcemodeluri",
    }
)
"""Of KServe, Seldon, AIBrix, OME and KServe's caches of models on nodes."""
_PLAIN_ADDRESS_KEYS = frozenset({"uri", "url"})
_HOLDERS = frozenset({"model", "models", "source", "basemodel"})
"""Below these a plain `uri` or `url` is that of a model, as KServe's LLMInferenceService and Dynamo's DynamoModel write it."""
_HUB_SCHEMES = ("hf://", "huggingface://", "ollama://")
_ADAPTERS = frozenset({"adapters", "adapter", "loras", "lora", "loraAdapters"})
_ADAPTER_KINDS = frozenset({"ModelAdapter", "LoraAdapter"})
"""Objects of AIBrix and of vLLM's production stack that stand for one adapter."""
_REMOTE_BASE = re.compile(
    r"(?:https://|git@|ssh://git@)?github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?(?:/[^?]*)?(?:\?(.*))?"
)


def kind_claims(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """What the kind of an object adds to the images and accelerators inside it."""
    kind, group = text_of(document.get(_KIND)), text_of(document.get(_VERSION)).partition("/")[0]
    if kind in _TRAINING and "." in group:
        yield from _training_run(document, kind, site)
    elif kind in _PIPELINES and group in ("argoproj.io", "tekton.dev", "kubeflow.org"):
        yield from _pipeline(document, _PIPELINES[kind], site)
    elif kind in ("Application", "ApplicationSet") and group == "argoproj.io":
        yield from _argo_charts(document, site)
    elif kind in ("HelmRelease", "HelmChart"):
        yield from _released_chart(document, site)
    elif kind in ("Kustomization", "Component") or _is_kustomization(site, document):
        yield from _kustomization(document, site)
    if group == "kaito.sh":
        yield from preset_claims(document, site)
    elif group == "llmaz.io" and kind == "OpenModel":
        yield from _open_model(document, site)
    elif group == "ollama.ayaka.io" and kind == "Model":
        yield from _ollama_model(document, site)
    elif group == "apps.nvidia.com" and kind == "NIMCache":
        yield from _cached_model(document, site)
    elif kind in ("MCPServer", "RemoteMCPServer", "MCPRemoteProxy"):
        yield from _mcp_server(document, site)
    yield from _stored_models(document, site)
    yield from _runtime_environment(document, site)


def _is_kustomization(site: Site, document: dict[LinedText, Tree]) -> bool:
    return site.file.name.lower() in ("kustomization.yaml", "kustomization.yml") and not text_of(document.get(_KIND))


def _stored_models(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """`storageUri` of KServe and `modelUri` of Seldon, wherever they stand, and any address of a model hub."""
    of_data = _lines_of_data(document)
    is_adapter = _is_adapter(document)
    for above, key, value in settings(document):
        if _holds_model(above, key, value):
            found = site.found(value.line, f"{key}: {value}", key)
            if ("dataset" in above or value.line in of_data) and (
                named := hub_name(value, is_dataset=True)
            ) is not None:
                yield from claims_for(hub_dataset(named.repository), site.project.system, found, site.scope)
            else:
                yield from stored_model_claims(value, site, found, is_adapter or bool(_ADAPTERS & set(above)))


def _holds_model(above: tuple[str, ...], key: str, value: str) -> bool:
    """Whether an entry is the address of a model, by its key, by what it stands below, or by the scheme of a hub."""
    if value.lower().startswith(_HUB_SCHEMES):
        return True
    is_plain = key.lower() in _PLAIN_ADDRESS_KEYS and bool(above) and above[-1].lower() in (_HOLDERS | _ADAPTERS)
    stored = not value.startswith(("http://", "https://", "git"))
    return "://" in value and (key.lower() in _MODEL_ADDRESS_KEYS or (is_plain and stored and above[:1] == ("spec",)))


def _is_adapter(document: dict[LinedText, Tree]) -> bool:
    """Whether an object stands for an adapter: by its kind, or as Dynamo says it, `modelType: lora`."""
    sort = text_at(document, "spec", "modelType") or ""
    return text_of(document.get(_KIND)) in _ADAPTER_KINDS or sort.lower() == "lora"


def _lines_of_data(document: dict[LinedText, Tree]) -> set[int]:
    """The lines of all that stands in a container or job whose name says that it fetches data: `dataset-initializer`."""
    lines: set[int] = set()
    waiting: list[tuple[Tree, bool]] = [(document, False)]
    while waiting:
        node, is_data = waiting.pop()
        if isinstance(node, dict):
            name = text_at(node, "name") or text_at(node, "image") or ""
            is_data = is_data or bool(FETCHES_DATA.search(name))
            waiting += [(each, is_data) for each in node.values()]
        elif isinstance(node, list):
            waiting += [(each, is_data) for each in node]
        elif is_data:
            lines.add(node.line)
    return lines


def _ollama_model(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A Model of the Ollama operator: its `image` is a name of Ollama's library."""
    name = text_at(document, "spec", "image")
    reference = ollama_model(name) if name is not None else None
    if name is not None and reference is not None:
        yield from claims_for(
            reference, site.project.system, site.found(name.line, f"image: {name}", "image"), site.scope
        )


def _open_model(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """An OpenModel of llmaz: the address of its storage; a name of a hub is read as a setting."""
    address = text_at(document, "spec", "source", "uri")
    if address is not None and not address.startswith(("hf://", "ollama://")):
        yield from stored_model_claims(address, site, site.found(address.line, f"uri: {address}", "uri"))


def _cached_model(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A NIMCache that takes its model from the hub: `hf: {namespace: OWNER, modelName: NAME}`."""
    hub = value_at(document, "spec", "source", "hf")
    owner, name = text_at(hub, "namespace"), text_at(hub, "modelName")
    reference = hub_model(f"{owner}/{name}") if owner and name else None
    if name is not None and reference is not None:
        yield from claims_for(
            reference, site.project.system, site.found(name.line, f"modelName: {name}", "modelName"), site.scope
        )


def _mcp_server(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A server as kagent (`deployment: {cmd, args}`) and ToolHive (`image`) run it, one elsewhere by its `url`, or as Dapr
    reaches it (`endpoint: {sse: {url}}`, `endpoint: {stdio: {command, args}}`)."""
    spec, name = value_at(document, "spec"), text_at(document, "metadata", "name")
    endpoint = value_at(spec, "endpoint")
    ways = endpoint.values() if isinstance(endpoint, dict) else ()
    reached = next((each for each in ways if isinstance(each, dict)), spec)
    inner = value_at(spec, "deployment")
    deployed = inner if isinstance(inner, dict) else reached
    command = text_at(deployed, "cmd") or text_at(deployed, "command")
    address, image = (
        text_at(reached, "url") or text_at(spec, "remoteUrl") or text_at(spec, "remoteURL"),
        text_at(deployed, "image"),
    )
    arguments = value_at(deployed, "args")
    given = {
        "command": str(command or ("docker" if image else "")),
        "args": list(arguments) if isinstance(arguments, list) and not image else ["run", str(image)] if image else [],
        "url": str(address or ""),
    }
    if name is not None and (command or image or address):
        yield from server_claims(site.source, str(name), given, name.line, site.file, site.project)


def _runtime_environment(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """The packages that Ray installs in its workers, given as YAML in a text."""
    from explorer.errors import InputError
    from explorer.sources.lined_yaml import parse_yaml

    for _, key, value in settings(document):
        if key not in ("serveConfigV2", "runtimeEnvYAML"):
            continue
        try:
            documents = parse_yaml(value, str(site.file.path))
        except InputError:
            continue  # A template; what it would become is not known.
        for inner in documents:
            for above, name, item in settings(inner):
                if name in ("pip", "packages") and ("runtime_env" in above or key == "runtimeEnvYAML"):
                    found = site.found(value.first_line + item.line - 1, item, "runtime_env.pip")
                    yield from command_claims(f"pip install '{item}'", site.project.system, found, site.scope)


def _training_run(document: dict[LinedText, Tree], kind: str, site: Site) -> Iterator[Claim]:
    name = text_at(document, "metadata", "name") or text_at(document, "metadata", "generateName") or LinedText(kind, 1)
    identity = ComponentId(f"training-run:{site.project.system.partition(':')[2]}/{site.file.path}#{name}")
    found = site.found(name.line, f"{kind} {name}", "kind")
    attributes = {"platform": kind}
    run = Component(identity, Kind.TRAINING_RUN, str(name), "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, run, RelationKind.TRAINED_BY, site.scope)


def _pipeline(document: dict[LinedText, Tree], platform: str, site: Site) -> Iterator[Claim]:
    name = text_at(document, "metadata", "name") or text_at(document, "metadata", "generateName") or LinedText("", 1)
    title = str(name) or site.file.name
    identity = ComponentId(f"build:{site.project.system.partition(':')[2]}/{site.file.path}#{title}")
    found = site.found(name.line, f"{platform}: {title}", "kind")
    attributes = {"platform": platform}
    build = Component(identity, Kind.BUILD, title, "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, build, RelationKind.BUILT_BY, Scope.BUILD)


def _argo_charts(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    spec = value_at(document, "spec", "template", "spec") or value_at(document, "spec")
    sources = value_at(spec, "sources")
    for each in [value_at(spec, "source"), *(sources if isinstance(sources, list) else [])]:
        chart = text_at(each, "chart")
        if chart is not None:
            yield from _chart(chart, text_at(each, "targetRevision"), text_at(each, "repoURL"), site)


def _released_chart(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A HelmRelease of Flux, or a HelmChart of K3s."""
    spec = value_at(document, "spec", "chart", "spec") or value_at(document, "spec")
    chart = text_at(spec, "chart")
    if chart is not None:
        yield from _chart(chart, text_at(spec, "version"), text_at(spec, "repo"), site)


def _chart(chart: LinedText, version: LinedText | None, repository: LinedText | None, site: Site) -> Iterator[Claim]:
    """A chart, and its repository on its own line; a repository without a scheme is one of images."""
    found = site.found(chart.line, f"chart: {chart} {version or ''}".strip(), "chart")
    address = f"oci://{repository}" if repository and "://" not in repository else str(repository or "")
    source = site.found(repository.line, f"repository: {repository}", "chart") if repository is not None else None
    yield from chart_claims(chart, version or "", address, site.project.system, found, site.scope, source)


def _kustomization(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    images = value_at(document, "images")
    for each in images if isinstance(images, list) else []:
        name = text_at(each, "newName") or text_at(each, "name")
        tag, digest = text_at(each, "newTag"), text_at(each, "digest")
        if name is not None:
            reference = f"{name}@{digest}" if digest else f"{name}:{tag}" if tag else str(name)
            found = site.found(name.line, f"image: {reference}", "images")
            yield from image_claims(reference, site.project, found, site.scope)
    charts = value_at(document, "helmCharts")
    for each in charts if isinstance(charts, list) else []:
        chart = text_at(each, "name")
        if chart is not None:
            yield from _chart(chart, text_at(each, "version"), text_at(each, "repo"), site)
    for key in ("resources", "bases", "components"):
        listed = value_at(document, key)
        for item in listed if isinstance(listed, list) else []:
            if isinstance(item, LinedText):
                yield from _remote_base(item, key, site)


def _remote_base(item: LinedText, key: str, site: Site) -> Iterator[Claim]:
    """Manifests that a kustomization takes from a repository of somebody else."""
    match = _REMOTE_BASE.fullmatch(item)
    if match is None:
        return
    reference = re.search(r"(?:^|&)ref=([^&]+)", match.group(2) or "")
    version = reference.group(1) if reference else ""
    pinned = "yes" if is_pinned_digest(version) else "no"
    attributes = {"role": "remote manifests", "pinned": pinned, "reference": version or "none"}
    identity = package_id("github", match.group(1), version)
    found = site.found(item.line, f"{key}: {item}", key)
    package = Component(identity, Kind.PACKAGE, match.group(1), version, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, package, scope=site.scope)


_KIND, _VERSION = LinedText("kind", 0), LinedText("apiVersion", 0)

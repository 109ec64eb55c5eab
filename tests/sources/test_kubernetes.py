"""Kubernetes objects, kustomizations, Helm charts and values."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.sources import helm_chart, kubernetes, settings_file
from tests.sources.model_reading import SYSTEM, component, read, relation

SOURCES = (helm_chart.SOURCE, kubernetes.SOURCE)
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: llm}
spec:
  template:
    spec:
      nodeSelector:
        cloud.google.com/gke-accelerator: nvidia-tesla-a100
      containers:
        - name: llm
          image: ghcr.io/huggingface/text-generation-inference:2.3
          resources:
            limits:
              nvidia.com/gpu: 1
        - name: none
          image: busybox
          resources:
            limits:
              amd.com/gpu: 0
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: m}
spec:
  predictor:
    model:
      storageUri: hf://Qwen/Qwen2.5-7B-Instruct
---
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: tune}
"""


def identities(draft, kind):
    return {each.id for each in draft.components.values() if each.kind is kind}


def test_that_images_accelerators_clouds_models_and_training_are_read(tmp_path):
    draft = read(tmp_path, {"k8s/all.yaml": DEPLOYMENT}, *SOURCES)
    assert identities(draft, Kind.CONTAINER_IMAGE) == {
        "pkg:docker/huggingface/text-generation-inference@2.3?repository_url=ghcr.io",
        "pkg:docker/busybox",
    }
    assert identities(draft, Kind.MODEL) == {"pkg:huggingface/Qwen/Qwen2.5-7B-Instruct"}
    assert identities(draft, Kind.CLOUD) == {"cloud:gcp"}
    assert [each.name for each in draft.components.values() if each.kind is Kind.TRAINING_RUN] == ["tune"]


def test_that_a_request_is_hardware_at_its_line_and_a_request_of_none_is_not(tmp_path):
    draft = read(tmp_path, {"k8s/all.yaml": DEPLOYMENT}, *SOURCES)
    lines = {relation(draft, SYSTEM, each).evidence[0].line for each in identities(draft, Kind.HARDWARE)}
    assert lines == {8, 14}


def test_that_values_and_templates_of_helm_are_read(tmp_path):
    files = {
        "chart/values.yaml": "image:\n  registry: ghcr.io\n  repository: owner/app\n  tag: v1\n",
        "chart/templates/a.yaml": 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: "{{ .Values.image }}"\n  - image: redis:7\n',
        "chart/Chart.yaml": "name: x\ndependencies:\n- name: qdrant\n  version: 0.9.1\n  repository: https://charts.example.org\n"
        "- name: redis\n  version: ^1.0\n  condition: redis.enabled\n- name: mine\n  repository: file://../mine\n",
    }
    draft = read(tmp_path, files, *SOURCES)
    assert identities(draft, Kind.CONTAINER_IMAGE) == {
        "pkg:docker/owner/app@v1?repository_url=ghcr.io",
        "pkg:docker/redis@7",
    }
    assert component(draft, "pkg:helm/qdrant@0.9.1").attributes["pinned"] == "yes"
    assert component(draft, "pkg:helm/redis").attributes["pinned"] == "no"
    assert relation(draft, SYSTEM, "pkg:helm/redis").scope is Scope.OPTIONAL
    assert not [each for each in draft.components if "mine" in each]


def test_that_a_kustomization_replaces_images_and_takes_from_repositories(tmp_path):
    text = (
        "resources:\n- https://github.com/owner/manifests//base?ref=v1.2\n- ./local\n"
        "images:\n- name: app\n  newName: ghcr.io/o/app\n  newTag: v2\n"
    )
    draft = read(tmp_path, {"kustomization.yaml": text}, *SOURCES)
    assert identities(draft, Kind.PACKAGE) == {"pkg:github/owner/manifests@v1.2"}
    assert identities(draft, Kind.CONTAINER_IMAGE) == {"pkg:docker/o/app@v2?repository_url=ghcr.io"}


def test_that_argo_and_flux_name_charts(tmp_path):
    text = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    chart: kuberay-operator\n"
        "    repoURL: https://ray.example.org/helm\n    targetRevision: 1.1.0\n---\n"
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart:\n    spec:\n      chart: milvus\n      version: 4.1.0\n"
    )
    draft = read(tmp_path, {"apps.yaml": text}, *SOURCES)
    assert {"pkg:helm/kuberay-operator@1.1.0", "pkg:helm/milvus@4.1.0"} <= identities(draft, Kind.PACKAGE)


@pytest.mark.parametrize(
    "path",
    [".gitlab/ci/a.yml", ".forgejo/workflows/a.yml", "cloudbuild.yaml", "bitbucket-pipelines.yml", "x.gitlab-ci.yml"],
)
def test_that_pipelines_are_left_to_their_own_reader(tmp_path, path):
    assert not read(tmp_path, {path: "image: python:3.12\n"}, *SOURCES).components


@pytest.mark.parametrize(
    "text", ["", "[]", "kind: 3", "kind: Deployment\nspec: []", "kind: [a]\nimages: 3", "a: &a\n  b: 1\nc: *a\n"]
)
def test_that_odd_manifests_name_nothing(tmp_path, text):
    assert not read(tmp_path, {"a.yaml": text, "Chart.yaml": text}, *SOURCES).components


def test_that_packages_of_a_ray_service_are_read_at_their_line(tmp_path):
    text = (
        "apiVersion: ray.io/v1\nkind: RayService\nspec:\n  serveConfigV2: |\n    applications:\n"
        "    - import_path: a:b\n      runtime_env: {pip: [vllm==0.5.0]}\n"
    )
    draft = read(tmp_path, {"ray.yaml": text}, *SOURCES)
    assert relation(draft, SYSTEM, "pkg:pypi/vllm@0.5.0").evidence[0].line == 7


def test_that_a_catalogue_of_models_and_images_is_read_at_its_lines(tmp_path):
    text = (
        "catalog:\n  a:\n    url: hf://facebook/opt-125m\n  b:\n    url: ollama://gemma2:2b\n"
        "modelServers:\n  VLLM:\n    images:\n      default: vllm/vllm-openai:v0.6.4\n      cpu: own\n"
    )
    draft = read(tmp_path, {"values.yaml": text}, *SOURCES)
    found = {target: relation(draft, SYSTEM, target).evidence[0].line for source, target, _ in draft.relations}
    assert found == {
        "pkg:huggingface/facebook/opt-125m": 3,
        "pkg:ollama/gemma2@2b": 5,
        "pkg:docker/vllm/vllm-openai@v0.6.4": 9,
    }


def test_that_an_adapter_of_a_served_model_is_an_adapter(tmp_path):
    text = (
        "apiVersion: kubeai.org/v1\nkind: Model\nspec:\n  url: hf://Qwen/base\n  adapters:\n"
        "  - id: x\n    url: hf://jashing/lora\n"
    )
    draft = read(tmp_path, {"model.yaml": text}, *SOURCES)
    kinds = {each.id: each.kind for each in draft.components.values()}
    assert kinds == {"pkg:huggingface/Qwen/base": Kind.MODEL, "pkg:huggingface/jashing/lora": Kind.ADAPTER}


def test_that_a_node_with_a_gpu_present_is_one_with_an_accelerator(tmp_path):
    draft = read(tmp_path, {"pod.yaml": 'spec:\n  nodeSelector:\n    nvidia.com/gpu.present: "true"\n'}, *SOURCES)
    assert relation(draft, SYSTEM, "hardware:nvidia-gpu").evidence[0].line == 3


KINDS = {
    "argo": """apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  sources:
    - chart: vllm-stack
      repoURL: https://vllm-project.github.io/production-stack
      targetRevision: 0.1.2
    - repoURL: https://github.com/a/b
      path: deploy
""",
    "flux": """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
spec:
  chart:
    spec:
      chart: gpu-operator
      version: 24.9.0
      sourceRef: {kind: HelmRepository, name: nvidia}
""",
    "k3s": "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec:\n  repo: https://helm.ngc.nvidia.com/nvidia\n"
    "  chart: gpu-operator\n  version: 24.9.0\n",
    "training": "apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nmetadata:\n  name: finetune\n",
    "pipeline": "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  generateName: train-\n",
    "ray": """apiVersion: ray.io/v1
kind: RayJob
spec:
  runtimeEnvYAML: |
    pip:
      - torch==2.4.0
""",
}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("argo", {"pkg:helm/vllm-stack@0.1.2": 5}),
        ("flux", {"pkg:helm/gpu-operator@24.9.0": 6}),
        ("k3s", {"pkg:helm/gpu-operator@24.9.0": 5}),
        ("training", {f"training-run:{SYSTEM.partition(':')[2]}/object.yaml#finetune": 4}),
        ("pipeline", {f"build:{SYSTEM.partition(':')[2]}/object.yaml#train-": 4}),
        ("ray", {f"training-run:{SYSTEM.partition(':')[2]}/object.yaml#RayJob": 1, "pkg:pypi/torch@2.4.0": 6}),
    ],
)
def test_that_objects_of_known_kinds_name_what_they_run(tmp_path, kind, found):
    draft = read(tmp_path, {"object.yaml": KINDS[kind]}, *SOURCES)
    places = {
        target: relation(draft, SYSTEM, target).evidence[0].line
        for source, target, _ in draft.relations
        if source == SYSTEM
    }
    assert places == found


@pytest.mark.parametrize(("kind", "line"), [("argo", 6), ("k3s", 4)])
def test_that_the_repository_of_a_chart_stands_on_its_own_line(tmp_path, kind, line):
    draft = read(tmp_path, {"object.yaml": KINDS[kind]}, *SOURCES)
    assert [each.evidence[0].line for each in draft.components.values() if each.kind is Kind.HUB] == [line]


def test_that_a_kustomization_names_images_and_charts(tmp_path):
    digest = "sha256:" + "a" * 64
    text = (
        "kind: Kustomization\nimages:\n  - name: llm\n    newName: vllm/vllm-openai\n    newTag: v0.6.4\n"
        f"  - name: proxy/nginx\n    digest: {digest}\n"
        "helmCharts:\n  - name: milvus\n    repo: https://zilliztech.github.io/milvus-helm\n    version: 4.2.0\n"
    )
    draft = read(tmp_path, {"kustomization.yaml": text}, *SOURCES)
    assert relation(draft, SYSTEM, "pkg:docker/vllm/vllm-openai@v0.6.4").evidence[0].line == 4
    assert relation(draft, SYSTEM, f"pkg:docker/proxy/nginx@{digest}").evidence[0].line == 6
    assert relation(draft, SYSTEM, "pkg:helm/milvus@4.2.0").evidence[0].line == 9
    assert sum(each.kind is Kind.CONTAINER_IMAGE for each in draft.components.values()) == 2
    assert [each.evidence[0].line for each in draft.components.values() if each.kind is Kind.HUB] == [10]


def test_that_what_a_folded_command_names_stands_on_its_own_line(tmp_path):
    """YAML 1.2, 8.1.3: in a folded block the ends of lines are spaces; the words are still those of the file's lines."""
    text = (
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [sh, -c]\n    args:\n    - >\n      echo start &&\n\n"
        "      vllm serve Qwen/Qwen2.5-7B-Instruct\n      --revision abc\n    image: busybox\n"
        "  - args:\n    - >-\n      --model\n      Qwen/Qwen3-0.6B\n"
    )
    draft = read(tmp_path, {"a.yaml": text}, settings_file.SOURCE)
    named = {each.id: each.evidence[0].line for each in draft.components.values() if each.kind is Kind.MODEL}
    assert named == {"pkg:huggingface/Qwen/Qwen2.5-7B-Instruct@abc": 10, "pkg:huggingface/Qwen/Qwen3-0.6B": 16}


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("s3://models/llm-demo/", Kind.WEIGHT_FILE, "llm-demo"),
        ("gs://bucket/bert/model.safetensors", Kind.WEIGHT_FILE, "model.safetensors"),
        ("oci://ghcr.io/a/model:1", Kind.CONTAINER_IMAGE, "ghcr.io/a/model"),
        ("hf://Qwen/Qwen2.5-7B-Instruct:main", Kind.MODEL, "Qwen/Qwen2.5-7B-Instruct"),
        ("pvc://models/llama", Kind.MODEL, "pvc://models/llama"),
        ("s3://$BUCKET/model", None, ""),
        ("s3://<YOUR_BUCKET>/model", None, ""),
    ],
)
def test_that_a_served_model_is_known_by_its_storage(tmp_path, address, kind, name):
    text = (
        f"apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  model:\n    storageUri: {address}\n"
    )
    draft = read(tmp_path, {"a.yaml": text}, *SOURCES)
    used = [draft.components[target] for source, target, _ in draft.relations if source == SYSTEM]
    assert [(each.kind, each.name, each.evidence[0].line) for each in used] == ([(kind, name, 5)] if kind else [])

"""Workflows and pipelines as builds: actions and how they are pinned, images, included parts."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind, Scope
from explorer.sources import github_workflow, gitlab_pipeline, other_pipelines, settings_file
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

SOURCES = (github_workflow.SOURCE, gitlab_pipeline.SOURCE, other_pipelines.SOURCE)
DIGEST = "11bd71901bbe5b1630ceea73d27597364c9af683"
WORKFLOW = f"""name: Ship
on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    container:
      image: pytorch/pytorch:2.4.0
    services:
      store:
        image: qdrant/qdrant:v1.9.0
    steps:
      - uses: actions/checkout@{DIGEST}  # v4
      - uses: owner/thing/sub@v2
      - uses: ./local
      - uses: docker://alpine:3.20
      - uses: ${{{{ matrix.action }}}}
  call:
    uses: org/shared/.github/workflows/release.yml@main
"""


def targets(draft, source):
    return {edge[2] for edge in edges(draft) if edge[0] == source}


def test_that_a_workflow_is_a_build_of_the_system_with_its_runner(tmp_path):
    draft = read(tmp_path, {".github/workflows/ship.yml": WORKFLOW}, *SOURCES)
    build = component(draft, "build:demo/.github/workflows/ship.yml")
    assert (build.kind, build.name, build.attributes["runners"]) == (Kind.BUILD, "Ship", "ubuntu-24.04")
    assert (SYSTEM, RelationKind.BUILT_BY.value, build.id) in edges(draft)


def test_that_a_workflow_uses_its_actions_containers_and_services_and_nothing_local(tmp_path):
    draft = read(tmp_path, {".github/workflows/ship.yml": WORKFLOW}, *SOURCES)
    assert targets(draft, "build:demo/.github/workflows/ship.yml") == {
        f"pkg:github/actions/checkout@{DIGEST}",
        "pkg:github/owner/thing@v2#sub",
        "pkg:github/org/shared@main#.github/workflows/release.yml",
        "pkg:docker/pytorch/pytorch@2.4.0",
        "pkg:docker/qdrant/qdrant@v1.9.0",
        "pkg:docker/alpine@3.20",
    }


@pytest.mark.parametrize(("uses", "pinned"), [(DIGEST, "yes"), ("v4", "no"), ("main", "no")])
def test_that_only_a_digest_pins_an_action(tmp_path, uses, pinned):
    text = f"jobs:\n  a:\n    steps:\n      - uses: actions/checkout@{uses}\n"
    draft = read(tmp_path, {".github/workflows/a.yml": text}, *SOURCES)
    action = component(draft, f"pkg:github/actions/checkout@{uses}")
    assert action.attributes["pinned"] == pinned
    assert action.evidence[0].line == 4


def test_that_a_workflow_without_a_name_is_named_by_its_file_and_other_forges_count(tmp_path):
    draft = read(tmp_path, {".forgejo/workflows/a.yml": "on: push\n"}, *SOURCES)
    assert component(draft, "build:demo/.forgejo/workflows/a.yml").name == "a.yml"


GITLAB = f"""include:
  - project: group/templates
    ref: {DIGEST}
    file: /ci.yml
  - remote: https://ci.example.org/ci.yml?token=abc
  - component: gitlab.example.org/group/scan@1.2
  - template: Jobs/SAST.gitlab-ci.yml
  - local: /mine.yml
variables:
  BASE: "3.12"
image: python:$BASE
train:
  tags: [gpu]
  image:
    name: nvidia/cuda:12.4.1-base
  services:
    - redis:7
  script: [python train.py]
"""


def test_that_gitlab_images_services_and_included_parts_are_read(tmp_path):
    draft = read(tmp_path, {".gitlab-ci.yml": GITLAB}, *SOURCES)
    assert targets(draft, "build:demo/.gitlab-ci.yml") == {
        f"pkg:gitlab/group/templates@{DIGEST}",
        "pkg:generic/ci.example.org/ci.yml",
        "pkg:gitlab/group/scan@1.2",
        "pkg:gitlab/gitlab-org/gitlab/templates/Jobs/SAST.gitlab-ci.yml",
        "pkg:docker/python@3.12",
        "pkg:docker/nvidia/cuda@12.4.1-base",
        "pkg:docker/redis@7",
    }
    assert component(draft, f"pkg:gitlab/group/templates@{DIGEST}").attributes["pinned"] == "yes"
    assert component(draft, "build:demo/.gitlab-ci.yml").attributes["runners"] == "gpu"


def test_that_a_query_of_an_included_address_is_never_shown(tmp_path):
    draft = read(tmp_path, {".gitlab-ci.yml": GITLAB}, *SOURCES)
    shown = [each.text for item in draft.components.values() for each in item.evidence]
    assert not [text for text in shown if "abc" in text]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "azure-pipelines.yml",
            "resources:\n  repositories:\n  - {repository: t, type: github, name: org/t, ref: refs/tags/v1}\n"
            "pool:\n  vmImage: ubuntu-22.04\nsteps:\n- task: UsePythonVersion@0\n",
            {"pkg:github/org/t@v1", "pkg:generic/azure-pipelines-task/UsePythonVersion@0"},
        ),
        (
            ".circleci/config.yml",
            "orbs:\n  python: circleci/python@2.1.1\njobs:\n  a:\n    docker:\n      - image: cimg/python:3.12\n",
            {"pkg:generic/circleci-orb/circleci/python@2.1.1", "pkg:docker/cimg/python@3.12"},
        ),
        (
            "cloudbuild.yaml",
            "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n",
            {"pkg:docker/cloud-builders/docker?repository_url=gcr.io"},
        ),
        (
            "bitbucket-pipelines.yml",
            "image: python:3.11\npipelines:\n  default:\n    - step:\n        script:\n          - pipe: atlassian/aws-s3-deploy:1.1.0\n",
            {"pkg:docker/python@3.11", "pkg:bitbucket/atlassian/aws-s3-deploy@1.1.0"},
        ),
    ],
)
def test_that_other_platforms_say_what_their_builds_use(tmp_path, path, text, found):
    draft = read(tmp_path, {path: text}, *SOURCES)
    assert targets(draft, f"build:demo/{path}") == found
    assert all(each.scope is Scope.BUILD for each in draft.relations.values())


def test_that_a_circle_job_on_a_gpu_machine_runs_on_one(tmp_path):
    text = "jobs:\n  a:\n    resource_class: gpu.nvidia.medium\n"
    draft = read(tmp_path, {".circleci/config.yml": text}, *SOURCES)
    (machine,) = [each for each in draft.components.values() if each.kind is Kind.HARDWARE]
    assert relation(draft, SYSTEM, machine.id).evidence[0].line == 3


@pytest.mark.parametrize("path", [".github/workflows/a.yml", ".gitlab-ci.yml", "azure-pipelines.yml"])
@pytest.mark.parametrize(
    "text", ["", "- 1\n", "text\n", "jobs: 3\ninclude: 4\nsteps: x\norbs: y\n", "include: [[x]]\n"]
)
def test_that_odd_shapes_name_nothing_and_raise_nothing(tmp_path, path, text):
    draft = read(tmp_path, {path: text}, *SOURCES)
    assert not [each for each in draft.components.values() if each.kind is Kind.ACTION]


def test_that_broken_yaml_is_one_problem(tmp_path):
    draft = read(tmp_path, {".github/workflows/a.yml": "a: [\n"}, *SOURCES)
    assert len(draft.problems) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", "a:\n  script:\n    - pip install torch==2.4.0\n"),
        ("azure-pipelines.yml", "steps:\n- x: y\n  script: pip install torch==2.4.0\n"),
        ("azure-pipelines.yml", "steps:\n- bash: |\n    pip install torch==2.4.0\n"),
        (".circleci/config.yml", "jobs:\n  steps:\n    - run: pip install torch==2.4.0\n"),
        (".forgejo/workflows/a.yml", "jobs:\n  steps:\n    - run: pip install torch==2.4.0\n"),
        ("bitbucket-pipelines.yml", "pipelines:\n  script:\n    - pip install torch==2.4.0\n"),
        ("cloudbuild.yaml", "steps:\n- entrypoint: pip\n  args: [install, torch==2.4.0]\n"),
    ],
)
def test_that_what_a_pipeline_installs_serves_to_build(tmp_path, path, text):
    draft = read(tmp_path, {path: text}, *SOURCES, settings_file.SOURCE)
    found = relation(draft, SYSTEM, "pkg:pypi/torch@2.4.0")
    assert found.scope is Scope.BUILD
    assert text.splitlines()[found.evidence[0].line - 1].endswith(("torch==2.4.0", "torch==2.4.0]"))

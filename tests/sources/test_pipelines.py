"""Workflows and pipelines as builds: actions and how they are pinned, images, included parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind, Scope
from explorer.sources import github_workflow, gitlab_pipeline, jenkins_pipeline, other_pipelines, settings_file
from explorer.sources.script_code.groovy_tokens import groovy_tokens
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

SOURCES = (github_workflow.SOURCE, gitlab_pipeline.SOURCE, jenkins_pipeline.SOURCE, other_pipelines.SOURCE)
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
        (
            ".buildkite/pipeline.yml",
            "steps:\n- command: pytest\n  plugins:\n  - docker#v5.8.0: {image: 'vllm/vllm-openai:v0.6.0'}\n"
            "  - owner/cache#v1\n  - 'https://github.com/owner/own.git#v2'\n  - ./local\n"
            '- plugins: {ecr#v2.9.0: {login: true}}\n- plugins: ["https://user:word@git.example.org/a/b#v3"]\n',
            {
                "pkg:github/buildkite-plugins/docker-buildkite-plugin@v5.8.0",
                "pkg:docker/vllm/vllm-openai@v0.6.0",
                "pkg:github/owner/cache-buildkite-plugin@v1",
                "pkg:github/owner/own@v2",
                "pkg:github/buildkite-plugins/ecr-buildkite-plugin@v2.9.0",
                "pkg:generic/git.example.org/a/b@v3",
            },
        ),
        (
            ".drone.yml",
            "kind: pipeline\nsteps:\n- name: test\n  image: python:3.12\nservices:\n- name: db\n  image: redis:7\n",
            {"pkg:docker/python@3.12", "pkg:docker/redis@7"},
        ),
        (
            ".woodpecker/test.yaml",
            "steps:\n  train:\n    image: nvidia/cuda:12.4.1-base\n    commands: [make]\n",
            {"pkg:docker/nvidia/cuda@12.4.1-base"},
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
        (".buildkite/a.yml", "steps:\n- commands:\n  - pip install torch==2.4.0\n"),
        (".drone.yml", "steps:\n- commands:\n  - pip install torch==2.4.0\n"),
        ("Jenkinsfile", 'node {\n  sh """\n    pip install torch==2.4.0\n  """\n}'),
        ("bitbucket-pipelines.yml", "pipelines:\n  script:\n    - pip install torch==2.4.0\n"),
        ("cloudbuild.yaml", "steps:\n- entrypoint: pip\n  args: [install, torch==2.4.0]\n"),
    ],
)
def test_that_what_a_pipeline_installs_serves_to_build(tmp_path, path, text):
    draft = read(tmp_path, {path: text}, *SOURCES, settings_file.SOURCE)
    found = relation(draft, SYSTEM, "pkg:pypi/torch@2.4.0")
    assert found.scope is Scope.BUILD
    assert text.splitlines()[found.evidence[0].line - 1].endswith(("torch==2.4.0", "torch==2.4.0]"))


DECLARATIVE = """#!/usr/bin/env groovy
@Library(['shared@v1.2', 'other']) _
library identifier: 'late@main', retriever: modernSCM([$class: 'GitSCMSource'])
pipeline {
  agent { docker { image 'python:3.12' } }   // image 'python:2.7'
  environment {
    EMBEDDING_MODEL = 'BAAI/bge-m3'
    OPENAI_API_KEY = credentials('openai')
    HF_TOKEN = 'hf_abcdefghijklmnopqrstuv'
  }
  stages {
    stage('train') {
      agent { docker 'nvidia/cuda:12.4.1-base' }
      steps {
        sh '''
          pip install torch==2.4.0
          python train.py --model_name_or_path Qwen/Qwen2.5-7B-Instruct
        '''
        bat "pip install numpy==1.26.0"
        sh script: 'pip install scipy==1.13.0', returnStdout: true
      }
    }
    stage('gpu') {
      agent { kubernetes { yaml \"\"\"
apiVersion: v1
spec:
  containers:
  - image: ghcr.io/owner/trainer:1.0
    resources: {limits: {nvidia.com/gpu: 1}}
\"\"\" } }
      steps { echo 'docker image of nothing' }
    }
    stage('label') { agent { label 'gpu-node' } }
  }
}
"""
SCRIPTED = """node('linux') {
  docker.image("redis:${env.TAG}").inside { sh "make" }
  podTemplate(containers: [containerTemplate(name: 'builder', image: 'gradle:8')]) { }
}
"""


def test_that_a_jenkinsfile_names_images_libraries_commands_and_models(tmp_path):
    draft = read(tmp_path, {"Jenkinsfile": DECLARATIVE}, *SOURCES)
    assert targets(draft, "build:demo/Jenkinsfile") == {
        "pkg:generic/jenkins-library/shared@v1.2",
        "pkg:generic/jenkins-library/other",
        "pkg:generic/jenkins-library/late@main",
        "pkg:docker/python@3.12",
        "pkg:docker/nvidia/cuda@12.4.1-base",
        "pkg:docker/owner/trainer@1.0?repository_url=ghcr.io",
    }
    assert component(draft, "build:demo/Jenkinsfile").attributes["runners"] == "gpu-node"
    lines = {each: relation(draft, SYSTEM, each).evidence[0].line for each in targets(draft, SYSTEM)}
    lines.pop("build:demo/Jenkinsfile")
    assert {each: DECLARATIVE.splitlines()[line - 1].strip() for each, line in lines.items()} == {
        "pkg:huggingface/BAAI/bge-m3": "EMBEDDING_MODEL = 'BAAI/bge-m3'",
        "pkg:pypi/torch@2.4.0": "pip install torch==2.4.0",
        "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct": "python train.py --model_name_or_path Qwen/Qwen2.5-7B-Instruct",
        "pkg:pypi/numpy@1.26.0": 'bat "pip install numpy==1.26.0"',
        "pkg:pypi/scipy@1.13.0": "sh script: 'pip install scipy==1.13.0', returnStdout: true",
        "hardware:nvidia-gpu": "resources: {limits: {nvidia.com/gpu: 1}}",
    }


def test_that_a_scripted_pipeline_is_read_and_an_unknown_tag_stays_open(tmp_path):
    draft = read(tmp_path, {"ci/Jenkinsfile.nightly": SCRIPTED}, *SOURCES)
    assert targets(draft, "build:demo/ci/Jenkinsfile.nightly") == {"pkg:docker/redis", "pkg:docker/gradle@8"}
    assert component(draft, "build:demo/ci/Jenkinsfile.nightly").attributes["runners"] == "linux"


def test_that_a_literal_secret_of_a_jenkinsfile_is_reported_and_never_kept(tmp_path):
    draft = read(tmp_path, {"Jenkinsfile": DECLARATIVE}, *SOURCES)
    assert list(draft.problems) == [("Jenkinsfile", 9, "The pipeline sets “HF_TOKEN” to a literal secret.")]
    assert "hf_abc" not in str(draft.components) + str(draft.relations) + str(draft.problems)


@given(
    st.lists(st.sampled_from(["'a'", '"b"', "'''c\nd'''", "word", "// no\n", "/* no\n*/", "(", "\n", "="]), max_size=20)
)
def test_that_groovy_comments_hide_what_they_hold_and_lines_are_counted(parts):
    found = list(groovy_tokens(" ".join(parts)))
    assert [each.value for each in found if each.value == "no"] == []
    place, expected = 1, []
    for part in parts:
        expected += [place] if part.strip() and not part.startswith("/") else []
        place += part.count("\n")
    assert [each.line for each in found] == expected


def test_that_the_chart_of_a_drone_step_comes_from_the_repository_of_its_alias(tmp_path):
    text = (
        "kind: pipeline\nsteps:\n- name: deploy\n  image: owner/drone-helm:3\n  settings:\n    chart: team/web\n"
        "    chart_version: 4.12.3\n    add_repos: [other=https://no.example, team=https://charts.example.org]\n"
    )
    draft = read(tmp_path, {".drone.yml": text}, *SOURCES)
    assert relation(draft, SYSTEM, "pkg:helm/web@4.12.3").evidence[0].line == 6
    assert relation(draft, "pkg:helm/web@4.12.3", "hub:charts-example-org").evidence[0].line == 8


def test_that_an_accelerator_in_the_labels_of_a_runner_is_one_of_the_build(tmp_path):
    text = "name: CI\non: push\njobs:\n  a:\n    runs-on: [self-hosted, gpu, a100]\n  b:\n    runs-on: ubuntu-22.04\n"
    draft = read(tmp_path, {".github/workflows/ci.yml": text}, github_workflow.SOURCE)
    found = relation(draft, SYSTEM, "hardware:nvidia-a100")
    assert found.evidence[0].line == 5
    assert found.scope is Scope.BUILD

"""Dockerfiles, Compose files and cog.yaml: images by stage, packages, models, devices."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.sources import cog_file, compose_file, dev_container, dockerfile
from explorer.sources.dockerfile_text import filled, instructions
from tests.sources.model_reading import SYSTEM, edges, read, relation

SOURCES = (dockerfile.SOURCE, compose_file.SOURCE, cog_file.SOURCE, dev_container.SOURCE)
DIGEST = "sha256:" + "a" * 64


def images(draft):
    return {each.id for each in draft.components.values() if each.kind is Kind.CONTAINER_IMAGE}


def line_of(draft, identity):
    return relation(draft, SYSTEM, identity).evidence[0].line


STAGES = f"""# syntax=docker/dockerfile:1
ARG CUDA=12.4.1
FROM golang:1.22 AS tools
FROM nvidia/cuda:${{CUDA}}-runtime-ubuntu22.04 AS base
FROM base
COPY --from=tools /x /x
COPY --from=ghcr.io/astral-sh/uv:0.4 /uv /uv
RUN --mount=type=bind,from=busybox:1.36,target=/b \\
    pip install \\
      # a comment between
      torch==2.4.0
FROM scratch AS nothing
FROM base@{DIGEST}
"""


def test_that_every_image_is_named_once_and_stages_are_not_images(tmp_path):
    text = STAGES.rsplit("FROM scratch", 1)[0]
    draft = read(tmp_path, {"Dockerfile": text}, *SOURCES)
    assert images(draft) == {
        "pkg:docker/docker/dockerfile@1",
        "pkg:docker/golang@1.22",
        "pkg:docker/nvidia/cuda@12.4.1-runtime-ubuntu22.04",
        "pkg:docker/astral-sh/uv@0.4?repository_url=ghcr.io",
        "pkg:docker/busybox@1.36",
    }


def test_that_the_image_of_the_last_stage_is_shipped_and_others_only_build(tmp_path):
    text = STAGES.rsplit("FROM scratch", 1)[0]
    draft = read(tmp_path, {"Dockerfile": text}, *SOURCES)
    assert relation(draft, SYSTEM, "pkg:docker/nvidia/cuda@12.4.1-runtime-ubuntu22.04").scope is Scope.RUNTIME
    assert relation(draft, SYSTEM, "pkg:docker/golang@1.22").scope is Scope.BUILD


def test_that_a_package_stands_at_its_own_line_of_a_long_command(tmp_path):
    draft = read(tmp_path, {"Dockerfile": STAGES}, *SOURCES)
    assert line_of(draft, "pkg:pypi/torch@2.4.0") == 11


def test_that_an_image_by_digest_is_pinned(tmp_path):
    draft = read(tmp_path, {"Dockerfile": f"FROM python@{DIGEST}\n"}, *SOURCES)
    (image,) = draft.components.values()
    assert image.attributes["pinned"] == "yes"


def test_that_a_model_in_env_and_in_an_exec_form_is_found(tmp_path):
    text = 'FROM python:3.12\nENV A=1 \\\n    MODEL_ID=Qwen/Qwen2.5-7B-Instruct\nCMD ["vllm", "serve", "mistralai/Mistral-7B-v0.1"]\n'
    draft = read(tmp_path, {"Dockerfile": text}, *SOURCES)
    assert line_of(draft, "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct") == 3
    assert line_of(draft, "pkg:huggingface/mistralai/Mistral-7B-v0.1") == 4


def test_that_a_heredoc_is_a_command(tmp_path):
    text = "FROM python:3.12\nRUN <<EOF\npip install vllm==0.6.0\nFROM not-an-image\nEOF\nUSER x\n"
    draft = read(tmp_path, {"Dockerfile": text}, *SOURCES)
    assert {edge[2] for edge in edges(draft)} == {"pkg:docker/python@3.12", "pkg:pypi/vllm@0.6.0"}


def test_that_a_variable_for_the_runtime_of_accelerators_says_hardware(tmp_path):
    draft = read(tmp_path, {"Dockerfile": "FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=all\n"}, *SOURCES)
    assert [each.kind for each in draft.components.values()].count(Kind.HARDWARE) == 1
    draft = read(tmp_path / "other", {"Dockerfile": "FROM a:1\nENV NVIDIA_VISIBLE_DEVICES=none\n"}, *SOURCES)
    assert [each.kind for each in draft.components.values()].count(Kind.HARDWARE) == 0


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("$A ${A} ${A:-x} ${B:-x} ${B-y}", {"A": "1"}, "1 1 1 x y"),
        ("${A:+yes}${B:+yes}", {"A": "1"}, "yes"),
        ("$UNKNOWN", {}, "$UNKNOWN"),
    ],
)
def test_that_variables_are_filled_as_docker_fills_them(text, known, expected):
    assert filled(text, known) == expected


def test_that_lines_are_counted_through_comments_blank_lines_and_other_escapes():
    text = "# escape=`\n\nFROM a\nRUN one `\n\n  # note\n  two\nUSER b\n"
    assert [(each.line, each.keyword) for each in instructions(text)] == [(3, "FROM"), (4, "RUN"), (8, "USER")]


COMPOSE = """services:
  app:
    build:
      context: .
      additional_contexts:
        base: docker-image://python:3.12
    image: mine:latest
  llm:
    image: ${IMAGE:-vllm/vllm-openai:v0.6.0}
    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              count: 1
  rocm:
    image: rocm/pytorch:6.2
    devices: [/dev/kfd, /dev/dri]
"""


def test_that_compose_says_images_that_it_does_not_build_and_devices(tmp_path):
    draft = read(tmp_path, {"compose.yaml": COMPOSE}, *SOURCES)
    assert images(draft) == {
        "pkg:docker/python@3.12",
        "pkg:docker/vllm/vllm-openai@v0.6.0",
        "pkg:docker/rocm/pytorch@6.2",
    }
    hardware = {each.name: line_of(draft, each.id) for each in draft.components.values() if each.kind is Kind.HARDWARE}
    assert sorted(hardware.values()) == [14, 18]


@pytest.mark.parametrize("text", ["", "[]", "services: 3", "services: {a: 3, b: [x]}", "version: '3'"])
def test_that_odd_compose_files_name_nothing(tmp_path, text):
    assert not read(tmp_path, {"docker-compose.yml": text}, *SOURCES).components


def test_that_cog_says_packages_commands_and_cuda(tmp_path):
    text = (
        'build:\n  gpu: true\n  cuda: "12.1"\n  python_packages:\n    - torch==2.3.1\n  run:\n'
        "    - pip install diffusers==0.30.0\n    - command: pip install xformers==0.0.27\nimage: r8.im/owner/model\n"
    )
    draft = read(tmp_path, {"cog.yaml": text}, *SOURCES)
    assert line_of(draft, "pkg:pypi/torch@2.3.1") == 5
    assert line_of(draft, "pkg:pypi/diffusers@0.30.0") == 7
    assert line_of(draft, "pkg:pypi/xformers@0.0.27") == 8
    (gpu,) = [each for each in draft.components.values() if each.kind is Kind.HARDWARE]
    assert gpu.attributes["cuda"] == "12.1"
    assert [each.id for each in draft.components.values() if each.kind is Kind.CLOUD] == ["cloud:replicate"]


def test_that_a_package_of_cog_may_name_its_index(tmp_path):
    """Cog takes a requirement with options of pip before or after it (Cog, pkg/requirements)."""
    text = (
        "build:\n  python_packages:\n    - torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118\n"
        "    - --find-links=https://wheels.example.org/x package3==3.0.0\n    - numpy>=1.24,<2\n"
    )
    draft = read(tmp_path, {"cog.yaml": text}, *SOURCES)
    lines = {each.id: each.evidence[0].line for each in draft.components.values()}
    assert lines == {
        "pkg:pypi/torch@2.0.1": 3, "hub:pytorch-wheels": 3, "pkg:pypi/package3@3.0.0": 4, "hub:wheels-example-org": 4,
        "pkg:pypi/numpy": 5,
    }  # fmt: skip


def test_that_an_image_is_named_where_its_argument_gets_it(tmp_path):
    """`ARG` before `FROM` gives the image (Docker, Dockerfile reference, Understand how ARG and FROM interact)."""
    text = "ARG BASE=vllm/vllm-openai:v0.9.0\nARG TAG=3.12\nFROM ${BASE}\nFROM python:$TAG\n"
    draft = read(tmp_path, {"Dockerfile": text}, *SOURCES)
    base, other = "pkg:docker/vllm/vllm-openai@v0.9.0", "pkg:docker/python@3.12"
    assert [each.line for each in draft.components[base].evidence] == [3, 1]
    assert [each.line for each in draft.components[other].evidence] == [4]


def test_that_a_development_container_serves_to_develop(tmp_path):
    text = (
        '{\n// made by hand\n"image": "mcr.microsoft.com/devcontainers/python:3.12",\n'
        '"features": {\n"ghcr.io/devcontainers/features/nvidia-cuda:1": {}, "./own": {}},\n'
        '"postCreateCommand": "pip install ruff==0.6.0"}'
    )
    draft = read(tmp_path, {".devcontainer/devcontainer.json": text}, *SOURCES)
    assert images(draft) == {
        "pkg:docker/devcontainers/python@3.12?repository_url=mcr.microsoft.com",
        "pkg:docker/devcontainers/features/nvidia-cuda@1?repository_url=ghcr.io",
    }
    assert {each.scope for each in draft.relations.values()} == {Scope.DEVELOPMENT}
    assert line_of(draft, "pkg:docker/devcontainers/features/nvidia-cuda@1?repository_url=ghcr.io") == 5


@pytest.mark.parametrize("text", ["[]", "{}", '{"image": 3, "features": [], "postCreateCommand": {}}'])
def test_that_odd_development_containers_name_nothing(tmp_path, text):
    assert not read(tmp_path, {"devcontainer.json": text}, *SOURCES).components
